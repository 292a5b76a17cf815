// Services of one case are joined by a person's word where no program saw it, and a day of paper is taken back; both say why.
import { act, createElement } from "react";
import { beforeEach, expect, it } from "vitest";
import type { ServicePage } from "../api/types";
import { Channels } from "./Channels";
import { demoStage } from "./stage";

const now = demoStage();
let page: ServicePage;

beforeEach(async () => {
  page = await now.demo.service("s-evidence");
});

const show = () => now.on.show(now.demo, createElement(Channels, { page, today: "2026-11-24" }));

async function open() {
  const details = now.on.find("join-other") as HTMLDetailsElement;
  act(() => {
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
  });
  await now.on.settle();
}

async function submit(id: string) {
  act(() => now.on.find(id)?.closest("form")?.requestSubmit());
  await now.on.settle();
}

function choose(id: string) {
  act(() => {
    const select = now.on.find("other-service") as HTMLSelectElement;
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.set?.call(select, id);
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

it("joins another service of the case with a reason, and asks for the case only when it is wanted", async () => {
  const of = await now.demo.casePage(page.row.case_numbers[0] ?? "");
  const other = { ...page.row, id: "s-other", titles: ["证据材料"], verdict: "doubtful" };
  const asked: (string | null)[] = [];
  now.demo.casePage = async (number) => {
    asked.push(number);
    return { ...of, services: [page.row, other] };
  };
  const orders: unknown[][] = [];
  now.demo.joinServices = async (...order) => {
    orders.push(order);
    if (orders.length === 1) throw { code: "service.both-acknowledged", facts: [], retries: false };
    return page;
  };
  await show();
  expect(asked).toEqual([]);
  await open();
  const options = [...(now.on.find("other-service") as HTMLSelectElement).options].map((option) => option.value);
  expect(options).toEqual(["", "s-other"]);
  expect(now.on.find("other-service")?.textContent).toContain("可疑 证据材料");
  choose("s-other");
  const join = () => now.on.find("other-join") as HTMLButtonElement;
  expect(join().disabled).toBe(true);
  now.on.type("other-why", "  ");
  expect(join().disabled).toBe(true);
  now.on.type("other-why", " 法院分两封发送 ");
  expect(join().disabled).toBe(false);
  await submit("other-join");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  await submit("other-join");
  expect(orders[1]).toEqual([["s-evidence", "s-other"], "法院分两封发送"]);
  expect(now.on.said).toEqual(["已合并为同一次送达"]);
});

it("says when the case has no other service, and offers nothing without a case", async () => {
  await show();
  await open();
  expect(now.on.find("join-other")?.textContent).toContain("本案没有其他送达");
  page = { ...page, row: { ...page.row, case_numbers: [] } };
  await show();
  expect(now.on.find("join-other")).toBeNull();
});

it("takes a day of paper back with a reason", async () => {
  const orders: unknown[][] = [];
  now.demo.takePaperBack = async (...order) => void orders.push(order);
  await show();
  const day = page.channels.find((row) => row.channel === "paper")?.arrived;
  expect(now.on.place.querySelectorAll('[data-testid="paper-back"]')).toHaveLength(1);
  await now.on.press("paper-back");
  expect(now.on.find("channels")?.textContent).toContain("期限重新计算");
  expect((now.on.find("paper-back-sure") as HTMLButtonElement).disabled).toBe(true);
  now.on.type("paper-back-why", " 看错日期 ");
  await submit("paper-back-sure");
  expect(orders).toEqual([["s-evidence", day, "看错日期"]]);
  expect(now.on.said).toEqual([`已取回 ${day} 的纸质签收登记`]);
  expect(now.on.find("paper-back-why")).toBeNull();
});

it("joins what is proposed and parts what was joined, with the reason that was typed", async () => {
  const orders: unknown[][] = [];
  now.demo.joinServices = async (...order) => {
    orders.push(order);
    return page;
  };
  now.demo.partService = async (service: string, why = "") => {
    orders.push([service, why]);
    return page;
  };
  const under = { ...page.channels[0], service: "s-under", why: "channel.same-link" } as ServicePage["channels"][number];
  page = { ...page, channels: [...page.channels, under], seems_same: ["s-alike"] };
  await show();
  expect(now.on.find("channels")?.textContent).toContain("平台上的同一次送达");
  await now.on.press("join-services");
  now.on.type("channel-reason", "电话核实");
  await now.on.press("part-service");
  expect(orders).toEqual([[["s-evidence", "s-alike"], "同一案件、同一批文书"], ["s-under", "电话核实"]]);
});
