// Whoever takes a receipt over says why, about the standing that was seen.
import { createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../api/demo";
import type { ClaimRow, ReceiptRow } from "../api/types";
import { en } from "../words/en";
import { zh } from "../words/zh";
import { receiptRowState, receiptSays } from "./receiptState";
import { stage } from "./stage";
import { TakeOver } from "./TakeOver";

let on: ReturnType<typeof stage>;

beforeEach(() => { on = stage(); });

afterEach(() => on.leave());

const claim: ClaimRow = {
  state: "behind", mailbox: "court", since: "2026-11-24T10:40:00+08:00", decide_from: "2026-11-24T11:10:00+08:00", by: null, at: null, why: null, unsure: false,
};

function waiting(demo: Demo, state: string, problem: string): ReceiptRow {
  const row = demo.receipts()[0] as ReceiptRow;
  return { ...row, state: "queued", held: false, undo_until: null, problem, claim: { ...claim, state } };
}

it("offers nothing while the other computer may still send, and says since when it is waited for", async () => {
  const demo = new Demo();
  const row = waiting(demo, "behind", "receipt.claimed");
  await on.show(demo, createElement(TakeOver, { row }));
  expect(on.find("take-over")).toBeNull();
  expect(receiptRowState(zh, row)).toBe("另一台电脑已登记");
  expect(receiptSays(zh, row, "2026-11-24")).toMatch(/10:40.*登记.*11:10.*接手/);
  expect(receiptSays(en, row, "2026-11-24")).toMatch(/10:40.*11:10/);
});

it("says that the other computer does not know whether its own left", () => {
  const row = waiting(new Demo(), "overdue", "receipt.claim-overdue");
  const unsure = { ...row, claim: { ...claim, state: "overdue", unsure: true } };
  expect(receiptSays(zh, unsure, "2026-11-24")).toMatch(/不能确定是否发出.*书记员/);
  expect(receiptSays(en, unsure, "2026-11-24")).toMatch(/not certain whether it left/);
  expect(receiptSays(zh, row, "2026-11-24")).not.toMatch(/不能确定/);
});

it("gives back the reason and how the receipt stood when the form opened", async () => {
  const demo = new Demo();
  const row = waiting(demo, "overdue", "receipt.claim-overdue");
  const orders: string[][] = [];
  demo.takeOver = (...order) => {
    orders.push(order);
    return Promise.resolve(row);
  };
  const show = (of: ReceiptRow) => on.show(demo, createElement(TakeOver, { row: of }));
  await show(row);
  await on.press("take-over");
  expect((on.find("take-over-send") as HTMLButtonElement).disabled).toBe(true);
  await show({ ...row, seen: "queued-99" });
  on.type("take-over-why", " 那台电脑已停用 ");
  await on.press("take-over-send");
  expect(orders).toEqual([[row.id, "", "那台电脑已停用", row.seen]]);
});

it("offers to send unregistered where the mailbox takes no registration", async () => {
  const demo = new Demo();
  const row = { ...waiting(demo, "behind", "receipt.no-claim"), claim: null };
  await on.show(demo, createElement(TakeOver, { row }));
  expect(on.find("take-over")?.textContent).toBe(zh.sharing.sendUnclaimed);
});
