// A record that the court was answered elsewhere stands beside its way back, which asks for a reason.
import { createElement } from "react";
import { expect, it } from "vitest";
import type { ServicePage } from "../../api/types";
import { demoStage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { ReceiptPanel } from "./ReceiptPanel";

const now = demoStage();

const page = () => now.demo.service("s-summons");

const show = (of: ServicePage) => now.on.show(now.demo, createElement(ReceiptPanel, { page: of, today: "2026-11-24", acknowledge: () => undefined }));

it("is taken back with a reason, and the receipt is offered again", async () => {
  const first = await page();
  const { id } = first.row;
  await show(first);
  expect(now.on.find("not-by-hand")).toBeNull();
  expect(now.on.find("acknowledge")).not.toBeNull();
  await now.demo.answeredByHand(id, "platform", "已在平台签收");
  await show(await now.demo.service(id));
  expect(now.on.find("receipt-state")?.textContent).toContain(zh.answering.byHand.platform);
  expect(now.on.find("by-hand-said")?.textContent).toContain("已在平台签收");
  expect(now.on.find("acknowledge")).toBeNull();
  await now.on.press("not-by-hand");
  expect((now.on.find("not-by-hand-save") as HTMLButtonElement).disabled).toBe(true);
  now.on.type("not-by-hand-why", " 按错了 ");
  const orders: string[][] = [];
  const order = now.demo.notAnsweredByHand.bind(now.demo);
  now.demo.notAnsweredByHand = (...words) => {
    orders.push(words);
    return order(...words);
  };
  await now.on.press("not-by-hand-save");
  expect(orders).toEqual([[id, "按错了"]]);
  expect(now.on.said).toEqual([zh.other.notByHandDone]);
  const back = await now.demo.service(id);
  await show(back);
  expect(now.on.find("acknowledge")).not.toBeNull();
  expect(now.on.find("not-by-hand")).toBeNull();
  expect(now.on.find("by-hand-said")?.textContent, "who took it back, and why").toMatch(/^王敏 .*撤销.*按错了$/);
  expect(back.by_hand?.how).toBe("taken-back");
});

it("is not offered where another computer answered", async () => {
  const first = await page();
  await show({ ...first, row: { ...first.row, by_hand: "elsewhere" } });
  expect(now.on.find("not-by-hand")).toBeNull();
});
