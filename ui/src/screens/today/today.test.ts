// Today loses nothing that needs a person, and names each burning thing once.
import { describe, expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import type { MailRow } from "../../api/types";
import { sittingsOf, todayOf } from "../../api/demo-today";
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
