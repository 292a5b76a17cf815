// What people type is the day they mean; what is no day is none.
import { expect, it } from "vitest";
import { typedDay } from "./typedDay";

// A Tuesday.
const today = "2026-11-24";

it.each([
  ["1207", "2026-12-07"], ["12-7", "2026-12-07"], ["12.7", "2026-12-07"], ["12/07", "2026-12-07"], ["12月7日", "2026-12-07"], ["12月7号", "2026-12-07"],
  ["2026-12-07", "2026-12-07"], ["20261207", "2026-12-07"], ["2026年12月7日", "2026-12-07"], ["２０２６－１２－０７", "2026-12-07"],
  ["+15", "2026-12-09"], ["+1周", "2026-12-01"], ["-3", "2026-11-21"], ["今天", today], ["明天", "2026-11-25"],
  ["周一", "2026-11-30"], ["周二", "2026-12-01"], ["周三", "2026-11-25"], ["下周一", "2026-11-30"], ["下周三", "2026-12-02"], ["星期天", "2026-11-29"], ["下周日", "2026-12-06"],
  ["next mon", "2026-11-30"], ["fri", "2026-11-27"], ["tomorrow", "2026-11-25"],
])("%s is %s", (typed, day) => expect(typedDay(typed, today)).toBe(day));

it.each([["周一", "2026-11-23"], ["周二", today], ["周三", "2026-11-18"], ["星期天", "2026-11-22"], ["fri", "2026-11-20"], ["昨天", "2026-11-23"]])("%s of past days is %s", (typed, day) => {
  expect(typedDay(typed, today, { leans: "past" })).toBe(day);
});

it("takes the year that is meant where none is typed", () => {
  const at = (typed: string, leans: "ahead" | "past" | "near", bounds = {}) => typedDay(typed, today, { leans, ...bounds });
  expect([at("0106", "ahead"), at("0531", "ahead"), at("1124", "ahead")]).toEqual(["2027-01-06", "2027-05-31", today]);
  expect([at("1207", "past"), at("0531", "past"), at("1124", "past")]).toEqual(["2025-12-07", "2026-05-31", today]);
  expect([at("1020", "near"), at("0106", "near")]).toEqual(["2026-10-20", "2027-01-06"]);
  // Of days that are allowed one is taken, and the nearest one where none is.
  expect(at("0531", "near", { min: today })).toBe("2027-05-31");
  expect(at("1001", "ahead", { max: "2026-12-31" })).toBe("2026-10-01");
  expect(at("1207", "ahead", { min: today, max: "2026-11-30" })).toBe("2026-12-07");
  expect(at("0229", "ahead")).toBe("2028-02-29");
});

it.each(["", "1131", "0230", "1332", "2026-11-31", "12", "7", "下周", "周八", "tuna", "toString", "+", "2026", "12-7-2026"])("%s is no day", (typed) => {
  expect(typedDay(typed, today)).toBeNull();
});

it("knows the day between February and March in a leap year only", () => {
  expect(typedDay("2028-02-29", today)).toBe("2028-02-29");
  expect(typedDay("2027-02-29", today)).toBeNull();
});
