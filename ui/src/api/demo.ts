// A backend over invented services, for working in a browser and for screen tests; nothing leaves the page.
import { courtStamp, dayNumber } from "../words/format";
import type { Backend } from "./backend";
import { receiptBody, receiptSubject, Sample } from "./demo-data";
import { Matters, previewOf } from "./demo-filing";
import type { MailboxState, MailRow, Overview, PickupRow, Problem, ReceiptRow, ServicePage } from "./types";

/** What the sample shows: a working day, a receipt left over from the last run or one the server did not take, a mailbox that fails, a full disk, an empty first day, or a mailroom that does not answer. */
export type Scene = "day" | "held" | "retry" | "stale" | "disk" | "empty" | "error" | "slow";

const UNDO_SECONDS = 10;
const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

/** A mail the mailroom could keep but not read. */
function unread(first_seen: string): MailRow {
  return { sha256: "5d".repeat(32), message_id: null, mailbox: "court", folder: "INBOX", subject: "", verdict: null, service: null, state: "stuck", first_seen };
}

/** Filing waits for room on the disk; the mailbox itself is watched. */
const fullDisk: MailboxState = {
  id: "filing", address: "案件", kind: "home", state: "failed", last_check: null, next_check: null, behind: 0,
  problem: { code: "home.disk-full", facts: ["案件", "No space left on device"], retries: true },
};

export class Demo implements Backend {
  private readonly pages: Map<string, ServicePage>;
  private readonly listeners = new Set<() => void>();
  /** Receipts taken back: their services have none again, but the list keeps them. */
  private readonly withdrawn: ReceiptRow[] = [];
  private readonly leaving = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly matters = new Matters();
  private lastCheck: number;
  private seq = 1;
  private receiptCount = 0;

  constructor(private readonly scene: Scene = "day") {
    const now = Date.now();
    const services = scene === "empty" ? [] : new Sample(now, scene === "held" || scene === "retry" ? scene : "none").services();
    this.pages = new Map(services.map((page) => [page.row.id, page]));
    this.lastCheck = now - (scene === "stale" ? 46 : 1) * 60_000;
  }

  async overview(): Promise<Overview> {
    const pages = await this.answer([...this.pages.values()]);
    const rows = pages.map((page) => page.row);
    const receipts = pages.flatMap((page) => (page.receipt ? [page.receipt] : []));
    const now = courtStamp(Date.now());
    const soon = pages.flatMap((page) => page.deadlines).filter((row) => row.state !== "done" && row.days_left !== null && row.days_left <= 7);
    return {
      office: "示例物业管理有限公司",
      demo: true,
      beside: false,
      today: now.slice(0, 10),
      now,
      mailboxes: this.scene === "disk" ? [this.mailbox(), fullDisk] : [this.mailbox()],
      need_receipt: rows.filter((row) => row.verdict !== "doubtful" && !["sent", "confirmed"].includes(row.receipt)).length,
      to_check: rows.filter((row) => row.open_doubts > 0 && row.verdict !== "doubtful").length,
      suspicious: rows.filter((row) => row.verdict === "doubtful").length,
      deadlines_soon: soon.length,
      outbox: receipts.filter((row) => ["queued", "sending", "unsure", "failed", "bounced"].includes(row.state)).length,
      provisional_years: this.provisionalYears(now.slice(0, 10)),
      case_root: "案件",
      version: "0.1.0",
      seq: this.seq,
    };
  }

  async services() {
    return this.answer([...this.pages.values()].map((page) => page.row));
  }

  async service(id: string) {
    return this.answer(this.page(id));
  }

  async deadlines() {
    return this.answer([...this.pages.values()].flatMap((page) => page.deadlines));
  }

  async mails() {
    const rows: MailRow[] = [...this.pages.values()].map(({ row }) => ({
      sha256: row.sha256, message_id: row.message_id, mailbox: row.mailbox, folder: "INBOX", subject: row.subject,
      verdict: row.verdict, service: row.id, state: "understood", first_seen: row.first_seen,
    }));
    return this.answer(this.scene === "stale" ? [unread(courtStamp(this.lastCheck)), ...rows] : rows);
  }

