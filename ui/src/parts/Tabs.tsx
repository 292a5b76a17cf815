// Views of one list, each with how many rows it shows.
import { useWords } from "../words/words";
import styles from "./Tabs.module.css";

interface Props<T extends string> {
  entries: readonly { id: T; name: string; count: number }[];
  chosen: T;
  choose: (id: T) => void;
}

export function Tabs<T extends string>({ entries, chosen, choose }: Props<T>) {
  const words = useWords();
  return (
    <div className={styles.tabs} role="group" aria-label={words.services.views}>
      {entries.map((entry) => (
        <button key={entry.id} type="button" data-testid={`tab-${entry.id}`} aria-pressed={chosen === entry.id} onClick={() => choose(entry.id)}>
          {entry.name} <span>{entry.count}</span>
        </button>
      ))}
    </div>
  );
}
