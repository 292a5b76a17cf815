// Agreements, many receipts at once, corrections and reminders of the sample backend.
import { courtStamp } from "../words/format";
import type { DutyBackend } from "./backend";
import { DemoFiling } from "./demo-filing";
import { draftOf, subjectOf, unreadIn } from "./demo-letters";
import { sampleAgreement } from "./demo-receipts";
import type { AgreementField, AgreementForm, AgreementRow, BatchLine, Chosen, Problem, ReceiptDraft, ReceiptRow, Register, ReminderRow, ServicePage, Wished } from "./types";

const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

const plain: Wished = { kind: "received", reason: null, note: "", scan: null, scan_name: null, verified: "" };

/** Which terms a change changed, as the ledger tells them. */
function changedTerms(before: AgreementRow, after: AgreementRow): AgreementField[] {
  const one = (text: string | null) => (text ? [text] : []);
  const reply = (of: AgreementRow) => [of.reply, ...(of.reply === "none" || of.reply_within === null ? [] : [String(of.reply_within)])];
  const terms: [string, (of: AgreementRow) => string[]][] = [
    ["kind", (of) => one(of.kind)], ["courts", (of) => of.courts], ["address", (of) => one(of.address)], ["cases", (of) => of.cases],
    ["levels", (of) => of.levels], ["from", (of) => one(of.from)], ["until", (of) => one(of.until)], ["reply", reply],
  ];
  return terms.map(([field, of]) => ({ field, before: of(before), after: of(after) })).filter((term) => term.before.join() !== term.after.join());
}

export abstract class DemoDuties extends DemoFiling implements DutyBackend {
  private readonly agreements: AgreementRow[] = [sampleAgreement];

  abstract acknowledge(service: string): Promise<ReceiptRow>;
  protected abstract mayAcknowledge(page: ServicePage): void;
  protected abstract receipt(id: string): ReceiptRow;
  protected abstract put(receipt: ReceiptRow): ReceiptRow;
  /** Lays the receipt of a service aside: it has none for now. */
  protected abstract layAside(service: string): void;

  async register(): Promise<Register> {
    return this.answer({ agreements: this.agreements, uncovered: this.uncovered() });
  }

  private uncovered() {
    const rows = [...this.pages.values()].map((page) => page.row).filter((row) => row.verdict !== "doubtful");
    const others = rows.filter((row) => !this.agreements.some((known) => known.courts.includes(row.court?.code ?? "")));
    const codes = [...new Set(others.map((row) => row.court?.code ?? ""))];
    return codes.map((code) => {
      const of = others.filter((row) => row.court?.code === code);
      const subjects = of.filter((row) => row.case_numbers.length === 0).map((row) => row.subject);
      return { court: code, court_name: of[0]?.court?.name ?? code, address: "service@office.example", cases: [...new Set(of.flatMap((row) => row.case_numbers))], subjects, last_arrived: of[0]?.arrived ?? null };
    });
  }

  async keepPaper(name: string, bytes: ArrayBuffer): Promise<string> {
    if (bytes.byteLength === 0) throw problem("agreement.no-paper", name, "52428800");
    return this.answer("b2".repeat(32));
  }

  async enterAgreement(form: AgreementForm): Promise<AgreementRow> {
    const known = this.agreements.find((row) => row.id === form.id);
    const courts = form.courts.map((court) => this.courtCode(court));
    const unknown = courts.find((code) => !/^\p{Script=Han}\d{0,4}$/u.test(code));
    if (unknown !== undefined) throw problem("agreement.unknown-court", unknown);
    const { document, document_name, ...terms } = { ...form, courts };
    const [at, by] = [courtStamp(Date.now()), "王敏"];
    const changes = (known?.changes ?? 0) + 1;
    const change = { at, by, changed: known ? changedTerms(known, { ...known, ...terms }) : [], note: form.note, document, document_name };
    const row: AgreementRow = {
      ...terms, id: form.id || `${courts[0] ?? ""}-${form.from}`, company: form.company || "示例物业管理有限公司",
      court_names: courts.map((code) => this.courtName(code)), document: document ?? known?.document ?? null,
      document_name: document_name ?? known?.document_name ?? null, state: "in-force", changes,
      changed_at: at, changed_by: by, without_paper: document || !known ? 0 : known.without_paper + 1, history: [...(known?.history ?? []), change],
    };
    if (known) Object.assign(known, row);
    else this.agreements.push(row);
    this.changed();
    return this.answer(row);
  }

  private courtCode(name: string): string {
    return [...this.pages.values()].find((page) => page.row.court?.name === name)?.row.court?.code ?? name;
  }

  private courtName(code: string): string {
    return [...this.pages.values()].find((page) => page.row.court?.code === code)?.row.court?.name ?? code;
  }

  async batch(services: string[]): Promise<BatchLine[]> {
    const line = (service: string): BatchLine => {
      const { row, documents, receipt } = this.page(service);
      const answered = receipt !== null && receipt.state !== "failed";
      const [unread = null] = unreadIn(this.page(service));
      const why = answered || row.by_hand ? "answered" : unread !== null ? unread : row.regime === "unconfirmed" ? "unconfirmed" : row.verdict === "proven" ? null : row.verdict === "likely" ? "likely" : "not-possible";
      return {
        service, court: row.court, case_numbers: row.case_numbers, documents: documents.map((document) => document.title), to: why ? "" : (row.from ?? ""),
        arrived: row.arrived, why, problem: null, needs_second: false, undo_seconds: 10, receipt, seen: why ? "" : draftOf(this.page(service), plain).seen,
      };
    };
    return this.answer(services.map(line));
  }

