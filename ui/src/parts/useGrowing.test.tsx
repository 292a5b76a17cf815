// A long list is drawn in part, grows when scrolled, and always reaches the row being read.
import { act, createElement, type UIEvent } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, it } from "vitest";
import { useGrowing } from "./useGrowing";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
const rows = Array.from({ length: 50_000 }, (_, at) => at);
let seen: ReturnType<typeof useGrowing<number>>;

function Probe({ current }: { current?: number }) {
  seen = useGrowing(rows, current);
  return null;
}

const root = createRoot(document.createElement("div"));
const show = (current?: number) => act(() => root.render(createElement(Probe, { current })));
const scroll = (scrollTop: number) =>
  act(() => seen.onScroll({ currentTarget: { scrollTop, clientHeight: 500, scrollHeight: 9_600 } } as UIEvent<HTMLElement>));
afterEach(() => show());

it("draws a part, and more near its end only", () => {
  show();
  expect(seen.drawn).toHaveLength(200);
  scroll(0);
  expect(seen.drawn).toHaveLength(200);
  scroll(9_000);
  expect(seen.drawn).toHaveLength(400);
});

it("reaches the row being read, however far down", () => {
  show(40_000);
  expect(seen.drawn).toContain(40_000);
  expect(seen.drawn.length).toBeLessThan(40_100);
});
