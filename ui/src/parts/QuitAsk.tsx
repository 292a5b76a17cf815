// Asked before quitting, by key, menu, tray or the last window: what still waits for a receipt, and what has not left. Esc stays.
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import styles from "./CloseAsk.module.css";
import { OpenDuties } from "./OpenDuties";

interface Props {
  receipts: readonly ReceiptRow[];
  today: string;
  close: () => void;
}

export function QuitAsk({ receipts, today, close }: Props) {
  const { quitting: say } = useWords();
  const backend = useBackend();
  // Said aloud, so that quitting asks again the next time.
  const stay = () => void backend.closeWindow("stay").finally(close);
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => !isOpen && stay()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog role="alertdialog" className={styles.sheet ?? ""} data-testid="quit-ask">
          <Heading slot="title" className={styles.title ?? ""}>{say.title}</Heading>
          <p>{say.text}</p>
          <OpenDuties receipts={receipts} today={today} />
          <footer>
            <button type="button" className="button large" autoFocus data-testid="quit-stay" onClick={stay}>{say.stay}</button>
            <button type="button" className="button large primary" data-testid="quit-go" onClick={() => void backend.closeWindow("quit").then(close)}>{say.quit}</button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
