// The sheet says what became of the receipt, and sends an objection only as it is shown.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import { stage, typeInto } from "../../parts/stage";
import { courtStamp, recentMoment } from "../../words/format";
import { zh } from "../../words/zh";
import { ConfirmSheet } from "./ConfirmSheet";

const SERVICE = "s-summons";
const today = courtStamp(Date.now()).slice(0, 10);
let on: ReturnType<typeof stage>;
let demo: Demo;
let closings: number;
/** What was sent as an objection. */
let refused: string[];

beforeEach(() => {
  // The library of sheets asks for it; browsers have it.
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  on = stage();
  demo = new Demo();
  closings = 0;
  refused = [];
  const sendLetter = demo.sendLetter.bind(demo);
  demo.sendLetter = (service, wish, seen) => {
    if (wish.kind === "refused") refused.push(`${wish.reason} ${wish.note}`);
    return sendLetter(service, wish, seen);
  };
});

afterEach(() => on.leave());

// The sheet stands in the document's body, not in the place of the stage.
const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const send = () => find('[data-testid="confirm-send"]') as HTMLButtonElement;
const letter = () => find('[data-testid="letter"]')?.textContent ?? "";

async function open() {
  const page = await demo.service(SERVICE);
  await on.show(demo, createElement(ConfirmSheet, { page, today, close: () => closings++ }));
}

async function click(of: HTMLElement | null | undefined) {
  act(() => of?.click());
  await on.settle();
}

const object = () => click(find('[data-testid="choose-refused"]'));
const reason = (name: string) => click([...document.querySelectorAll<HTMLElement>('[data-testid="objection"] label')].find((it) => it.textContent?.includes(name))?.querySelector("input"));

async function pressKeys() {
  act(() => void document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", ctrlKey: true, bubbles: true, cancelable: true })));
  await on.settle();
}

/** Answers of the mailroom that are given when the test says so, by the reason asked about. */
function heldDrafts() {
  const waiting = new Map<string, { give: () => void; fail: () => void }>();
  const draw = demo.letterDraft.bind(demo);
  demo.letterDraft = (service, wish) => wish.kind !== "refused" ? draw(service, wish) :
    new Promise<Awaited<ReturnType<typeof draw>>>((give, fail) => {
      waiting.set(`${wish.reason} ${wish.note}`.trim(), { give: () => give(draw(service, wish)), fail: () => fail({ code: "not-found", facts: [], retries: false }) });
    });
  return waiting;
}

it.each([
  ["draft", zh.receipt.draftSays],
  ["unsure", zh.receipt.unsureToast],
])("does not say of a receipt in state %s that it was sent", async (state, says) => {
  const acknowledge = demo.acknowledge.bind(demo);
  demo.acknowledge = async (service) => ({ ...(await acknowledge(service)), state });
  await open();
  await click(send());
  expect(on.said).toEqual([says]);
  expect(closings).toBe(1);
});

it("says who sent a receipt before, and nothing of one that is on its way", async () => {
  await open();
  const sent_at = `${today}T09:12:00+08:00`;
  const acknowledge = demo.acknowledge.bind(demo);
  demo.acknowledge = async (service) => ({ ...(await acknowledge(service)), state: "sent", sent_at });
  await click(send());
  expect(on.said).toEqual([zh.receipt.already("王敏", recentMoment(sent_at, today))]);
  on.leave();
  on = stage();
  demo = new Demo();
  await open();
  await click(send());
  expect([on.said, closings]).toEqual([[], 2]);
});

it("sends an objection only once its own letter is shown", async () => {
  const waiting = heldDrafts();
  await open();
  expect(send().disabled).toBe(false);
  await object();
  expect(send().disabled).toBe(true);
  await act(async () => waiting.get("not-our-case")?.give());
  await on.settle();
  expect([letter().includes(zh.answering.reasons["not-our-case"]), send().disabled]).toEqual([true, false]);
  await reason(zh.answering.reasons.unreadable);
  // The letter of the former reason is still in sight: it may not leave under the new one.
  expect([letter().includes(zh.answering.reasons["not-our-case"]), send().disabled]).toEqual([true, true]);
  await pressKeys();
  expect(refused).toEqual([]);
  await act(async () => waiting.get("unreadable")?.give());
  await on.settle();
  expect(letter()).toContain(zh.answering.reasons.unreadable);
  await pressKeys();
  expect([refused, closings]).toEqual([["unreadable "], 1]);
});

it("shows why a letter cannot be drawn up, takes the former one away and sends nothing", async () => {
  const waiting = heldDrafts();
  await open();
  await object();
  await act(async () => waiting.get("not-our-case")?.give());
  await on.settle();
  await reason(zh.answering.reasons.unreadable);
  await act(async () => waiting.get("unreadable")?.fail());
  await on.settle();
  expect([find('[data-testid="confirm-sheet"] [role="alert"]') !== null, letter(), send().disabled]).toEqual([true, "", true]);
  await pressKeys();
  expect(refused).toEqual([]);
});

it("asks for the letter when typing rests, not with every key", async () => {
  const waiting = heldDrafts();
  await open();
  await object();
  await act(async () => waiting.get("not-our-case")?.give());
  await on.settle();
  const note = find('[data-testid="objection"] input[type="text"]');
  for (const text of ["已", "已退", "已退租"]) typeInto(note, text);
  expect(send().disabled).toBe(true);
  await act(() => new Promise((done) => setTimeout(done, 400)));
  expect([...waiting.keys()]).toEqual(["not-our-case", "not-our-case 已退租"]);
  await act(async () => waiting.get("not-our-case 已退租")?.give());
  await on.settle();
  expect([letter().includes("已退租"), send().disabled]).toEqual([true, false]);
});

it("takes no bare Enter, and shows anew what has changed since it was read", async () => {
  await open();
  act(() => void send().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })));
  expect(closings).toBe(0);
  // Another paper of the same mail was read meanwhile.
  const page = await demo.service(SERVICE);
  const draw = demo.letterDraft.bind(demo);
  demo.letterDraft = async (service, wish) => ({ ...(await draw(service, wish)), seen: "other", body: "另一份" });
  await act(() => demo.checkNow());
  await on.settle();
  expect([letter(), find('[data-testid="letter-changed"]') !== null, send().disabled]).toEqual(["另一份", true, true]);
  await pressKeys();
  expect((await demo.service(page.row.id)).receipt).toBe(null);
  await click(find('[data-testid="letter-looked"]'));
  expect(send().disabled).toBe(false);
  // What is ordered is held against what was shown: here it would be another letter.
  await click(send());
  expect([find('[data-testid="confirm-sheet"] [role="alert"]')?.textContent?.includes("已变化"), closings]).toEqual([true, 0]);
});

