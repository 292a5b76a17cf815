// A named clock with its urgency as word, shape and colour.
import { useWords } from "../words/words";
import { Mark } from "./Icon";
import styles from "./Chip.module.css";
import type { Clock } from "./urgency";

export function Chip({ clock }: { clock: Clock }) {
  const words = useWords();
  const provisional = clock.certainty === "provisional";
  const text = [clock.name, clock.left].filter(Boolean).join(" ");
  return (
    <span className={`${styles.chip} ${styles[clock.urgency]} ${provisional ? styles.provisional : ""}`}>
      <Mark urgency={clock.urgency} />
      {text}
      {provisional && <small>{words.clock.provisional}</small>}
    </span>
  );
}

/** A word beside a title: one that asks for care, or one that only says what it is. */
export function Tag({ children, calm = false }: { children: string; calm?: boolean }) {
  return <span className={`${styles.tag} ${calm ? styles.calm : ""}`}>{children}</span>;
}
