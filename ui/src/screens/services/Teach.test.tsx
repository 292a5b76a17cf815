// What would be learned is shown first and can be taken back; a typed password opens a closed attachment.
import { act, createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BackendContext } from "../../api/backend";
import { Demo } from "../../api/demo";
import type { ServicePage } from "../../api/types";
import { AnnounceContext } from "../../parts/announce";
import { zh } from "../../words/zh";
import { Teach } from "./Teach";
import { Unlock } from "./Unlock";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
let root: Root;
let place: HTMLElement;
let demo: Demo;
const said: string[] = [];

const settle = () => act(() => new Promise<void>((done) => setTimeout(done, 20)));

beforeEach(() => {
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  demo = new Demo();
  said.length = 0;
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

async function show(node: ReturnType<typeof createElement>) {
  const tree = createElement(BackendContext.Provider, { value: demo }, createElement(AnnounceContext.Provider, { value: (text: string) => void said.push(text) }, node));
  act(() => root.render(tree));
  await settle();
}
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
const teach = (page: ServicePage) => show(createElement(Teach, { page }));

it("shows what would be learned, learns it only when told to, and takes it back", async () => {
  const page = await demo.service("s-evidence");
  await teach(page);
  await press("teach-open");
  expect(find("teach-draft")?.textContent).toContain(page.row.from);
  expect(await demo.lessons()).toHaveLength(0);
  await press("teach-cancel");
  expect(find("teach-draft")).toBeNull();
  await press("teach-open");
  await press("teach-keep");
  expect(await demo.lessons()).toHaveLength(1);
  expect(find("teach-kept")?.textContent).toContain("王敏");
  expect(said.at(-1)).toBe(zh.teaching.kept(page.row.court?.name ?? ""));
  await press("teach-undo");
  expect(await demo.lessons()).toHaveLength(0);
  expect(find("teach-open")).not.toBeNull();
});

it("learns nothing before a person has checked what speaks against the mail", async () => {
  const page = await demo.service("s-evidence");
  const draft = demo.lessonDraft.bind(demo);
  demo.lessonDraft = async (service) => ({ ...(await draft(service)), against: ["sender-unknown"] });
  await teach(page);
  await press("teach-open");
  expect(find("teach-against")?.textContent).toContain(zh.reasons["sender-unknown"]);
  await press("teach-keep");
  expect(await demo.lessons()).toHaveLength(0);
  await press("teach-checked");
  await press("teach-keep");
  expect(await demo.lessons()).toHaveLength(1);
});

it("offers to learn neither from a forged mail nor from a believed one", async () => {
  await teach(await demo.service("s-lookalike"));
  expect(place.textContent).toBe("");
  act(() => root.unmount());
  root = createRoot(place);
  await teach(await demo.service("s-summons"));
  expect(place.textContent).toBe("");
});

it("keeps an attachment closed under a wrong password and opens it under the right one", async () => {
  await show(createElement(Unlock, { service: "s-scan", part: "1.3", name: "材料.zip" }));
  await press("unlock-open");
  expect((find("unlock-now") as HTMLButtonElement).disabled).toBe(true);
  type("unlock-password", "000000");
  await press("unlock-now");
  expect(place.querySelector('[role="alert"]')).not.toBeNull();
  expect((await demo.service("s-scan")).doubts.some((doubt) => doubt.code === "password-needed")).toBe(true);
  type("unlock-password", " 123456 ");
  await press("unlock-now");
  const page = await demo.service("s-scan");
  expect(page.doubts.some((doubt) => doubt.code === "password-needed")).toBe(false);
  expect(page.other_parts.find((part) => part.path === "1.3")?.became).toBe("wrapper");
  expect(said.at(-1)).toBe(zh.unlocking.opened(1));
});
