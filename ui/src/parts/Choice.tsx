// One of a few, all in sight: radio buttons that look like one bar.
import { useId } from "react";
import styles from "./Choice.module.css";

interface Props<T extends string> {
  label: string;
  entries: readonly { id: T; name: string }[];
  /** None where nobody chose yet. */
  chosen: T | null;
  choose: (id: T) => void;
}

export function Choice<T extends string>({ label, entries, chosen, choose }: Props<T>) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      <div>
        {entries.map((entry) => (
          <label key={entry.id} data-chosen={chosen === entry.id ? "" : undefined}>
            <input type="radio" name={name} data-testid={`choose-${entry.id}`} checked={chosen === entry.id} onChange={() => choose(entry.id)} />
            {entry.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
