// One mail that serves nothing: what it says, why it was passed over, and the way to say that a court did serve it.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { LessonRow, MailPage } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { Learned } from "../../parts/Learned";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import form from "../../parts/Form.module.css";
import { fileSize, fullMoment } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./Mails.module.css";

interface Props {
  sha256: string;
  back: () => void;
  openService: (id: string) => void;
}

export function MailPane({ sha256, back, openService }: Props) {
  const words = useWords();
  const asked = useAsked((backend) => backend.mailPage(sha256), sha256);
  const page = asked.value;
  const isGone = asked.problem?.code === "not-found";
  return (
    <section className={styles.pane} aria-label={page?.line.subject || words.mails.title}>
      <header className={styles.bar}>
        <button type="button" className={`button ${styles.back}`} onClick={back}><Icon name="back" size={14} /> {words.services.back}</button>
        <span className={styles.rest} />
      </header>
      <div className={styles.scroll} data-reading tabIndex={0} role="region" aria-label={words.mails.parts}>
        {asked.problem && !isGone && <ProblemBox problem={asked.problem} again={asked.ask} />}
        {page ? <Reading page={page} openService={openService} /> : !asked.problem && <Loading />}
      </div>
    </section>
  );
}

function reasonWords(words: Words, page: MailPage): string {
  return page.reasons.map(({ code, detail }) => [byCode<string>(words.reasons, code) ?? code, detail].filter(Boolean).join(" ")).join(words.format.stop);
}

function Reading({ page, openService }: { page: MailPage; openService: (id: string) => void }) {
  const words = useWords();
  const { mails: say } = words;
  const { line } = page;
  const files = page.parts.filter((part) => part.became !== "body" && part.became !== "wrapper");
  const from = [line.from_name, line.from].filter(Boolean).join(" ");
  return (
    <article className={styles.reading}>
      <h2>{line.subject || say.noSubject}</h2>
      <p className={styles.quiet}>{[from || say.noSender, fullMoment(line.arrived ?? line.first_seen), line.folder].filter(Boolean).join(" · ")}</p>
      <p className={styles.box}><Icon name="info" /> <span>{say.why}{page.reasons.length > 0 && <small>{words.format.pair(say.reasons, reasonWords(words, page))}</small>}</span></p>
      <Confirm page={page} openService={openService} />
      {files.length > 0 && (
        <>
          <h3>{say.parts}</h3>
          <ul className={styles.parts}>
            {files.map((part) => (
              <li key={part.path}>
                <Icon name="file" size={14} /> <span>{part.name ?? part.media_type}</span>
                <span className={styles.quiet}>{[byCode<string>(words.page.became, part.became) ?? part.became, part.why, fileSize(part.size_bytes)].filter(Boolean).join(" · ")}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{say.text}</h3>
      {page.text.trim() ? <pre className={styles.text}>{page.text}</pre> : <p className={styles.quiet}>{say.noText}</p>}
    </article>
  );
}

/** A person says that a court sent it: what that teaches is shown first. */
function Confirm({ page, openService }: { page: MailPage; openService: (id: string) => void }) {
  const words = useWords();
  const { mails: say, teaching } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const [court, setCourt] = useState("");
  const [draft, setDraft] = useState<LessonRow | null>(null);
  const [checked, setChecked] = useState(false);
  const { sha256 } = page.line;
  const isListed = page.lesson !== null;
  if (page.forged) {
    return <p className={styles.box} data-testid="mail-forged"><Icon name="warn" /> <span>{say.forged(byCode<string>(words.reasons, page.forged) ?? page.forged)}</span></p>;
  }
  const named = isListed ? null : court.trim();
  const propose = () => void order(async () => setDraft(await backend.lessonDraft(sha256, named)));
  const teach = () =>
    void order(async () => {
      const lesson = await backend.teach(sha256, named);
      const undo = () => void backend.unteach(lesson.lesson);
      announce(say.taken(lesson.court_name), { says: teaching.undo, act: undo });
      openService(lesson.service);
    });
  return (
    <section className={styles.confirm} aria-label={say.question}>
      <h3>{say.question}</h3>
      {draft ? (
        <div data-testid="mail-draft">
          <p><strong>{teaching.draft(draft.court_name)}</strong></p>
          <Learned lesson={draft} />
          <p className={styles.quiet}>{say.says}</p>
          {!isListed && (
            <label className={styles.check}>
              <input type="checkbox" data-testid="mail-checked" checked={checked} onChange={(event) => setChecked(event.target.checked)} /> {say.checked}
            </label>
          )}
          <p className={styles.acts}>
            <button type="button" className="button primary" data-testid="mail-sure" disabled={!isListed && !checked} onClick={teach}>{say.confirm}</button>
            <button type="button" className="button" onClick={() => { setDraft(null); clear(); }}>{teaching.cancel}</button>
          </p>
        </div>
      ) : isListed ? (
        <button type="button" className="button" data-testid="mail-confirm" onClick={propose}>{say.confirm}</button>
      ) : (
        <form className={form.form} onSubmit={(event) => { event.preventDefault(); propose(); }}>
          <p className={form.quiet}>{say.unlisted}</p>
          <label className={form.wide}>
            {say.court}
            <input required lang="zh-CN" data-testid="mail-court" placeholder={say.courtHint} value={court} onChange={(event) => setCourt(event.target.value)} />
          </label>
          <button type="submit" className="button" data-testid="mail-confirm">{say.confirm}</button>
        </form>
      )}
      {problem && <ProblemBox problem={problem} />}
    </section>
  );
}
