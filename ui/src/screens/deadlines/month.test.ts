// A month holds every deadline of its days, begins its weeks on Monday, and marks days off and days worked.
import { expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import { sampleRules, sampleYear } from "../../api/demo-time";
import { days, found, monthAfter, weeks, workdayFrom } from "./month";

const rows = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), null).services().flatMap((page) => page.deadlines);

it("goes over the turn of the year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
  expect(monthAfter("2026-11", 0)).toBe("2026-11");
});

it("holds whole weeks from Monday on, each day once", () => {
  for (let by = 0; by < 24; by++) {
    const month = monthAfter("2026-01", by);
    const days = weeks(month, [], [], []).flat();
    expect(days.length % 7).toBe(0);
    expect(new Date(`${days[0]?.date}T00:00:00Z`).getUTCDay()).toBe(1);
    const inside = days.filter((day) => day.inside).map((day) => day.date);
    expect(inside[0]).toBe(`${month}-01`);
    expect(new Set(inside).size).toBe(inside.length);
  }
});

it("shows every deadline that has a day in it", () => {
  const shown = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"].flatMap((month) =>
    weeks(month, rows, [], []).flat().filter((day) => day.inside).flatMap((day) => day.deadlines),
  );
  const dated = rows.filter((row) => row.last_day && row.last_day >= "2026-10-01" && row.last_day < "2027-03-01");
  expect(shown.length).toBe(dated.length);
  expect(dated.length).toBeGreaterThan(0);
});

it("marks days off and days worked", () => {
  const days = weeks("2026-10", [], [], [sampleYear("2026-11-24")]).flat();
  expect(days.find((day) => day.date === "2026-10-01")?.mark).toBe("rest");
  expect(days.find((day) => day.date === "2026-10-10")?.mark).toBe("work");
  expect(days.find((day) => day.date === "2026-10-12")?.mark).toBe(null);
});

it("lists days in order, the overdue first and no sitting that is over", () => {
  const sitting = (starts: string) => ({ service: "s", starts, place: null, kind: "trial", case_numbers: [], court: null, may_be_moved: false });
  const listed = days(rows, [sitting("2026-11-23T09:30:00+08:00"), sitting("2026-12-10T09:30:00+08:00")], "2026-11-24");
  expect(listed.map(([date]) => date)).toEqual([...listed.map(([date]) => date)].sort());
  expect(listed.flatMap(([, , trials]) => trials).map((row) => row.starts)).toEqual(["2026-12-10T09:30:00+08:00"]);
});

it("finds rules by name, id and family", () => {
  expect(found(sampleRules, "答辩").map((rule) => rule.id)).toEqual(["CIV-ANSWER"]);
  expect(found(sampleRules, "pres").map((rule) => rule.id)).toEqual(["PRES-RECON"]);
  expect(found(sampleRules, "").length).toBe(sampleRules.length);
});

it("knows the next day on which one can act", () => {
  const year = { year: 2026, region: null, source: "", imported: null, sha256: null, rest: ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"], make_up: ["2026-10-10"] };
  expect(workdayFrom("2026-12-05", [year])).toBe("2026-12-07");
  expect(workdayFrom("2026-12-07", [year])).toBe("2026-12-07");
  expect(workdayFrom("2026-10-01", [year])).toBe("2026-10-08");
  expect(workdayFrom("2026-10-10", [year])).toBe("2026-10-10");
});
