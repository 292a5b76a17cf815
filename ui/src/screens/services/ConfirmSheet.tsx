// The sheet before a receipt is queued: to whom, what it says, and what it does not change.
import { useRef, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { ReceiptDraft, ReceiptRow, ServicePage } from "../../api/types";
import { ime, primaryKey, useKeys } from "../../keys";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { arrivalServes } from "../../parts/service";
import { Dated } from "../../parts/Dated";
import { isOffline } from "../../parts/health";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import { fullMoment, recentMoment } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import { Objection, type Objecting } from "./Objection";
import { useLetter, type Letter } from "./useLetter";
import styles from "./ConfirmSheet.module.css";

export function ConfirmSheet({ page, today, close }: { page: ServicePage; today: string; close: () => void }) {
  const words = useWords();
  const announce = useAnnounce();
  const backend = useBackend();
  const draft = useAsked((asked) => asked.receiptDraft(page.row.id), page.row.id);
  const overview = useAsked((asked) => asked.overview(), "overview");
  const { problem, order } = useOrders();
  const gone = useRef(false);
  const [objecting, setObjecting] = useState<Objecting | null>(null);
  const letter = useLetter(draft.value, objecting);
  // What is addressed to somebody else cannot be acknowledged; an objection is sent as it is shown, not as it was before.
  const closed = !letter.isCurrent || (objecting === null ? Boolean(draft.value?.cautions.includes("addressee-not-us")) : !objecting.isComplete);
  const send = () => {
    if (!draft.value || gone.current || closed) return;
    void order(async () => {
      const row = objecting ? await backend.refuse(page.row.id, objecting.reason, objecting.note) : await backend.acknowledge(page.row.id);
      gone.current = true;
      const says = outcome(words, row, today);
      if (says !== null) announce(says);
    }).then((done) => done && close());
  };
  useKeys({ acknowledge: send }, "sheet");
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.sheet ?? ""} data-testid="confirm-sheet" role="alertdialog">
          {problem && <ProblemBox problem={problem} />}
          {draft.value ? (
            <Asking offline={overview.value !== null && isOffline(overview.value)} draft={draft.value} page={page} send={send} close={close} letter={letter} closed={closed} objecting={objecting} setObjecting={setObjecting} />
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

/** What is said of a receipt that is not on its way now; null for one that is: its countdown stands in the window. */
function outcome(words: Words, row: ReceiptRow, today: string): string | null {
  if (row.state === "queued" || row.state === "sending") return null;
  // Nothing was sent, or nobody knows: that must not be read as sent.
  if (row.state === "draft") return words.receipt.draftSays;
  if (row.state === "unsure") return words.receipt.unsureToast;
  // There was one already, from another window or computer: nothing more was sent.
  return words.receipt.already(row.by, recentMoment(row.sent_at ?? row.queued_at, today));
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
  offline: boolean;
  draft: ReceiptDraft;
  page: ServicePage;
  send: () => void;
  close: () => void;
  letter: Letter;
  /** Whether nothing can be sent as it stands. */
  closed: boolean;
  objecting: Objecting | null;
  setObjecting: (objecting: Objecting | null) => void;
}

function Asking({ offline, draft, page, send, close, letter, closed, objecting, setObjecting }: AskingProps) {
  const words = useWords();
  const say = words.answering;
  const unconfirmed = !arrivalServes(draft.regime) && objecting === null;
  const cautious = unconfirmed || draft.cautions.length > 0;
  const court = draft.court?.name ?? words.services.noCourt;
  const arrived = draft.arrived ? fullMoment(draft.arrived) : words.app.unknown;
  return (
    <>
      <div className={styles.content}>
        <Heading slot="title" className={styles.title ?? ""}>
          {cautious && <Icon name="warn" size={20} />}
          {objecting ? say.refusedTitle : unconfirmed ? words.receipt.unconfirmedTitle : words.receipt.sheetTitle}
        </Heading>
        {unconfirmed && (
          <p className={styles.warn}>
            <strong>{words.receipt.unconfirmedLaw}</strong>
            {words.receipt.unconfirmedNext}
          </p>
        )}
        {draft.cautions.map((code) => (
          <p key={code} className={styles.warn} data-testid="caution" data-code={code}>{byCode<string>(say.cautions, code) ?? code}</p>
        ))}
        <Objection objecting={objecting} change={setObjecting} />
        <p><Dated text={objecting ? say.refusedAsk(court, draft.to) : words.receipt.sheetAsk(court, draft.to, arrived, draft.documents)} /></p>
        {!unconfirmed && (
          <p>
            <strong>{objecting ? say.refusedLaw : words.receipt.sheetLaw}</strong>
          </p>
        )}
        {draft.verdict === "likely" && <p className={styles.warn}>{words.receipt.likelyNote}</p>}
        {offline && <p className={styles.warn} data-testid="offline">{words.lists.offline}</p>}
        {draft.needs_second && <p>{say.needsSecond}</p>}
        {draft.agreement && <p>{[say.agreement(draft.agreement), ...(draft.answer_by ? [say.answerBy(draft.answer_by)] : [])].join(words.format.stop)}</p>}
        <dl className={styles.facts}>
          <dt>{words.receipt.to}</dt>
          <dd>{draft.to}</dd>
          <dt>{words.receipt.subject}</dt>
          <dd>{letter.subject}</dd>
          <dt>{words.receipt.documents}</dt>
          <dd>{page.documents.map((row) => row.title).join(words.format.list) || words.page.noDocuments}</dd>
        </dl>
        {letter.problem && <ProblemBox problem={letter.problem} again={letter.again} />}
        <pre className={styles.body} tabIndex={0} aria-busy={!letter.isCurrent} aria-label={words.receipt.body} data-testid="letter">
          {letter.body}
        </pre>
      </div>
      <footer className={styles.foot}>
        <span className={styles.hint}>
          {words.receipt.shortcut.replace("Ctrl+Enter", `${primaryKey()}+Enter`)}
          {!draft.needs_second && ` · ${words.receipt.undoHint(draft.undo_seconds)}`}
        </span>
        {/* A bare Enter never sends: the cancelling button has the focus, and the sending one does not take Enter. */}
        <button type="button" className="button large" data-testid="confirm-cancel" autoFocus onClick={close}>
          {words.receipt.cancel}
        </button>
        <button type="button" className={`button large ${cautious ? "" : "primary"}`} data-testid="confirm-send" disabled={closed} onClick={send}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (cautious || ime(event.nativeEvent))) event.preventDefault();
          }}>
          {objecting ? say.object : cautious ? words.receipt.confirmAnyway : words.receipt.confirm}
        </button>
      </footer>
    </>
  );
}
