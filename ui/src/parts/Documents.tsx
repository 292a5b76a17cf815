// The served documents: where each was filed, what can be done with its file, and the ones that were listed but not attached.
import { useState, type DragEvent } from "react";
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
    away: words.page.away,
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
  const blocked = verdict === "doubtful";
  const copy = (rows: readonly DocumentRow[]) => void order(async () => announce(words.files.copied(await backend.copyDocuments(rows.map((row) => row.id)))));
  const filed = blocked ? [] : documents.filter((row) => row.state === "filed");
  return (
    <section className={title === "shown" ? styles.part : undefined}>
      {title === "shown" && (
        <header className={styles.head}>
          <h3>
            {words.page.documents} <span className={styles.quiet}>{words.services.nDocuments(documents.length)}</span>
          </h3>
          {filed.length > 1 && <button type="button" className="button bare" data-testid="copy-all" onClick={() => copy(filed)}><Icon name="copy" size={14} /> {words.files.copyAll}</button>}
        </header>
      )}
      {blocked && documents.length > 0 && <p className={styles.quiet}>{words.page.blocked}</p>}
      {problem && <ProblemBox problem={problem} />}
      {documents.length === 0 && <p className={styles.quiet}>{words.page.noDocuments}</p>}
      <ul className={styles.documents}>
        {documents.map((row) => <One key={row.id} row={row} blocked={blocked} copy={() => copy([row])} order={order} />)}
      </ul>
      {missing.length > 0 && (
        <p className={styles.missing}>
          <Icon name="info" /> <span>{words.page.notAttached} <strong>{missing.join(words.format.list)}</strong></span>
        </p>
      )}
    </section>
  );
}

interface OneProps {
  row: DocumentRow;
  blocked: boolean;
  copy: () => void;
  order: (run: () => Promise<unknown>) => Promise<boolean>;
}

function One({ row, blocked, copy, order }: OneProps) {
  const words = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const preview = usePreview();
  const [asking, setAsking] = useState(false);
  // The page's own dragging carries text; the files leave by the system's.
  const drag = (event: DragEvent) => {
    event.preventDefault();
    void order(() => backend.dragDocuments([row.id]));
  };
  const strayed = row.state === "missing" || row.state === "changed";
  return (
    <li>
      <div className={styles.line} draggable={!blocked && row.state === "filed"} onDragStart={(event) => drag(event)}>
        <button type="button" className={styles.document} disabled={blocked} title={row.path || row.name || row.title} aria-label={words.preview.open(row.title)}
          aria-describedby={`about-${row.id}`} data-testid="document" data-id={row.id} onClick={() => preview(row.service, row.id)}>
          <Icon name="file" />
          <span className={styles.name} lang="zh-CN">{row.title}</span>
          <span className={styles.about} id={`about-${row.id}`}>
            {[row.pages === null ? null : words.page.pages(row.pages), fileSize(row.size_bytes), row.by_hand && words.files.byHand].filter(Boolean).join(" · ")}
            {" · "}
            <b data-state={row.state}>{state(words, row)}</b>
          </span>
          <span className={styles.path}>{folderOf(row.path)}</span>
        </button>
        {!blocked && row.state === "filed" && (
          <button type="button" className="button bare" data-testid="copy-file" title={words.files.copyOne(row.title)} aria-label={words.files.copyOne(row.title)} onClick={copy}>
            <Icon name="copy" size={14} />
          </button>
        )}
      </div>
      {(strayed || row.by_hand) && (
        <p className={styles.acts}>
          {strayed && (
            <button type="button" className="button" data-testid="restore" aria-label={`${words.folders.restore} ${row.title}`}
              onClick={() => void order(async () => announce(words.folders.restored(await backend.restoreDocument(row.id))))}>
              {words.folders.restore}
            </button>
          )}
          {row.by_hand && !asking && (
            <button type="button" className="button bare flush" data-testid="take-file-back" aria-label={words.files.takeBackOf(row.title)} onClick={() => setAsking(true)}>
              {words.files.takeBack}
            </button>
          )}
        </p>
      )}
      {asking && (
        <div className={styles.asking} role="group" aria-label={words.files.takeBackOf(row.title)}>
          <p>{words.files.ask(row.title)}</p>
          <button type="button" className="button" data-testid="take-back-sure"
            onClick={() => void order(() => backend.takeFileBack(row.service, row.id)).then((done) => done && announce(words.files.takenBack(row.title)))}>
            {words.files.sure}
          </button>
          <button type="button" className="button" autoFocus onClick={() => setAsking(false)}>{words.files.cancel}</button>
        </div>
      )}
    </li>
  );
}
