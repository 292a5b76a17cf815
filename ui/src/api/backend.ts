// All that the screens may ask of the mailroom, or order it to do.
import { createContext, useContext } from "react";
import type {
  DeadlineRow,
  MailRow,
  Overview,
  Problem,
  ReceiptDraft,
  ReceiptRow,
  Register,
  ServicePage,
  ServiceRow,
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
  /** Queues an objection instead of a receipt; `note` is needed for the reason `other`. */
  refuse(service: string, reason: string, note: string): Promise<ReceiptRow>;
  /** Lets a drafted receipt go; `by` must be another person than the one who drew it up. */
  approve(receipt: string, by: string): Promise<ReceiptRow>;
  /** Agreements on the address for service, and the courts that do not stand among them. */
  register(): Promise<Register>;
  /** Takes a queued receipt back; rejects with `receipt.gone` when it has left. */
  withdraw(receipt: string): Promise<ReceiptRow>;
  /** Lets a queued or held receipt leave at once. */
  sendNow(receipt: string): Promise<ReceiptRow>;
  checkNow(): Promise<void>;
  openDocument(id: string): Promise<void>;
  openFolder(service: string): Promise<void>;
  /** Makes the office's home where there is none; it opens soon after. */
  makeHome(): Promise<void>;
  /** Opens the settings file in the person's editor; what is saved there is followed. */
  openSettings(): Promise<void>;
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
