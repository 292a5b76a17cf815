// 需要核对: what a person must look at, each with the way to say what came of it; what was answered stays in sight.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { DoubtRow, ServicePage } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import form from "../../parts/Form.module.css";
import { Icon } from "../../parts/Icon";
import { RestoreMissing } from "../../parts/RestoreMissing";
import { useFormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./ServicePage.module.css";
import { Unlock } from "./Unlock";

/** The name of a part, else its path. */
function nameOf(page: ServicePage, path: string): string {
  return page.other_parts.find((part) => part.path === path)?.name ?? path;
}

/** The reasons of a doubtful sender stand in the box above already. */
function says(words: Words, doubt: DoubtRow): [string, string] {
  const word = byCode<string>(words.doubts, doubt.code);
  return word ? [word, doubt.code === "sender-doubtful" ? "" : doubt.detail] : [doubt.detail || doubt.code, ""];
}

/** Facts by whose correction doubts are answered. */
const corrected: Readonly<Record<string, string>> = {
  "case-number-missing": "case-number", "case-number-cited": "case-number", "case-number-implausible": "case-number", "case-number-conflict": "document-case",
  "brought-other-case": "document-case", "court-unknown": "court", "court-mismatch": "court", "court-code-unknown": "court", "addressee-not-us": "addressee",
  "hearing-time-unclear": "hearing", "title-differs-from-name": "document-title",
};

interface Props {
  page: ServicePage;
  /** Leads to the correction of a fact; `of` is the part of the document it is about. */
  correct: (fact: string, of: string | null) => void;
}

export function Doubts({ page, correct }: Props) {
  const words = useWords();
  const open = page.doubts.filter((doubt) => !doubt.settled);
  const answered = page.doubts.filter((doubt) => doubt.settled);
  if (page.doubts.length === 0) return null;
  return (
    <section className={styles.part}>
      {open.length > 0 && (
        <>
          <h3>{words.page.doubts}</h3>
          <ul className={styles.doubts}>
            {open.map((doubt) => <Open key={doubt.id} page={page} doubt={doubt} correct={correct} />)}
          </ul>
        </>
      )}
      {answered.length > 0 && (
        <details data-testid="doubts-answered">
          <summary>{words.settling.answered(answered.length)}</summary>
          <ul className={styles.doubts}>
            {answered.map((doubt) => {
              const [word, detail] = says(words, doubt);
              return <li key={doubt.id}><span>{word} {detail && <span className={styles.quiet}>{detail}</span>} <b lang="zh-CN">{doubt.answer}</b></span></li>;
            })}
          </ul>
        </details>
      )}
    </section>
  );
}

function Open({ page, doubt, correct }: Props & { doubt: DoubtRow }) {
  const words = useWords();
  const { settling: say } = words;
  const [asking, setAsking] = useState(false);
  const [word, detail] = says(words, doubt);
  const isSender = doubt.code === "sender-doubtful";
  const fact = corrected[doubt.code];
  return (
    <li data-testid="doubt" data-code={doubt.code}>
      <Icon name="info" />
      <span>
        {word}
        {detail && <span className={styles.quiet}> {detail}</span>}
        {fact && !asking && (
          <button type="button" className="button bare" data-testid="doubt-correct" onClick={() => correct(fact, doubt.part === "mail" ? null : doubt.part)}>{say.correct}</button>
        )}
        {doubt.code === "file-gone" && !asking && <RestoreMissing look="button bare" />}
        {!asking && (
          <button type="button" className="button bare" data-testid="settle-open" data-doubt={doubt.id} onClick={() => setAsking(true)}>
            {isSender ? say.verified : say.open}
          </button>
        )}
      </span>
      {doubt.code === "password-needed" && <Unlock service={page.row.id} part={doubt.part} name={nameOf(page, doubt.part)} />}
      {asking && <Answer doubt={doubt} isSender={isSender} close={() => setAsking(false)} />}
    </li>
  );
}

/** Whom a person asked about a sender is evidence; of anything else it is enough that it was compared. */
function Answer({ doubt, isSender, close }: { doubt: DoubtRow; isSender: boolean; close: () => void }) {
  const { settling: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const id = useId();
  const [text, setText] = useState("");
  const focus = useFormFocus(true, `[data-doubt="${CSS.escape(doubt.id)}"]`, close);
  const save = () =>
    void order(() => backend.settle(doubt.id, text.trim() || say.default)).then((done) => {
      if (done) announce(say.done);
    });
  return (
    <form {...focus} className={`${form.form} ${styles.answer}`} aria-label={isSender ? say.verified : say.open} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <label htmlFor={id} className={form.wide}>
        {say.how}
        <input id={id} required={isSender} maxLength={300} data-testid="settle-how" placeholder={isSender ? say.hintSender : say.default} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit" className="button" data-testid="settle-save">{say.save}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
