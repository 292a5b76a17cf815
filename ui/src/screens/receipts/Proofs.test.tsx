// What proves a receipt can be looked at: its letter as it left, what reports say, and the answer another desk sent.
import { act, createElement } from "react";
import { expect, it } from "vitest";
import type { ReceiptRow } from "../../api/types";
import { demoStage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Receipts } from "./Receipts";

const now = demoStage();

async function show(change: Partial<ReceiptRow>) {
  const list = now.demo.receiptList.bind(now.demo);
  now.demo.receiptList = async (asked) => {
    const told = await list(asked);
    return { ...told, rows: told.rows.slice(0, 1).map((row) => ({ ...row, ...change })) };
  };
  await now.on.show(now.demo, createElement(Receipts, { today: "2026-11-24", openService: () => undefined }));
}

it("opens the letter as it left, and tells what a report says", async () => {
  const opened: string[] = [];
  now.demo.openLetter = async (receipt) => void opened.push(receipt);
  const report = { at: "2026-11-24T10:43:00+08:00", report: "bounced", status: "5.2.2", says: "552 mailbox full", mail: "a1", path: null };
  await show({ id: "r1", reports: [report] });
  act(() => now.on.find("open-letter")?.click());
  await now.on.settle();
  expect(opened).toEqual(["r1"]);
  expect(now.on.find("report")?.textContent).toContain(zh.answering.reports.bounced);
  expect(now.on.find("report-says")?.textContent).toBe(zh.answering.reportSays("552 mailbox full"));
});

it("shows where the answer of another desk lies, and by what it is known", async () => {
  await show({ state: "withdrawn", elsewhere: { by: "李强", at: "2026-11-24T10:40:00+08:00", message_id: "abc@office.example", folder: "已发送" } });
  const look = now.on.find("elsewhere-look");
  expect(look?.querySelector("summary")?.textContent).toBe(zh.answering.look);
  expect(look?.textContent).toContain("已发送");
  expect(look?.textContent).toContain("abc@office.example");
});

it("says of a receipt that left unregistered what the mailbox said, and what to do", async () => {
  const claim = { state: "unregistered", mailbox: "court", since: null, decide_from: null, by: null, at: null, why: "CREATE not permitted", unsure: false };
  await show({ state: "sent", claim });
  const says = zh.sharing.unregistered("court", "CREATE not permitted");
  expect(document.body.textContent).toContain(says);
  expect(says).toContain("有几台电脑");
});
