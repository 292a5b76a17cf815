// All that the screens may ask of the mailroom, or order it to do.
import { createContext, useContext } from "react";
import type {
  CalendarRow,
  DeadlineRow,
  Decide,
  MailRow,
  MoveRow,
  Overview,
  OwnDeadline,
  Problem,
  ReceiptDraft,
  ReceiptRow,
  ReckoningPage,
  RuleRow,
  ServicePage,
  ServiceRow,
  SittingRow,
} from "./types";

/** Deadlines, calendars and the calculator. */
export interface TimeBackend {
  /** Records a decision about a deadline, with its reason. */
  decide(id: string, order: Decide): Promise<DeadlineRow>;
  addDeadline(own: OwnDeadline): Promise<DeadlineRow>;
  /** Records on which day a service took place; null takes an earlier choice back. */
  chooseStart(service: string, date: string | null, reason: string): Promise<DeadlineRow[]>;
  /** What moved from what to what, and why; newest first. */
  moves(): Promise<MoveRow[]>;
  sittings(): Promise<SittingRow[]>;
  rules(): Promise<RuleRow[]>;
  /** Reckons one rule; `days` is the period a paper states. */
  reckon(rule: string, from: string, days: number | null): Promise<ReckoningPage>;
  calendars(): Promise<CalendarRow[]>;
  /** Takes in the text of a file with a year of holidays; answers what moved because of it. */
  importCalendar(text: string, name: string, source: string | null, region: string | null): Promise<MoveRow[]>;
}

/** Every answer is a promise that rejects with a `Problem`. */
export interface Backend extends TimeBackend {
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
