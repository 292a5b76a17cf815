// Who we are and the way out are changed over sample answers.
import { createElement } from "react";
import { expect, it } from "vitest";
import { demoStage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Proxy } from "./sections/Proxy";
import { Signature } from "./sections/Signature";

const now = demoStage();

it("shows how a receipt will be signed while it is typed", async () => {
  const { on, demo } = now;
  await on.show(demo, createElement(Signature));
  expect((on.find("signature-save") as HTMLButtonElement).disabled).toBe(true);
  on.type("signature-handler", "李工");
  on.type("signature-phone", "");
  expect(on.find("signature-shown")?.textContent).toContain(zh.signature.handlerLine("李工"));
  expect(on.find("signature-shown")?.textContent).not.toContain("联系电话");
  on.type("signature-aliases", "示例物业，示例服务中心");
  await on.press("signature-save");
  expect(await demo.signature()).toMatchObject({ handler: "李工", phone: "", aliases: ["示例物业", "示例服务中心"] });
  expect(on.said).toEqual([zh.signature.saved]);
});

it("asks a named proxy for its address, and keeps the others at once", async () => {
  const { on, demo } = now;
  await on.show(demo, createElement(Proxy));
  expect(on.find("proxy-form")).toBeNull();
  await on.press("choose-system");
  expect((await demo.proxy()).way).toBe("system");
  await on.press("choose-manual");
  on.type("proxy-address", "nowhere");
  await on.press("proxy-save");
  expect(on.place.textContent).toContain("nowhere");
  on.type("proxy-address", "proxy.office.example:8080");
  on.type("proxy-user", "songda");
  on.type("proxy-password", "geheim");
  await on.press("proxy-save");
  expect(await demo.proxy()).toMatchObject({ way: "manual", user: "songda" });
  expect((on.find("proxy-password") as HTMLInputElement).value).toBe("");
});
