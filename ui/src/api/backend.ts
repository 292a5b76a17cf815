// All that the screens may ask of the mailroom, or order it to do.
import { createContext, useContext } from "react";
import type {
  AgreementForm, AgreementRow, BatchLine, BroughtIn, CalendarRow, CaseList, Choice, Choices, CasePage, CaseQuery, CaseRow, CheckedRow, Chosen, DeadlineList, DeadlineQuery, DeadlineRow,
  Decide, DoubtRow, Exported, FolderPreview, Found, LedgerPage, LedgerQuery, LessonRow, MailboxForm, MailList, MailPage, MailQuery, MailWayForm, MoveRow, OfficeForm, Opening, Overview, OwnDeadline,
  PickupRow, Preview, Problem, Progress, ProviderRow, ProxyForm, ProxyState, ReceiptDraft, ReceiptList, ReceiptQuery, ReceiptRow, ReckoningPage, Register, RemindChange, ReminderRow,
  RemindState, Restored, RobotForm, RootMoved, RuleRow, SearchAnswer, ServiceList, ServicePage, ServiceQuery, ShellChange, ShellState, Signature, SittingRow, Statistics, TestRow, TodayPage, Wished,
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
  /** Court sittings from one day to another, both included, either open. */
  sittings(from: string | null, to: string | null): Promise<SittingRow[]>;
  rules(): Promise<RuleRow[]>;
  /** Reckons one rule; `days` is the period a paper states. */
  reckon(rule: string, from: string, days: number | null): Promise<ReckoningPage>;
  calendars(): Promise<CalendarRow[]>;
  /** Takes in the text of a file with a year of holidays; answers what moved because of it. */
  importCalendar(text: string, name: string, source: string | null, region: string | null): Promise<MoveRow[]>;
}

/** What the window asks and orders about agreements, many receipts at once, and reminders. */
export interface DutyBackend {
  /** Agreements on the address for service, and the courts that do not stand among them. */
  register(): Promise<Register>;
  /** Keeps a signed paper; gives its digest, by which an agreement names it. */
  keepPaper(name: string, bytes: ArrayBuffer): Promise<string>;
  /** Enters an agreement or changes one; every change stays on record. */
  enterAgreement(form: AgreementForm): Promise<AgreementRow>;
  /** Every receipt that would be sent, one line each; queues nothing. */
  batch(services: string[]): Promise<BatchLine[]>;
  /** Queues one receipt for each that raises no question; tells what became of every one. */
  acknowledgeMany(chosen: Chosen[]): Promise<BatchLine[]>;
  /** What the confirm sheet shows of a letter; queues nothing. */
  letterDraft(service: string, wish: Wished): Promise<ReceiptDraft>;
  /** Queues the letter that was seen; it leaves at its `undo_until`. Rejects with `receipt.changed` when it would be another one. */
  sendLetter(service: string, wish: Wished, seen: string): Promise<ReceiptRow>;
  /** A letter that was drawn up before and waits for a person, as it will leave. */
  queuedLetter(receipt: string): Promise<ReceiptDraft>;
  /** Writes the day of receipt into the court's blank form, files it and opens it for printing. */
  fillForm(service: string): Promise<void>;
  /** Opens the sheet of a receipt, where one was filed. */
  openSheet(receipt: string): Promise<void>;
  /** Opens a copy of a signed paper that an entry of an agreement named. */
  openPaper(agreement: string, paper: string): Promise<void>;
  /** Opens a copy of a receipt's letter as it left, as text. */
  openLetter(receipt: string): Promise<void>;
  /** Records that the court was answered outside of this program, or needs no answer. */
  answeredByHand(service: string, how: string, note: string): Promise<void>;
  /** Takes that back: it was not answered so. */
  notAnsweredByHand(service: string, why: string): Promise<void>;
  /** Who was reminded of what, newest first. */
  reminders(): Promise<ReminderRow[]>;
}

