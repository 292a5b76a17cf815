// A sitting that the court may have moved says so wherever it is shown, in both languages.
import { createElement } from "react";
import { expect, it } from "vitest";
import { Agenda } from "./screens/deadlines/Agenda";
import { happened } from "./screens/cases/timeline";
import { casePage } from "./api/demo-lists";
import { Month } from "./screens/deadlines/Month";
import { TodayScreen } from "./screens/today/Today";
import { courtStamp } from "./words/format";
import { en } from "./words/en";
import { zh } from "./words/zh";
import { Hearings } from "./parts/Hearings";
import { demoStage } from "./parts/stage";

const nothing = () => undefined;
const now = demoStage();

/** How often it is said on the page. */
const said = () => now.on.place.textContent?.split(zh.time.standings["may-be-moved"] ?? "?").length ?? 0;

it("is said in the case, with what was moved, and not of what stands", async () => {
  const { hearings } = await now.demo.service("s-summons");
  await now.on.show(now.demo, createElement(Hearings, { of: hearings, quiet: undefined }));
  expect(said() - 1).toBe(hearings.filter((it) => it.standing === "may-be-moved").length);
  const moved = hearings.map((it) => ({ ...it, standing: "moved" }));
  await now.on.show(now.demo, createElement(Hearings, { of: moved, quiet: undefined }));
  expect(now.on.place.textContent?.split("已改期")).toHaveLength(moved.length + 1);
});

it("is said in the record of the case, in the reader's language", async () => {
  const page = await now.demo.service("s-summons");
  const of = casePage([page.row], page.deadlines, [], page.row.case_numbers[0] ?? null);
  const lines = (words: typeof zh) => happened(words, of, [page]).filter((it) => it.says.includes(words.time.standings["may-be-moved"] ?? "?"));
  expect([lines(zh).length, lines(en).length]).toEqual([1, 1]);
});

it("is said among the deadlines and on the page of the day", async () => {
  const today = courtStamp(Date.now()).slice(0, 10);
  const of = await now.demo.deadlineList({ text: "", from: null, to: null, offset: 0, limit: 0 });
  await now.on.show(now.demo, createElement(Agenda, { of, today, openService: nothing, onScroll: nothing }));
  expect(said()).toBe(2);
  const [sitting] = (await now.demo.sittings(today, null)).filter((it) => it.may_be_moved);
  await now.on.show(now.demo, createElement(Month, { filter: "", undated: 0, openList: nothing, today: sitting?.starts.slice(0, 10) ?? "", openService: nothing }));
  expect(said()).toBe(2);
  const open = { openService: nothing, openDeadlines: nothing, openServices: nothing, openCases: nothing, openMails: nothing };
  await now.on.show(now.demo, createElement(TodayScreen, { overview: await now.demo.overview(), isCurrent: true, receipts: [], ...open }));
  expect(said()).toBe(2);
});
