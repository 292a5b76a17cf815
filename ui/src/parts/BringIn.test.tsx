// One file that fails does not keep the others out, and what is being read stays.
import { act, createElement } from "react";
import { expect, it } from "vitest";
import { BringIn } from "./BringIn";
import { demoStage } from "./stage";

const now = demoStage();

it("goes on after a failure, names what was left out, and opens nothing by itself", async () => {
  const opened: string[] = [];
  now.demo.importMail = async (name) => {
    if (name === "bad.eml") throw { code: "home.disk-full", facts: [], retries: false };
    return { mails: 1, services: [`s-${name}`], unreadable: [], passed_over: [] };
  };
  await now.on.show(now.demo, createElement(BringIn, { opened: (service) => void opened.push(service) }));
  const input = now.on.find("bring-in-files") as HTMLInputElement;
  const files = ["a.eml", "bad.eml", "c.eml"].map((name) => Object.assign(new File(["x"], name), { arrayBuffer: async () => new ArrayBuffer(1) }));
  Object.defineProperty(input, "files", { value: files });
  Object.defineProperty(input, "value", { value: "", writable: true });
  act(() => void input.dispatchEvent(new Event("change", { bubbles: true })));
  await now.on.settle();
  expect(now.on.said.join()).toContain("已导入 2 封邮件");
  expect(now.on.find("bring-in-left")?.textContent).toContain("bad.eml");
  expect(now.on.find("bring-in-left")?.textContent).not.toContain("a.emlc.eml");
  expect(opened).toEqual([]);
});