  async receipts() {
    const rows = [...this.pages.values()].flatMap((page) => (page.receipt ? [page.receipt] : [])).concat(this.withdrawn);
    return this.answer(rows.sort((a, b) => b.queued_at.localeCompare(a.queued_at)));
  }

  async receiptDraft(service: string) {
    const page = this.page(service);
    this.mayAcknowledge(page);
    return this.answer({
      service,
      court: page.row.court,
      to: page.row.from ?? "",
      subject: receiptSubject(page),
      body: receiptBody(page, courtStamp(Date.now())),
      documents: page.documents.length,
      arrived: page.row.arrived,
      regime: page.row.regime,
      verdict: page.row.verdict,
      undo_seconds: UNDO_SECONDS,
    });
  }

  async acknowledge(service: string): Promise<ReceiptRow> {
    const page = this.page(service);
    // A second call changes nothing and gives the same receipt back.
    if (page.receipt && page.receipt.state !== "failed") return this.answer(page.receipt);
    this.mayAcknowledge(page);
    const now = Date.now();
    const receipt: ReceiptRow = {
      id: `receipt-${++this.receiptCount}`,
      service,
      message_id: `songda.receipt-${this.receiptCount}@office.example`,
      to: page.row.from ?? "",
      subject: receiptSubject(page),
      state: "queued",
      attempts: 0,
      queued_at: courtStamp(now),
      undo_until: courtStamp(now + UNDO_SECONDS * 1000),
      held: false,
      sent_at: null,
      answer: null,
      sha256: page.row.sha256,
      by: "王敏",
      problem: null,
    };
    this.leaving.set(receipt.id, setTimeout(() => this.send(receipt.id), UNDO_SECONDS * 1000));
    return this.put(receipt);
  }

  async withdraw(id: string): Promise<ReceiptRow> {
    const receipt = this.receipt(id);
    if (receipt.state !== "queued") throw problem("receipt.gone", receipt.subject);
    clearTimeout(this.leaving.get(id));
    this.leaving.delete(id);
    const row: ReceiptRow = { ...receipt, state: "withdrawn", undo_until: null, held: false };
    const page = this.page(row.service);
    this.withdrawn.push(row);
    this.pages.set(row.service, { ...page, receipt: null, row: { ...page.row, receipt: "none" } });
    this.changed();
    return row;
  }

  async sendNow(id: string): Promise<ReceiptRow> {
    const receipt = this.receipt(id);
    if (receipt.state !== "queued" && receipt.state !== "unsure") throw problem("receipt.gone", receipt.subject);
    return this.send(id);
  }

  async checkNow() {
    if (this.scene === "stale") throw problem("mailbox.login-refused", "sd@office.example", "imap.office.example", "LOGIN Login error or password error");
    this.lastCheck = Date.now();
    this.changed();
  }

  async openDocument(id: string) {
    const known = [...this.pages.values()].some((page) => page.documents.some((row) => row.id === id));
    if (!known) throw problem("not-found", id);
    console.info(`demo: would open document ${id}`);
  }

  async openFolder(service: string) {
    console.info(`demo: would open the folder of ${this.page(service).row.id}`);
  }

  async makeHome() {
    throw problem("demo.real-home");
  }

  async openSettings() {
    console.info("demo: would open the settings file");
  }

  async fetchPickup(service: string, errand: string) {
    return this.pickup(service, errand, { state: "done", listed: 2, stored: 2, held: null });
  }

  async stopPickup(service: string, errand: string) {
    return this.pickup(service, errand, { state: "held", held: "pickup.stopped" });
  }

  async openPickup(service: string, errand: string) {
    this.pickup(service, errand, { opened: courtStamp(Date.now()), opened_by: "王敏" });
  }

  async bringFile() {
    return 1;
  }

