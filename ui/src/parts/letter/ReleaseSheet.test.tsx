// What is let go is what was seen when the sheet opened.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import type { ReceiptRow } from "../../api/types";
import { stage } from "../stage";
import { ReleaseSheet } from "./ReleaseSheet";

let on: ReturnType<typeof stage>;

beforeEach(() => {
  // The library of sheets asks for it; browsers have it.
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  on = stage();
});

afterEach(() => on.leave());

it("gives back how the receipt stood when the sheet opened, whatever the rows say by then", async () => {
  const demo = new Demo();
  const row = demo.receipts().find((it) => it.state === "unsure") as ReceiptRow;
  const orders: string[] = [];
  demo.sendNow = (id, saw) => {
    orders.push(`${id} ${saw}`);
    return Promise.resolve(row);
  };
  const show = (of: ReceiptRow) => on.show(demo, createElement(ReleaseSheet, { row: of, close: () => undefined }));
  await show(row);
  // Somebody else lets it go meanwhile, and the rows come anew.
  await show({ ...row, state: "queued", seen: "queued-9" });
  act(() => document.querySelector<HTMLElement>('[data-testid="confirm-send"]')?.click());
  await on.settle();
  expect(orders).toEqual([`${row.id} ${row.seen}`]);
});
