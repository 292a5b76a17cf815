// 期限: every deadline by its last day, each with why it is that day.
import { Fragment, useRef, useState } from "react";
import type { DeadlineRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useKeys } from "../../keys";
import { Chip } from "../../parts/Chip";
import { Dated } from "../../parts/Dated";
import { FilterBox } from "../../parts/FilterBox";
import { arithmetic, Reckoning } from "../../parts/Reckoning";
import { stepFocus } from "../../parts/stepFocus";
import { useGrowing } from "../../parts/useGrowing";
import { deadlineClock } from "../../parts/urgency";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { fullDay, shortDay } from "../../words/format";
import { useWords, type Words } from "../../words/words";
import styles from "./Deadlines.module.css";
import { grouped } from "./deadlines";

interface Props {
  today: string;
  openService: (id: string) => void;
}

export function Deadlines({ today, openService }: Props) {
  const words = useWords();
  const deadlines = useAsked((asked) => asked.deadlines(), "deadlines");
  const [filter, setFilter] = useState("");
  const box = useRef<HTMLInputElement>(null);
  useKeys({ next: () => stepFocus("[data-opener]", 1), previous: () => stepFocus("[data-opener]", -1), filter: () => box.current?.focus() });
  const all = deadlines.value ?? [];
  const groups = grouped(all, filter);
  // One budget for all groups, in the order in which they stand.
  const { drawn, onScroll } = useGrowing([...groups.dated, ...groups.undetermined, ...groups.closed]);
  const seen = new Set(drawn);
  const inSight = (rows: readonly DeadlineRow[]) => rows.filter((row) => seen.has(row));
  const none = groups.dated.length + groups.undetermined.length + groups.closed.length === 0;
  return (
    <section className="screen" aria-label={words.deadlines.title}>
      <header className="bar">
        <h1>{words.deadlines.title}</h1>
        <span className={styles.quiet}>{deadlines.value && words.deadlines.count(groups.dated.length + groups.undetermined.length)}</span>
        <span className="rest" />
        <FilterBox box={box} label={words.deadlines.filter} value={filter} set={setFilter} />
      </header>
      {deadlines.problem && <ProblemBox problem={deadlines.problem} again={deadlines.ask} />}
      {deadlines.value === null ? (
        !deadlines.problem && <Loading />
      ) : all.length === 0 ? (
        <Empty title={words.deadlines.emptyTitle} text={words.deadlines.emptyText} />
      ) : none ? (
        <Empty title={words.deadlines.noneMatch}>
          <button type="button" className="button" onClick={() => setFilter("")}>
            {words.services.clearFilter}
          </button>
        </Empty>
      ) : (
        <div className="scroll" tabIndex={-1} onScroll={onScroll}>
          <table className="table">
            <Head words={words} />
            <Group rows={inSight(groups.dated)} today={today} openService={openService} />
            <Group rows={inSight(groups.undetermined)} title={words.deadlines.groupUndetermined} note={words.deadlines.undeterminedNote} today={today} openService={openService} />
            <Group rows={inSight(groups.closed)} title={words.deadlines.groupClosed} today={today} openService={openService} />
          </table>
        </div>
      )}
    </section>
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

function Group({ rows, title, note, today, openService }: GroupProps) {
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
        <Row key={row.id} row={row} today={today} openService={openService} />
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
  };
  return known[row.state] ?? row.state;
}

function Row({ row, today, openService }: Props & { row: DeadlineRow }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const about = `why-${row.id}`;
  return (
    <Fragment>
      <tr data-testid="deadline-row" data-id={row.id} className={open ? styles.open : undefined}>
        <td>
          <Chip clock={deadlineClock(words, row)} />
        </td>
        <th scope="row">
          <button type="button" className={styles.opener} data-opener aria-expanded={open} aria-controls={about} onClick={() => setOpen(!open)}>
            <i aria-hidden="true">{open ? "▾" : "▸"}</i>
            <span lang="zh-CN">{row.name}</span>
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
                {row.safe_date && row.safe_date !== row.last_day && <p className={styles.quiet}>{words.clock.safe(fullDay(words, row.safe_date))}</p>}
                <button type="button" className="button bare" onClick={() => openService(row.service)}>
                  {words.deadlines.viewService}
                </button>
              </>
            ) : (
              <span className={styles.quiet} lang="zh-CN">{row.because}</span>
            )}
          </td>
        </tr>
      )}
    </Fragment>
  );
}
