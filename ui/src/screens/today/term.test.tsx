// The page of the day shows the clock of an agreed term on the receipt that is owed by it.
import { createElement } from "react";
import { expect, it } from "vitest";
import { demoStage } from "../../parts/stage";
import { leftWords } from "../../parts/urgency";
import { zh } from "../../words/zh";
import { TodayScreen } from "./Today";

const nothing = () => undefined;
const now = demoStage();

it("shows how long an answer may still wait", async () => {
  const page = await now.demo.today();
  const [owed] = page.receipts.rows;
  if (!owed) throw new Error("the sample owes a receipt");
  const { today } = await now.demo.overview();
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + 2 * 86_400_000).toISOString().slice(0, 10);
  now.demo.today = () => Promise.resolve({ ...page, receipts: { count: 1, rows: [{ ...owed, answer_by: day }] } });
  const open = { openService: nothing, openDeadlines: nothing, openServices: nothing, openCases: nothing, openMails: nothing };
  await now.on.show(now.demo, createElement(TodayScreen, { overview: await now.demo.overview(), isCurrent: true, receipts: [], ...open }));
  const says = (id: string) => now.on.place.querySelector(`[data-id="receipts"] [data-id="${id}"]`)?.textContent ?? "";
  expect(says(owed.id)).toContain(`${zh.clock.receipt} ${leftWords(zh, 2)}`);
});
