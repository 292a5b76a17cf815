// Every receipt is under a heading, and what is still open comes first.
import { expect, it } from "vitest";
import { Sample } from "../../api/demo-data";
import type { ReceiptRow } from "../../api/types";
import { inTab, isOpen, shown, tabs } from "./receipts";

const rows: ReceiptRow[] = new Sample(Date.parse("2026-11-24T10:42:00+08:00"), "held")
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
