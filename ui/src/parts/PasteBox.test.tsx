// A message is taken in when a person says so; text let go on the page waits in the box until then.
import { act, createElement } from "react";
import { expect, it } from "vitest";
import { PasteBox } from "./PasteBox";
import { demoStage } from "./stage";

const now = demoStage();
const opened: string[] = [];
const show = () => now.on.show(now.demo, createElement(PasteBox, { opened: (service) => void opened.push(service) }));
const field = () => now.on.place.querySelector("textarea") as HTMLTextAreaElement;

function write(text: string) {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(field(), text);
    field().dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** What the browser tells of a drag. */
async function drag(kind: string, on: EventTarget, text: string, types = ["text/plain"]) {
  const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { dataTransfer: { types, getData: () => text } });
  act(() => void on.dispatchEvent(event));
  await now.on.settle();
  return event.defaultPrevented;
}

it("gives what was written to the mailroom, and says what came of it", async () => {
  const taken: string[] = [];
  now.demo.takePasted = async (text) => {
    taken.push(text);
    if (text.startsWith("太长")) throw { code: "paste.too-long", facts: ["20001", "20000"], retries: false };
    return text.includes("文书") ? "s-new" : null;
  };
  await show();
  expect((now.on.find("paste-take") as HTMLButtonElement).disabled).toBe(true);
  write("太长");
  await now.on.press("paste-take");
  expect(now.on.place.querySelector('[role="alert"]')).not.toBeNull();
  expect(field().value).toBe("太长");
  write("您有新的文书");
  await now.on.press("paste-take");
  write("开会");
  await now.on.press("paste-take");
  expect(taken).toEqual(["太长", "您有新的文书", "开会"]);
  expect(now.on.said.map((text) => text.slice(0, 5))).toEqual(["已作为一次", "未识别出送"]);
  expect(field().value).toBe("");
});

it("lets text that is dropped on the page wait in the box, and nothing that was dragged within it", async () => {
  const taken: string[] = [];
  now.demo.takePasted = async (text) => {
    taken.push(text);
    return null;
  };
  await show();
  expect(await drag("dragover", document.body, "")).toBe(true);
  expect(await drag("drop", document.body, "【示例法院】请查收")).toBe(true);
  expect([field().value, (now.on.find("paste") as HTMLDetailsElement).open]).toEqual(["【示例法院】请查收", true]);
  expect(document.activeElement).toBe(field());
  expect(taken).toEqual([]);
  await drag("drop", document.body, "https://zxfw.court.example/1");
  expect(field().value).toBe("【示例法院】请查收\nhttps://zxfw.court.example/1");
  expect(await drag("drop", document.body, "", ["Files", "text/plain"])).toBe(false);
  expect(await drag("drop", field(), "在框里")).toBe(false);
  await drag("dragstart", document.body, "");
  expect(await drag("drop", document.body, "页面里的字")).toBe(false);
  await drag("dragend", document.body, "");
  expect(await drag("drop", document.body, "外面的字")).toBe(true);
});
