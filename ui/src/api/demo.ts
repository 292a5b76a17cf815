// A backend over invented services, for working in a browser and for screen tests; nothing leaves the page.
import { courtStamp, dayNumber, plain } from "../words/format";
import type { Backend } from "./backend";
import { receiptSubject, Sample } from "./demo-data";
import { DemoHandling } from "./demo-handling";
import { answer, past, rowsOf, statistics } from "./demo-ledger";
import { samplePdf } from "./demo-pdf";
import { PassedOver } from "./demo-mails";
import { fullDisk, leftOver, mailboxIn, unread, wentBack, type Scene } from "./demo-scenes";
import { plainReceipt } from "./demo-receipts";
import { casePage, casePart, deadlinePart, receiptPart } from "./demo-lists";
import { listed } from "./demo-services";
import { sittingsOf, todayOf } from "./demo-today";
import type { CaseQuery, DeadlineQuery, DeadlineRow, DoubtRow, FoundRow, LedgerQuery, LedgerRow, MailboxState, MailQuery, MailRow, Overview, Preview, Problem, ReceiptQuery, ReceiptRow, ServicePage, ServiceQuery, ServiceRow } from "./types";

const UNDO_SECONDS = 10;
const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

export class Demo extends DemoHandling implements Backend {
  protected override readonly pages: Map<string, ServicePage>;
  private readonly listeners = new Set<() => void>();
  /** Receipts taken back or corrected: their services have none of them any more, but the list keeps them. */
  private readonly former: ReceiptRow[] = [];
  private readonly leaving = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly unsure = new Set<string>();
  private lastCheck: number;
  private seq = 1;
  private receiptCount = 0;
  private settledLeft = false;
  private accepted = false;
  protected override readonly passedOver: PassedOver;
  private before: LedgerRow[] | null = null;
  private others: ServiceRow[] | null = null;

  constructor(private readonly scene: Scene = "day") {
    super();
    const now = Date.now();
    const services = scene === "empty" ? [] : new Sample(now, leftOver(scene, now)).services();
    this.pages = new Map(services.map((page) => [page.row.id, page]));
    this.passedOver = new PassedOver(now, scene === "empty");
    this.lastCheck = now - (scene === "stale" || scene === "offline" ? 46 : 1) * 60_000;
  }

