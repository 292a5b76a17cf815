// The ledger's rows, fetched in pieces as they come into sight; old ones stay visible while newer ones are fetched.
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem, useBackend } from "../../api/backend";
import type { Counted, LedgerQuery, LedgerRow, Problem } from "../../api/types";

/** Rows fetched at once. */
const PIECE = 100;

export interface LedgerState {
  /** The question and the turn its rows answer. */
  of: string;
  all: number;
  fitting: number;
  courts: readonly Counted[];
  rows: ReadonlyMap<number, LedgerRow>;
}

export type Asking = Omit<LedgerQuery, "offset" | "limit">;

export function useLedger(query: Asking) {
  const backend = useBackend();
  const key = JSON.stringify(query);
  const [state, setState] = useState<LedgerState | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const wanted = useRef({ first: 0, end: PIECE });
  /** Pieces asked for, of the question and the turn they answer. */
  const asked = useRef({ of: "", pieces: new Set<number>() });

  const want = useCallback((first: number, end: number) => {
    wanted.current = { first, end };
    const of = `${turn} ${key}`;
    const isNew = asked.current.of !== of;
    if (isNew) asked.current = { of, pieces: new Set() };
    const { pieces } = asked.current;
    for (let piece = Math.floor(first / PIECE); piece * PIECE < Math.max(end, 1); piece++) {
      if (pieces.has(piece)) continue;
      pieces.add(piece);
      backend.ledger({ ...(JSON.parse(key) as Asking), offset: piece * PIECE, limit: PIECE }).then(
        (page) => {
          if (asked.current.of !== of) return;
          setProblem(null);
          setState((old) => {
            // Whichever piece answers first begins anew; what was asked before stays in sight until then.
            const rows = new Map(old?.of === of ? old.rows : []);
            page.rows.forEach((row, at) => rows.set(page.offset + at, row));
            return { of, all: page.all, fitting: page.fitting, courts: page.courts, rows };
          });
        },
        (thrown: unknown) => {
          pieces.delete(piece);
          if (asked.current.of === of) setProblem(asProblem(thrown));
        },
      );
    }
  }, [backend, key, turn]);

  useEffect(() => {
    want(wanted.current.first, wanted.current.end);
  }, [want]);
  useEffect(() => backend.onChange(() => setTurn((old) => old + 1)), [backend]);
  return { state, problem, want, again: () => setTurn((old) => old + 1) };
}
