// The rows of the ledger: drawn as they come into sight, moved through by arrows, opened by Enter.
import { useEffect, useState } from "react";
import type { LedgerRow } from "../../api/types";
import { useKeys } from "../../keys";
import { Icon } from "../../parts/Icon";
import { useWindowed } from "../../parts/useWindowed";
import { useWords } from "../../words/words";
import type { Column } from "./columns";
import styles from "./Ledger.module.css";
import type { LedgerState } from "./useLedger";

const HEAD = 30;

interface Props {
  state: LedgerState;
  shown: readonly Column[];
  today: string;
  rowHeight: number;
  sort: string | null;
  descending: boolean;
  order: (sort: string) => void;
  want: (first: number, end: number) => void;
  open: (row: LedgerRow) => void;
}

export function LedgerTable({ state, shown, today, rowHeight, sort, descending, order, want, open }: Props) {
  const words = useWords();
  const { box, onScroll, first, end, before, after, show } = useWindowed(state.fitting, rowHeight, HEAD);
  const [current, setCurrent] = useState(0);
  useEffect(() => want(first, end), [want, first, end]);
  const move = (to: number) => {
    const next = Math.min(state.fitting - 1, Math.max(0, to));
    setCurrent(next);
    show(next);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus());
  };
  useKeys({
    next: () => move(current + 1),
    previous: () => move(current - 1),
    open: () => {
      const row = state.rows.get(current);
      if (!row || !box.current?.contains(document.activeElement)) return false;
      open(row);
    },
  });
  const rows = Array.from({ length: end - first }, (_, at) => first + at);
  return (
    <div ref={box} onScroll={onScroll} className={styles.box} tabIndex={-1} role="region" aria-label={words.ledger.table}>
      <table className={`table ${styles.table}`} aria-rowcount={state.fitting + 1} data-testid="ledger-table">
        <colgroup>
          {shown.map((column) => <col key={column.id} style={{ width: `calc(var(--size-body) * ${column.width / 13})` }} />)}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {shown.map((column) => (
              <th key={column.id} scope="col" aria-sort={column.sort && column.sort === sort ? (descending ? "descending" : "ascending") : undefined}>
                <Head column={column} name={words.ledger.columns[column.id]} by={column.sort === sort ? (descending ? "down" : "up") : null} order={order} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden="true" className={styles.space}><td colSpan={shown.length} style={{ height: before }} /></tr>}
          {rows.map((at) => (
            <Row key={at} at={at} row={state.rows.get(at) ?? null} shown={shown} today={today} rowHeight={rowHeight} isCurrent={at === current}
              choose={() => setCurrent(at)} open={open} />
          ))}
          {after > 0 && <tr aria-hidden="true" className={styles.space}><td colSpan={shown.length} style={{ height: after }} /></tr>}
        </tbody>
      </table>
    </div>
  );
}

function Head({ column, name, by, order }: { column: Column; name: string; by: "up" | "down" | null; order: (sort: string) => void }) {
  if (!column.sort) return <>{name}</>;
  return (
    <button type="button" className={styles.sort} onClick={() => column.sort && order(column.sort)}>
      {name}
      {by && <span className={by === "up" ? styles.up : undefined}><Icon name="down" size={12} /></span>}
    </button>
  );
}

interface RowProps {
  at: number;
  row: LedgerRow | null;
  shown: readonly Column[];
  today: string;
  rowHeight: number;
  isCurrent: boolean;
  choose: () => void;
  open: (row: LedgerRow) => void;
}

function Row({ at, row, shown, today, rowHeight, isCurrent, choose, open }: RowProps) {
  const words = useWords();
  const texts = shown.map((column) => (row ? column.cell(row, words, today) : ""));
  return (
    <tr aria-rowindex={at + 2} tabIndex={isCurrent ? 0 : -1} data-at={at} data-testid={row ? "ledger-row" : undefined} data-id={row?.document} style={{ height: rowHeight }}
      className={row?.deadline_state === "overdue" ? styles.overdue : undefined} onFocus={choose} onDoubleClick={() => row && open(row)}>
      {shown.map((column, place) => {
        const text = texts[place];
        const title = typeof text === "string" && text.length > 8 ? text : undefined;
        return place === 0 ? (
          <th key={column.id} scope="row" title={title}>{row ? <button type="button" className={styles.go} tabIndex={-1} onClick={() => open(row)}>{text}</button> : ""}</th>
        ) : (
          <td key={column.id} title={title} data-column={column.id}>{text}</td>
        );
      })}
    </tr>
  );
}
