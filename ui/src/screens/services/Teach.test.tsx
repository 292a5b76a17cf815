// What would be learned is shown first and can be taken back; a typed password opens a closed attachment.
import { createElement, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import type { ServicePage } from "../../api/types";
import { stage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Teach } from "./Teach";
import { Unlock } from "./Unlock";

let on: ReturnType<typeof stage>;
let demo: Demo;

beforeEach(() => {
  on = stage();
  demo = new Demo();
});

afterEach(() => on.leave());

const show = (node: ReactNode) => on.show(demo, node);
const teach = (page: ServicePage) => show(createElement(Teach, { page }));

it("shows what would be learned, learns it only when told to, and takes it back", async () => {
  const page = await demo.service("s-evidence");
  await teach(page);
  await on.press("teach-open");
  expect(on.find("teach-draft")?.textContent).toContain(page.row.from);
  expect(await demo.lessons()).toHaveLength(0);
  await on.press("teach-cancel");
  expect(on.find("teach-draft")).toBeNull();
  await on.press("teach-open");
  await on.press("teach-keep");
  expect(await demo.lessons()).toHaveLength(1);
  expect(on.find("teach-kept")?.textContent).toContain("王敏");
  expect(on.said.at(-1)).toBe(zh.teaching.kept(page.row.court?.name ?? ""));
  await on.press("teach-undo");
  expect(await demo.lessons()).toHaveLength(0);
  expect(on.find("teach-open")).not.toBeNull();
});

it("learns nothing before a person has checked what speaks against the mail", async () => {
  const page = await demo.service("s-evidence");
  const draft = demo.lessonDraft.bind(demo);
  demo.lessonDraft = async (service) => ({ ...(await draft(service)), against: ["sender-unknown"] });
  await teach(page);
  await on.press("teach-open");
  expect(on.find("teach-against")?.textContent).toContain(zh.reasons["sender-unknown"]);
  await on.press("teach-keep");
  expect(await demo.lessons()).toHaveLength(0);
  await on.press("teach-checked");
  await on.press("teach-keep");
  expect(await demo.lessons()).toHaveLength(1);
});

it("offers to learn neither from a forged mail nor from a believed one", async () => {
  await teach(await demo.service("s-lookalike"));
  expect(on.place.textContent).toBe("");
  on.leave();
  on = stage();
  await teach(await demo.service("s-summons"));
  expect(on.place.textContent).toBe("");
});

it("keeps an attachment closed under a wrong password and opens it under the right one", async () => {
  await show(createElement(Unlock, { service: "s-scan", part: "1.3", name: "材料.zip" }));
  await on.press("unlock-open");
  expect((on.find("unlock-now") as HTMLButtonElement).disabled).toBe(true);
  on.type("unlock-password", "000000");
  await on.press("unlock-now");
  expect(on.place.querySelector('[role="alert"]')).not.toBeNull();
  expect((await demo.service("s-scan")).doubts.some((doubt) => doubt.code === "password-needed")).toBe(true);
  on.type("unlock-password", " 123456 ");
  await on.press("unlock-now");
  const page = await demo.service("s-scan");
  expect(page.doubts.some((doubt) => doubt.code === "password-needed")).toBe(false);
  expect(page.other_parts.find((part) => part.path === "1.3")?.became).toBe("wrapper");
  expect(on.said.at(-1)).toBe(zh.unlocking.opened(1));
});
