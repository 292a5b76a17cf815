// All that the screens may ask of the mailroom, or order it to do.
import { createContext, useContext } from "react";
import type {
  DeadlineRow,
  Found,
  MailboxForm,
  MailRow,
  Overview,
  Problem,
  ProviderRow,
  ReceiptDraft,
  ReceiptRow,
  ServicePage,
  ServiceRow,
  TestRow,
} from "./types";

/** Every answer is a promise that rejects with a `Problem`. */
export interface Backend {
  overview(): Promise<Overview>;
  services(): Promise<ServiceRow[]>;
  service(id: string): Promise<ServicePage>;
  deadlines(): Promise<DeadlineRow[]>;
  receipts(): Promise<ReceiptRow[]>;
  /** Every mail ever taken in. */
  mails(): Promise<MailRow[]>;
  /** What the confirm sheet shows; queues nothing. */
  receiptDraft(service: string): Promise<ReceiptDraft>;
  /** Queues the receipt; it leaves at its `undo_until`. A service has one receipt. */
  acknowledge(service: string): Promise<ReceiptRow>;
  /** Takes a queued receipt back; rejects with `receipt.gone` when it has left. */
  withdraw(receipt: string): Promise<ReceiptRow>;
  /** Lets a queued or held receipt leave at once. */
  sendNow(receipt: string): Promise<ReceiptRow>;
  /** Records what a person says a fact is; `of` is the part of the document for facts of documents. */
  correct(service: string, fact: string, of: string | null, value: string): Promise<ServicePage>;
  checkNow(): Promise<void>;
  openDocument(id: string): Promise<void>;
  openFolder(service: string): Promise<void>;
  /** Makes the office's home where there is none; it opens soon after. */
  makeHome(): Promise<void>;
  /** Opens the settings file in the person's editor; what is saved there is followed. */
  openSettings(): Promise<void>;
  /** Whose mailbox an address is: by its domain, else by its mail exchangers. */
  findProvider(address: string): Promise<Found>;
  /** Every provider known. */
  providers(): Promise<ProviderRow[]>;
  /** The seven-step test of a mailbox that is saved nowhere; nothing of it is kept. */
  testMailbox(form: MailboxForm): Promise<TestRow>;
  /** Adds a mailbox to the settings; gives its id, and whether its password lies in the keychain. */
  addMailbox(form: MailboxForm): Promise<[string, boolean]>;
  /** Opens the provider's sign-in in the system's browser; what comes of it is told by the mailbox's state. */
  signIn(mailbox: string): Promise<void>;
  /** A password as typed: into the keychain, else for this run only. Gives whether it was stored. */
  givePassword(mailbox: string, password: string): Promise<boolean>;
  /** Calls back after anything changed; the answer stops it. */
  onChange(changed: () => void): () => void;
}

export const BackendContext = createContext<Backend | null>(null);

export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error("no backend above this component");
  return backend;
}

/** Whatever was thrown, as a `Problem`: an unexpected error keeps its own words as a fact. */
export function asProblem(thrown: unknown): Problem {
  if (thrown && typeof thrown === "object" && "code" in thrown && typeof thrown.code === "string") {
    const { code, facts, retries } = thrown as Partial<Problem> & { code: string };
    return { code, facts: Array.isArray(facts) ? facts : [], retries: retries === true };
  }
  return { code: "window.unexpected", facts: [String(thrown)], retries: false };
}
