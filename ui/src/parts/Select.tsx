// One of several, folded up: the system's own list, which every reader and input method knows.
import styles from "./Select.module.css";

interface Props<T extends string> {
  label: string;
  entries: readonly { id: T; name: string }[];
  chosen: T;
  choose: (id: T) => void;
  testid?: string;
}

export function Select<T extends string>({ label, entries, chosen, choose, testid }: Props<T>) {
  return (
    <select className={styles.select} aria-label={label} title={label} value={chosen} data-testid={testid}
      onChange={(event) => {
        const found = entries.find((entry) => entry.id === event.target.value);
        if (found) choose(found.id);
      }}>
      {entries.map((entry) => (
        <option key={entry.id} value={entry.id}>{entry.name}</option>
      ))}
    </select>
  );
}