/** What the settings file says and this window changes; every change is followed within seconds, and answers how things are set then. */
export interface SettingsBackend {
  /** How people are reminded. */
  reminding(): Promise<RemindState>;
  /** Changes times, the internal day and the calendar feed; what is null stays. */
  changeReminding(change: RemindChange): Promise<RemindState>;
  /** Adds a robot or changes one; its address goes into the keychain and never comes back. */
  keepRobot(form: RobotForm): Promise<RemindState>;
  keepMailWay(form: MailWayForm): Promise<RemindState>;
  removeWay(id: string): Promise<RemindState>;
  /** Sends a test message by what was typed; answers the platform's own words, rejects with why it was not delivered. */
  testRobot(form: RobotForm): Promise<string>;
  testMailWay(form: MailWayForm): Promise<string>;
  /** The address to subscribe to the calendar. */
  feedAddress(): Promise<string>;
  /** The names courts know us by, and what stands below receipts. */
  signature(): Promise<Signature>;
  signAs(signature: Signature): Promise<Signature>;
  /** Through which proxy platforms are reached. */
  proxy(): Promise<ProxyState>;
  chooseProxy(form: ProxyForm): Promise<ProxyState>;
  /** What the office chose of sending, filing and fetching, and who chose it. */
  choices(): Promise<Choices>;
  /** Changes one of them; on record in the ledger with who and when. */
  choose(choice: Choice): Promise<Choices>;
}

/** Working on services, and mails chosen by hand. */
export interface HandlingBackend {
  /** Says who works on a service; an empty name takes that back. */
  assign(service: string, to: string): Promise<ServicePage>;
  /** Lets reminders rest until a moment, RFC 3339; the deadlines run on. */
  snooze(service: string, until: string): Promise<ServicePage>;
  /** Sets aside what serves nothing; nothing is deleted. */
  setAside(service: string, why: string): Promise<ServicePage>;
  takeBack(service: string, why: string): Promise<ServicePage>;
  /** Takes in the mails of one chosen file. */
  importMail(name: string, bytes: ArrayBuffer): Promise<BroughtIn>;
  /** A newer version, where new ones can be asked for; null when there is none. */
  lookForUpdate(): Promise<{ version: string; notes: string } | null>;
  /** Downloads and installs it after checking its signature; `onProgress` tells how far it is. */
  installUpdate(): Promise<void>;
  /** Asked to quit from outside the page, such as by the menu bar of macOS. */
  onQuitting(ask: () => void): () => void;
  /** Opens the system's print dialog for what is in sight. */
  printPage(): Promise<void>;
}

/** What people teach of a court's mails, and passwords of closed parts. */
export interface TeachingBackend {
  /**
   * What a mail would teach of its court; changes nothing. A mail that serves nothing is named by its digest; `court` is the
   * one that was asked when its sender is no court's yet.
   */
  lessonDraft(service: string, court: string | null): Promise<LessonRow>;
  /** Confirms a mail as its court's; waiting mails of its sender are judged again. */
  teach(service: string, court: string | null): Promise<LessonRow>;
  /** Takes a lesson back; gives what was taken back. */
  unteach(lesson: string): Promise<LessonRow>;
  lessons(): Promise<LessonRow[]>;
  /** Opens the closed parts of a service's mail, or one of them; gives the paths that opened. */
  unlock(service: string, part: string | null, password: string): Promise<string[]>;
}

/** Long lists, a part at a time: the window never holds fifty thousand rows. */
export interface ListBackend {
  /** What needs a person now. */
  today(): Promise<TodayPage>;
  /** A part of 待签收: the most urgent first. */
  serviceList(query: ServiceQuery): Promise<ServiceList>;
  deadlineList(query: DeadlineQuery): Promise<DeadlineList>;
  caseList(query: CaseQuery): Promise<CaseList>;
  /** One case; null for the services whose number was not recognised. */
  casePage(number: string | null): Promise<CasePage>;
  /** Mails that serve nothing, newest first. */
  mailList(query: MailQuery): Promise<MailList>;
  /** One mail that serves nothing. */
  mailPage(sha256: string): Promise<MailPage>;
  receiptList(query: ReceiptQuery): Promise<ReceiptList>;
  /** Receipts that may ask something of a person on any screen: open ones, and those of the last hours. */
  outbox(): Promise<ReceiptRow[]>;
}

