// Asked before quitting by key: what still waits for a receipt, and what has not left. Esc stays.
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { useAsked } from "../api/useAsked";
import { useWords } from "../words/words";
import styles from "./CloseAsk.module.css";
import { Chip } from "./Chip";
import { mayAcknowledge, receiptClock, titleLine } from "./service";

/** More would not be read. */
const MOST = 5;

interface Props {
  receipts: readonly ReceiptRow[];
  today: string;
  close: () => void;
}

export function QuitAsk({ receipts, today, close }: Props) {
  const words = useWords();
  const { quitting: say } = words;
  const backend = useBackend();
  const services = useAsked((asked) => asked.serviceList({ tab: "due", text: "", current: null, offset: 0, limit: 0 }), "quit");
  // Of all of them: the first few of the tab may be such as cannot be acknowledged here.
  const waiting = (services.value?.rows ?? []).filter((row) => mayAcknowledge(row));
  const open = waiting.slice(0, MOST);
  const count = waiting.length;
  const leaving = receipts.filter((row) => row.state === "queued" || row.state === "sending");
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => !isOpen && close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog role="alertdialog" className={styles.sheet ?? ""} data-testid="quit-ask">
          <Heading slot="title" className={styles.title ?? ""}>{say.title}</Heading>
          <p>{say.text}</p>
          {leaving.length > 0 && <p><strong>{say.leaving(leaving.length)}</strong></p>}
          {open.length > 0 && (
            <div>
              <p><strong>{say.open(count)}</strong></p>
              <ul className={styles.open} data-testid="quit-open">
                {open.map((row) => (
                  <li key={row.id}>
                    <Chip clock={receiptClock(words, row, today)} />
                    <span lang="zh-CN">{[row.case_numbers[0] ?? words.services.noCaseNumber, titleLine(words, row)].join(" · ")}</span>
                  </li>
                ))}
                {count > open.length && <li><span>{say.more(count - open.length)}</span></li>}
              </ul>
            </div>
          )}
          <footer>
            <button type="button" className="button large" autoFocus data-testid="quit-stay" onClick={close}>{say.stay}</button>
            <button type="button" className="button large primary" data-testid="quit-go" onClick={() => void backend.closeWindow("quit").then(close)}>{say.quit}</button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
