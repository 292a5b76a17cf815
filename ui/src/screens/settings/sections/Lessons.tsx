// How courts send, as people of the office confirmed it from single mails; each can be taken back.
import { useBackend } from "../../../api/backend";
import type { LessonRow } from "../../../api/types";
import { useAsked } from "../../../api/useAsked";
import { useAnnounce } from "../../../parts/announce";
import { Learned } from "../../../parts/Learned";
import { useOrders } from "../../../parts/useOrders";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { courtTime } from "../../../words/format";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";

export function Lessons() {
  const { teaching: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const lessons = useAsked((asked) => asked.lessons(), "lessons");
  if (lessons.problem) return <ProblemBox problem={lessons.problem} again={lessons.ask} />;
  if (!lessons.value) return <Loading />;
  if (lessons.value.length === 0) return <p>{say.none}</p>;
  const undo = (lesson: LessonRow) => void order(() => backend.unteach(lesson.lesson)).then((done) => done && announce(say.undone(lesson.court_name)));
  const given = (lesson: LessonRow) => [lesson.by, lesson.at && courtTime(lesson.at).date].filter(Boolean).join(" ");
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      <table className={`table ${styles.table} ${styles.lessons}`}>
        <thead>
          <tr>{[say.court, say.what, say.who, ""].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {lessons.value.map((lesson) => (
            <tr key={lesson.lesson} data-testid="lesson-row">
              <th scope="row" lang="zh-CN">{lesson.court_name}</th>
              <td><Learned lesson={lesson} /></td>
              <td>{given(lesson)}</td>
              <td><button type="button" className="button" data-testid="lesson-undo" onClick={() => undo(lesson)}>{say.undo}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{say.list}</p>
    </>
  );
}
