// Who is reminded by mail, from which mailbox and of what; added, changed, tried and removed here.
import { useId, useState } from "react";
import { useBackend } from "../../../api/backend";
import type { MailWayForm, RemindState } from "../../../api/types";
import { useFormFocus, type FormFocus } from "../../../parts/useFormFocus";
import { ProblemBox } from "../../../parts/Waiting";
import { byCode, useWords } from "../../../words/words";
import form from "../../../parts/Form.module.css";
import styles from "../Settings.module.css";
import { useTyped } from "../useTyped";
import { levels } from "./levels";
import { useTry } from "./useTry";
import { Way } from "./Way";

export function Mails({ state, done }: { state: RemindState; done: () => void }) {
  const words = useWords();
  const { remind: say } = words;
  const backend = useBackend();
  const [editing, setEditing] = useState<MailWayForm | null>(null);
  const close = () => {
    setEditing(null);
    done();
  };
  const focus = useFormFocus(editing !== null, '[data-testid="mailway-add"]', close);
  const isFixed = state.decided.includes("mails");
  const [sender] = state.senders;
  const addressOf = (mailbox: string) => state.senders.find((it) => it.id === mailbox)?.address ?? mailbox;
  return (
    <>
      <h3>{say.mails}</h3>
      <p className={styles.note}>{say.mailsSays}</p>
      {state.mails.length > 0 && (
        <ul className={styles.ways}>
          {state.mails.map((row) => (
            <Way key={row.id} id={row.id} testId="mailway-row" name={row.to} goes={say.mailGoes} tryIt={() => backend.testMailWay(row)} change={() => setEditing(row)} done={done} isFixed={isFixed}>
              <p><b>{row.to}</b></p>
              <p className={styles.quiet}>{[byCode<string>(say.levels, row.level) ?? row.level, say.fromSays(addressOf(row.mailbox))].join(words.format.stop)}</p>
            </Way>
          ))}
        </ul>
      )}
      {isFixed ? (
        <p className={styles.note} data-testid="decided-mails">{say.mailsOff}</p>
      ) : editing ? (
        <Fields key={editing.id ?? ""} start={editing} senders={state.senders} focus={focus} close={close} />
      ) : (
        <p className={styles.row}>
          <button type="button" className="button" data-testid="mailway-add" disabled={!sender} onClick={() => sender && setEditing({ id: null, mailbox: sender.id, to: "", level: "handler" })}>{say.mailAdd}</button>
          {(!sender || state.mails.length === 0) && <span className={styles.quiet}>{sender ? say.mailsNone : say.noSender}</span>}
        </p>
      )}
    </>
  );
}

function Fields({ start, senders, focus, close }: { start: MailWayForm; senders: RemindState["senders"]; focus: FormFocus; close: () => void }) {
  const { remind: say } = useWords();
  const backend = useBackend();
  const { typed, put, keep, problem } = useTyped<MailWayForm>(say.saved, close);
  const attempt = useTry();
  const id = useId();
  const now: MailWayForm = { ...start, ...typed };
  return (
    <form {...focus} className={form.form} aria-label={say.mailTitle} data-testid="mailway-form" onSubmit={(event) => { event.preventDefault(); keep(() => backend.keepMailWay(now)); }}>
      <label htmlFor={`${id}-to`} className={form.wide}>
        {say.to}
        <input id={`${id}-to`} data-testid="mailway-to" type="email" required autoComplete="off" value={now.to} onChange={(event) => put({ to: event.target.value })} />
      </label>
      <label htmlFor={`${id}-level`} className={styles.wider}>
        {say.level}
        <select id={`${id}-level`} data-testid="mailway-level" value={now.level} onChange={(event) => put({ level: event.target.value })}>
          {levels.map((level) => <option key={level} value={level}>{say.levelsLong[level]}</option>)}
        </select>
      </label>
      <label htmlFor={`${id}-from`} className={form.wide}>
        {say.from}
        <select id={`${id}-from`} data-testid="mailway-from" value={now.mailbox} onChange={(event) => put({ mailbox: event.target.value })}>
          {senders.map((sender) => <option key={sender.id} value={sender.id}>{sender.address || sender.id}</option>)}
        </select>
      </label>
      <button type="submit" className="button primary" data-testid="mailway-save">{say.save}</button>
      <button type="button" className="button" data-testid="mailway-try" disabled={attempt.isRunning} onClick={() => attempt.run(() => backend.testMailWay(now))}>{say.try}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {attempt.told}
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