it("shows a correction before it leaves, and sends nothing when it is cancelled", async () => {
  const queued = await demo.acknowledge(SERVICE);
  await demo.sendNow(queued.id, queued.seen);
  const page = await demo.service(SERVICE);
  await on.show(demo, createElement(ConfirmSheet, { page, today, wish: { kind: "corrected", reason: null, note: "漏列一份", scan: null, scan_name: null, verified: "" }, close: () => closings++ }));
  expect([letter().includes("漏列一份"), find('[data-testid="choose-refused"]'), document.activeElement?.getAttribute("data-testid")]).toEqual([true, null, "confirm-cancel"]);
  await click(find('[data-testid="confirm-cancel"]'));
  expect([closings, (await demo.service(SERVICE)).receipt?.kind]).toEqual([1, "received"]);
});

it("asks how a mail was made sure of that proves nothing by itself, and puts that on record", async () => {
  const page = await demo.service("s-evidence");
  await on.show(demo, createElement(ConfirmSheet, { page, today, close: () => closings++ }));
  expect([page.row.verdict, send().disabled]).toEqual(["likely", true]);
  await pressKeys();
  typeInto(find('[data-testid="how-verified"]'), "  ");
  expect([send().disabled, closings]).toEqual([true, 0]);
  typeInto(find('[data-testid="how-verified"]'), " 电话 ");
  await click(send());
  expect([closings, (await demo.service("s-evidence")).receipt?.verified]).toEqual([1, "电话"]);
});

it("warns before an address that is not on the register: sending is not the main button, and cancel has the focus", async () => {
  const page = await demo.service("s-evidence");
  await on.show(demo, createElement(ConfirmSheet, { page, today, close: () => closings++ }));
  const sheet = find('[data-testid="confirm-sheet"]');
  expect(sheet?.textContent).toContain(zh.receipt.unconfirmedTitle);
  expect(sheet?.textContent).toContain(zh.receipt.unconfirmedLaw);
  expect([send().textContent, send().className.includes("primary")]).toEqual([zh.receipt.confirmAnyway, false]);
  expect(document.activeElement).toBe(find('[data-testid="confirm-cancel"]'));
  expect(find('[data-testid="by-mailbox"]')).toBeNull();
});

it("says where only the mailbox as a whole is set so, and no agreement with the court is registered", async () => {
  const draw = demo.letterDraft.bind(demo);
  demo.letterDraft = async (service, wish) => ({ ...(await draw(service, wish)), regime: "confirmed", agreement: null, agreement_kind: null });
  await open();
  expect(find('[data-testid="by-mailbox"]')?.textContent).toBe(zh.answering.byMailbox(zh.wizard.regimes.confirmed));
  await object();
  expect(find('[data-testid="by-mailbox"]')).toBeNull();
});
