// The served documents: where each was filed, and the ones that were listed but not attached.
import { useBackend } from "../api/backend";
import type { DocumentRow } from "../api/types";
import { useAnnounce } from "./announce";
import { Icon } from "./Icon";
import { usePreview } from "./preview/Preview";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";
import { fileSize } from "../words/format";
import { useWords, type Words } from "../words/words";
import styles from "./Documents.module.css";

function state(words: Words, row: DocumentRow): string {
  const known: Record<string, string> = {
    filed: words.page.filed,
    waiting: words.page.waiting,
    missing: words.page.missing,
    changed: words.page.changed,
  };
  return known[row.state] ?? row.state;
}

/** The folder a document was filed in; its name already stands in front. */
function folderOf(path: string): string {
  return path.split(/[\\/]/).slice(0, -1).join("/");
}

interface Props {
  documents: readonly DocumentRow[];
  verdict: string;
  missing: readonly string[];
  /** Whether the list has a heading of its own. */
  title?: "shown" | "none";
}

export function Documents({ documents, verdict, missing, title = "shown" }: Props) {
  const words = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const preview = usePreview();
  const blocked = verdict === "doubtful";
  return (
    <section className={title === "shown" ? styles.part : undefined}>
      {title === "shown" && (
        <h3>
          {words.page.documents} <span className={styles.quiet}>{words.services.nDocuments(documents.length)}</span>
        </h3>
      )}
      {blocked && documents.length > 0 && <p className={styles.quiet}>{words.page.blocked}</p>}
      {problem && <ProblemBox problem={problem} />}
      {documents.length === 0 && <p className={styles.quiet}>{words.page.noDocuments}</p>}
      <ul className={styles.documents}>
        {documents.map((row) => (
          <li key={row.id}>
            <button type="button" disabled={blocked} title={row.path || row.name || row.title} aria-label={words.preview.open(row.title)}
              aria-describedby={`about-${row.id}`} data-testid="document" data-id={row.id} onClick={() => preview(row.service, row.id)}>
              <Icon name="file" />
              <span className={styles.name} lang="zh-CN">{row.title}</span>
              <span className={styles.about} id={`about-${row.id}`}>
                {[row.pages === null ? null : words.page.pages(row.pages), fileSize(row.size_bytes)].filter(Boolean).join(" · ")}
                {" · "}
                <b data-state={row.state}>{state(words, row)}</b>
              </span>
              <span className={styles.path}>{folderOf(row.path)}</span>
            </button>
            {(row.state === "missing" || row.state === "changed") && (
              <button type="button" className="button" data-testid="restore" aria-label={`${words.folders.restore} ${row.title}`}
                onClick={() => void order(async () => announce(words.folders.restored(await backend.restoreDocument(row.id))))}>
                {words.folders.restore}
              </button>
            )}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p className={styles.missing}>
          <Icon name="info" /> <span>{words.page.notAttached} <strong>{missing.join(words.format.list)}</strong></span>
        </p>
      )}
    </section>
  );
}
