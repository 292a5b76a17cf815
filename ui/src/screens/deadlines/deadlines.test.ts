// Every deadline stands in exactly one group, the earliest last day first.
import { expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import { grouped } from "./deadlines";

const rows = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), null).services().flatMap((page) => page.deadlines);

it("groups all deadlines and sorts the dated ones", () => {
  const { dated, undetermined, closed } = grouped(rows, "");
  expect(dated.length + undetermined.length + closed.length).toBe(rows.length);
  const days = dated.map((row) => row.last_day ?? "");
  expect(days).toEqual([...days].sort());
  expect(undetermined.every((row) => row.last_day === null)).toBe(true);
  expect(closed.every((row) => row.state === "done")).toBe(true);
  expect(undetermined.length).toBeGreaterThan(0);
});

it("filters by case number and court", () => {
  expect(grouped(rows, "(2026)沪0115").dated.map((row) => row.service)).toEqual(["s-evidence"]);
  expect(grouped(rows, "没有这一项").dated).toEqual([]);
});
