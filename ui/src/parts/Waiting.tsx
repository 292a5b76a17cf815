// What a screen shows instead of its content: loading, failed, or nothing there.
import { useEffect, useState, type ReactNode } from "react";
import type { Problem } from "../api/types";
import { problemSentence, useWords } from "../words/words";
import { Icon } from "./Icon";
import styles from "./Waiting.module.css";

/** Grey lines, and only after 300 ms: a flash of them is worse than a short nothing. */
export function Loading() {
  const words = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div role="status" className={styles.loading}>
      <span className="unseen">{words.app.loading}</span>
      {[72, 48, 84, 40, 66, 52].map((width) => (
        <i key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** A problem in words, with its facts to copy. */
export function ProblemBox({ problem, again }: { problem: Problem; again?: () => void }) {
  const words = useWords();
  return (
    <div role="alert" className={styles.problem}>
      <Icon name="warn" />
      <div>
        <p>{problemSentence(words, problem.code, problem.facts)}</p>
        {problem.retries && <p className={styles.quiet}>{words.status.retries}</p>}
        {problem.facts.length > 0 && (
          <details>
            <summary>{words.app.details}</summary>
            <p className={styles.facts}>{[problem.code, ...problem.facts].join(" · ")}</p>
          </details>
        )}
      </div>
      {again && (
        <button type="button" className="button" onClick={again}>
          {words.app.again}
        </button>
      )}
    </div>
  );
}

export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.quiet}>{text}</p>}
      {children}
    </div>
  );
}