  async cases() {
    return this.answer(this.matters.rows([...this.pages.values()]));
  }

  async joinCases(numbers: string[]) {
    this.matters.join(numbers);
    return this.said(numbers[0] ?? "");
  }

  async splitCase(number: string) {
    this.matters.split(number);
    return this.said(number);
  }

  async nameCase(number: string, name: string) {
    this.matters.name(number, name);
    return this.said(number);
  }

  async joinServices(services: string[]) {
    return this.service(services[0] ?? "");
  }

  async partService(service: string) {
    return this.service(service);
  }

  async previewFolders(pattern: string) {
    return this.answer(previewOf(pattern));
  }

  async restoreDocument(id: string) {
    return `案件/${id}`;
  }

  async takePasted() {
    return null;
  }

  onChange(changed: () => void) {
    this.listeners.add(changed);
    return () => void this.listeners.delete(changed);
  }

  /** Answers as the scene wants it; a copy, as everything that crosses to the window is. */
  private answer<T>(value: T): Promise<T> {
    if (this.scene === "error") return Promise.reject(problem("home.disk-full", "write: No space left on device"));
    if (this.scene === "slow") return new Promise(() => undefined);
    return Promise.resolve(JSON.parse(JSON.stringify(value)) as T);
  }

  private page(id: string): ServicePage {
    const page = this.pages.get(id);
    if (!page) throw problem("not-found", id);
    return page;
  }

  private receipt(id: string): ReceiptRow {
    for (const page of this.pages.values()) if (page.receipt?.id === id) return page.receipt;
    const back = this.withdrawn.find((row) => row.id === id);
    if (back) return back;
    throw problem("not-found", id);
  }

  private mayAcknowledge(page: ServicePage) {
    if (page.row.verdict === "doubtful") throw problem("receipt.doubtful-sender", page.row.from ?? "");
  }

  private send(id: string): ReceiptRow {
    clearTimeout(this.leaving.get(id));
    this.leaving.delete(id);
    const receipt = this.receipt(id);
    const sent_at = courtStamp(Date.now());
    return this.put({ ...receipt, state: "sent", attempts: receipt.attempts + 1, undo_until: null, held: false, sent_at, answer: "250 2.0.0 Ok: demo", problem: null });
  }

  private put(receipt: ReceiptRow): ReceiptRow {
    const page = this.page(receipt.service);
    this.pages.set(receipt.service, { ...page, receipt, row: { ...page.row, receipt: receipt.state } });
    this.changed();
    return receipt;
  }

  private pickup(service: string, errand: string, now: Partial<PickupRow>): PickupRow {
    const page = this.page(service);
    const known = page.pickups.find((row) => row.errand === errand);
    if (!known) throw problem("not-found", errand);
    const row = { ...known, ...now };
    this.pages.set(service, { ...page, pickups: page.pickups.map((other) => (other.errand === errand ? row : other)) });
    this.changed();
    return row;
  }

  private said(number: string) {
    this.changed();
    const row = this.matters.rows([...this.pages.values()]).find((one) => one.case_number === number);
    if (!row) throw problem("not-found", number);
    return row;
  }

  private changed() {
    this.seq++;
    for (const listener of [...this.listeners]) listener();
  }

  private mailbox(): MailboxState {
    const failed = this.scene === "stale";
    return {
      id: "court",
      address: "sd@office.example",
      kind: "imap",
      state: failed ? "failed" : "watching",
      last_check: courtStamp(this.lastCheck),
      next_check: failed ? null : courtStamp(this.lastCheck + 120_000),
      behind: 0,
      problem: failed
        ? { code: "mailbox.login-refused", facts: ["sd@office.example", "imap.office.example", "LOGIN Login error or password error"], retries: true }
        : null,
    };
  }

  private provisionalYears(today: string): number[] {
    const next = Number(today.slice(0, 4)) + 1;
    return dayNumber(`${next}-01-01`) - dayNumber(today) <= 60 ? [next] : [];
  }
}
