// Spans of time, counted from a day; the courts to choose from.
import { describe, expect, it } from "vitest";
import { courtEntries } from "./Ledger";
import { periodOf } from "./periods";

describe("periods", () => {
  it("start on Mondays, firsts and new years", () => {
    expect(periodOf("week", "2026-11-28").from).toBe("2026-11-23");
    expect(periodOf("week", "2026-11-23").from).toBe("2026-11-23");
    expect(periodOf("month", "2026-11-28")).toEqual({ from: "2026-11-01", to: null });
    expect(periodOf("lastMonth", "2026-01-15")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
    expect(periodOf("lastMonth", "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(periodOf("lastYear", "2026-03-31")).toEqual({ from: "2025-01-01", to: "2025-12-31" });
    expect(periodOf("all", "2026-03-31")).toEqual({ from: null, to: null });
  });
});

it("offers the chosen court even when no document of it is left", () => {
  const known = { name: "上海市徐汇区人民法院", count: 3 };
  expect(courtEntries("法院不限", [known], "上海市闵行区人民法院").map((it) => it.id)).toEqual(["", "上海市闵行区人民法院", known.name]);
  expect(courtEntries("法院不限", [known], known.name).map((it) => it.id)).toEqual(["", known.name]);
  expect(courtEntries("法院不限", [known], "").map((it) => it.id)).toEqual(["", known.name]);
});
