// Deadlines and sittings of a month: weeks from Monday on, days off and days worked in exchange marked.
import { useState } from "react";
import { useAsked } from "../../api/useAsked";
import { standingOf } from "../../parts/Standing";
import { shortName, urgencyOf } from "../../parts/urgency";
import { courtTime, fullDay } from "../../words/format";
import { useWords } from "../../words/words";
import { ProblemBox } from "../../parts/Waiting";
import { monthAfter, span, weeks, type DayCell } from "./month";
import styles from "./Time.module.css";

interface Props {
  filter: string;
  today: string;
  openService: (id: string) => void;
}

/** Entries of one day that are drawn; the rest is counted. */
const MOST = 3;

export function Month({ filter, today, openService }: Props) {
  const words = useWords();
  const [month, setMonth] = useState(today.slice(0, 7));
  const [from, to] = span(month);
  const deadlines = useAsked((asked) => asked.deadlineList({ text: filter, from, to, offset: 0, limit: 0 }), `deadlines ${from} ${filter}`);
  const sittings = useAsked((asked) => asked.sittings(from, to), `sittings ${from}`);
  const calendars = useAsked((asked) => asked.calendars(), "calendars");
  const [year = "", number = ""] = month.split("-");
  const title = words.time.monthTitle(year, number);
  return (
    <div className={`scroll ${styles.month}`}>
      {deadlines.problem && <ProblemBox problem={deadlines.problem} again={deadlines.ask} />}
      <div className={styles.buttons}>
        <button type="button" className="button" aria-label={words.time.previous} onClick={() => setMonth(monthAfter(month, -1))}>‹</button>
        <h2 aria-live="polite">{title}</h2>
        <button type="button" className="button" aria-label={words.time.next} onClick={() => setMonth(monthAfter(month, 1))}>›</button>
        <button type="button" className="button" onClick={() => setMonth(today.slice(0, 7))}>{words.time.thisMonth}</button>
        <button type="button" className="button" onClick={() => window.print()}>{words.time.print}</button>
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
                <Cell key={day.date} day={day} today={today} openService={openService} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ day, today, openService }: { day: DayCell; today: string; openService: (id: string) => void }) {
  const words = useWords();
  const sittings = day.sittings.map((row) => {
    const standing = words.time.standings[standingOf(row)];
    const says = [courtTime(row.starts).time.slice(0, 5), standing, words.time.sittings[row.kind] ?? row.kind].filter(Boolean).join(" ");
    const about = [row.case_numbers.join(words.format.list), standing].filter(Boolean).join(" · ");
    return { key: `${row.starts}${row.service}${row.kind}`, service: row.service, says, about, look: standing ? "unsure" : "sitting" };
  });
  const deadlines = day.deadlines.map((row) => ({ key: row.id, service: row.service, says: shortName(words, row), about: row.case_number ?? "", look: row.days_left === null ? "later" : urgencyOf(row.days_left) }));
  const entries = [...sittings, ...deadlines];
  return (
    <td data-inside={day.inside || undefined} data-today={day.date === today || undefined} data-mark={day.mark ?? undefined}>
      <time dateTime={day.date} aria-label={fullDay(words, day.date)}>{Number(day.date.slice(8))}</time>
      {day.mark && <span className={styles.mark}>{day.mark === "rest" ? words.time.rest : words.time.work}</span>}
      <ul>
        {entries.slice(0, MOST).map((it) => (
          <li key={it.key}>
            <button type="button" data-look={it.look} title={it.about} disabled={!it.service} onClick={() => openService(it.service)}>{it.says}</button>
          </li>
        ))}
        {entries.length > MOST && <li className={styles.quiet}>{words.time.more(entries.length - MOST)}</li>}
      </ul>
    </td>
  );
}
