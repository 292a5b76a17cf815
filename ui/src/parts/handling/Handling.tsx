// Working on services, one or several: hand over, let reminders rest, set aside what serves nothing.
import { useId, useRef, useState, type FormEvent } from "react";
import { useBackend } from "../../api/backend";
import type { ServiceRow } from "../../api/types";
import { useKeys } from "../../keys";
import { shortMoment } from "../../words/format";
import { useWords } from "../../words/words";
import { useAnnounce } from "../announce";
import { useOrders } from "../useOrders";
import { ProblemBox } from "../Waiting";
import styles from "./Handling.module.css";
import { rests } from "./moments";

type Asked = "assign" | "snooze" | "aside" | "back";

interface Props {
  /** The services it is about: the one being read, or those that were marked. */
  of: readonly ServiceRow[];
  today: string;
  /** Several at once are not set aside: each of them wants a look. */
  several?: boolean;
  done?: () => void;
}

export function Handling({ of, today, several = false, done }: Props) {
  const words = useWords();
  const say = words.handling;
  const [asked, setAsked] = useState<Asked | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [first] = of;
  const aside = first?.set_aside ?? null;
  const mayAside = !several && first !== undefined && (first.receipt === "none" || first.receipt === "withdrawn");
  const ask = (what: Asked) => setAsked((was) => (was === what ? null : what));
  const leave = () => {
    const was = asked;
    setAsked(null);
    bar.current?.querySelector<HTMLElement>(`[data-testid="handling-${was}"]`)?.focus();
  };
  useKeys({
    assign: () => ask("assign"),
    snooze: () => ask("snooze"),
    setAside: () => (mayAside ? ask(aside ? "back" : "aside") : false),
    ...(asked ? { back: leave } : {}),
  });
  const buttons: [Asked, string, string][] = [["assign", say.assign, "A"], ["snooze", say.snooze, "H"]];
  if (mayAside) buttons.push(aside ? ["back", say.takeBack, "!"] : ["aside", say.setAside, "!"]);
  return (
    <div className={styles.handling} ref={bar} data-testid={several ? "handling-several" : "handling"}>
      <div role="group" aria-label={say.title} className={styles.buttons}>
        {buttons.map(([id, name, key]) => (
          <button key={id} type="button" className="button" data-testid={`handling-${id}`} aria-expanded={asked === id} onClick={() => ask(id)}>
            {name} <kbd>{key}</kbd>
          </button>
        ))}
        {!several && first && <Standing row={first} today={today} />}
      </div>
      {asked && first && <Form key={asked} asked={asked} of={of} first={first} today={today} leave={leave} done={() => { leave(); done?.(); }} />}
    </div>
  );
}

/** Who handles it, and until when its reminders rest. */
function Standing({ row, today }: { row: ServiceRow; today: string }) {
  const { handling: say } = useWords();
  const resting = row.snoozed_until !== null && Date.parse(row.snoozed_until) > Date.now();
  const told = [row.handler && say.person(row.handler), resting && row.snoozed_until && say.rests(shortMoment(row.snoozed_until, today))].filter(Boolean);
  return told.length > 0 ? <span className={styles.standing} data-testid="handling-standing">{told.join(" · ")}</span> : null;
}

interface FormProps {
  asked: Asked;
  of: readonly ServiceRow[];
  first: ServiceRow;
  today: string;
  leave: () => void;
  done: () => void;
}

function Form({ asked, of, first, today, leave, done }: FormProps) {
  const { handling: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const id = useId();
  const [text, setText] = useState(asked === "assign" ? (first.handler ?? "") : "");
  // One after the other: what was done before one fails stays done, and is told by the rows themselves.
  const each = async (act: (service: string) => Promise<unknown>, said: string) => {
    const all = async () => {
      for (const row of of) await act(row.id);
    };
    if (!(await order(all))) return;
    announce(said);
    done();
  };
  const snooze = (until: string) => void each((service) => backend.snooze(service, until), Date.parse(until) > Date.now() ? say.snoozed(shortMoment(until, today)) : say.woken);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (asked === "assign") void each((service) => backend.assign(service, typed), typed ? say.assigned(typed) : say.unassigned);
    else if (asked === "aside") void each((service) => backend.setAside(service, typed), say.nowAside);
    else void each((service) => backend.takeBack(service, typed), say.nowBack);
  };
  const note = { assign: null, snooze: say.snoozeSays, aside: say.setAsideSays, back: say.takeBackSays }[asked];
  return (
    <div className={styles.form} data-testid="handling-form">
      {problem && <ProblemBox problem={problem} />}
      {asked === "snooze" ? (
        <div className={styles.buttons}>
          {rests(Date.now()).map((rest, at) => (
            <button key={rest.id} type="button" className="button" autoFocus={at === 0} data-testid={`rest-${rest.id}`} onClick={() => snooze(rest.until)}>
              {say[rest.id]}
            </button>
          ))}
          {of.some((row) => row.snoozed_until !== null && Date.parse(row.snoozed_until) > Date.now()) && (
            <button type="button" className="button" data-testid="rest-end" onClick={() => snooze(new Date(Date.now() - 1000).toISOString())}>{say.wake}</button>
          )}
          <button type="button" className="button" onClick={leave}>{say.cancel}</button>
        </div>
      ) : (
        <form onSubmit={save} className={styles.fields}>
          <label htmlFor={id}>{asked === "assign" ? say.assignTo : say.why}</label>
          <input id={id} autoFocus required={asked !== "assign"} maxLength={asked === "assign" ? 60 : 200} value={text} data-testid="handling-text"
            placeholder={asked === "assign" ? say.assignHint : say.whyHint} onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
              event.preventDefault();
              leave();
            }} />
          <button type="submit" className="button primary" data-testid="handling-save">{say.save}</button>
          <button type="button" className="button" onClick={leave}>{say.cancel}</button>
        </form>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
