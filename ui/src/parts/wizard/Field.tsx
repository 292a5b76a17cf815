// One field of a form: its name, what it is for, and what is wrong with it, all read out together.
import { useId, type ReactNode } from "react";
import { ime } from "../../keys";
import styles from "./Wizard.module.css";

interface Props {
  label: string;
  says?: ReactNode;
  wrong?: string | null;
  value: string;
  set: (value: string) => void;
  type?: "text" | "email" | "password" | "number";
  autoFocus?: boolean;
  autoComplete?: string;
  /** Enter in the field, never the one that ends a composition. */
  enter?: () => void;
  leave?: () => void;
  testid?: string;
}

export function Field({ label, says, wrong = null, value, set, type = "text", autoFocus = false, autoComplete, enter, leave, testid }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} type={type} value={value} autoFocus={autoFocus} autoComplete={autoComplete} spellCheck={false} data-testid={testid}
        aria-invalid={wrong !== null} aria-describedby={`${id}-says`} onChange={(event) => set(event.target.value)} onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || ime(event.nativeEvent) || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          enter?.();
        }} />
      <p id={`${id}-says`} className={wrong === null ? styles.says : styles.wrong}>{wrong ?? says}</p>
    </div>
  );
}
