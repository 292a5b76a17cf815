// Rows of one height, of which only those in sight are drawn: fifty thousand scroll like fifty.
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Rows drawn beyond the edges, so that a turn of the wheel shows no gap. */
const BEYOND = 12;

export interface Windowed {
  box: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  first: number;
  /** One past the last drawn row. */
  end: number;
  /** Heights in pixels of what is not drawn, above and below. */
  before: number;
  after: number;
  /** Brings a row into sight. */
  show: (index: number) => void;
}

/** `above` is what stands over the rows inside the scrolled box, such as a head. */
export function useWindowed(count: number, rowHeight: number, above = 0): Windowed {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 0, end: 40 });
  const measure = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const first = Math.max(0, Math.floor((element.scrollTop - above) / rowHeight) - BEYOND);
    const end = Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + BEYOND;
    // Only a step that leaves the drawn rows behind is worth drawing anew.
    setSeen((old) => (old.first === first && old.end === end ? old : { first, end }));
  }, [rowHeight, above]);
  useLayoutEffect(() => {
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [measure, count]);
  const end = Math.min(count, seen.end);
  const first = Math.min(seen.first, Math.max(0, end - 1));
  const show = (index: number) => {
    const element = box.current;
    if (!element) return;
    const top = index * rowHeight;
    const room = element.clientHeight - above;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
    measure();
  };
  return { box, onScroll: measure, first, end, before: first * rowHeight, after: Math.max(0, count - end) * rowHeight, show };
}
