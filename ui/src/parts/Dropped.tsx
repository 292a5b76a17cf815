// Files dropped on the window that are no mails: tied to the service being read, or a text taken in as a message, after a second look.
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

interface Waiting {
  names: readonly string[];
  /** The words of a single text that may be a message. */
  message: string | null;
}

/** `service` is the one being read; none on the other screens. `opened` is told the service of a message, when a person wants to see it. */
export function Dropped({ service, opened }: { service: string | null; opened: (service: string) => void }) {
  const backend = useBackend();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  useEffect(() => backend.onDropped((names, message) => setWaiting({ names, message })), [backend]);
  const forget = () => {
    setWaiting(null);
    void backend.forgetDropped().catch(() => undefined);
  };
  if (waiting === null || waiting.names.length === 0) return null;
  return <Ask of={waiting} service={service} opened={opened} forget={forget} done={() => setWaiting(null)} />;
}

interface Props {
  of: Waiting;
  service: string | null;
  opened: (service: string) => void;
  forget: () => void;
  done: () => void;
}

function Ask({ of, service, opened, forget, done }: Props) {
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
  const { names, message } = of;
  const take = () =>
    void order(async () => {
      const told = await backend.takePasted(message ?? "");
      announce(told ? words.paste.taken : words.paste.nothing, told ? { says: words.first.look, act: () => opened(told) } : undefined);
    }).then((ok) => ok && forget());
  const [number] = page?.row.case_numbers ?? [];
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && forget()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog role="alertdialog" className={styles.sheet ?? ""} data-testid="dropped">
          <Heading slot="title" className={styles.title ?? ""}>{say.title(names.length)}</Heading>
          <ul>{names.map((name) => <li key={name}>{name}</li>)}</ul>
          {message !== null && (
            <div>
              <p>{say.isMessage}</p>
              <blockquote className={styles.message} lang="zh-CN" tabIndex={0} data-testid="dropped-message">{message.trim()}</blockquote>
            </div>
          )}
          {service === null ? <p>{message === null ? say.noService : say.orService}</p> : page && <p>{say.into([number, titlesLine(words, page.row.titles)].filter(Boolean).join(" "))}</p>}
          {problem && <ProblemBox problem={problem} />}
          <footer>
            <button type="button" className="button large" onClick={forget}>{words.receipt.cancel}</button>
            {message !== null && (
              <button type="button" className={`button large ${service === null ? "primary" : ""}`} autoFocus={service === null} data-testid="take-dropped" onClick={take}>{say.message}</button>
            )}
            {service !== null && (
              <button type="button" className="button large primary" autoFocus data-testid="bring-dropped" disabled={page === null} onClick={bring}>{say.bring}</button>
            )}
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
