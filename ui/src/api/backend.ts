// All that the screens may ask of the mailroom, or order it to do.
import { createContext, useContext } from "react";
import type {
  CaseRow,
  DeadlineRow,
  FolderPreview,
  MailRow,
  Overview,
  PickupRow,
  Problem,
  ReceiptDraft,
  ReceiptRow,
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
  /** Orders that what is behind a link be fetched; the person knows that this may count as receipt. */
  fetchPickup(service: string, errand: string, password: string | null): Promise<PickupRow>;
  stopPickup(service: string, errand: string): Promise<PickupRow>;
  /** Opens a link in the browser; that is put on record. */
  openPickup(service: string, errand: string): Promise<void>;
  /** Takes in one file a person downloaded; answers how many were new. */
  bringFile(service: string, name: string, bytes: ArrayBuffer): Promise<number>;
  cases(): Promise<CaseRow[]>;
  joinCases(numbers: string[]): Promise<CaseRow>;
  splitCase(number: string): Promise<CaseRow>;
  nameCase(number: string, name: string): Promise<CaseRow>;
  /** Says that services are one told by several channels; the first leads. */
  joinServices(services: string[], why: string): Promise<ServicePage>;
  partService(service: string, why: string): Promise<ServicePage>;
  /** Where a document would go under a pattern; changes nothing. */
  previewFolders(pattern: string): Promise<FolderPreview>;
  /** Puts a document back from the vault; answers where it lies. */
  restoreDocument(id: string): Promise<string>;
  /** Takes in a pasted message; answers its service, if it tells of one. */
  takePasted(text: string): Promise<string | null>;
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
