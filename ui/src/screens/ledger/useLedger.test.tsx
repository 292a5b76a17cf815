// Pieces of the ledger may answer in any order: none of them empties what another one told.
import { act, createElement } from "react";
import { expect, it } from "vitest";
import type { LedgerPage, LedgerQuery } from "../../api/types";
import { demoStage } from "../../parts/stage";
import { useLedger, type Asking } from "./useLedger";

const now = demoStage();
const query: Asking = { text: "", court: null, from: null, to: null, receipt: null, deadline: null, verdict: null, sort: "arrived", descending: true };

it("keeps every row when a later piece answers first", async () => {
  const { rows: some, ...told } = await now.demo.ledger({ ...query, offset: 0, limit: 1 });
  const pending: { asked: LedgerQuery; give: (page: LedgerPage) => void }[] = [];
  now.demo.ledger = (asked) => new Promise((give) => pending.push({ asked, give }));
  const answer = (of: (typeof pending)[number] | undefined) =>
    act(async () => of?.give({ ...told, all: 500, fitting: 500, offset: of.asked.offset, rows: Array.from({ length: 100 }, () => some[0]).flatMap((row) => row ?? []) }));
  let seen: ReturnType<typeof useLedger> | undefined;
  const Rows = () => {
    seen = useLedger(query);
    return null;
  };
  await now.on.show(now.demo, createElement(Rows));
  await answer(pending.shift());
  await act(async () => seen?.want(80, 120));
  await answer(pending.shift());
  expect(seen?.state?.rows.size).toBe(200);
  await act(() => now.demo.checkNow());
  const [first, second] = pending.splice(0);
  await answer(second);
  expect([seen?.state?.rows.has(10), seen?.state?.rows.has(110)]).toEqual([false, true]);
  await answer(first);
  expect([seen?.state?.rows.size, seen?.state?.rows.has(110)]).toEqual([200, true]);
});
