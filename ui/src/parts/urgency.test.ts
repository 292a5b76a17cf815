// A chip always names its clock, and never claims more certainty than the deadline has.
import { describe, expect, it } from "vitest";
import { untouched } from "../api/demo-time";
import type { DeadlineRow } from "../api/types";
import { zh } from "../words/zh";
import { arithmetic } from "./Reckoning";
import { deadlineClock, shortName, urgencyOf } from "./urgency";

const appeal: DeadlineRow = {
  id: "d1", service: "s1", case_number: null, rule: "CIV-APPEAL", name: "上诉（一审判决）", document: "民事判决书",
  from: "2026-11-20", raw_end: "2026-12-05", last_day: "2026-12-07", safe_date: "2026-12-05", status: "final", because: "",
  steps: [], source: [], state: "open", days_left: 13, court: null, ...untouched,
};

describe("urgency", () => {
  it("steps at yesterday, today, a week", () => {
    expect([-1, 0, 1, 7, 8].map(urgencyOf)).toEqual(["overdue", "today", "soon", "soon", "later"]);
  });

  it("names the clock, then the time left", () => {
    expect(deadlineClock(zh, appeal)).toEqual({ urgency: "later", name: "上诉", left: "13 天", certainty: "final" });
    expect(deadlineClock(zh, { ...appeal, days_left: 0 }).left).toBe("今日");
    expect(deadlineClock(zh, { ...appeal, days_left: -1 })).toMatchObject({ urgency: "overdue", left: "逾期 1 天" });
  });

  it("tells an appeal's answer from an appeal", () => {
    expect(shortName(zh, { rule: "CIV-APPEAL-ANSWER", name: "二审答辩" })).toBe("二审答辩");
    expect(shortName(zh, { rule: "CIV-JURIS-RULING-APPEAL", name: "上诉（裁定）" })).toBe("上诉");
    expect(shortName(zh, { rule: "X-NEW", name: "补正材料(网上立案)" })).toBe("补正材料");
  });

  it("keeps provisional and undetermined apart from final", () => {
    expect(deadlineClock(zh, { ...appeal, status: "provisional" }).certainty).toBe("provisional");
    expect(deadlineClock(zh, { ...appeal, status: "undetermined", last_day: null, days_left: null }).left).toBe("待定");
  });

  it("does not alarm about what is done", () => {
    expect(deadlineClock(zh, { ...appeal, state: "done", days_left: -5 }).urgency).toBe("done");
  });
});

describe("arithmetic", () => {
  it("tells the roll-over", () => {
    expect(arithmetic(zh, appeal, "2026-11-24")).toBe("自 11-20（周五）次日起算，至 12-05（周六）届满 → 顺延至 12-07（周一）");
  });

  it("tells a backward count and a day without a beginning", () => {
    expect(arithmetic(zh, { ...appeal, from: "2026-12-20" }, "2026-11-24")).toContain("往前推算");
    expect(arithmetic(zh, { ...appeal, from: null, raw_end: null }, "2026-11-24")).toBe("至 12-07（周一）");
  });
});
