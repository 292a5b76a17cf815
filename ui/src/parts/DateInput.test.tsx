// The name of a day's field is its label alone, whatever stands beside what is typed.
import { createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../api/demo";
import { DateField } from "./DateInput";
import { stage } from "./stage";

let on: ReturnType<typeof stage>;

beforeEach(() => {
  on = stage();
});

afterEach(() => on.leave());

it("has its label for a name, and a button of its own for the calendar", async () => {
  const days: string[] = [];
  await on.show(new Demo(), createElement(DateField, { label: "起算日", testId: "day", value: "", today: "2026-11-24", set: (day) => days.push(day) }));
  const input = on.find("day") as HTMLInputElement;
  expect([...(input.labels ?? [])].map((label) => label.textContent)).toEqual(["起算日"]);
  expect(on.place.querySelector("label button")).toBeNull();
  on.type("day", "12-7");
  expect(days.at(-1)).toBe("2026-12-07");
});
