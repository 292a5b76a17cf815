// The sheet before a ledger that went back is gone by: what left lately by it, to be compared with the mailbox's sent mail.
import { useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../api/backend";
import { useAsked } from "../api/useAsked";
import { fullMoment } from "../words/format";
import { useWords } from "../words/words";
import styles from "./AcceptLedger.module.css";
import { useAnnounce } from "./announce";
import { Icon } from "./Icon";
import letter from "./letter/Letter.module.css";
import { noEnter } from "./letter/LetterSheet";
import { useOrders } from "./useOrders";
import { Loading, ProblemBox } from "./Waiting";

/** Receipts that are shown for comparing. */
const SHOWN = 20;

/** `facts` are the numbers of the last entry that was noted, if any, and of the one where the ledger ends now. */
export function AcceptLedger({ facts, close }: { facts: readonly string[]; close: () => void }) {
  const { accepting: say, receipt } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [checked, setChecked] = useState(false);
  const [was = "", now = ""] = facts;
  const accept = () =>
    void order(() => backend.acceptLedger()).then((done) => {
      if (!done) return;
      announce(say.done);
      close();
    });
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && close()} className={letter.shade ?? ""}>
      <Modal className={letter.modal ?? ""}>
        <Dialog role="alertdialog" className={letter.sheet ?? ""} data-testid="accept-sheet">
          <div className={letter.content}>
            <Heading slot="title" className={letter.title ?? ""}><Icon name="warn" size={20} /> {say.title}</Heading>
            <p>{was ? say.went(was, now) : say.lost(now)}</p>
            <ol className={styles.steps}>{say.steps.map((step) => <li key={step}>{step}</li>)}</ol>
            <h3>{say.last}</h3>
            <Left />
            <label className={styles.checked}>
              <input type="checkbox" data-testid="accept-checked" checked={checked} onChange={(event) => setChecked(event.target.checked)} /> {say.checked}
            </label>
            {problem && <ProblemBox problem={problem} />}
          </div>
          <footer className={letter.foot}>
            <button type="button" className="button large" data-testid="accept-cancel" autoFocus onClick={close}>{receipt.cancel}</button>
            <button type="button" className="button large" data-testid="accept-sure" disabled={!checked} onClick={accept} onKeyDown={noEnter}>{say.confirm}</button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The receipts that left last, as this ledger tells it. */
function Left() {
  const words = useWords();
  const sent = useAsked((asked) => asked.receiptList({ tab: "sent", offset: 0, limit: SHOWN }), "sent");
  if (sent.problem) return <ProblemBox problem={sent.problem} again={sent.ask} />;
  if (!sent.value) return <Loading />;
  if (sent.value.rows.length === 0) return <p>{words.accepting.none}</p>;
  return (
    <div className={styles.sent} tabIndex={0} role="region" aria-label={words.accepting.last}>
    <ul>
      {sent.value.rows.map((row) => (
        <li key={row.id}>
          <time>{fullMoment(row.sent_at ?? row.queued_at)}</time>
          <span>{row.to}</span>
          <span lang="zh-CN">{row.subject}</span>
        </li>
      ))}
    </ul>
    </div>
  );
}
