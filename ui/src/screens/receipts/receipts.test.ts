// Every receipt is under a heading, and what is still open comes first.
import { expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import type { ReceiptRow } from "../../api/types";
import { receiptSays } from "../../parts/receiptState";
import { zh } from "../../words/zh";
import { inTab, isOpen, shown, tabs } from "./receipts";

const rows: ReceiptRow[] = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), { held: true })
  .services()
  .flatMap((page) => (page.receipt ? [page.receipt] : []));

it("loses no receipt, whatever its state", () => {
  for (const state of ["draft", "queued", "sending", "unsure", "sent", "confirmed", "bounced", "failed", "withdrawn", "a-new-state"]) {
    expect(tabs.filter((tab) => inTab({ state }, tab))).toHaveLength(2);
  }
});

it("puts open ones first and the newest first among them", () => {
  const found = shown(rows, "all");
  expect(found).toHaveLength(rows.length);
  const opens = found.map(isOpen);
  expect(opens).toEqual([...opens].sort((a, b) => Number(b) - Number(a)));
  expect(opens[0]).toBe(true);
  const times = shown(rows, "sent").map((row) => row.queued_at);
  expect(times).toEqual([...times].sort().reverse());
});

it("says who answered from another computer, and that there is nothing to do", () => {
  const row = rows[0];
  if (!row) throw new Error("no sample");
  const elsewhere = { by: "李华", at: "2026-11-24T10:40:00+08:00", message_id: "x@office.example", folder: "已发送" };
  expect(receiptSays(zh, { ...row, state: "withdrawn", elsewhere }, "2026-11-24")).toMatch(/李华已在 .*10:40.* 从另一台电脑发送回执，无需重复。/);
  expect(receiptSays(zh, { ...row, state: "sent", elsewhere }, "2026-11-24")).toContain("法院收到两封");
});
