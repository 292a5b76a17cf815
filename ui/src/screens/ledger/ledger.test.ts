// Spans of time, counted from a day.
import { describe, expect, it } from "vitest";
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
