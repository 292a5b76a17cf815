// An agreement is entered and changed in the register; courts without one are listed until they have one.
import { act, createElement } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Demo } from "../../api/demo";
import { stage } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Register } from "./sections/Register";

let on: ReturnType<typeof stage>;
let demo: Demo;

beforeEach(async () => {
  on = stage();
  demo = new Demo();
  await on.show(demo, createElement(Register));
});

afterEach(() => on.leave());

it("enters an agreement for a court that had none", async () => {
  const missing = on.place.querySelectorAll('[data-testid="uncovered-row"]').length;
  expect(missing).toBeGreaterThan(0);
  const court = on.find("uncovered-row")?.getAttribute("data-court") ?? "";
  act(() => on.find("uncovered-row")?.querySelector("button")?.click());
  expect((on.find("agreement-courts") as HTMLInputElement).value).toBe(court);
  await on.press("agreement-save");
  expect((await demo.register()).agreements.some((row) => row.courts.includes(court))).toBe(true);
  expect(on.place.querySelectorAll('[data-testid="uncovered-row"]')).toHaveLength(missing - 1);
});

it("asks why an agreement changes, and keeps the paper there was", async () => {
  await on.press("agreement-change");
  expect(on.place.textContent).toContain(zh.agreement.paperNow("承诺协议.pdf"));
  expect((on.find("agreement-note") as HTMLInputElement).required).toBe(true);
  on.type("agreement-note", "更换邮箱");
  on.type("agreement-address", "new@office.example");
  await on.press("agreement-save");
  const [row] = (await demo.register()).agreements;
  expect(row).toMatchObject({ address: "new@office.example", document_name: "承诺协议.pdf", changes: 3, without_paper: 2 });
  const entries = [...on.place.querySelectorAll('[data-testid="agreement-entry"]')];
  expect(entries.map((entry) => entry.textContent?.includes(zh.register.broughtNone))).toEqual([false, true, true]);
  expect(entries[2]?.textContent).toContain(zh.register.became(zh.register.fields.address, "service@office.example", "new@office.example"));
  expect(entries[2]?.textContent).toContain("更换邮箱");
});

it("opens the signed paper of an entry, whatever was changed since", async () => {
  const opened: string[] = [];
  demo.openPaper = async (agreement, paper) => void opened.push(`${agreement} ${paper.slice(0, 4)}`);
  act(() => on.place.querySelector<HTMLElement>('[data-testid="agreement-entry"] [data-testid="open-paper"]')?.click());
  await on.settle();
  expect(opened).toEqual(["minhang-2026 a1a1"]);
});

it("takes a court by its name", async () => {
  const name = on.find("uncovered-row")?.querySelector('[lang="zh-CN"]')?.textContent ?? "";
  const court = on.find("uncovered-row")?.getAttribute("data-court") ?? "";
  await on.press("agreement-add");
  on.type("agreement-courts", name);
  on.type("agreement-address", "service@office.example");
  await on.press("agreement-save");
  expect((await demo.register()).agreements.some((row) => row.courts.includes(court))).toBe(true);
});

it("names a court nobody knows", async () => {
  await on.press("agreement-add");
  on.type("agreement-courts", "no-such-court");
  on.type("agreement-address", "a@office.example");
  await on.press("agreement-save");
  expect(on.place.textContent).toContain("no-such-court");
  expect((await demo.register()).agreements).toHaveLength(1);
});

it("keeps what was filled in when the register cannot be read for a moment", async () => {
  await on.press("agreement-add");
  on.type("agreement-address", "half@office.example");
  demo.register = () => Promise.reject({ code: "home.ledger", facts: [], retries: true });
  await act(() => demo.checkNow());
  await on.settle();
  expect(on.place.textContent).toContain(zh.problems["home.ledger"]());
  expect((on.find("agreement-address") as HTMLInputElement).value).toBe("half@office.example");
});
