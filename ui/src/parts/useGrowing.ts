// Long lists grow as they are scrolled: a year of services must not be drawn to show twelve.
import { useState, type UIEvent } from "react";

const STEP = 200;
/** Pixels before the end at which more rows are drawn. */
const AHEAD = 800;

/** The rows to draw, always up to the one at `current` and some beyond, and what watches the scrolling. */
export function useGrowing<T>(rows: readonly T[], current = -1): { drawn: readonly T[]; onScroll: (event: UIEvent<HTMLElement>) => void } {
  const [limit, setLimit] = useState(STEP);
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    if (box.scrollTop + box.clientHeight > box.scrollHeight - AHEAD && limit < rows.length) setLimit(limit + STEP);
  };
  return { drawn: rows.slice(0, Math.max(limit, current + STEP / 4)), onScroll };
}
