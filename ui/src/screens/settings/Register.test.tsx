// An agreement is entered and changed in the register; courts without one are listed until they have one.
import { act, createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BackendContext } from "../../api/backend";
import { Demo } from "../../api/demo";
import { AnnounceContext } from "../../parts/announce";
import { zh } from "../../words/zh";
import { Register } from "./sections/Register";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
let root: Root;
let place: HTMLElement;
const demo = { now: new Demo() };

const settle = () => act(() => new Promise<void>((done) => setTimeout(done, 0)));

beforeEach(async () => {
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  demo.now = new Demo();
  const tree = createElement(
    BackendContext.Provider,
    { value: demo.now },
    createElement(AnnounceContext.Provider, { value: () => undefined }, createElement(Register)),
  );
  act(() => root.render(tree));
  await settle();
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const press = async (id: string) => {
  act(() => find(id)?.click());
  await settle();
};
const type = (id: string, text: string) =>
  act(() => {
    const input = find(id);
    if (!(input instanceof HTMLInputElement)) throw new Error(`no ${id}`);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

it("enters an agreement for a court that had none", async () => {
  const missing = place.querySelectorAll('[data-testid="uncovered-row"]').length;
  expect(missing).toBeGreaterThan(0);
  const court = find("uncovered-row")?.getAttribute("data-court") ?? "";
  act(() => find("uncovered-row")?.querySelector("button")?.click());
  expect((find("agreement-courts") as HTMLInputElement).value).toBe(court);
  await press("agreement-save");
  expect((await demo.now.register()).agreements.some((row) => row.courts.includes(court))).toBe(true);
  expect(place.querySelectorAll('[data-testid="uncovered-row"]')).toHaveLength(missing - 1);
});

it("asks why an agreement changes, and keeps the paper there was", async () => {
  await press("agreement-change");
  expect(place.textContent).toContain(zh.agreement.paperNow("承诺协议.pdf"));
  expect((find("agreement-note") as HTMLInputElement).required).toBe(true);
  type("agreement-note", "更换邮箱");
  type("agreement-address", "new@office.example");
  await press("agreement-save");
  const [row] = (await demo.now.register()).agreements;
  expect(row).toMatchObject({ address: "new@office.example", document_name: "承诺协议.pdf", changes: 2 });
});

it("names a court nobody knows", async () => {
  await press("agreement-add");
  type("agreement-courts", "no-such-court");
  type("agreement-address", "a@office.example");
  await press("agreement-save");
  expect(place.textContent).toContain("no-such-court");
  expect((await demo.now.register()).agreements).toHaveLength(1);
});
