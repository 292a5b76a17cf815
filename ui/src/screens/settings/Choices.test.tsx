// What lets something happen by itself is switched on after a warning, told with who chose it, and closed where it may not be chosen.
import { act, createElement, type ComponentType } from "react";
import { expect, it } from "vitest";
import { demoStage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Fetching } from "./sections/Fetching";
import { Filing } from "./sections/Filing";
import { Sending } from "./sections/Sending";

const now = demoStage();
const say = zh.choices;

const open = (section: ComponentType) => now.on.show(now.demo, createElement(section));
const choice = (what: string, of = "") => now.on.place.querySelector<HTMLElement>(`[data-testid="choice"][data-what="${what}"]${of ? `[data-of="${of}"]` : ""}`);
async function pick(within: HTMLElement | null, id: string) {
  act(() => within?.querySelector<HTMLElement>(`[data-testid="choose-${id}"]`)?.click());
  await now.on.settle();
}
const warning = () => now.on.find("choice-warning");

it("changes how receipts leave, and answers a court without anybody only where that is agreed", async () => {
  await open(Sending);
  await pick(choice("undo"), "30");
  await pick(choice("two-people"), "on");
  expect(await now.demo.choices()).toMatchObject({ undo_seconds: 30, two_people: true });
  expect(choice("undo")?.textContent).toMatch(/王敏 .+ 设为“30 秒”/);
  expect(choice("automatic", "沪0115")?.textContent).toContain(say.whyNot["no-agreement"]);
  expect(choice("automatic", "沪0115")?.querySelector("input")).toBeNull();
  await pick(choice("automatic", "沪0112"), "on");
  expect(warning()?.textContent).toContain(say.automaticWarn("上海市闵行区人民法院"));
  expect(document.activeElement).toBe(now.on.find("choice-cancel"));
  await now.on.press("choice-cancel");
  expect((await now.demo.choices()).courts[0]?.automatic).toBe(false);
  await pick(choice("automatic", "沪0112"), "on");
  await now.on.press("choice-go");
  expect((await now.demo.choices()).courts[0]?.automatic).toBe(true);
  // Back is no danger.
  await pick(choice("automatic", "沪0112"), "off");
  expect([warning(), (await now.demo.choices()).courts[0]?.automatic]).toEqual([null, false]);
});

it("shows what an administrator decided as decided", async () => {
  now.demo.rule("two_people", "automatic", "fetch");
  await open(Sending);
  for (const of of [choice("two-people"), choice("automatic", "沪0112")]) {
    expect([of?.querySelector("input"), of?.textContent?.includes(say.decided)]).toEqual([null, true]);
  }
  await open(Fetching);
  expect([choice("fetch")?.querySelector("input"), choice("fetch")?.textContent?.includes(say.decided)]).toEqual([null, true]);
});

it("keeps the original mail beside its documents, or not", async () => {
  await open(Filing);
  await pick(choice("keep-original"), "on");
  expect([warning(), (await now.demo.choices()).keep_original]).toEqual([null, true]);
  expect(choice("keep-original")?.textContent).toMatch(/王敏 .+ 设为“开”/);
});

it("follows links and speaks the older way only after what that means was read", async () => {
  await open(Fetching);
  await pick(choice("fetch", "zxfw court"), "on");
  expect(warning()?.textContent).toContain("可能被记为签收");
  expect((await now.demo.choices()).platforms[0]?.fetch_for).toEqual([]);
  await now.on.press("choice-go");
  expect((await now.demo.choices()).platforms[0]?.fetch_for).toEqual(["court"]);
  now.on.type("old-tls-hosts", "old.example.test");
  await now.on.press("old-tls-save");
  expect(warning()?.textContent).toContain(say.oldTlsWarn("old.example.test"));
  await now.on.press("choice-go");
  expect((await now.demo.choices()).platforms[0]?.old_tls).toEqual(["old.example.test"]);
  now.on.type("old-tls-hosts", "");
  await now.on.press("old-tls-save");
  expect([warning(), (await now.demo.choices()).platforms[0]?.old_tls]).toEqual([null, []]);
  now.on.type("old-tls-hosts", "https://x/");
  await now.on.press("old-tls-save");
  await now.on.press("choice-go");
  expect(now.on.place.textContent).toContain("不是服务器名");
});
