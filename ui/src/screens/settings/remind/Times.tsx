// When people are reminded: quiet hours, the daily list, our own day before the last one.
import { useId, type FormEvent, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import type { RemindState } from "../../../api/types";
import { typedTime } from "../../../parts/typedTime";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";
import { useTyped } from "../useTyped";
import { TimeInput } from "./TimeInput";

interface Typed {
  from: string;
  until: string;
  digest: string;
  days: string;
}

export function Times({ state, done }: { state: RemindState; done: () => void }) {
  const words = useWords();
  const { remind: say } = words;
  const backend = useBackend();
  const { typed, put, keep, problem, forget } = useTyped<Typed>(say.saved, done);
  const id = useId();
  const held: Typed = { from: state.quiet[0], until: state.quiet[1], digest: state.digest_at, days: String(state.internal_days) };
  const now: Typed = { ...held, ...typed };
  const other = (key: keyof Typed) => (typedTime(now[key]) ?? now[key]) !== held[key];
  const days = Number(now.days);
  const isOther = other("from") || other("until") || other("digest") || days !== state.internal_days;
  const time = (text: string) => typedTime(text) ?? text;
  const save = (event: FormEvent) => {
    event.preventDefault();
    keep(() =>
      backend.changeReminding({
        quiet: other("from") || other("until") ? [time(now.from), time(now.until)] : null,
        digest_at: other("digest") ? time(now.digest) : null,
        internal_days: days === state.internal_days ? null : days,
        feed: null,
      }),
    );
  };
  const decided = (what: string) => state.decided.includes(what);
  const line = (what: string, label: string, says: string, inputs: (says: string) => ReactNode) => (
    <div>
      <div className={styles.setting}>
        <span>{label}</span>
        {inputs(`${id}-${what}`)}
      </div>
      <p id={`${id}-${what}`} className={styles.note}>{says}</p>
      {decided(what) && <p className={styles.note} data-testid={`decided-${what}`}>{words.shell.decided}</p>}
    </div>
  );
  return (
    <form className={styles.choices} aria-label={say.times} data-testid="remind-times" onSubmit={save}>
      {line("quiet", say.quiet, say.quietSays, (says) => (
        <>
          <TimeInput label={say.quietFrom} testId="remind-from" says={says} value={now.from} set={(from) => put({ from })} disabled={decided("quiet")} />
          <span>{say.until}</span>
          <TimeInput label={say.quietUntil} testId="remind-until" says={says} value={now.until} set={(until) => put({ until })} disabled={decided("quiet")} />
        </>
      ))}
      {line("digest_at", say.digest, say.digestSays, (says) => (
        <TimeInput label={say.digest} testId="remind-digest" says={says} value={now.digest} set={(digest) => put({ digest })} disabled={decided("digest_at")} />
      ))}
      {line("internal_days", say.days, say.daysSays, (says) => (
        <>
          <span>{say.daysBefore}</span>
          <input type="number" className={styles.days} min={1} max={30} required aria-label={`${say.days} ${say.daysBefore} ${say.daysUnit}`} aria-describedby={says} data-testid="remind-days"
            value={now.days} disabled={decided("internal_days")} onChange={(event) => put({ days: event.target.value })} />
          <span>{say.daysUnit}</span>
        </>
      ))}
      {problem && <ProblemBox problem={problem} />}
      <p className={styles.row}>
        <button type="submit" className="button primary" data-testid="remind-save" disabled={!isOther}>{say.save}</button>
        {isOther && <button type="button" className="button" onClick={forget}>{say.cancel}</button>}
      </p>
    </form>
  );
}
