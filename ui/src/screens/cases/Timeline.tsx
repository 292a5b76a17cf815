// 经过: what happened in a case, folded up until somebody asks.
import type { CasePage, ServicePage } from "../../api/types";
import { fullMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Cases.module.css";
import { happened } from "./timeline";

export function Timeline({ of, pages }: { of: CasePage; pages: readonly ServicePage[] }) {
  const words = useWords();
  const lines = happened(words, of, pages);
  return (
    <details className={styles.part} data-testid="case-timeline">
      <summary>{words.lists.record(lines.length)}</summary>
      <ol className={styles.record}>
        {lines.map((line, at) => (
          <li key={at}>
            <time dateTime={line.at}>{fullMoment(line.at)}</time>
            <strong>{line.what}</strong>
            <span>{line.says}</span>
            <span className={styles.quiet}>{line.by}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
