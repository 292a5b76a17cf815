// Dates stay the court's dates, whatever zone or offset they come in.
import { describe, expect, it } from "vitest";
import { courtTime, dayNumber, dayOf, fileSize, fullDay, fullMoment, minutesBetween, recentMoment, shortDay } from "./format";
import { en } from "./en";
import { zh } from "./zh";

describe("dates", () => {
  it("name the weekday", () => {
    expect(fullDay(zh, "2026-12-07")).toBe("2026-12-07（周一）");
    expect(fullDay(zh, "2026-11-22")).toBe("2026-11-22（周日）");
    expect(fullDay(en, "2026-12-05")).toBe("Sat 2026-12-05");
    expect(fullDay(zh, "2028-02-29")).toBe("2028-02-29（周二）");
  });

  it("drop the year only when it is this year's", () => {
    expect(shortDay(zh, "2026-12-07", "2026-11-24")).toBe("12-07（周一）");
    expect(shortDay(zh, "2027-01-04", "2026-11-24")).toBe("2027-01-04（周一）");
  });

  it("count days across months and leap days", () => {
    expect(dayNumber("2028-03-01") - dayNumber("2028-02-28")).toBe(2);
    expect(dayOf(dayNumber("2026-12-31") + 1)).toBe("2027-01-01");
  });
});

describe("moments", () => {
  it("are told in the court's zone", () => {
    expect(fullMoment("2026-11-20T16:42:11+08:00")).toBe("2026-11-20 16:42");
    expect(fullMoment("2026-11-20T16:42:11Z")).toBe("2026-11-21 00:42");
    expect(courtTime("2026-12-31T23:59:59+08:00")).toEqual({ date: "2026-12-31", time: "23:59:59" });
  });

  it("are told by time alone today", () => {
    expect(recentMoment("2026-11-24T10:42:07+08:00", "2026-11-24")).toBe("10:42:07");
    expect(recentMoment("2026-11-23T10:42:07+08:00", "2026-11-24")).toBe("11-23 10:42");
  });

  it("lie whole minutes apart", () => {
    expect(minutesBetween("2026-11-24T09:56:30+08:00", "2026-11-24T10:42:29+08:00")).toBe(45);
  });
});

it("sizes are readable", () => {
  expect([fileSize(512), fileSize(188_416), fileSize(1_204_118)]).toEqual(["512 B", "184 KB", "1.1 MB"]);
});
