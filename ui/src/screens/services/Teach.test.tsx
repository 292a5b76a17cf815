// What would be learned is shown first and can be taken back; a typed password opens a closed attachment.
import { createElement, type ReactNode } from "react";
import { expect, it } from "vitest";
import type { ServicePage } from "../../api/types";
import { demoStage, stage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Teach } from "./Teach";
import { Unlock } from "./Unlock";

const now = demoStage();

const show = (node: ReactNode) => now.on.show(now.demo, node);
const teach = (page: ServicePage) => show(createElement(Teach, { page }));

it("shows what would be learned, learns it only when told to, and takes it back", async () => {
  const page = await now.demo.service("s-evidence");
  await teach(page);
  await now.on.press("teach-open");
  expect(now.on.find("teach-draft")?.textContent).toContain(page.row.from);
  expect(await now.demo.lessons()).toHaveLength(0);
  await now.on.press("teach-cancel");
  expect(now.on.find("teach-draft")).toBeNull();
  await now.on.press("teach-open");
  await now.on.press("teach-keep");
  expect(await now.demo.lessons()).toHaveLength(1);
  expect(now.on.find("teach-kept")?.textContent).toContain("王敏");
  expect(now.on.said.at(-1)).toBe(zh.teaching.kept(page.row.court?.name ?? ""));
  await now.on.press("teach-undo");
  expect(await now.demo.lessons()).toHaveLength(0);
  expect(now.on.find("teach-open")).not.toBeNull();
});

it("learns nothing before a person has checked what speaks against the mail", async () => {
  const page = await now.demo.service("s-evidence");
  const draft = now.demo.lessonDraft.bind(now.demo);
  now.demo.lessonDraft = async (service) => ({ ...(await draft(service)), against: ["sender-unknown"] });
  await teach(page);
  await now.on.press("teach-open");
  expect(now.on.find("teach-against")?.textContent).toContain(zh.reasons["sender-unknown"]);
  await now.on.press("teach-keep");
  expect(await now.demo.lessons()).toHaveLength(0);
  await now.on.press("teach-checked");
  await now.on.press("teach-keep");
  expect(await now.demo.lessons()).toHaveLength(1);
});

it("offers to learn neither from a forged mail nor from a believed one", async () => {
  await teach(await now.demo.service("s-lookalike"));
  expect(now.on.place.textContent).toBe("");
  now.on.leave();
  now.on = stage();
  await teach(await now.demo.service("s-summons"));
  expect(now.on.place.textContent).toBe("");
});

it("keeps an attachment closed under a wrong password and opens it under the right one", async () => {
  await show(createElement(Unlock, { service: "s-scan", part: "1.3", name: "材料.zip" }));
  await now.on.press("unlock-open");
  expect((now.on.find("unlock-now") as HTMLButtonElement).disabled).toBe(true);
  now.on.type("unlock-password", "000000");
  await now.on.press("unlock-now");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  expect((await now.demo.service("s-scan")).doubts.some((doubt) => doubt.code === "password-needed")).toBe(true);
  now.on.type("unlock-password", " 123456 ");
  await now.on.press("unlock-now");
  const page = await now.demo.service("s-scan");
  expect(page.doubts.some((doubt) => doubt.code === "password-needed")).toBe(false);
  expect(page.other_parts.find((part) => part.path === "1.3")?.became).toBe("wrapper");
  expect(now.on.said.at(-1)).toBe(zh.unlocking.opened(1));
});
