// What a person can decide about a deadline, each with its reason, and what was decided before.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { DeadlineRow, Decide } from "../../api/types";
import { DateField } from "../../parts/DateInput";
import { keepFocus } from "../../parts/refocus";
import { useFormFocus, type FormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { courtStamp, fullDay, fullMoment } from "../../words/format";
import { useWords, type Words } from "../../words/words";
import { isClosed } from "./deadlines";
import { RolledDay } from "./RolledDay";
import styles from "./Time.module.css";

/** What is asked before a decision is recorded. */
interface Question {
  decision: string;
  name: string;
  asks: readonly ("date" | "person" | "reason")[];
}

function questions(words: Words, row: DeadlineRow): Question[] {
  const time = words.time;
  if (isClosed(row)) return [{ decision: "reopened", name: time.reopen, asks: ["reason"] }];
  const open: Question[] = [
    { decision: "done", name: time.done, asks: ["reason"] },
    { decision: "not-applicable", name: time.notApplicable, asks: ["reason"] },
    { decision: "extended", name: time.extend, asks: ["date", "reason"] },
    { decision: "assigned", name: time.assign, asks: ["person"] },
  ];
  if (row.last_day && row.state === "open") open.unshift({ decision: "confirmed", name: time.confirm, asks: [] });
  if (!row.own) open.splice(-1, 0, { decision: "counted-from", name: time.from, asks: ["date", "reason"] });
  if (row.state === "overdue") open.unshift({ decision: "remedied", name: time.remedied, asks: ["reason"] });
  if (row.waits) open.unshift({ decision: "accepted", name: time.accept(fullDay(words, row.waits)), asks: [] });
  return open;
}

export function DeadlineActions({ row }: { row: DeadlineRow }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [asked, setAsked] = useState<Question | null>(null);
  const close = () => setAsked(null);
  const focus = useFormFocus(asked !== null, `[data-testid="decide-${asked?.decision}"]`, close);
  async function record(decide: Decide) {
    // The row may move, and the buttons of the new state are others.
    keepFocus(`[data-opener][aria-controls="why-${CSS.escape(row.id)}"]`);
    if (await order(() => backend.decide(row.id, decide))) close();
  }
  // A later day is accepted as it is shown here, not as it has become meanwhile.
  const plain = (decision: string): Decide => ({ decision, date: decision === "accepted" ? row.waits : null, person: null, deputy: null, reason: "" });
  return (
    <div className={styles.actions}>
      {row.waits && <p>{words.time.waits(fullDay(words, row.waits))}</p>}
      <div role="group" aria-label={words.time.actions} className={styles.buttons}>
        {questions(words, row).map((it) => (
          <button key={it.decision} type="button" className="button" data-testid={`decide-${it.decision}`} aria-expanded={it.asks.length > 0 ? asked?.decision === it.decision : undefined} onClick={() => (it.asks.length === 0 ? void record(plain(it.decision)) : setAsked(asked?.decision === it.decision ? null : it))}>
            {it.name}
          </button>
        ))}
      </div>
      {asked && <Form key={asked.decision} question={asked} focus={focus} cancel={close} record={record} />}
      {problem && <ProblemBox problem={problem} />}
      {row.history.length > 0 && (
        <>
          <h3>{words.time.history}</h3>
          <ol className={styles.history}>
            {row.history.map((it, at) => (
              <li key={at}>
                <time dateTime={it.at}>{fullMoment(it.at)}</time> {it.by} {words.time.decisions[it.decision] ?? it.decision} {it.date && fullDay(words, it.date)} {it.reason}
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Form({ question, focus, cancel, record }: { question: Question; focus: FormFocus; cancel: () => void; record: (decide: Decide) => Promise<void> }) {
  const words = useWords();
  const id = useId();
  const [date, setDate] = useState("");
  const [person, setPerson] = useState("");
  const [deputy, setDeputy] = useState("");
  const [reason, setReason] = useState("");
  const has = (what: "date" | "person" | "reason") => question.asks.includes(what);
  return (
    <form
      {...focus}
      className={styles.form}
      aria-label={question.name}
      onSubmit={(event) => {
        event.preventDefault();
        void record({ decision: question.decision, date: date || null, person: person || null, deputy: deputy || null, reason });
      }}
    >
      {has("date") && (
        <DateField label={words.time.date} leans={question.decision === "counted-from" ? "past" : "ahead"} required value={date} set={setDate} />
      )}
      {question.decision === "extended" && (
        <RolledDay day={date} today={courtStamp(Date.now()).slice(0, 10)} take={setDate} />
      )}
      {has("person") && (
        <>
          <label htmlFor={`${id}-person`}>
            {words.time.person}
            <input id={`${id}-person`} required maxLength={60} value={person} onChange={(event) => setPerson(event.target.value)} />
          </label>
          <label htmlFor={`${id}-deputy`}>
            {words.time.deputy}
            <input id={`${id}-deputy`} maxLength={60} value={deputy} onChange={(event) => setDeputy(event.target.value)} />
          </label>
        </>
      )}
      {has("reason") && (
        <label htmlFor={`${id}-reason`} className={styles.wide}>
          {words.time.reason}
          <input id={`${id}-reason`} required maxLength={500} placeholder={words.time.reasonHint} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      <button type="submit" className="button primary" data-testid="decide-save">
        {words.time.save}
      </button>
      <button type="button" className="button" onClick={cancel}>
        {words.time.cancel}
      </button>
    </form>
  );
}
