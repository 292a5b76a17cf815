// A file to be chosen, in the window's own words: those of the system's field are in the system's language.
import { useState } from "react";
import { useWords } from "../words/words";
import styles from "./FileField.module.css";

interface Props {
  /** That of the label around it. */
  id: string;
  testId?: string;
  accept?: string;
  required?: boolean;
  /** Whether the file is used up as soon as it is chosen, and none stays chosen. */
  atOnce?: boolean;
  set: (file: File | null) => void;
}

export function FileField({ id, testId, accept, required, atOnce, set }: Props) {
  const { file: say } = useWords();
  const [name, setName] = useState<string | null>(null);
  return (
    <span className={styles.file}>
      <input id={id} data-testid={testId} type="file" accept={accept} required={required}
        onChange={(event) => {
          const file = event.target.files?.[0] ?? null;
          if (!atOnce) setName(file?.name ?? null);
          if (file || !atOnce) set(file);
          if (atOnce) event.target.value = "";
        }} />
      <span className="button" aria-hidden>{say.choose}</span>
      {!atOnce && <span className={styles.name} aria-hidden title={name ?? undefined}>{name ?? say.none}</span>}
    </span>
  );
}
