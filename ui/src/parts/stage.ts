// Where tests put one part of the page over sample answers, and work it as a person does.
import { act, createElement, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach } from "vitest";
import { BackendContext, type Backend } from "../api/backend";
import { Demo } from "../api/demo";
import { AnnounceContext } from "./announce";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

/** What the page still meant to do when its test ended would find no document any more. */
function timersOfOneTest() {
  const { setTimeout: once, setInterval: again } = globalThis;
  const running: (() => void)[] = [];
  globalThis.setTimeout = Object.assign((...order: Parameters<typeof once>) => {
    const timer = once(...order);
    running.push(() => clearTimeout(timer));
    return timer;
  }, once);
  globalThis.setInterval = (...order: Parameters<typeof again>) => {
    const timer = again(...order);
    running.push(() => clearInterval(timer));
    return timer;
  };
  return () => {
    Object.assign(globalThis, { setTimeout: once, setInterval: again });
    running.forEach((stop) => stop());
  };
}

/** Types into a field as a person does: React hears of it. */
export function typeInto(input: Element | null, text: string) {
  if (!(input instanceof HTMLInputElement)) throw new Error(`nothing to type ${text} into`);
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** A place in the document, with what is needed to work what stands there. */
export function stage() {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  const endTimers = timersOfOneTest();
  const said: string[] = [];
  const settle = () => act(() => new Promise<void>((done) => setTimeout(done, 20)));
  const find = (id: string) => place.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  return {
    place,
    /** What was announced. */
    said,
    settle,
    find,
    async show(backend: Backend, node: ReactNode) {
      const announce = { value: (text: string) => void said.push(text) };
      act(() => root.render(createElement(BackendContext.Provider, { value: backend }, createElement(AnnounceContext.Provider, announce, node))));
      await settle();
    },
    async press(id: string) {
      act(() => find(id)?.click());
      await settle();
    },
    type: (id: string, text: string) => typeInto(find(id), text),
    leave() {
      act(() => root.unmount());
      place.remove();
      endTimers();
    },
  };
}

/** For every test of a file a stage of its own, over sample answers of its own. */
export function demoStage() {
  const now = {} as { on: ReturnType<typeof stage>; demo: Demo };
  beforeEach(() => {
    now.on = stage();
    now.demo = new Demo();
  });
  afterEach(() => now.on.leave());
  return now;
}
