// How a last day came about: in one line, and step by step with the law.
import type { DeadlineRow } from "../api/types";
import { fullDay, shortDay } from "../words/format";
import { useWords, type Words } from "../words/words";
import { Reckoned } from "./Reckoned";
import styles from "./Reckoning.module.css";

/** The reckoning in one line: from when, to when, moved to when. */
export function arithmetic(words: Words, row: DeadlineRow, today: string): string {
  if (!row.last_day) return "";
  const end = row.raw_end ?? row.last_day;
  const day = (date: string) => shortDay(words, date, today);
  const backward = row.from !== null && row.last_day < row.from;
  const first = row.from === null ? words.clock.until(day(end)) : backward ? words.clock.backward(day(row.from), day(end)) : words.clock.forward(day(row.from), day(end));
  if (end === row.last_day) return first;
  const moved = row.last_day > end ? words.clock.rolled(day(row.last_day)) : words.clock.moved(day(row.last_day));
  return `${first} → ${moved}`;
}

export function Reckoning({ deadline }: { deadline: DeadlineRow }) {
  const words = useWords();
  // The last step usually is the last day itself; it is not told twice.
  const told = deadline.steps[deadline.steps.length - 1]?.date === deadline.last_day;
  return (
    <div className={styles.reckoning}>
      <ol>
        {deadline.steps.map((step, at) => (
          <li key={at} className={told && at === deadline.steps.length - 1 ? styles.last : undefined}>
            <time dateTime={step.date}>{fullDay(words, step.date)}</time>
            <Reckoned text={step.says} />
          </li>
        ))}
        {deadline.last_day && !told && (
          <li className={styles.last}>
            <time dateTime={deadline.last_day}>{fullDay(words, deadline.last_day)}</time>
            <span>{words.deadlines.colLast}</span>
          </li>
        )}
      </ol>
      {deadline.because && <p><Reckoned text={deadline.because} /></p>}
      {deadline.source.length > 0 && (
        <p>
          {words.clock.law} <span lang="zh-CN">{deadline.source.join("、")}</span>
        </p>
      )}
    </div>
  );
}
