// A document inside the window, with the sentences that facts were read from, and beside it what a person checks.
import { createContext, useContext, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { MarkRow, Preview as Shown, ServicePage } from "../../api/types";
import { primaryKey, useKeys } from "../../keys";
import { useWords } from "../../words/words";
import { Icon } from "../Icon";
import { useOrders } from "../useOrders";
import { Empty, Loading, ProblemBox } from "../Waiting";
import { Facts } from "./Facts";
import { factMarks } from "./factMarks";
import { Pages, type Sought } from "./Pages";
import styles from "./Preview.module.css";

/** Opens a document of a service inside the window. */
export const PreviewContext = createContext<(service: string, document: string) => void>(() => undefined);
export function usePreview() {
  return useContext(PreviewContext);
}

interface Props {
  service: string;
  document: string;
  close: () => void;
}

export function PreviewSheet({ service, document: first, close }: Props) {
  const words = useWords();
  const page = useAsked((asked) => asked.service(service), service);
  const [id, setId] = useState(first);
  const [sought, setSought] = useState<Sought | null>(null);
  const documents = page.value?.documents ?? [];
  const at = documents.findIndex((row) => row.id === id);
  const turn = (by: number) => {
    const next = documents[at + by];
    if (!next) return;
    setId(next.id);
    setSought(null);
  };
  const seek = (text: string) => setSought((old) => ({ words: text, turn: (old?.turn ?? 0) + 1 }));
  const read = page.value ? factMarks(page.value, id) : [];
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""} data-testid="preview" aria-label={words.preview.title}>
          <Bar id={id} at={at} page={page.value} turn={turn} close={close} />
          <div className={styles.sides}>
            <Document key={id} id={id} read={read} sought={sought} seek={seek} />
            <aside className={styles.facts} aria-label={words.preview.check}>
              {page.problem && <ProblemBox problem={page.problem} again={page.ask} />}
              {page.value ? <Facts page={page.value} document={id} seek={seek} done={close} /> : !page.problem && <Loading />}
            </aside>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface BarProps {
  id: string;
  at: number;
  page: ServicePage | null;
  turn: (by: number) => void;
  close: () => void;
}

function Bar({ id, at, page, turn, close }: BarProps) {
  const words = useWords();
  const { preview: say } = words;
  const backend = useBackend();
  const { problem, order } = useOrders();
  const count = page?.documents.length ?? 0;
  const row = page?.documents[at];
  useKeys({ nextDocument: () => turn(1), previousDocument: () => turn(-1) }, "sheet");
  return (
    <>
      <header className={styles.bar}>
        <Heading slot="title" className={styles.title ?? ""} lang="zh-CN">{row?.title ?? say.title}</Heading>
        {count > 1 && (
          <>
            <span className={styles.quiet}>{say.nth(at + 1, count)}</span>
            <button type="button" className="button" disabled={at <= 0} onClick={() => turn(-1)}>{say.previous} <kbd>{primaryKey()} ↑</kbd></button>
            <button type="button" className="button" disabled={at < 0 || at + 1 >= count} onClick={() => turn(1)}>{say.next} <kbd>{primaryKey()} ↓</kbd></button>
          </>
        )}
        <span className={styles.rest} />
        <button type="button" className="button" data-testid="open-outside" onClick={() => void order(() => backend.openDocument(id))}>{say.outside}</button>
        <button type="button" className="button" data-testid="preview-close" onClick={close}>{words.app.close} <kbd>Esc</kbd></button>
      </header>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

interface DocumentProps {
  id: string;
  read: readonly MarkRow[];
  sought: Sought | null;
  seek: (words: string) => void;
}

function Document({ id, read, sought, seek }: DocumentProps) {
  const words = useWords();
  const shown = useAsked((asked) => asked.preview(id), id);
  return (
    <div className={styles.document}>
      {shown.problem && <ProblemBox problem={shown.problem} again={shown.ask} />}
      {shown.value ? <Body shown={shown.value} read={read} sought={sought} seek={seek} /> : !shown.problem && <Loading />}
      <span className="unseen" role="status">{shown.value ? words.preview.shown(shown.value.title) : ""}</span>
    </div>
  );
}

function Body({ shown, read, sought, seek }: Omit<DocumentProps, "id"> & { shown: Shown }) {
  const words = useWords();
  const { preview: say } = words;
  const canDraw = shown.shape === "pdf" || shown.shape === "picture";
  const [as, setAs] = useState<"page" | "text">(canDraw ? "page" : "text");
  if (shown.shape === "none") return <Empty title={say.none} text={say.noneText} />;
  const known = new Set(shown.marks.map((mark) => mark.words));
  const marked = { ...shown, marks: [...shown.marks, ...read.filter((mark) => !known.has(mark.words))] };
  return (
    <>
      <div className={styles.tools}>
        {canDraw && shown.pages.length > 0 && (
          <div role="group" aria-label={say.as} className={styles.as}>
            {(["page", "text"] as const).map((id) => (
              <button key={id} type="button" aria-pressed={as === id} data-testid={`preview-${id}`} onClick={() => setAs(id)}>{id === "page" ? say.page : say.text}</button>
            ))}
          </div>
        )}
        {shown.marks.length > 0 && <span className={styles.quiet}>{say.marks}</span>}
        {shown.marks.map((mark) => (
          <button key={mark.what + mark.words} type="button" className={styles.mark} title={mark.words} data-testid="preview-mark" onClick={() => seek(mark.words)}>
            <Icon name="search" size={12} /> {say.whats[mark.what] ?? mark.what}
          </button>
        ))}
      </div>
      <Pages shown={marked} as={as} sought={sought} />
    </>
  );
}
