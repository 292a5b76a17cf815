// What the court is told: received, or an objection with one of the listed reasons.
import { Choice } from "../../parts/Choice";
import { useWords } from "../../words/words";
import styles from "../../parts/letter/Letter.module.css";

export interface Objecting {
  reason: string;
  note: string;
  /** Whether it says enough to be sent. */
  isComplete: boolean;
}

const answers = ["received", "refused"] as const;
const reasons = ["not-our-case", "wrong-name", "unreadable", "agent-receives", "other"] as const;

function objecting(reason: string, note: string): Objecting {
  return { reason, note, isComplete: reason !== "other" || note.trim() !== "" };
}

interface Props {
  objecting: Objecting | null;
  change: (objecting: Objecting | null) => void;
}

export function Objection({ objecting: now, change }: Props) {
  const { answering: say } = useWords();
  return (
    <>
      <Choice
        label={say.choose}
        entries={answers.map((id) => ({ id, name: say[id] }))}
        chosen={now ? "refused" : "received"}
        choose={(id) => change(id === "refused" ? objecting("not-our-case", "") : null)}
      />
      {now && (
        <fieldset className={styles.reasons} data-testid="objection">
          <legend>{say.reason}</legend>
          {reasons.map((reason) => (
            <label key={reason}>
              <input type="radio" name="reason" checked={now.reason === reason} onChange={() => change(objecting(reason, now.note))} /> {say.reasons[reason]}
            </label>
          ))}
          <label className={styles.note}>
            {say.note}
            <input type="text" value={now.note} aria-invalid={!now.isComplete} onChange={(event) => change(objecting(now.reason, event.target.value))} />
          </label>
          {!now.isComplete && <span role="status">{say.noteNeeded}</span>}
        </fieldset>
      )}
    </>
  );
}
