// The sheet before a letter leaves: to whom it goes, what it says, what speaks against it. What is sent is what was shown.
import { useRef, useState, type ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { Problem, ReceiptDraft } from "../../api/types";
import { useAsked, type Asked } from "../../api/useAsked";
import { primaryKey, useKeys } from "../../keys";
import { fullDay } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import { Dated } from "../Dated";
import { isOffline } from "../health";
import { Icon } from "../Icon";
import { arrivalServes, titlesLine } from "../service";
import { useOrders } from "../useOrders";
import { Loading, ProblemBox } from "../Waiting";
import styles from "./Letter.module.css";

export interface Letter {
  subject: string;
  body: string;
  /** What stands for it when it is ordered. */
  seen: string;
  /** Whether it is the letter of what is chosen now; only then may it be sent. */
  isCurrent: boolean;
  problem: Problem | null;
  again: () => void;
}

/** The letter of a draft as it stands. */
export function letterOf({ value, problem, ask }: Asked<ReceiptDraft>): Letter {
  return { subject: value?.subject ?? "", body: value?.body ?? "", seen: value?.seen ?? "", isCurrent: value !== null && problem === null, problem: value && problem, again: ask };
}

/** What the sheet says around a letter. */
export interface Saying {
  title: string;
  ask: string;
  /** What it does not change. */
  law: string | null;
  send: string;
  /** Whether it says that something was received: then it may complete a service that arrival alone does not. */
  acknowledges: boolean;
}

interface Props {
  draft: Asked<ReceiptDraft>;
  letter: Letter;
  says: (draft: ReceiptDraft) => Saying;
  /** Titles of the papers it is about, where they are known. */
  documents?: readonly string[];
  /** Whether nothing can be sent as it stands. */
  isClosed: boolean;
  send: (seen: string) => Promise<unknown>;
  close: () => void;
  /** What a person chooses or fills in. */
  children?: ReactNode;
}

export function LetterSheet({ draft, letter, isClosed, send, close, ...shown }: Props) {
  const { problem, order } = useOrders();
  const gone = useRef(false);
  const look = useLooked(draft.value?.seen ?? null);
  const closed = isClosed || !letter.isCurrent || look.hasChanged;
  const go = () => {
    if (!draft.value || gone.current || closed) return;
    void order(async () => {
      await send(letter.seen);
      gone.current = true;
    }).then((done) => (done ? close() : draft.ask()));
  };
  useKeys({ acknowledge: go }, "sheet");
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.sheet ?? ""} data-testid="confirm-sheet" role="alertdialog">
          {problem && <ProblemBox problem={problem} />}
          {draft.value ? (
            <Asking draft={draft.value} letter={letter} closed={closed} send={go} close={close} look={look} {...shown} />
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

interface Look {
  hasChanged: boolean;
  again: () => void;
}

/** Whether what is shown is still what was shown when the sheet came up, or was looked at since. */
function useLooked(seen: string | null): Look {
  const [looked, setLooked] = useState<string | null>(null);
  if (looked === null && seen !== null) setLooked(seen);
  return { hasChanged: looked !== null && seen !== null && looked !== seen, again: () => setLooked(seen) };
}

function Unready({ children, failed, close }: { children: ReactNode; failed: boolean; close: () => void }) {
  const words = useWords();
  return (
    <>
      <Heading slot="title" className={styles.title ?? ""}>
        {failed ? words.app.failed : words.letters.loading}
      </Heading>
      {children}
      <footer className={styles.foot}>
        <button type="button" className="button large" data-testid="confirm-cancel" autoFocus onClick={close}>
          {words.receipt.cancel}
        </button>
      </footer>
    </>
  );
}

interface AskingProps extends Pick<Props, "letter" | "says" | "documents" | "close" | "children"> {
  draft: ReceiptDraft;
  closed: boolean;
  send: () => void;
  look: Look;
}

function Asking({ draft, letter, says, documents, closed, send, close, look, children }: AskingProps) {
  const words = useWords();
  const say = says(draft);
  const unconfirmed = !arrivalServes(draft.regime) && say.acknowledges;
  const cautious = unconfirmed || draft.cautions.length > 0;
  return (
    <>
      <div className={styles.content}>
        <Heading slot="title" className={styles.title ?? ""}>
          {cautious && <Icon name="warn" size={20} />}
          {unconfirmed ? words.receipt.unconfirmedTitle : say.title}
        </Heading>
        {look.hasChanged && (
          <p role="alert" className={styles.warn} data-testid="letter-changed">
            {words.letters.changed} <button type="button" className="button" data-testid="letter-looked" onClick={look.again}>{words.letters.looked}</button>
          </p>
        )}
        <Warnings draft={draft} unconfirmed={unconfirmed} />
        {children}
        <p><Dated text={say.ask} /></p>
        {!unconfirmed && say.law && <p><strong>{say.law}</strong></p>}
        <Terms draft={draft} acknowledges={say.acknowledges} />
        <dl className={styles.facts}>
          <dt>{words.receipt.to}</dt>
          <dd>{draft.to}</dd>
          <dt>{words.receipt.subject}</dt>
          <dd lang="zh-CN">{letter.subject}</dd>
          {documents && <dt>{words.receipt.documents}</dt>}
          {documents && <dd lang="zh-CN">{titlesLine(words, documents) || words.page.noDocuments}</dd>}
        </dl>
        {letter.problem && <ProblemBox problem={letter.problem} again={letter.again} />}
        <pre className={styles.body} tabIndex={0} aria-busy={!letter.isCurrent} aria-label={words.receipt.body} data-testid="letter" lang="zh-CN">
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
        <button type="button" className={`button large ${cautious ? "" : "primary"}`} data-testid="confirm-send" disabled={closed} onClick={send} onKeyDown={noEnter}>
          {cautious && say.acknowledges ? words.receipt.confirmAnyway : say.send}
        </button>
      </footer>
    </>
  );
}

/** For buttons that cannot be taken back: Space and a click work them, a bare Enter does not. */
export function noEnter(event: { key: string; preventDefault: () => void }) {
  if (event.key === "Enter") event.preventDefault();
}

/** What speaks against it. */
function Warnings({ draft, unconfirmed }: { draft: ReceiptDraft; unconfirmed: boolean }) {
  const words = useWords();
  const overview = useAsked((asked) => asked.overview(), "overview");
  return (
    <>
      {unconfirmed && (
        <p className={styles.warn}>
          <strong>{words.receipt.unconfirmedLaw}</strong>
          {words.receipt.unconfirmedNext}
        </p>
      )}
      {draft.cautions.map((code) => (
        <p key={code} className={styles.warn} data-testid="caution" data-code={code}>{byCode<string>(words.answering.cautions, code) ?? code}</p>
      ))}
      {draft.verdict === "likely" && <p className={styles.warn}>{words.receipt.likelyNote}</p>}
      {overview.value && isOffline(overview.value) && <p className={styles.warn} data-testid="offline">{words.lists.offline}</p>}
    </>
  );
}

/** What was agreed with the court, and who lets it go. */
function Terms({ draft, acknowledges }: { draft: ReceiptDraft; acknowledges: boolean }) {
  const words = useWords();
  const { answering: say } = words;
  // The office set the whole mailbox so; whether that holds for this court only a person knows.
  const isByMailbox = acknowledges && draft.agreement === null && arrivalServes(draft.regime);
  return (
    <>
      {isByMailbox && <p data-testid="by-mailbox">{say.byMailbox(byCode<string>(words.wizard.regimes, draft.regime) ?? draft.regime)}</p>}
      {draft.needs_second && <p>{say.needsSecond}</p>}
      {draft.agreement && <p>{[ground(words, draft), ...(draft.answer_by ? [say.answerBy(fullDay(words, draft.answer_by))] : [])].join(words.format.stop)}</p>}
    </>
  );
}

function ground(words: Words, { agreement, agreement_kind, agreement_from }: ReceiptDraft): string {
  const kind = agreement_kind && byCode<string>(words.register.kinds, agreement_kind);
  return words.answering.agreement(kind || (agreement ?? ""), agreement_from ?? "");
}
