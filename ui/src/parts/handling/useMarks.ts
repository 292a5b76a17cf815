// Rows that were marked to be worked on together: one by Space, a range by Shift and the arrows, all by Ctrl+A.
import { useMemo, useState } from "react";
import type { ServiceRow } from "../../api/types";
import type { Handlers } from "../../keys";

export interface Marks {
  ids: ReadonlySet<string>;
  rows: readonly ServiceRow[];
  keys: Handlers;
  clear: () => void;
}

/** `move` goes one row on and answers false at an end. */
export function useMarks(shown: readonly ServiceRow[], current: string | null, move: (by: 1 | -1) => void | false): Marks {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  // A row that is filtered away is not worked on behind a person's back.
  const rows = useMemo(() => shown.filter((row) => ids.has(row.id)), [shown, ids]);
  const onList = () => document.activeElement?.closest("[data-service-row]") !== null;
  const extend = (by: 1 | -1) => {
    if (current === null || !onList()) return false;
    const at = shown.findIndex((row) => row.id === current);
    // One that is not shown yet has no neighbour here.
    const next = at < 0 ? undefined : shown[at + by];
    setIds((old) => new Set([...old, current, ...(next ? [next.id] : [])]));
    move(by);
  };
  return {
    ids,
    rows,
    clear: () => setIds(new Set()),
    keys: {
      mark: () => {
        if (current === null || !onList()) return false;
        setIds((old) => {
          const marked = new Set(old);
          if (!marked.delete(current)) marked.add(current);
          return marked;
        });
      },
      markNext: () => extend(1),
      markPrevious: () => extend(-1),
      markAll: () => {
        if (!onList()) return false;
        setIds(new Set(shown.map((row) => row.id)));
      },
    },
  };
}