  async overview(): Promise<Overview> {
    if (this.scene === "first") throw problem("home.none", "/home/office/.local/share/songda");
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
      mailboxes: [this.mailbox(), ...(this.scene === "disk" ? [fullDisk] : this.scene === "astray" && !this.accepted ? [wentBack] : [])],
      need_receipt: rows.filter((row) => row.verdict !== "doubtful" && !["sent", "confirmed"].includes(row.receipt)).length,
      to_check: rows.filter((row) => row.open_doubts > 0 && row.verdict !== "doubtful").length,
      suspicious: rows.filter((row) => row.verdict === "doubtful").length,
      deadlines_soon: soon.length,
      burning: soon.filter((row) => (row.days_left ?? 1) <= 0).length + receipts.filter((row) => row.held || ["draft", "unsure", "failed", "bounced"].includes(row.state)).length,
      outbox: receipts.filter((row) => ["queued", "sending", "unsure", "failed", "bounced"].includes(row.state)).length,
      provisional_years: this.provisionalYears(now.slice(0, 10)),
      case_root: "案件",
      version: "0.1.0",
      seq: this.seq,
    };
  }

  async today() {
    const known = { services: this.rows(), sittings: sittingsOf([...this.pages.values()]), deadlines: this.deadlines(), receipts: this.receipts(), mails: this.mails(), passed: this.passedOver.list({ tab: "court", text: "", offset: 0, limit: 1 }).counts.court, now: Date.now() };
    return this.answer(todayOf(known));
  }

  async serviceList(query: ServiceQuery) {
    return this.answer(listed(this.rows(), query, courtStamp(Date.now()).slice(0, 10)));
  }

  async service(id: string) {
    return this.answer(this.page(id));
  }

  async deadlineList(query: DeadlineQuery) {
    return this.answer(deadlinePart(this.deadlines(), query));
  }

  async caseList(query: CaseQuery) {
    return this.answer(casePart(this.rows(), this.deadlines(), this.named(), query));
  }

  async casePage(number: string | null) {
    return this.answer(casePage(this.rows(), this.deadlines(), this.named(), number));
  }

  async receiptList(query: ReceiptQuery) {
    return this.answer(receiptPart(this.receipts(), query));
  }

  async mailList(query: MailQuery) {
    return this.answer(this.passedOver.list(query));
  }

  async mailPage(sha256: string) {
    return this.answer(this.passedOver.page(sha256));
  }

  async acceptLedger() {
    this.accepted = true;
    this.changed();
    return this.answer(true);
  }

  async outbox() {
    return this.answer(this.receipts());
  }

  async leftBehind(): Promise<DoubtRow[]> {
    const row: DoubtRow = { id: "left-1", about: "court", part: "mail", code: "mail-too-big", detail: "UID 412 · INBOX · 118 MiB", since: courtStamp(this.lastCheck), settled: false, answer: null };
    return this.answer(this.scene === "stale" && !this.settledLeft ? [row] : []);
  }

  async settle(id: string, answered: string): Promise<DoubtRow> {
    if (id === "left-1") {
      this.settledLeft = true;
      this.changed();
      return { id, about: "court", part: "mail", code: "mail-too-big", detail: "", since: courtStamp(this.lastCheck), settled: true, answer: answered };
    }
    for (const page of this.pages.values()) {
      const doubt = page.doubts.find((row) => row.id === id);
      if (!doubt || !answered) continue;
      doubt.settled = true;
      doubt.answer = answered;
      page.row.open_doubts = page.doubts.filter((row) => !row.settled).length;
      this.changed();
      return this.answer(doubt);
    }
    throw problem("not-found", id);
  }

  async ledger(query: LedgerQuery) {
    return this.answer(answer(this.book(), query));
  }

  async statistics(months: number) {
    return this.answer(statistics(this.book(), [...this.pages.values()], courtStamp(Date.now()).slice(0, 10), months));
  }

  async search(typed: string) {
    const words = typed.split(/\s+/).filter(Boolean).map(plain);
    const rows = words.length === 0 ? [] : this.book().flatMap((row): FoundRow[] => {
      const page = this.pages.get(row.service);
      const text = [row.court, row.case_number, row.cause, row.title, page?.row.subject, page?.text].filter(Boolean).join(" ");
      if (!words.every((word) => plain(text).includes(word))) return [];
      return [{
        service: row.service, sha256: row.sha256, document: row.document || null, kind: "document", title: row.title, case_number: row.case_number,
        court: row.court, arrived: row.arrived ?? row.first_seen, page: null, snippet: [row.court, row.cause].filter(Boolean).join(" "),
      }];
    });
    return this.answer({ rows: rows.slice(0, 60), more: rows.length > 60, waiting: 0 });
  }

  async preview(id: string): Promise<Preview> {
    const { page, row } = this.paper(id);
    const lines = this.lines(page, row.title);
    const deadline = lines.find((line) => line.includes("期限") || line.includes("内提交"));
    const marks = [{ what: "case-number", words: row.case_number ?? "", page: 1 }, { what: "deadline", words: deadline ?? "", page: 1 }].filter((mark) => mark.words);
    return this.answer({ id, title: row.title, shape: "pdf", media_type: "application/pdf", pages: [lines.join("\n")], marks });
  }

  async documentBytes(id: string) {
    const { page, row } = this.paper(id);
    return samplePdf(this.lines(page, row.title));
  }

  async exportLedger(query: LedgerQuery, language: "zh" | "en") {
    const { fitting } = answer(this.book(), query);
    console.info(`demo: would export ${fitting} rows`);
    return this.answer({ name: language === "zh" ? "送达台账.xlsx" : "Service ledger.xlsx", folder: "下载", left_out: 0 });
  }

  /** Every receipt, the newest first. */
  receipts(): ReceiptRow[] {
    const rows = [...this.pages.values()].flatMap((page) => (page.receipt ? [page.receipt] : [])).concat(this.former);
    return rows.sort((a, b) => b.queued_at.localeCompare(a.queued_at));
  }

  private deadlines(): DeadlineRow[] {
    return [...this.pages.values()].flatMap((page) => page.deadlines).concat(this.own);
  }

  private mails(): MailRow[] {
    return this.scene === "stale" ? [unread(courtStamp(this.lastCheck))] : [];
  }

  async correct(service: string, fact: string, of: string | null, value: string): Promise<ServicePage> {
    const page = this.page(service);
    if (value.trim() === "") throw problem("mail.fact-refused", "不能为空");
    if (fact === "cause") page.row.cause = value;
    if (fact === "addressee") page.row.addressee = value;
    if (fact === "role") page.row.role = value;
    if (fact === "case-number") {
      page.row.case_numbers = [...page.row.case_numbers.filter((number) => number !== of), value];
      page.doubts.filter((doubt) => doubt.code === "case-number-missing").forEach((doubt) => Object.assign(doubt, { settled: true, answer: `已更正为 ${value}` }));
      page.row.open_doubts = page.doubts.filter((doubt) => !doubt.settled).length;
    }
    const row = page.facts.find((known) => known.fact === fact);
    if (row) Object.assign(row, { value, sure: "corrected" });
    page.suggestions = page.suggestions.filter((known) => known.fact !== fact || known.of !== of);
    this.changed();
    return this.answer(page);
  }

  async approve(id: string, by: string, saw: string): Promise<ReceiptRow> {
    const row = this.receipt(id);
    this.asSeen(row, saw);
    if (by.trim() === "" || by.trim() === row.by) throw problem("receipt.same-person", row.by, row.subject);
    return this.count({ ...row, state: "queued", approved_by: by });
  }

  async acknowledge(service: string): Promise<ReceiptRow> {
    const page = this.page(service);
    // A second call changes nothing and gives the same receipt back.
    if (page.receipt && page.receipt.state !== "failed") return this.answer(page.receipt);
    this.mayAcknowledge(page);
    return this.count({
      id: `receipt-${++this.receiptCount}`,
      service,
      message_id: `songda.receipt-${this.receiptCount}@office.example`,
      to: page.row.from ?? "",
      subject: receiptSubject(page),
      state: "queued",
      attempts: 0,
      queued_at: courtStamp(Date.now()),
      undo_until: null,
      held: false,
      sent_at: null,
      answer: null,
      sha256: page.row.sha256,
      by: "王敏",
      problem: null,
      ...plainReceipt,
    });
  }

  /** It leaves once its undo time is over. */
  private count(receipt: ReceiptRow): ReceiptRow {
    this.leaving.set(receipt.id, setTimeout(() => this.send(receipt.id), UNDO_SECONDS * 1000));
    return this.put({ ...receipt, undo_until: courtStamp(Date.now() + UNDO_SECONDS * 1000) });
  }

  /** An order is about the standing that was seen. */
  private asSeen(receipt: ReceiptRow, saw: string) {
    if (receipt.seen !== saw) throw problem("receipt.moved", receipt.subject, receipt.seen);
  }

  async withdraw(id: string, saw: string): Promise<ReceiptRow> {
    const receipt = this.receipt(id);
    if (receipt.state !== "queued") throw problem("receipt.gone", receipt.subject);
    this.asSeen(receipt, saw);
    clearTimeout(this.leaving.get(id));
    this.leaving.delete(id);
    // What may be with the court cannot be called back.
    if (this.unsure.has(id)) return this.put({ ...receipt, state: "unsure", undo_until: null, problem: "receipt.unsure" });
    const row: ReceiptRow = { ...receipt, state: "withdrawn", undo_until: null, held: false };
    const page = this.page(row.service);
    this.pages.set(row.service, { ...page, receipt: row });
    this.layAside(row.service);
    this.changed();
    return row;
  }

  async sendNow(id: string, saw: string): Promise<ReceiptRow> {
    const receipt = this.receipt(id);
    if (receipt.state !== "queued" && receipt.state !== "unsure") throw problem("receipt.gone", receipt.subject);
    this.asSeen(receipt, saw);
    if (receipt.state === "unsure") this.unsure.add(id);
    const isUnderWay = receipt.state === "queued" && !receipt.held;
    return isUnderWay ? this.send(id) : this.count({ ...receipt, state: "queued", held: false, problem: null });
  }

  async takeOver(id: string, by: string, why: string, saw: string): Promise<ReceiptRow> {
    const receipt = this.receipt(id);
    if (!why.trim()) throw problem("receipt.take-over-why", receipt.subject);
    this.asSeen(receipt, saw);
    const now = courtStamp(Date.now());
    this.put({ ...receipt, claim: { state: receipt.claim ? "taken-over" : "waived", mailbox: null, since: null, decide_from: null, by: by || receipt.by, at: now, why, unsure: receipt.claim?.unsure ?? false } });
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

  onChange(changed: () => void) {
    this.listeners.add(changed);
    return () => void this.listeners.delete(changed);
  }

  /** Every row of the ledger: the sample's services, and an invented past. */
  private book(): LedgerRow[] {
    const rows = rowsOf([...this.pages.values()]);
    if (this.scene === "empty") return rows;
    this.before ??= past(Date.now(), this.scene === "many" ? 50_000 : 160);
    const came = (row: LedgerRow) => row.arrived ?? row.first_seen;
    return rows.concat(this.before).sort((a, b) => (came(a) < came(b) ? 1 : came(a) > came(b) ? -1 : 0));
  }

  private rows(): ServiceRow[] {
    const rows = [...this.pages.values()].map((page) => page.row);
    return this.scene === "many" ? rows.concat((this.others ??= this.crowd(rows))) : rows;
  }

  /** So many services that a list which draws them all would stop. */
  private crowd(rows: readonly ServiceRow[]): ServiceRow[] {
    this.book();
    const [shape] = rows;
    if (!shape) return [];
    return (this.before ?? []).map((row) => ({
      ...shape, id: row.service, case_numbers: row.case_number ? [row.case_number] : [], titles: [row.title], documents: 1, arrived: row.arrived,
      first_seen: row.first_seen, receipt: "sent", open_doubts: 0, next_deadline: null, cause: row.cause,
    }));
  }

  /** Answers as the scene wants it; a copy, as everything that crosses to the window is. */
  protected override answer<T>(value: T): Promise<T> {
    if (this.scene === "error") return Promise.reject(problem("home.disk-full", "write: No space left on device"));
    if (this.scene === "slow") return new Promise(() => undefined);
    return Promise.resolve(JSON.parse(JSON.stringify(value)) as T);
  }

  protected override page(id: string): ServicePage {
    const page = this.pages.get(id);
    if (!page) throw problem("not-found", id);
    return page;
  }

  private paper(id: string) {
    for (const page of this.pages.values()) {
      const row = page.documents.find((document) => document.id === id);
      if (!row) continue;
      if (page.row.verdict === "doubtful") throw problem("document.doubtful-sender", row.title);
      return { page, row };
    }
    throw problem("not-found", id);
  }

  private lines(page: ServicePage, title: string): string[] {
    const hearing = page.hearings[0];
    return [
      title, page.row.court?.name ?? "", page.row.case_numbers[0] ?? "", `${page.row.addressee ?? ""}：`,
      `关于${page.row.cause ?? "本案"}一案，现向你单位送达${title}。`,
      "你单位应当在收到起诉状副本之日起十五日内提交答辩状。",
      ...(hearing ? [`本案定于 ${hearing.starts.slice(0, 16).replace("T", " ")} 在${hearing.place ?? ""}开庭审理。`] : []),
    ].filter(Boolean);
  }

  protected override layAside(service: string) {
    const page = this.page(service);
    if (page.receipt) this.former.push(page.receipt);
    this.pages.set(service, { ...page, receipt: null, row: { ...page.row, receipt: "none" } });
  }

  protected override receipt(id: string): ReceiptRow {
    for (const page of this.pages.values()) if (page.receipt?.id === id) return page.receipt;
    const back = this.former.find((row) => row.id === id);
    if (back) return back;
    throw problem("not-found", id);
  }

  protected override mayAcknowledge(page: ServicePage) {
    if (page.row.verdict === "doubtful") throw problem("receipt.doubtful-sender", page.row.from ?? "");
  }

  private send(id: string): ReceiptRow {
    clearTimeout(this.leaving.get(id));
    this.leaving.delete(id);
    const receipt = this.receipt(id);
    const sent_at = courtStamp(Date.now());
    return this.put({ ...receipt, state: "sent", attempts: receipt.attempts + 1, undo_until: null, held: false, sent_at, answer: "250 2.0.0 Ok: demo", problem: null });
  }

  protected override put(row: ReceiptRow): ReceiptRow {
    const receipt = { ...row, seen: `${row.state}-${this.seq + 2}` };
    const page = this.page(receipt.service);
    this.pages.set(receipt.service, { ...page, receipt, row: { ...page.row, receipt: receipt.state } });
    this.changed();
    return receipt;
  }

  protected override changed() {
    this.seq++;
    for (const listener of [...this.listeners]) listener();
  }

  private mailbox(): MailboxState {
    return mailboxIn(this.scene, this.lastCheck, this.isShared);
  }

  private provisionalYears(today: string): number[] {
    const next = Number(today.slice(0, 4)) + 1;
    return dayNumber(`${next}-01-01`) - dayNumber(today) <= 60 ? [next] : [];
  }
}
