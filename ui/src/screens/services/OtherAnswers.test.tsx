// A read receipt is offered only where the court's mail asks for one, and its letter is read before it is sent.
import { createElement } from "react";
import { beforeEach, expect, it } from "vitest";
import { demoStage } from "../../parts/stage";
import { courtStamp } from "../../words/format";
import { zh } from "../../words/zh";
import { OtherAnswers } from "./OtherAnswers";

const now = demoStage();
const today = courtStamp(Date.now()).slice(0, 10);

beforeEach(() => {
  // The library of sheets asks for it; browsers have it.
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
});

it("is offered where the mail asks for it, and shows its letter first", async () => {
  const page = await now.demo.service("s-summons");
  await now.on.show(now.demo, createElement(OtherAnswers, { page: { ...page, asked_read_receipt: false }, today }));
  expect([now.on.find("other-read"), now.on.find("other-sealed") === null]).toEqual([null, false]);
  await now.on.show(now.demo, createElement(OtherAnswers, { page: { ...page, asked_read_receipt: true }, today }));
  const wishes: string[] = [];
  const { demo } = now;
  const draft = demo.letterDraft.bind(demo);
  demo.letterDraft = (service, wish) => (wishes.push(wish.kind), draft(service, wish));
  await now.on.press("other-read");
  await now.on.settle();
  expect(document.body.textContent).toContain(zh.letters.readTitle);
  expect(wishes).toEqual(["read"]);
  expect((await demo.service("s-summons")).receipt).toBeNull();
});

it("says what to do where it is not allowed", async () => {
  const page = await now.demo.service("s-summons");
  now.demo.letterDraft = () => Promise.reject({ code: "receipt.read-not-allowed", facts: ["上海市闵行区人民法院", "沪0112"], retries: false });
  await now.on.show(now.demo, createElement(OtherAnswers, { page: { ...page, asked_read_receipt: true }, today }));
  await now.on.press("other-read");
  await now.on.settle();
  expect(document.body.textContent).toContain("read_receipts = true");
});
