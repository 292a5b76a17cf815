// A time of the day, typed as people write it; what was understood is put in its place when the field is left.
import { useEffect, useRef } from "react";
import { typedTime } from "../../../parts/typedTime";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";

interface Props {
  label: string;
  testId: string;
  value: string;
  set: (typed: string) => void;
  disabled: boolean;
  /** Id of what says its effect. */
  says: string;
}

export function TimeInput({ label, testId, value, set, disabled, says }: Props) {
  const { remind: say } = useWords();
  const box = useRef<HTMLInputElement>(null);
  const read = typedTime(value);
  useEffect(() => box.current?.setCustomValidity(read === null ? say.notATime : ""), [read, say]);
  return (
    <input ref={box} type="text" autoComplete="off" spellCheck={false} className={styles.time} aria-label={label} aria-describedby={says} data-testid={testId} required value={value}
      disabled={disabled} aria-invalid={read === null || undefined} onChange={(event) => set(event.target.value)} onBlur={() => read !== null && read !== value && set(read)} />
  );
}
