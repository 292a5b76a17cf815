// What was dropped is tied to the service being read, or taken in as a message; never before a person said which.
import { act, createElement } from "react";
import { beforeEach, expect, it } from "vitest";
import { Dropped } from "./Dropped";
import { demoStage } from "./stage";

const now = demoStage();
const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let orders: string[] = [];
let drop: (names: string[], message: string | null) => void;

beforeEach(() => {
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
  orders = [];
  now.demo.onDropped = (told) => {
    drop = told;
    return () => undefined;
  };
  now.demo.bringDropped = async (service) => {
    orders.push(`bring ${service}`);
    return 1;
  };
  now.demo.takePasted = async (text) => {
    orders.push(`take ${text}`);
    return "s-new";
  };
  now.demo.forgetDropped = async () => void orders.push("forget");
});

async function show(service: string | null, names: string[], message: string | null) {
  await now.on.show(now.demo, createElement(Dropped, { service, opened: () => undefined }));
  act(() => drop(names, message));
  await now.on.settle();
}

async function press(id: string) {
  act(() => find(id)?.click());
  await now.on.settle();
}

it("takes a text in as a message where no service is read", async () => {
  await show(null, ["短信.txt"], "【示例法院】请查收\n");
  expect(find("dropped-message")?.textContent).toBe("【示例法院】请查收");
  expect(find("bring-dropped")).toBeNull();
  expect(document.activeElement).toBe(find("take-dropped"));
  await press("take-dropped");
  expect(orders).toEqual(["take 【示例法院】请查收\n", "forget"]);
  expect(now.on.said[0]).toContain("已作为一次到件收进来");
  expect(find("dropped")).toBeNull();
});

it("offers both ways beside a service, and does nothing by itself", async () => {
  await show("s-evidence", ["短信.txt"], "请查收");
  expect(find("dropped")?.textContent).toContain("沪0115民初8812号");
  expect(find("take-dropped")).not.toBeNull();
  expect(orders).toEqual([]);
  await press("bring-dropped");
  expect(orders).toEqual(["bring s-evidence"]);
});

it("offers no message where there is none, and shows what went wrong", async () => {
  await show("s-evidence", ["传票.pdf"], null);
  expect(find("take-dropped")).toBeNull();
  now.demo.bringDropped = async () => {
    throw { code: "pickup.file-unreadable", facts: ["传票.pdf", "0 bytes"], retries: false };
  };
  await press("bring-dropped");
  expect(find("dropped")?.querySelector('[role="alert"]')).not.toBeNull();
  await show(null, ["传票.pdf"], null);
  expect(find("dropped")?.textContent).toContain("请先在“待签收”里打开");
});
