// What somebody who looks at the sample has tried so far; practice, not a tour, and forgotten with the window.
import { useSyncExternalStore } from "react";

export const steps = ["open", "facts", "acknowledge", "undo", "export"] as const;
export type Step = (typeof steps)[number];

/** When this window began: what was there before, nobody tried here. */
export const began = Date.now();

let done: ReadonlySet<Step> = new Set();
const listeners = new Set<() => void>();

/** Something was tried. */
export function did(step: Step): void {
  if (done.has(step)) return;
  done = new Set([...done, step]);
  for (const told of listeners) told();
}

/** What was tried, kept up to date. */
export function usePracticed(): ReadonlySet<Step> {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told);
      return () => void listeners.delete(told);
    },
    () => done,
  );
}