/** Every answer is a promise that rejects with a `Problem`. */
export interface Backend extends ListBackend, TimeBackend, DutyBackend, SettingsBackend, HandlingBackend, TeachingBackend {
  overview(): Promise<Overview>;
  service(id: string): Promise<ServicePage>;
  /** Mails that lie in a mailbox and could not be taken in. */
  leftBehind(): Promise<DoubtRow[]>;
  /** Records a person's answer to a doubt. */
  settle(doubt: string, answer: string): Promise<DoubtRow>;
  /** A part of the ledger. */
  ledger(query: LedgerQuery): Promise<LedgerPage>;
  /** Statistics of the last months. */
  statistics(months: number): Promise<Statistics>;
  /** What is found in case numbers, courts, parties, papers and mails. */
  search(typed: string): Promise<SearchAnswer>;
  /** A document as it can be shown here, with its text and the sentences that matter. */
  preview(id: string): Promise<Preview>;
  /** Bytes of a PDF or a picture. */
  documentBytes(id: string): Promise<ArrayBuffer>;
  /** Draws up the ledger as a table file in the person's folder for downloads. */
  exportLedger(query: LedgerQuery, language: "zh" | "en"): Promise<Exported>;
  /** Draws up what is handed over today. */
  exportHandover(language: "zh" | "en"): Promise<Exported>;
  /** Draws up the month in which a day lies. */
  exportMonth(day: string, language: "zh" | "en"): Promise<Exported>;
  /** Draws the evidence bundle of a service up: the mail, its papers, its arrival, the answers, the record. */
  exportBundle(service: string): Promise<Exported>;
  /** Draws open deadlines and sittings up as a calendar file. */
  exportCalendar(language: "zh" | "en"): Promise<Exported>;
  /** Copies everything the home holds into a new folder; `stopExport` ends it. */
  exportAll(): Promise<Exported>;
  stopExport(): Promise<void>;
  /** Opens the folder of a file this window had drawn up. */
  showExport(name: string): Promise<void>;
  /** Lets a drafted receipt go; `by` must be another person than the one who drew it up. */
  approve(receipt: string, by: string, saw: string): Promise<ReceiptRow>;
  /**
   * Takes a queued receipt back; rejects with `receipt.gone` when it has left. This and the other two orders say with the row's
   * `seen` how it stood when it was looked at, and reject with `receipt.moved` when it stands otherwise by then.
   */
  withdraw(receipt: string, saw: string): Promise<ReceiptRow>;
  /** Lets a queued or held receipt leave at once. */
  sendNow(receipt: string, saw: string): Promise<ReceiptRow>;
  /** Lets a receipt go over another computer's registration, or unregistered; an empty name is the handler of the settings. */
  takeOver(receipt: string, by: string, why: string, saw: string): Promise<ReceiptRow>;
  /** Says whether several computers work with a mailbox. */
  shareMailbox(id: string, shared: boolean): Promise<void>;
  /** Records what a person says a fact is; `of` is the part of the document for facts of documents. */
  correct(service: string, fact: string, of: string | null, value: string): Promise<ServicePage>;
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
  openPickup(service: string, errand: string, courtConfirmed: boolean): Promise<void>;
  /** Takes in one file a person downloaded; answers how many were new. */
  bringFile(service: string, name: string, bytes: ArrayBuffer): Promise<number>;
  joinCases(numbers: string[]): Promise<CaseRow>;
  splitCase(number: string): Promise<CaseRow>;
  nameCase(number: string, name: string): Promise<CaseRow>;
  /** Says that a case is over; its deadlines and receipts stay as they are. */
  closeCase(number: string, why: string): Promise<CaseRow>;
  reopenCase(number: string, why: string): Promise<CaseRow>;
  /** Takes back a file that a person put to the wrong service; bytes and file stay. */
  takeFileBack(service: string, document: string): Promise<void>;
  /** Puts filed documents onto the clipboard as files; answers how many. */
  copyDocuments(ids: string[]): Promise<number>;
  /** Lets the pointer that is held down carry filed documents out of the window as files. */
  dragDocuments(ids: string[]): Promise<void>;
  /** Checks every kept file and the whole ledger; `stopExport` ends the waiting for it. */
  checkHome(): Promise<CheckedRow>;
  /** How the program is doing, as text to hand on: no name, address or case. */
  diagnosis(): Promise<string>;
  /** Opens the folder of the log. */
  openLogs(): Promise<void>;
  /** A person compared what left lately and accepts the ledger as it lies; answers whether it was another one. */
  acceptLedger(): Promise<boolean>;
  /** Says that services are one told by several channels; the first leads. */
  joinServices(services: string[], why: string): Promise<ServicePage>;
  partService(service: string, why: string): Promise<ServicePage>;
  /** Where documents would go under a pattern, and under a case root that is not saved; changes nothing. */
  previewFolders(pattern: string, root: string | null): Promise<FolderPreview>;
  /** Writes a pattern into the settings; what is filed stays where it is. */
  adoptFolderPattern(pattern: string): Promise<void>;
  /** Ties the files that were dropped on the window to a service; answers how many were new. */
  bringDropped(service: string): Promise<number>;
  /** Records that the papers of a service were received on paper, on a day (YYYY-MM-DD). */
  bringPaper(service: string, on: string): Promise<number>;
  /** Takes back that the papers were received on paper on a day (YYYY-MM-DD); scans of them go back with it. */
  takePaperBack(service: string, on: string, why: string): Promise<void>;
  /** Lets go of the files that were dropped. */
  forgetDropped(): Promise<void>;
  /** Copies the case folders to another place, compares every file, and files there from then on. */
  moveCaseRoot(to: string): Promise<RootMoved>;
  /** Puts a document back from the vault; answers where it lies. */
  restoreDocument(id: string): Promise<string>;
  /** Puts back every document whose file is gone, of all cases. */
  restoreMissing(): Promise<Restored>;
  /** Takes in a pasted message; answers its service, if it tells of one. */
  takePasted(text: string): Promise<string | null>;
  /** Makes the home where there is none, writes down who we are, and adds the first mailbox. Gives whether its password lies in the keychain. */
  setUp(form: MailboxForm, office: OfficeForm): Promise<boolean>;
  /** How the program sits on its machine. */
  shell(): Promise<ShellState>;
  /** Changes it; what an administrator decided stays. */
  changeShell(change: ShellChange): Promise<ShellState>;
  /** Closes the window: to the tray, or for good; or says that it stays. */
  closeWindow(way: "hide" | "quit" | "stay"): Promise<void>;
  /** What a link or a notification asked to be shown, once. */
  opening(): Promise<Opening | null>;
  /** Looks at sample data; the office's own home stays as it is. */
  startDemo(): Promise<void>;
  /** Back to the office's own home; nothing of the sample stays. */
  leaveDemo(): Promise<void>;
  /** Calls back when there is something to show from outside. */
  onOpen(open: () => void): () => void;
  /** Calls back when mails were dropped on the window or opened with the program. */
  onBroughtIn(told: (answer: BroughtIn | null, problem: Problem | null) => void): () => void;
  /** Calls back with the names of files that were dropped on the window and are no mails; and the words of a single text that may be a message. */
  onDropped(told: (names: string[], message: string | null) => void): () => void;
  /** Calls back when closing needs a decision. */
  onClosing(ask: () => void): () => void;
  /** Calls back while something long is drawn up; the answer stops it. */
  onProgress(told: (at: Progress) => void): () => void;
  /** Whose mailbox an address is: by its domain, else by its mail exchangers. */
  findProvider(address: string): Promise<Found>;
  /** Every provider known. */
  providers(): Promise<ProviderRow[]>;
  /** The seven-step test of a mailbox that is saved nowhere; nothing of it is kept. */
  testMailbox(form: MailboxForm): Promise<TestRow>;
  /** Ends the test that is running; it rejects with `mailbox.test-stopped`. */
  stopTest(): Promise<void>;
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
