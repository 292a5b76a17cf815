// The sheet before a receipt is queued: to whom, what it says, and what it does not change.
import { useRef } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { ReceiptDraft, ServicePage } from "../../api/types";
import { ime, primaryKey, useKeys } from "../../keys";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { arrivalServes } from "../../parts/service";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import { fullMoment, recentMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./ConfirmSheet.module.css";

export function ConfirmSheet({ page, today, close }: { page: ServicePage; today: string; close: () => void }) {
  const words = useWords();
  const announce = useAnnounce();
  const backend = useBackend();
  const draft = useAsked((asked) => asked.receiptDraft(page.row.id), page.row.id);
  const { problem, order } = useOrders();
  const gone = useRef(false);
  const send = () => {
    if (!draft.value || gone.current) return;
    void order(async () => {
      const row = await backend.acknowledge(page.row.id);
      gone.current = true;
      // There was one already, from another window or computer: nothing more was sent.
      if (!["queued", "sending"].includes(row.state)) announce(words.receipt.already(row.by, recentMoment(row.sent_at ?? row.queued_at, today)));
    }).then((done) => done && close());
  };
  useKeys({ acknowledge: send }, "sheet");
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.sheet ?? ""} data-testid="confirm-sheet" role="alertdialog">
          {problem && <ProblemBox problem={problem} />}
          {draft.value ? (
            <Asking draft={draft.value} page={page} send={send} close={close} />
          ) : (
            <Unready failed={draft.problem !== null} close={close}>
              {draft.problem ? <ProblemBox problem={draft.problem} /> : <Loading />}
            </Unready>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Unready({ children, failed, close }: { children: React.ReactNode; failed: boolean; close: () => void }) {
  const words = useWords();
  return (
    <>
      <Heading slot="title" className={styles.title ?? ""}>
        {failed ? words.app.failed : words.receipt.sheetTitle}
      </Heading>
      {children}
      <footer className={styles.foot}>
        <button type="button" className="button large" data-testid="confirm-cancel" onClick={close}>
          {words.receipt.cancel}
        </button>
      </footer>
    </>
  );
}

interface AskingProps {
  draft: ReceiptDraft;
  page: ServicePage;
  send: () => void;
  close: () => void;
}

function Asking({ draft, page, send, close }: AskingProps) {
  const words = useWords();
  const unconfirmed = !arrivalServes(draft.regime);
  const court = draft.court?.name ?? words.services.noCourt;
  const arrived = draft.arrived ? fullMoment(draft.arrived) : words.app.unknown;
  return (
    <>
      <div className={styles.content}>
        <Heading slot="title" className={styles.title ?? ""}>
          {unconfirmed && <Icon name="warn" size={20} />}
          {unconfirmed ? words.receipt.unconfirmedTitle : words.receipt.sheetTitle}
        </Heading>
        {unconfirmed && (
          <p className={styles.warn}>
            <strong>{words.receipt.unconfirmedLaw}</strong>
            {words.receipt.unconfirmedNext}
          </p>
        )}
        <p>{words.receipt.sheetAsk(court, draft.to, arrived, draft.documents)}</p>
        {!unconfirmed && (
          <p>
            <strong>{words.receipt.sheetLaw}</strong>
          </p>
        )}
        {draft.verdict === "likely" && <p className={styles.warn}>{words.receipt.likelyNote}</p>}
        <dl className={styles.facts}>
          <dt>{words.receipt.to}</dt>
          <dd>{draft.to}</dd>
          <dt>{words.receipt.subject}</dt>
          <dd>{draft.subject}</dd>
          <dt>{words.receipt.documents}</dt>
          <dd>{page.documents.map((row) => row.title).join(words.format.list) || words.page.noDocuments}</dd>
        </dl>
        <pre className={styles.body} tabIndex={0} aria-label={words.receipt.body}>
          {draft.body}
        </pre>
      </div>
      <footer className={styles.foot}>
        <span className={styles.hint}>
          {words.receipt.shortcut.replace("Ctrl+Enter", `${primaryKey()}+Enter`)} · {words.receipt.undoHint(draft.undo_seconds)}
        </span>
        {/* A bare Enter never sends: the cancelling button has the focus, and the sending one does not take Enter. */}
        <button type="button" className="button large" data-testid="confirm-cancel" autoFocus onClick={close}>
          {words.receipt.cancel}
        </button>
        <button type="button" className={`button large ${unconfirmed ? "" : "primary"}`} data-testid="confirm-send" onClick={send}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (unconfirmed || ime(event.nativeEvent))) event.preventDefault();
          }}>
          {unconfirmed ? words.receipt.confirmAnyway : words.receipt.confirm}
        </button>
      </footer>
    </>
  );
}
