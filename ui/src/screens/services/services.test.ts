// Tabs, counts, filter and clocks of 待签收, over the sample.
import { describe, expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import { listed } from "../../api/demo-services";
import type { ServiceRow } from "../../api/types";
import { zh } from "../../words/zh";
import { clocks, mayAcknowledge, titleLine } from "../../parts/service";
import { countTabs, inTab, matches, shown, tabs } from "./services";

const now = Date.parse("2026-11-24T10:42:00+08:00");
const today = "2026-11-24";
const rows: ServiceRow[] = new Sample(now, { held: true }).services().map((page) => page.row);
const row = (id: string) => rows.find((found) => found.id === id) as ServiceRow;

describe("tabs", () => {
  it("count what they show", () => {
    const counts = countTabs(rows);
    expect(counts.all).toBe(rows.length);
    for (const tab of tabs) expect(shown(zh, rows, { tab, filter: "", today })).toHaveLength(counts[tab]);
    expect(counts.suspicious).toBe(1);
  });

  it("lose nothing: every row is due, to check, suspicious or done", () => {
    const somewhere = rows.filter((found) => (["due", "check", "suspicious", "done"] as const).some((tab) => inTab(found, tab)));
    expect(somewhere).toHaveLength(rows.length);
  });

  it("keep receipts that did not safely arrive under 待回执", () => {
    for (const receipt of ["none", "withdrawn", "queued", "sending", "unsure", "bounced", "failed"]) {
      expect(inTab({ ...row("s-summons"), receipt }, "due")).toBe(true);
    }
    for (const receipt of ["sent", "confirmed"]) expect(inTab({ ...row("s-summons"), receipt }, "due")).toBe(false);
  });

  it("do not ask for a receipt that is agreed not to be needed, and let it be sent", () => {
    const none = { ...row("s-summons"), receipt: "none", none_needed: true };
    expect(inTab(none, "due")).toBe(false);
    expect(clocks(zh, none, today).map((clock) => clock.left)).toContain("无需回执");
    expect(mayAcknowledge(none)).toBe(true);
  });
});

describe("acknowledging", () => {
  it("is offered once, and never for a doubtful sender", () => {
    expect(mayAcknowledge({ verdict: "proven", receipt: "none" })).toBe(true);
    expect(mayAcknowledge({ verdict: "likely", receipt: "withdrawn" })).toBe(true);
    expect(mayAcknowledge({ verdict: "proven", receipt: "bounced" })).toBe(true);
    for (const receipt of ["queued", "sending", "unsure", "sent", "confirmed"]) {
      expect(mayAcknowledge({ verdict: "proven", receipt })).toBe(false);
    }
    expect(mayAcknowledge({ verdict: "doubtful", receipt: "none" })).toBe(false);
  });
});

describe("the filter", () => {
  it("finds case numbers in full and half width", () => {
    expect(matches(row("s-summons"), "(2026)沪0112民初12345")).toBe(true);
    expect(matches(row("s-summons"), "（2026）沪0112民初１２３４５号")).toBe(true);
    expect(matches(row("s-summons"), "99999")).toBe(false);
  });

  it("finds titles, courts and causes", () => {
    expect(shown(zh, rows, { tab: "all", filter: "徐汇", today }).map((found) => found.id)).toEqual(["s-unsure"]);
    expect(shown(zh, rows, { tab: "all", filter: "  传票 ", today }).length).toBeGreaterThan(0);
  });
});

describe("order and clocks", () => {
  it("put what is overdue first", () => {
    const [first] = shown(zh, rows, { tab: "all", filter: "", today });
    expect(first?.id).toBe("s-judgment");
  });

  it("show both clocks, each by name", () => {
    const found = clocks(zh, row("s-summons"), today).map((clock) => `${clock.name} ${clock.left}`);
    expect(found[0]).toBe("回执 今日");
    expect(found[1]).toMatch(/^答辩 \d+ 天$/);
  });

  it("show a doubtful mail's deadline as provisional and no receipt clock", () => {
    const found = clocks(zh, row("s-lookalike"), today);
    expect(found).toHaveLength(1);
    expect(found[0]?.certainty).toBe("provisional");
  });

  it("give a mail without known titles its subject", () => {
    expect(titleLine(zh, row("s-scan"))).toBe("送达材料（扫描件）");
    expect(titleLine(zh, row("s-summons"))).toBe("应诉通知书 等 3 份");
  });
});

describe("the list", () => {
  const whole = shown(zh, rows, { tab: "all", filter: "", today }).map((found) => found.id);

  it("gives the part that is asked for, and the place of the one being read", () => {
    const part = listed(rows, { tab: "all", text: "", current: whole[3] ?? null, offset: 1, limit: 2 }, today);
    expect(part.rows.map((found) => found.id)).toEqual(whole.slice(1, 3));
    expect(part.fitting).toBe(rows.length);
    expect(part.place).toBe(3);
  });

  it("keeps the one being read when it does not fit", () => {
    const part = listed(rows, { tab: "suspicious", text: "", current: "s-summons", offset: 0, limit: 200 }, today);
    expect(part.current?.id).toBe("s-summons");
    expect(part.place).toBeNull();
    expect(part.counts).toEqual(countTabs(rows));
  });
});
