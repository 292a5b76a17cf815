// A person joins cases of one matter, parts them, and gives them a name; the mailroom is told, and its failure is shown.
import { createElement } from "react";
import { beforeEach, expect, it } from "vitest";
import type { CasePage } from "../../api/types";
import { demoStage } from "../../parts/stage";
import { Matter } from "./Matter";

const now = demoStage();
let of: CasePage;
let orders: unknown[][] = [];

beforeEach(async () => {
  orders = [];
  const rows = (await now.demo.caseList({ tab: "all", text: "", offset: 0, limit: 20 })).rows;
  of = await now.demo.casePage(rows.find((row) => row.number !== null)?.number ?? "");
});

const show = () => now.on.show(now.demo, createElement(Matter, { of, openCase: (number) => void orders.push(["open", number]) }));

it("joins a case that is known, and no other", async () => {
  const join = now.demo.joinCases.bind(now.demo);
  now.demo.joinCases = async (numbers) => {
    orders.push(numbers);
    return join(numbers);
  };
  const rows = (await now.demo.caseList({ tab: "all", text: "", offset: 0, limit: 20 })).rows;
  const other = rows.find((row) => row.number !== null && row.number !== of.number)?.number ?? "";
  await show();
  const button = () => now.on.find("case-join") as HTMLButtonElement;
  now.on.type("case-other", "（2026）沪0112民初99999号");
  await now.on.settle();
  expect(button().disabled).toBe(true);
  now.on.type("case-other", other);
  await now.on.settle();
  expect(button().disabled).toBe(false);
  await now.on.press("case-join");
  expect(orders).toEqual([[of.number, other]]);
  expect((now.on.find("case-other") as HTMLInputElement).value).toBe("");
});

it("leads to a joined case, parts it, and shows why that failed", async () => {
  now.demo.splitCase = async (number) => {
    orders.push(["split", number]);
    throw { code: "not-found", facts: [number], retries: false };
  };
  of = { ...of, together: [of.number ?? "", "（2027）沪01民终1号"] };
  await show();
  const [open, part] = [...now.on.place.querySelectorAll<HTMLButtonElement>("li button")];
  open?.click();
  part?.click();
  await now.on.settle();
  expect(orders).toEqual([["open", "（2027）沪01民终1号"], ["split", "（2027）沪01民终1号"]]);
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
});

it("saves a name that is another one", async () => {
  const name = now.demo.nameCase.bind(now.demo);
  now.demo.nameCase = async (number, text) => {
    orders.push([number, text]);
    return name(number, text);
  };
  await show();
  const save = () => [...now.on.place.querySelectorAll("button")].at(-1) as HTMLButtonElement;
  expect(save().disabled).toBe(true);
  now.on.type("case-name", "六号楼物业费");
  expect(save().disabled).toBe(false);
  save().click();
  await now.on.settle();
  expect(orders).toEqual([[of.number, "六号楼物业费"]]);
});
