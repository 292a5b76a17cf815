// What comes, day by day: deadlines and sittings together, the overdue first.
import type { UIEvent } from "react";
import type { DeadlineList } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { Chip } from "../../parts/Chip";
import { Standing, standingOf } from "../../parts/Standing";
import { deadlineClock } from "../../parts/urgency";
import { Empty } from "../../parts/Waiting";
import { courtTime, fullDay } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { useWords } from "../../words/words";
import { days } from "./month";
import styles from "./Time.module.css";

interface Props {
  of: DeadlineList;
  today: string;
  openService: (id: string) => void;
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

export function Agenda({ of: { rows, dated }, today, openService, onScroll }: Props) {
  const words = useWords();
  // As far as the deadlines were fetched: a sitting after the last of them would stand before those still to come.
  const to = rows.length < dated ? (rows[rows.length - 1]?.last_day ?? null) : null;
  const sittings = useAsked((asked) => asked.sittings(today, to), `sittings ${to}`);
  const listed = days(rows, sittings.value ?? [], today);
  if (listed.length === 0) return <Empty title={words.time.nothing} />;
  return (
    <div className={`scroll ${styles.agenda}`} onScroll={onScroll}>
      {listed.map(([date, deadlines, trials]) => (
        <section key={date} aria-label={fullDay(words, date)} data-today={date === today || undefined}>
          <h2>{fullDay(words, date)}</h2>
          <ul>
            {trials.map((row) => (
              <li key={`${row.starts}${row.service}${row.kind}`}>
                <time dateTime={row.starts}>{courtTime(row.starts).time.slice(0, 5)}</time>
                <span><b>{words.time.sittings[row.kind] ?? row.kind}</b> <Standing of={standingOf(row)} /> <span lang="zh-CN" className={styles.quiet}>{[row.court?.name, row.place].filter(Boolean).join(" · ")}</span></span>
                <button type="button" className="button bare" onClick={() => openService(row.service)}>{row.case_numbers.join(words.format.list) || words.deadlines.viewService}</button>
              </li>
            ))}
            {deadlines.map((row) => (
              <li key={row.id}>
                <span><Chip clock={deadlineClock(words, row)} /></span>
                <span><b><RuleName row={row} /></b> {row.person && <span className={styles.quiet}>{words.time.responsible(row.person)}</span>}</span>
                {row.service ? <button type="button" className="button bare" onClick={() => openService(row.service)}>{row.case_number ?? words.deadlines.viewService}</button> : <span>{row.case_number}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
