// Reminders are set, tried and taken away over sample answers; an address that was typed is shown to nobody.
import { createElement } from "react";
import { act } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import { stage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Reminders } from "./sections/Reminders";

const { remind: say } = zh;
const address = "https://oapi.dingtalk.com/robot/send?access_token=geheim";
let on: ReturnType<typeof stage>;
let demo: Demo;

beforeEach(async () => {
  on = stage();
  demo = new Demo();
  await on.show(demo, createElement(Reminders));
});

afterEach(() => on.leave());

function choose(id: string, value: string) {
  const box = on.find(id);
  if (!(box instanceof HTMLSelectElement)) throw new Error(`no ${id}`);
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.set?.call(box, value);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const disabled = (id: string) => (on.find(id) as HTMLInputElement | HTMLButtonElement).disabled;
const shown = (id: string) => on.find(id)?.textContent ?? "";

it("takes times as people type them, and saves only what is other", async () => {
  expect(disabled("remind-save")).toBe(true);
  on.type("remind-until", "8点半");
  expect(disabled("remind-save")).toBe(true);
  on.type("remind-from", "晚上8点");
  on.type("remind-days", "5");
  await on.press("remind-save");
  expect(on.said).toEqual([say.saved]);
  expect(await demo.reminding()).toMatchObject({ quiet: ["20:00", "08:30"], internal_days: 5, digest_at: "08:45" });
  expect((on.find("remind-from") as HTMLInputElement).value).toBe("20:00");
  on.type("remind-digest", "早上");
  expect((on.find("remind-digest") as HTMLInputElement).validationMessage).toBe(say.notATime);
});

it("keeps a robot, and its address to itself", async () => {
  await on.press("robot-add");
  choose("robot-kind", "dingtalk");
  on.type("robot-name", "诉讼组");
  on.type("robot-mentions", "13800000000，13900000000");
  on.type("robot-address", "https://evil.example/send?key=geheim");
  await on.press("robot-save");
  expect(on.place.textContent).toContain("evil.example");
  on.type("robot-address", address);
  on.type("robot-sign", "SECgeheim");
  await on.press("robot-save");
  expect((await demo.reminding()).robots[1]).toEqual({ id: "dingtalk", name: "诉讼组", kind: "dingtalk", level: "handler", mentions: ["13800000000", "13900000000"] });
  expect(on.find("robot-form")).toBeNull();
  expect(on.place.innerHTML).not.toContain("geheim");
  await act(() => Promise.resolve((on.place.querySelectorAll('[data-testid="way-change"]')[1] as HTMLElement).click()));
  expect((on.find("robot-address") as HTMLInputElement).value).toBe("");
  expect(on.place.textContent).toContain(say.addressKept);
  choose("robot-level", "manager");
  await on.press("robot-save");
  expect((await demo.reminding()).robots[1]?.level).toBe("manager");
});

it("tells whether a test message was delivered, and why not", async () => {
  await on.press("way-try");
  await act(() => new Promise((done) => setTimeout(done, 350)));
  expect(shown("way-delivered")).toBe(say.delivered("ok"));
  await on.press("robot-add");
  choose("robot-kind", "dingtalk");
  on.type("robot-address", `${address}wrong`);
  await on.press("robot-try");
  await act(() => new Promise((done) => setTimeout(done, 350)));
  expect(shown("way-failed")).toContain("310000 sign not match");
  expect(await demo.reminding()).toMatchObject({ robots: [{ id: "wecom" }] });
});

it("removes a robot only after saying what that means", async () => {
  await on.press("way-remove");
  expect(shown("robot-row")).toContain(say.robotGoes);
  expect((await demo.reminding()).robots).toHaveLength(1);
  await on.press("way-remove-sure");
  expect((await demo.reminding()).robots).toHaveLength(0);
  expect(on.place.textContent).toContain(say.robotsNone);
});

it("names a receiver that cannot be one, and keeps one that can", async () => {
  await on.press("mailway-add");
  on.type("mailway-to", "boss");
  await on.press("mailway-try");
  expect(shown("way-failed")).toContain("boss");
  on.type("mailway-to", "boss@office.example");
  await on.press("mailway-save");
  expect((await demo.reminding()).mails[1]).toMatchObject({ to: "boss@office.example", mailbox: "court", level: "handler" });
});

it("gives the calendar's address only when it is asked for", async () => {
  expect(on.find("feed-copy")).toBeNull();
  await on.press("choose-on");
  expect(on.place.textContent).not.toContain("127.0.0.1");
  await on.press("feed-copy");
  expect(shown("feed-address")).toContain("http://127.0.0.1:");
  expect(on.said.at(-1)).toBe(say.feedNotCopied);
});

it("shows what an administrator decided, and lets nobody change it", async () => {
  await act(() => Promise.resolve(demo.rule("quiet", "feed", "robots", "mails")));
  await on.settle();
  expect(["remind-from", "remind-until", "remind-digest"].map(disabled)).toEqual([true, true, false]);
  for (const what of ["quiet", "feed"]) expect(shown(`decided-${what}`)).toBe(zh.shell.decided);
  expect(shown("decided-robots")).toBe(say.robotsOff);
  for (const id of ["robot-add", "mailway-add", "way-try", "choose-on"]) expect(on.find(id)).toBeNull();
});
