// How far a download is moves by itself while somebody can see it; what may count as receipt takes a second click.
import { act, createElement } from "react";
import { afterEach, expect, it, vi } from "vitest";
import type { PickupRow } from "../api/types";
import { useAsked } from "../api/useAsked";
import { Pickups } from "./Pickups";
import { demoStage } from "./stage";

const now = demoStage();

let visibility = "visible";
Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visibility });

const seen = (as: "visible" | "hidden") =>
  act(() => {
    visibility = as;
    document.dispatchEvent(new Event("visibilitychange"));
  });

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

afterEach(() => {
  visibility = "visible";
  vi.useRealTimers();
});

function Page() {
  const { value, ask } = useAsked((backend) => backend.service("s-evidence"), "s-evidence");
  return value ? createElement(Pickups, { pickups: value.pickups, today: "2026-11-24", ask }) : null;
}

/** The link of the platform stands like this at the next questions; gives how often it was asked. */
async function standing(told: (asked: number) => Partial<PickupRow>) {
  const page = await now.demo.service("s-evidence");
  const link = page.pickups.find((row) => row.can_fetch) as PickupRow;
  const asked = { times: 0 };
  now.demo.service = async () => {
    asked.times += 1;
    return { ...page, pickups: [{ ...link, ...told(asked.times) }] };
  };
  return asked;
}

const line = () => now.on.find("pickup")?.textContent ?? "";

it("asks every second while a document is on its way, and no more once it is there", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: Date.parse("2026-11-24T10:00:00+08:00") });
  const asked = await standing((times) =>
    times > 3 ? { state: "done", listed: 2, stored: 2 } : { state: "fetching", listed: 2, stored: 0, on_its_way: "传票.pdf", bytes: times * 10, total: 100 });
  await now.on.show(now.demo, createElement(Page));
  expect([asked.times, line().includes("传票.pdf 10%")]).toEqual([1, true]);
  await pass(1_000);
  expect([asked.times, line().includes("传票.pdf 20%")]).toEqual([2, true]);
  await pass(1_000);
  await pass(1_000);
  expect([asked.times, line().includes("已取到 2/2 件")]).toEqual([4, true]);
  await pass(60_000);
  expect(asked.times).toBe(4);
});

it("waits for a slow answer, asks nothing while the window is hidden, and ends with the page", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const asked = await standing(() => ({ state: "asked" }));
  await now.on.show(now.demo, createElement(Page));
  await seen("hidden");
  await pass(30_000);
  expect(asked.times).toBe(1);
  await seen("visible");
  await pass(1_000);
  expect(asked.times).toBe(2);
  const before = now.demo.service;
  let slow = 0;
  now.demo.service = () => {
    slow += 1;
    return new Promise(() => undefined);
  };
  await pass(9_000);
  expect(slow).toBe(1);
  await pass(5_000);
  expect(slow).toBe(2);
  now.demo.service = before;
  await pass(11_000);
  const last = asked.times;
  expect(last).toBeGreaterThan(2);
  await now.on.show(now.demo, null);
  await pass(30_000);
  expect(asked.times).toBe(last);
});

it("counts down to the moment a link ends", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: Date.parse("2026-11-24T10:00:00+08:00") });
  await standing(() => ({ expires_at: "2026-11-24T11:30:00+08:00" }));
  await now.on.show(now.demo, createElement(Page));
  expect(line()).toContain("还有 1 小时");
  await pass(60 * 60_000);
  expect(line()).toMatch(/还有 (29|30) 分钟/);
  await pass(40 * 60_000);
  expect(line()).toContain("失效");
  expect(line()).not.toContain("还有");
});

it("says what opening may mean before it is ordered, and hands the password on", async () => {
  await standing(() => ({ opening: "is-receipt" }));
  const orders: unknown[][] = [];
  now.demo.fetchPickup = async (...order) => {
    orders.push(order);
    throw { code: "pickup.by-hand-only", facts: ["平台"], retries: false };
  };
  await now.on.show(now.demo, createElement(Page));
  await now.on.press("pickup-fetch");
  expect(line()).toContain("平台把打开链接记为签收");
  expect(document.activeElement).toBe(now.on.find("pickup-cancel"));
  await now.on.press("pickup-cancel");
  expect(orders).toEqual([]);
  await now.on.press("pickup-fetch");
  const input = now.on.find("pickup")?.querySelector("input") as HTMLInputElement;
  input.dataset.testid = "password";
  now.on.type("password", " K7x9 ");
  await now.on.press("pickup-sure");
  expect(orders.map((order) => [order[0], order[2]])).toEqual([["s-evidence", "K7x9"]]);
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
});

it("opens the link in the browser after the ask, stops what runs, and takes in what was downloaded", async () => {
  await standing(() => ({ state: "fetching", opening: "may-be-receipt" }));
  const orders: string[] = [];
  now.demo.openPickup = async (service) => void orders.push(`open ${service}`);
  now.demo.stopPickup = async (service, errand) => {
    orders.push(`stop ${service}`);
    throw { code: "not-found", facts: [errand], retries: false };
  };
  now.demo.bringFile = async (service, name) => {
    orders.push(`bring ${service} ${name}`);
    return 1;
  };
  await now.on.show(now.demo, createElement(Page));
  expect(now.on.find("pickup-fetch")).toBeNull();
  await now.on.press("pickup-open");
  expect(line()).toContain("可能被平台记为签收");
  await now.on.press("pickup-sure");
  await now.on.press("pickup-stop");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  const input = now.on.place.querySelector('input[type="file"]') as HTMLInputElement;
  const file = Object.assign(new File(["x"], "传票.pdf"), { arrayBuffer: async () => new ArrayBuffer(1) });
  Object.defineProperty(input, "files", { value: [file] });
  Object.defineProperty(input, "value", { value: "", writable: true });
  act(() => void input.dispatchEvent(new Event("change", { bubbles: true })));
  await now.on.settle();
  expect(orders).toEqual(["open s-evidence", "stop s-evidence", "bring s-evidence 传票.pdf"]);
  expect(now.on.said).toEqual(["已收进 1 个文件"]);
});

it("opens a link on a host nobody knows only for whoever says that the court confirmed it", async () => {
  await standing(() => ({ strange_host: true, can_fetch: false, opening: "may-be-receipt" }));
  const orders: unknown[] = [];
  now.demo.openPickup = async (_service, _errand, courtConfirmed) => void orders.push(courtConfirmed);
  await now.on.show(now.demo, createElement(Page));
  expect(now.on.find("pickup-fetch")).toBeNull();
  expect(line()).toContain("先向法院或 12368 核实");
  await now.on.press("pickup-open");
  expect((now.on.find("pickup-sure") as HTMLButtonElement).disabled).toBe(true);
  await now.on.press("pickup-sure");
  expect(orders).toEqual([]);
  await now.on.press("pickup-confirmed");
  await now.on.press("pickup-sure");
  expect(orders).toEqual([true]);
});
