// A mailbox is connected step by step over sample answers: nothing is saved before the test says that mail comes in.
import { act, createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BackendContext } from "../../api/backend";
import { Demo } from "../../api/demo";
import { AnnounceContext } from "../../parts/announce";
import { typeInto } from "../../parts/stage";
import { zh } from "../../words/zh";
import { Connect } from "./Connect";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
let root: Root;
let place: HTMLElement;
let said: string[];

beforeEach(() => {
  place = document.createElement("div");
  document.body.append(place);
  root = createRoot(place);
  said = [];
  const tree = createElement(
    BackendContext.Provider,
    { value: new Demo("empty") },
    createElement(AnnounceContext.Provider, { value: (text) => void said.push(text) }, createElement(Connect)),
  );
  act(() => root.render(tree));
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

const button = (name: string) => [...place.querySelectorAll("button")].find((one) => one.textContent === name);
const press = (name: string) =>
  act(async () => {
    button(name)?.click();
    await new Promise((done) => setTimeout(done, 0));
  });
const type = (selector: string, text: string) => typeInto(place.querySelector(selector), text);
const { connect: say } = zh;

it("leads from an address to a tested and saved mailbox", async () => {
  await press(say.open);
  type("input[type=email]", "office@qq.com");
  await press(say.find);
  expect(place.querySelectorAll("details ol li")).toHaveLength(3);
  await press(say.test);
  expect(place.querySelectorAll("[data-step]")).toHaveLength(7);
  expect(place.querySelector('[data-step="login"]')?.getAttribute("data-ok")).toBe("false");
  expect(button(say.save)?.disabled).toBe(true);
  type("input[type=password]", "abcd efgh");
  await press(say.test);
  expect(place.querySelectorAll('[data-ok="true"]')).toHaveLength(7);
  await press(say.save);
  expect(said).toEqual([say.saved("court")]);
  expect(place.querySelector<HTMLInputElement>("input[type=password]")?.value).toBe("");
});

it("asks for servers where nobody knows them, and for no password where none is taken", async () => {
  await press(say.open);
  type("input[type=email]", "office@company.example");
  await press(say.find);
  expect(place.querySelectorAll("fieldset")).toHaveLength(2);
  type("input[type=email]", "office@outlook.com");
  await press(say.find);
  expect(place.querySelectorAll("fieldset")).toHaveLength(0);
  expect(place.querySelector("input[type=password]")).toBeNull();
  expect(button(say.test)).toBeUndefined();
});
