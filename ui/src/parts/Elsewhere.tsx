// Another desk's answer to the same mail: where it lies in the mailbox, and by what it is known.
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import styles from "./Elsewhere.module.css";

export function Elsewhere({ row }: { row: ReceiptRow }) {
  const { answering: say } = useWords();
  if (!row.elsewhere) return null;
  const { folder, message_id: id, by } = row.elsewhere;
  return (
    <details className={styles.elsewhere} data-testid="elsewhere-look">
      <summary>{say.look}</summary>
      <dl>
        <dt>{say.elsewhereFolder}</dt>
        <dd>{folder || "—"}</dd>
        <dt>{say.elsewhereId}</dt>
        <dd><code>{id || "—"}</code></dd>
        {by && <dt>{say.elsewhereBy}</dt>}
        {by && <dd lang="zh-CN">{by}</dd>}
      </dl>
    </details>
  );
}
