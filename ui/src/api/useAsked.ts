// Asks the backend for something, and again whenever anything changed.
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem, useBackend, type Backend } from "./backend";
import type { Problem } from "./types";

/** What is known of the answer; an old value stays visible while a newer one is fetched. */
export interface Asked<T> {
  value: T | null;
  problem: Problem | null;
  ask: () => void;
}

export function useAsked<T>(question: (backend: Backend) => Promise<T>, key: string): Asked<T> {
  const backend = useBackend();
  const [state, setState] = useState<{ key: string; value: T | null; problem: Problem | null }>({
    key,
    value: null,
    problem: null,
  });
  const asking = useRef(question);
  const turn = useRef(0);
  useEffect(() => {
    asking.current = question;
  });
  const ask = useCallback(() => {
    // Answers can overtake each other; only the newest question may speak.
    const mine = ++turn.current;
    const settle = (value: T | null, problem: Problem | null) => {
      if (mine === turn.current) setState((old) => ({ key, value: value ?? (old.key === key ? old.value : null), problem }));
    };
    asking.current(backend).then(
      (value) => settle(value, null),
      (thrown: unknown) => settle(null, asProblem(thrown)),
    );
  }, [backend, key]);
  useEffect(() => {
    ask();
    const stop = backend.onChange(ask);
    return () => {
      turn.current++;
      stop();
    };
  }, [ask, backend]);
  return state.key === key ? { value: state.value, problem: state.problem, ask } : { value: null, problem: null, ask };
}
