// A view is kept under its name, shown again as it was, replaced by one of the same name, and taken away.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import { stage, typeInto } from "../../parts/stage";
import { shownAtFirst } from "./columns";
import { ViewMenu } from "./ViewMenu";
import { everything, isSame, keepViews, savedViews, type View } from "./views";

let on: ReturnType<typeof stage>;

beforeEach(() => {
  // The library of menus asks for it; browsers have it.
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  localStorage.clear();
  on = stage();
});

afterEach(() => on.leave());

const overdue = { filters: { ...everything, deadline: "overdue", court: "上海市闵行区人民法院", sort: "last-day" } as const, columns: shownAtFirst };
const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);

async function open(now: Omit<View, "name">, show: (view: View) => void) {
  await on.show(new Demo(), createElement(ViewMenu, { now, show }));
  await on.press("ledger-views");
}

/** The menu stands in the document's body, not in the place of the stage. */
async function press(id: string) {
  act(() => find(id)?.click());
  await on.settle();
}

it("keeps the filters under a name and shows them again", async () => {
  await open(overdue, () => undefined);
  expect((find("view-save") as HTMLButtonElement).disabled).toBe(true);
  typeInto(find("view-name"), " 逾期 ");
  await press("view-save");
  expect(savedViews()).toEqual([{ name: "逾期", ...overdue }]);
  const shown: View[] = [];
  await open({ filters: everything, columns: shownAtFirst }, (view) => shown.push(view));
  await press("view-show");
  expect(shown.map((view) => isSame(view, overdue))).toEqual([true]);
});

it("replaces a view of the same name and takes one away", async () => {
  keepViews([{ name: "逾期", ...overdue }]);
  await open({ filters: { ...everything, deadline: "open" }, columns: ["case", "last"] }, () => undefined);
  typeInto(find("view-name"), "逾期");
  await press("view-save");
  expect(savedViews().map((view) => [view.filters.deadline, view.columns.join()])).toEqual([["open", "case,last"]]);
  await on.press("ledger-views");
  await press("view-remove");
  expect(savedViews()).toEqual([]);
  expect(document.activeElement).toBe(find("view-name"));
});

it("leaves out what cannot be read any more", () => {
  localStorage.setItem("songda.views", "{");
  expect(savedViews()).toEqual([]);
  localStorage.setItem("songda.views", JSON.stringify([1, { name: "甲", filters: { period: "never", deadline: 3 }, columns: ["case", "gone"] }, { name: "乙", filters: {}, columns: [] }]));
  expect(savedViews()).toEqual([{ name: "甲", filters: everything, columns: ["case"] }]);
});
