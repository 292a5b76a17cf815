// Files dropped on the window that are no mails: tied to the service being read, after a second look.
import { useEffect, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../api/backend";
import { useAsked } from "../api/useAsked";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import styles from "./CloseAsk.module.css";
import { titlesLine } from "./service";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

/** `service` is the one being read; none on the other screens. */
export function Dropped({ service }: { service: string | null }) {
  const backend = useBackend();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => backend.onDropped(setNames), [backend]);
  const forget = () => {
    setNames([]);
    void backend.forgetDropped().catch(() => undefined);
  };
  if (names.length === 0) return null;
  return <Ask names={names} service={service} forget={forget} done={() => setNames([])} />;
}

interface Props {
  names: readonly string[];
  service: string | null;
  forget: () => void;
  done: () => void;
}

function Ask({ names, service, forget, done }: Props) {
  const words = useWords();
  const say = words.dropped;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const page = useAsked((asked) => (service === null ? Promise.resolve(null) : asked.service(service)), service ?? "none").value;
  const bring = () =>
    void order(async () => {
      if (service === null) return;
      const count = await backend.bringDropped(service);
      announce(words.pickups.brought(count));
    }).then((ok) => ok && done());
  const [number] = page?.row.case_numbers ?? [];
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && forget()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog role="alertdialog" className={styles.sheet ?? ""} data-testid="dropped">
          <Heading slot="title" className={styles.title ?? ""}>{say.title(names.length)}</Heading>
          <ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>
          {service === null ? <p>{say.noService}</p> : page && <p>{say.into([number, titlesLine(words, page.row.titles)].filter(Boolean).join(" "))}</p>}
          {problem && <ProblemBox problem={problem} />}
          <footer>
            <button type="button" className="button large" onClick={forget}>{words.receipt.cancel}</button>
            {service !== null && (
              <button type="button" className="button large primary" autoFocus data-testid="bring-dropped" disabled={page === null} onClick={bring}>{say.bring}</button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
