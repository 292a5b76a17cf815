// Asked once: whether the watcher goes on when the window is closed. Esc and a click beside it leave everything as it is.
import { useEffect, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import styles from "./CloseAsk.module.css";
import { OpenDuties } from "./OpenDuties";

export function CloseAsk({ receipts, today }: { receipts: readonly ReceiptRow[]; today: string }) {
  const { shell: say, receipt } = useWords();
  const backend = useBackend();
  const [open, setOpen] = useState(false);
  const [remember, setRemember] = useState(true);
  useEffect(() => backend.onClosing(() => setOpen(true)), [backend]);
  if (!open) return null;
  const close = async (way: "hide" | "quit") => {
    setOpen(false);
    // A choice that cannot be remembered is followed all the same.
    if (remember) await backend.changeShell({ close: way, notifications: null, autostart: null }).catch(() => undefined);
    await backend.closeWindow(way);
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={setOpen} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog role="alertdialog" className={styles.sheet ?? ""} data-testid="close-ask">
          <Heading slot="title" className={styles.title ?? ""}>{say.askTitle}</Heading>
          <p>{say.askText}</p>
          <OpenDuties receipts={receipts} today={today} />
          <label className={styles.remember}>
            <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.target.checked)} />
            {say.remember}
          </label>
          <footer>
            <button type="button" className="button large" onClick={() => setOpen(false)}>{receipt.cancel}</button>
            <button type="button" className="button large" data-testid="close-quit" onClick={() => void close("quit")}>{say.quit}</button>
            <button type="button" className="button large primary" autoFocus data-testid="close-hide" onClick={() => void close("hide")}>{say.hide}</button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
