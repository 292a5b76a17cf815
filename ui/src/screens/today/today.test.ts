// Today loses nothing that needs a person, and names each burning thing once.
import { describe, expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import type { MailRow, ServiceRow } from "../../api/types";
import { sittingsOf, todayOf } from "../../api/demo-today";
import { receiptClock } from "../../parts/service";
import { leftWords } from "../../parts/urgency";
import { zh } from "../../words/zh";
import { burning, isClear } from "./today";

const now = Date.parse("2026-11-24T10:42:00+08:00");
const pages = new Sample(now, { held: true }).services();
const services = pages.map((page) => page.row);
const deadlines = pages.flatMap((page) => page.deadlines);
const receipts = pages.flatMap((page) => (page.receipt ? [page.receipt] : []));
const sittings = sittingsOf(pages);
const told = todayOf({ services, sittings, deadlines, receipts, mails: [], now });

describe("today", () => {
  it("shows every open deadline in exactly one place", () => {
    const open = deadlines.filter((row) => row.state !== "done");
    const shown = [told.overdue, told.due_today, told.week, told.next, told.undetermined].flatMap((one) => one.rows).map((row) => row.id);
    expect(shown.sort()).toEqual(open.map((row) => row.id).sort());
  });

  it("puts an overdue day first and a past one nowhere else", () => {
    expect(told.overdue.rows.map((row) => row.service)).toEqual(["s-judgment"]);
    expect(told.week.rows.every((row) => (row.days_left ?? 0) >= 1 && (row.days_left ?? 99) <= 7)).toBe(true);
  });

  it("asks for every receipt that is due, and once", () => {
    const asked = [...told.left.rows, ...told.receipts.rows].map((row) => row.id);
    expect(new Set(asked).size).toBe(asked.length);
    expect(told.left.rows.map((row) => row.id).sort()).toEqual(["s-done-4", "s-ruling", "s-unsure"]);
    expect(told.receipts.rows.map((row) => row.id)).toContain("s-summons");
    expect(asked).not.toContain("s-lookalike");
  });

  it("puts the receipt that is owed first before the others, with its clock", () => {
    const row = services.find((it) => it.id === "s-summons");
    const of = (id: string, answer_by: string | null, day: string) => ({ ...(row as ServiceRow), id, answer_by, receipt: "none", arrived: `2026-11-${day}T09:00:00+08:00` });
    const owed = [of("old", null, "02"), of("later", "2026-11-26", "20"), of("overdue", "2026-11-23", "19"), of("now", "2026-11-24", "21")];
    const { rows } = todayOf({ services: owed, sittings: [], deadlines: [], receipts: [], mails: [], now }).receipts;
    expect(rows.map((it) => it.id)).toEqual(["overdue", "now", "later", "old"]);
    const clock = (it: ServiceRow) => receiptClock(zh, it, "2026-11-24");
    expect(rows.slice(0, 3).map((it) => clock(it).urgency)).toEqual(["overdue", "today", "soon"]);
    expect(rows.slice(0, 3).map((it) => clock(it).left)).toEqual([leftWords(zh, -1), leftWords(zh, 0), leftWords(zh, 2)]);
    const none = todayOf({ services: [{ ...of("none", null, "20"), none_needed: true }], sittings: [], deadlines: [], receipts: [], mails: [], now });
    expect(none.receipts.count).toBe(0);
  });

  it("keeps suspicious mail apart and in sight", () => {
    expect(told.suspicious.rows.map((row) => row.id)).toEqual(["s-lookalike"]);
  });

  it("shows a sitting that may have been moved however far it is, others of the next days only", () => {
    expect(sittings.length).toBeGreaterThan(1);
    expect(told.sittings.map((row) => [row.kind, row.may_be_moved])).toEqual([["evidence-exchange", true]]);
    const near = sittings.map((row) => ({ ...row, starts: "2026-11-25T09:30:00+08:00", may_be_moved: false }));
    expect(todayOf({ services, sittings: near, deadlines, receipts, mails: [], now }).sittings).toHaveLength(near.length);
  });

  it("is clear only when nothing asks for a person", () => {
    expect(isClear(told)).toBe(false);
    expect(burning(told)).toBe(4);
    const calm = todayOf({ services: [], sittings: [], deadlines: [], receipts: [], mails: [], now });
    expect(isClear(calm)).toBe(true);
    const stuck = { state: "stuck" } as MailRow;
    expect(isClear(todayOf({ services: [], sittings: [], deadlines: [], receipts: [], mails: [stuck], now }))).toBe(false);
  });
});
