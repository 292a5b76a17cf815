// The rows of a long list as far as they were scrolled to; old ones stay visible while newer ones are fetched.
import { useEffect, useRef, useState, type UIEvent } from "react";
import type { Backend } from "./backend";
import type { Problem } from "./types";
import { useAsked } from "./useAsked";

/** Rows fetched at first, and each time the end comes near. */
const STEP = 200;
/** Pixels before the end at which more rows are asked for. */
const AHEAD = 1200;

export interface Part<T> {
  value: T | null;
  problem: Problem | null;
  ask: () => void;
  /** For the box that is scrolled. */
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

/** `name` says which list, `of` what is asked of it, `fitting` how many rows there are behind an answer. */
export function usePart<T extends { rows: readonly unknown[] }>(
  name: string,
  of: string,
  question: (backend: Backend, limit: number) => Promise<T>,
  fitting: (part: T) => number,
): Part<T> {
  const [grown, setGrown] = useState({ of, limit: STEP });
  const limit = grown.of === of ? grown.limit : STEP;
  const { value, problem, ask } = useAsked((backend) => question(backend, limit).then((part) => ({ part, of })), name);
  const asked = useRef("");
  useEffect(() => {
    const now = `${of} ${limit}`;
    // The first time it is asked anyway.
    if (asked.current !== "" && asked.current !== now) ask();
    asked.current = now;
  }, [ask, of, limit]);
  const part = value?.part ?? null;
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    const isNear = box.scrollTop + box.clientHeight > box.scrollHeight - AHEAD;
    if (isNear && part && value?.of === of && part.rows.length >= limit && part.rows.length < fitting(part)) setGrown({ of, limit: limit + STEP });
  };
  return { value: part, problem, ask, onScroll };
}