  async acknowledgeMany(chosen: Chosen[]): Promise<BatchLine[]> {
    const lines = await this.batch(chosen.map((one) => one.service));
    for (const line of lines) {
      if (line.why !== null) continue;
      if (chosen.some((one) => one.service === line.service && one.seen === line.seen)) line.receipt = await this.acknowledge(line.service);
      else Object.assign(line, { why: "not-possible", problem: problem("receipt.changed", line.service) });
    }
    return lines;
  }

  async letterDraft(service: string, wish: Wished): Promise<ReceiptDraft> {
    return this.answer(this.drawn(service, wish));
  }

  private drawn(service: string, wish: Wished): ReceiptDraft {
    const page = this.page(service);
    this.mayAcknowledge(page);
    if (wish.kind === "corrected" && !page.receipt) throw problem("receipt.nothing-to-correct", service);
    if (wish.kind === "corrected" && wish.note.trim() === "") throw problem("receipt.no-reason", service);
    if (wish.kind === "sealed" && !wish.scan) throw problem("receipt.no-scan", service);
    return draftOf(page, wish);
  }

  async sendLetter(service: string, wish: Wished, seen: string): Promise<ReceiptRow> {
    const draft = this.drawn(service, { ...wish, verified: "" });
    if (draft.seen !== seen) throw problem("receipt.changed", service);
    if (draft.verdict !== "proven" && wish.verified === "") throw problem("receipt.not-verified", draft.to);
    if (wish.kind === "refused" && wish.reason === "other" && wish.note.trim() === "") throw problem("receipt.no-reason");
    const before = this.page(service).receipt;
    if (wish.kind === "corrected") this.layAside(service);
    const row = this.put({ ...(await this.acknowledge(service)), verified: wish.verified || null });
    if (["received", "sealed", "read"].includes(wish.kind)) return row;
    const corrects = wish.kind === "corrected" ? (before?.id ?? null) : null;
    return this.put({ ...row, kind: wish.kind, reason: wish.reason, note: wish.note, corrects, subject: subjectOf(row.subject, wish) });
  }

  async queuedLetter(receipt: string): Promise<ReceiptDraft> {
    const row = this.receipt(receipt);
    const wish: Wished = { kind: row.kind, reason: row.reason, note: row.note ?? "", scan: null, scan_name: null, verified: "" };
    return this.answer({ ...draftOf(this.page(row.service), wish), to: row.to, subject: row.subject });
  }

  async fillForm(service: string): Promise<void> {
    const { row, documents } = this.page(service);
    if (!documents.some((it) => it.kind === "proof-of-service")) throw problem("receipt.no-form", row.subject);
  }

  async openSheet(receipt: string): Promise<void> {
    const known = [...this.pages.values()].some((page) => page.receipt?.id === receipt && page.receipt.sheet);
    if (!known) throw problem("document.waiting", receipt);
  }

  async openPaper(agreement: string, paper: string): Promise<void> {
    const known = this.agreements.some((row) => row.id === agreement && row.history.some((change) => change.document === paper));
    if (!known) throw problem("not-found", agreement);
    console.info(`demo: would open the paper ${paper.slice(0, 8)}`);
  }

  async openLetter(receipt: string): Promise<void> {
    console.info(`demo: would open the letter of ${this.receipt(receipt).id}`);
  }

  async answeredByHand(service: string, how: string, note: string): Promise<void> {
    const page = this.page(service);
    const { row, receipt } = page;
    if (receipt) throw problem("receipt.exists", row.subject);
    row.by_hand = how;
    page.by_hand = { how, note, by: "王敏", at: courtStamp(Date.now()) };
    this.changed();
  }

  async notAnsweredByHand(service: string, why: string): Promise<void> {
    const page = this.page(service);
    const { row } = page;
    if (row.by_hand === null || row.by_hand === "elsewhere") throw problem("receipt.not-by-hand", row.subject);
    if (why.trim() === "") throw problem("receipt.no-reason", row.subject);
    row.by_hand = null;
    page.by_hand = { how: "taken-back", note: why.trim(), by: "王敏", at: courtStamp(Date.now()) };
    this.changed();
  }

  async reminders(): Promise<ReminderRow[]> {
    const now = Date.now();
    const day = courtStamp(now).slice(0, 10);
    return this.answer([
      { at: courtStamp(now - 3_600_000), by: "desktop", to: "王敏", about: ["deadline:1:today"], problem: null, answer: "" },
      { at: courtStamp(now - 7_200_000), by: "wecom", to: "法务群", about: [`digest:${day}`], problem: null, answer: "ok" },
      { at: courtStamp(now - 9_000_000), by: "dingtalk", to: "值班群", about: [`digest:${day}`], problem: "remind.refused", answer: "310000 sign not match" },
    ]);
  }
}
