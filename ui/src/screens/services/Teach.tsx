// Remembers how a court sends, from a mail a person confirms: shown first, and taken back at any time.
import { useState, type ReactNode } from "react";
import { useBackend } from "../../api/backend";
import type { LessonRow, ServicePage } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { Learned } from "../../parts/Learned";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { courtTime } from "../../words/format";
import { byCode, useWords } from "../../words/words";
import styles from "./Teach.module.css";

export function Teach({ page }: { page: ServicePage }) {
  const { teaching: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const { id, verdict } = page.row;
  const lessons = useAsked((asked) => asked.lessons(), "lessons");
  const [draft, setDraft] = useState<LessonRow | null>(null);
  const kept = lessons.value?.find((lesson) => lesson.service === id);
  const undo = (lesson: LessonRow) => void order(() => backend.unteach(lesson.lesson)).then((done) => done && announce(say.undone(lesson.court_name)));
  if (kept) return <Kept lesson={kept} undo={() => undo(kept)} problem={problem && <ProblemBox problem={problem} />} />;
  if (verdict === "proven" || !page.teachable || lessons.value === null) return null;
  const propose = () => void order(async () => setDraft(await backend.lessonDraft(id, null)));
  const keep = () =>
    void order(async () => {
      const lesson = await backend.teach(id, null);
      setDraft(null);
      announce(say.kept(lesson.court_name), { says: say.undo, act: () => undo(lesson) });
    });
  return (
    <section className={styles.teach} aria-label={say.title}>
      {draft ? (
        <Draft lesson={draft} keep={keep} cancel={() => { setDraft(null); clear(); }} />
      ) : (
        <p><button type="button" className="button" data-testid="teach-open" onClick={propose}>{say.open}</button></p>
      )}
      {problem && <ProblemBox problem={problem} />}
    </section>
  );
}

function Kept({ lesson, undo, problem }: { lesson: LessonRow; undo: () => void; problem: ReactNode }) {
  const { teaching: say } = useWords();
  const at = lesson.at ? courtTime(lesson.at) : null;
  return (
    <section className={styles.teach} aria-label={say.title} data-testid="teach-kept">
      <p>
        <Icon name="check" /> {say.keptBy(lesson.court_name, lesson.by ?? "", at ? `${at.date} ${at.time.slice(0, 5)}` : "")}{" "}
        <button type="button" className="button" data-testid="teach-undo" onClick={undo}>{say.undo}</button>
      </p>
      {problem}
    </section>
  );
}

function Draft({ lesson, keep, cancel }: { lesson: LessonRow; keep: () => void; cancel: () => void }) {
  const words = useWords();
  const { teaching: say } = words;
  const [checked, setChecked] = useState(false);
  const needsCheck = lesson.against.length > 0;
  return (
    <div className={styles.draft} data-testid="teach-draft">
      <p><strong>{say.draft(lesson.court_name)}</strong></p>
      <Learned lesson={lesson} />
      {lesson.subjects.length > 0 && <p className={styles.quiet}>{say.star}</p>}
      <p className={styles.quiet}>{say.waiting(lesson.waiting)}</p>
      {needsCheck && (
        <>
          <p>{say.against}</p>
          <ul data-testid="teach-against">
            {lesson.against.map((code) => <li key={code}>{byCode<string>(words.reasons, code) ?? code}</li>)}
          </ul>
          <label>
            <input type="checkbox" data-testid="teach-checked" checked={checked} onChange={(event) => setChecked(event.target.checked)} /> {say.checked}
          </label>
        </>
      )}
      <p className={styles.quiet}>{say.means}</p>
      <p className={styles.acts}>
        <button type="button" className="button primary" data-testid="teach-keep" disabled={needsCheck && !checked} onClick={keep}>{say.keep}</button>
        <button type="button" className="button" data-testid="teach-cancel" onClick={cancel}>{say.cancel}</button>
      </p>
    </div>
  );
}
