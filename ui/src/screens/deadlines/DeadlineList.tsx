// Deadlines as a list by last day, each with why it is that day, what was decided about it, and what can be done.
import { Fragment, useEffect, useRef, useState, type UIEvent } from "react";
import type { DeadlineList as DeadlinePart, DeadlineRow } from "../../api/types";
import { useKeys } from "../../keys";
import { Chip } from "../../parts/Chip";
import { Dated } from "../../parts/Dated";
import { Reckoned } from "../../parts/Reckoned";
import { arithmetic, Reckoning } from "../../parts/Reckoning";
import { stepFocus } from "../../parts/stepFocus";
import { deadlineClock } from "../../parts/urgency";
import { fullDay, shortDay } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { useWords, type Words } from "../../words/words";
import styles from "./Deadlines.module.css";
import { DeadlineActions } from "./DeadlineActions";
import { isClosed } from "./deadlines";

interface Props {
  /** The one that is opened at first. */
  shown: string | null;
  today: string;
  openService: (id: string) => void;
}

interface ListProps extends Props {
  of: DeadlinePart;
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

export function DeadlineList({ of, onScroll, ...row }: ListProps) {
  const words = useWords();
  useKeys({ next: () => stepFocus("[data-opener]", 1), previous: () => stepFocus("[data-opener]", -1) });
  const open = of.rows.filter((row) => !isClosed(row));
  return (
    <div className="scroll" tabIndex={-1} onScroll={onScroll}>
      <table className={`table ${styles.list}`}>
        <Head words={words} />
        <Group rows={open.filter((row) => row.last_day !== null)} {...row} />
        <Group rows={open.filter((row) => row.last_day === null)} title={words.deadlines.groupUndetermined} note={words.deadlines.undeterminedNote} {...row} />
        <Group rows={of.rows.filter(isClosed)} title={words.deadlines.groupClosed} {...row} />
      </table>
    </div>
  );
}

function Head({ words }: { words: Words }) {
  return (
    <thead>
      <tr>
        <th scope="col">{words.deadlines.colLeft}</th>
        <th scope="col">{words.deadlines.colName}</th>
        <th scope="col">{words.deadlines.colCase}</th>
        <th scope="col">{words.deadlines.colFrom}</th>
        <th scope="col">{words.deadlines.colLast}</th>
        <th scope="col">{words.deadlines.colStatus}</th>
      </tr>
    </thead>
  );
}

interface GroupProps extends Props {
  rows: readonly DeadlineRow[];
  title?: string;
  note?: string;
}

function Group({ rows, title, note, ...shared }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <tbody>
      {title && (
        <tr className={styles.group}>
          <th colSpan={6} scope="rowgroup">
            {title} <span className={styles.quiet}>{note}</span>
          </th>
        </tr>
      )}
      {rows.map((row) => (
        <Row key={row.id} row={row} {...shared} />
      ))}
    </tbody>
  );
}

function status(words: Words, row: DeadlineRow): string {
  if (row.status === "final") return words.clock.statusFinal;
  return row.status === "provisional" ? words.clock.statusProvisional : words.clock.statusUndetermined;
}

function state(words: Words, row: DeadlineRow): string {
  const known: Record<string, string> = {
    open: words.deadlines.open,
    confirmed: words.deadlines.confirmed,
    done: words.deadlines.done,
    "not-applicable": words.deadlines.notApplicable,
    overdue: words.deadlines.overdue,
    remedied: words.time.remediedState,
  };
  return known[row.state] ?? row.state;
}

function Row({ row, shown, today, openService }: Props & { row: DeadlineRow }) {
  const words = useWords();
  const isShown = shown === row.id;
  const [open, setOpen] = useState(isShown);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isShown) opener.current?.focus();
  }, [isShown]);
  const about = `why-${row.id}`;
  return (
    <Fragment>
      <tr data-testid="deadline-row" data-id={row.id} className={open ? styles.open : undefined}>
        <td>
          <Chip clock={deadlineClock(words, row)} />
        </td>
        <th scope="row">
          <button ref={opener} type="button" className={styles.opener} data-opener aria-expanded={open} aria-controls={about} onClick={() => setOpen(!open)}>
            <i aria-hidden="true">{open ? "▾" : "▸"}</i>
            <RuleName row={row} />
          </button>
        </th>
        <td>
          <span className={styles.line}>{row.case_number ?? words.services.noCaseNumber}</span>
          <span className={styles.quiet}>{row.court?.name ?? words.services.noCourt}</span>
        </td>
        <td>
          <span className={styles.line}>{row.from ? shortDay(words, row.from, today) : "—"}</span>
          <span className={styles.quiet} lang="zh-CN">{row.document}</span>
        </td>
        <td className={styles.last}>{row.last_day ? fullDay(words, row.last_day) : words.clock.noDate}</td>
        <td>
          <span className={row.status === "final" ? styles.final : styles.dashed}>{status(words, row)}</span>
          {row.person && <span className={styles.quiet}> {words.time.responsible(row.person)}</span>}
          {row.state !== "open" && row.state !== "overdue" && <span className={styles.quiet}> {state(words, row)}</span>}
        </td>
      </tr>
      {(open || (row.status !== "final" && row.because)) && (
        <tr className={styles.why} id={about}>
          <td />
          <td colSpan={5}>
            {open ? (
              <>
                <p><Dated text={arithmetic(words, row, today)} /></p>
                <Reckoning deadline={row} />
                {row.internal_day && <p className={styles.quiet}>{words.time.internal(fullDay(words, row.internal_day))}</p>}
                {row.safe_date && row.safe_date !== row.last_day && <p className={styles.quiet}>{words.clock.safe(fullDay(words, row.safe_date))}</p>}
                <DeadlineActions row={row} />
                {row.service && (
                  <button type="button" className="button bare flush" onClick={() => openService(row.service)}>
                    {words.deadlines.viewService}
                  </button>
                )}
              </>
            ) : (
              <span className={styles.quiet}><Reckoned text={row.because} /></span>
            )}
          </td>
        </tr>
      )}
    </Fragment>
  );
}
