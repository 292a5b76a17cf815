// Deadlines and sittings of a month: weeks from Monday on, days off and days worked in exchange marked.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { DeadlineRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useExports } from "../../parts/exports";
import { standingOf } from "../../parts/Standing";
import { byUrgency, deadlineClock, shortName } from "../../parts/urgency";
import { courtTime, fullDay } from "../../words/format";
import { useWords } from "../../words/words";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { isClosed } from "./deadlines";
import { monthAfter, span, weeks, type DayCell } from "./month";
import styles from "./Time.module.css";

interface Props {
  filter: string;
  today: string;
  /** How many deadlines have no day, and stand in no month. */
  undated: number;
  openService: (id: string) => void;
  /** Opens the list, at a deadline that belongs to no service. */
  openList: (deadline?: string) => void;
}

/** Entries of one day that are drawn; the rest is counted until it is asked for. */
const MOST = 3;

export function Month({ filter, today, undated, openService, openList }: Props) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const { exporting, start } = useExports();
  const [month, setMonth] = useState(today.slice(0, 7));
  const [from, to] = span(month);
  const deadlines = useAsked((asked) => asked.deadlineList({ text: filter, from, to, offset: 0, limit: 0 }), `deadlines ${from} ${filter}`);
  const sittings = useAsked((asked) => asked.sittings(from, to), `sittings ${from}`);
  const calendars = useAsked((asked) => asked.calendars(), "calendars");
  const [year = "", number = ""] = month.split("-");
  const title = words.time.monthTitle(year, number);
  return (
    <div className={`scroll ${styles.month}`}>
      {[deadlines, sittings, calendars].map((asked, at) => asked.problem && <ProblemBox key={at} problem={asked.problem} again={asked.ask} />)}
      {problem && <ProblemBox problem={problem} />}
      <div className={styles.buttons}>
        <button type="button" className="button" aria-label={words.time.previous} onClick={() => setMonth(monthAfter(month, -1))}>‹</button>
        <h2 aria-live="polite">{title}</h2>
        <button type="button" className="button" aria-label={words.time.next} onClick={() => setMonth(monthAfter(month, 1))}>›</button>
        <button type="button" className="button" onClick={() => setMonth(today.slice(0, 7))}>{words.time.thisMonth}</button>
        <button type="button" className="button" onClick={() => void order(() => backend.printPage())}>{words.time.print}</button>
        <button type="button" className="button" data-testid="export-month" disabled={exporting} onClick={() => void start((language) => backend.exportMonth(from, language))}>{words.ledger.export}</button>
        <button type="button" className="button" data-testid="export-calendar" disabled={exporting} title={words.calendarFile.says} onClick={() => void start((language) => backend.exportCalendar(language))}>{words.calendarFile.export}</button>
        {undated > 0 && <button type="button" className="button bare" data-testid="month-undated" onClick={() => openList()}>{words.time.undated(undated)}</button>}
      </div>
      <table className={styles.grid} aria-label={title}>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 0].map((day) => (
              <th key={day} scope="col">{words.format.weekdays[day]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(month, deadlines.value?.rows ?? [], sittings.value ?? [], calendars.value ?? []).map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <Cell key={day.date} day={day} today={today} openService={openService} openList={openList} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The law's own days first, then the sittings, then the office's own; what is settled last. */
const rank = (row: DeadlineRow) => (isClosed(row) ? 3 : row.own ? 2 : 0);

function Cell({ day, today, openService, openList }: Pick<Props, "today" | "openService" | "openList"> & { day: DayCell }) {
  const words = useWords();
  const [isWhole, setWhole] = useState(false);
  const sittings = day.sittings.map((row) => {
    const standing = words.time.standings[standingOf(row)];
    const says = [courtTime(row.starts).time.slice(0, 5), standing, words.time.sittings[row.kind] ?? row.kind].filter(Boolean).join(" ");
    const about = [row.case_numbers.join(words.format.list), standing].filter(Boolean).join(" · ");
    return { key: `${row.starts}${row.service}${row.kind}`, open: () => openService(row.service), says, about, look: standing ? "unsure" : "sitting", rank: 1 };
  });
  const urgent = [...day.deadlines].sort((a, b) => byUrgency(deadlineClock(words, a).urgency, deadlineClock(words, b).urgency));
  const deadlines = urgent.map((row) => ({
    key: row.id, open: () => (row.service ? openService(row.service) : openList(row.id)), says: shortName(words, row), about: [row.name, row.case_number].filter(Boolean).join(" · "),
    look: deadlineClock(words, row).urgency, rank: rank(row),
  }));
  const entries = [...deadlines, ...sittings].sort((a, b) => a.rank - b.rank);
  const hidden = entries.length - MOST;
  return (
    <td data-inside={day.inside || undefined} data-today={day.date === today || undefined} data-mark={day.mark ?? undefined}>
      <time dateTime={day.date} aria-label={fullDay(words, day.date)}>{Number(day.date.slice(8))}</time>
      {day.mark && <span className={styles.mark}>{day.mark === "rest" ? words.time.rest : words.time.work}</span>}
      <ul>
        {entries.map((it, at) => (
          <li key={it.key} className={at >= MOST && !isWhole ? styles.rest : undefined}>
            <button type="button" data-look={it.look} title={it.about} onClick={it.open}>{it.says}</button>
          </li>
        ))}
        {hidden > 0 && (
          <li data-more>
            <button type="button" data-look="more" data-testid="month-more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>{isWhole ? words.time.fewer : words.time.more(hidden)}</button>
          </li>
        )}
      </ul>
    </td>
  );
}
