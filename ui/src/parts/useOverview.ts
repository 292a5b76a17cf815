// The state of everything, and how old it is by this page's own clock: an answer that no longer comes must not look fresh.
import { useEffect, useState } from "react";
import type { Overview, Problem } from "../api/types";
import { useAsked } from "../api/useAsked";
import { courtStamp } from "../words/format";
import { heardOf } from "./health";

/** Time passes without events. */
const EVERY_MS = 30_000;
/** Times it was asked in vain after which the mailroom is said to be silent. */
const IN_VAIN = 3;

export interface OverviewAsked {
  /** The last good answer, with the moment it is now. */
  overview: Overview | null;
  /** Why there is no newer one. */
  problem: Problem | null;
  ask: () => void;
}

export function useOverview(): OverviewAsked {
  const { value, problem, ask } = useAsked(
    (backend) =>
      backend.overview().then((overview) => {
        heardOf(overview);
        return { overview, at: Date.now() };
      }),
    "overview",
  );
  const [vain, setVain] = useState({ since: value, times: 0 });
  if (vain.since !== value) setVain({ since: value, times: 0 });
  useEffect(() => {
    const timer = setInterval(() => {
      ask();
      setVain((old) => ({ ...old, times: old.times + 1 }));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [ask]);
  // Counted by questions, not by the clock: a computer that slept has only missed one.
  const silent = vain.times >= IN_VAIN ? { code: "window.silent", facts: [], retries: true } : null;
  return { overview: value && aged(value.overview, Date.now() - value.at), problem: problem ?? silent, ask };
}

/** What was told then, seen some time later. */
function aged(overview: Overview, since: number): Overview {
  return since < 1000 ? overview : { ...overview, now: courtStamp(Date.parse(overview.now) + since) };
}
