// Who was reminded of what, when and by which way, and whether it arrived.
import type { ReminderRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { Dated } from "../../parts/Dated";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { fullMoment } from "../../words/format";
import { byCode, problemSentence, useWords, type Words } from "../../words/words";
import styles from "./Time.module.css";

/** What a reminder was about, counted: deadlines stand by their ids, the daily list by its day. */
export function aboutWords(words: Words, about: readonly string[]): string {
  const { reminders: say } = words;
  const days = about.flatMap((key) => (key.startsWith("digest:") ? [key.slice("digest:".length)] : []));
  const others = about.length - days.length;
  return [...days.map((day) => say.digest(day)), ...(others > 0 ? [say.items(others)] : [])].join(words.format.list);
}

export function Reminders() {
  const words = useWords();
  const { reminders: say } = words;
  const reminders = useAsked((asked) => asked.reminders(), "reminders");
  if (reminders.problem) return <ProblemBox problem={reminders.problem} again={reminders.ask} />;
  if (!reminders.value) return <Loading />;
  if (reminders.value.length === 0) return <Empty title={say.empty} text={say.emptyText} />;
  return (
    <div className="scroll" tabIndex={-1}>
      <table className="table">
        <thead>
          <tr>
            {[say.when, say.by, say.to, say.about, say.outcome].map((name) => <th key={name} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {reminders.value.map((row, at) => <Row key={`${row.at}${at}`} row={row} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: ReminderRow }) {
  const words = useWords();
  const { reminders: say } = words;
  return (
    <tr data-testid="reminder-row" data-problem={row.problem ?? undefined}>
      <td className="whole">{fullMoment(row.at)}</td>
      <th scope="row">{row.by === "desktop" ? say.desktop : (byCode<string>(say.ways, row.by.replace(/-\d+$/, "")) ?? row.by)}</th>
      <td className="whole">{byCode<string>(say.ways, row.to) ?? row.to}</td>
      <td className="whole"><Dated text={aboutWords(words, row.about)} /></td>
      <td>
        {row.problem ? say.failed(problemSentence(words, row.problem, row.answer ? [row.to, row.answer] : [row.to])) : say.delivered}
        {row.answer && !row.problem && <span className={styles.quiet}> {row.answer}</span>}
      </td>
    </tr>
  );
}
