// A mailroom that fails or falls silent is seen in the window, however well it was before.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Overview } from "../api/types";
import { zh } from "../words/zh";
import { MailboxBanner } from "./Banner";
import { demoStage } from "./stage";
import { StatusBar } from "./StatusBar";
import { useOverview } from "./useOverview";
import { ProblemBox } from "./Waiting";

const now = demoStage();
beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

function Seen() {
  const { overview, problem } = useOverview();
  return createElement("div", null, problem && createElement(ProblemBox, { problem }), overview && createElement(MailboxBanner, { overview }), createElement(StatusBar, { overview, problem }));
}

const minutes = (n: number) => act(() => vi.advanceTimersByTimeAsync(n * 60_000));
const says = (text: string) => now.on.place.textContent?.includes(text);

it.each([
  ["fails", () => Promise.reject({ code: "home.ledger", facts: ["locked"], retries: true }), zh.problems["home.ledger"]()],
  ["does not answer", () => new Promise<Overview>(() => undefined), zh.problems["window.silent"]()],
])("says that the mailroom %s, and how long nothing was checked", async (_, overview, why) => {
  await now.on.show(now.demo, createElement(Seen));
  await minutes(5);
  expect([says("已连接"), says(why)]).toEqual([true, false]);
  const good = now.demo.overview.bind(now.demo);
  now.demo.overview = overview;
  await minutes(2);
  expect([says("已连接"), says(why), says(zh.status.notTold)]).toEqual([false, true, true]);
  await minutes(58);
  expect(says("未能检查邮箱")).toBe(true);
  now.demo.overview = good;
  await minutes(1);
  expect([says("已连接"), says(why)]).toEqual([true, false]);
});

it("does not wait for ever for the first check of a mailbox, and does not hide it behind another one", async () => {
  const told = now.demo.overview.bind(now.demo);
  now.demo.overview = async () => {
    const overview = await told();
    const [first] = overview.mailboxes;
    const last_check = overview.now;
    return { ...overview, mailboxes: first ? [{ ...first, last_check }, { ...first, id: "second", state: "starting", last_check: null }] : [] };
  };
  await now.on.show(now.demo, createElement(Seen));
  expect([says(zh.status.never), says(zh.status.neverStale)]).toEqual([true, false]);
  await minutes(31);
  expect(says(zh.status.neverStale)).toBe(true);
});
