// The sample's mails that serve nothing: some that a court may have sent, and what comes into every mailbox.
import { courtStamp, plain } from "../words/format";
import type { LessonRow, MailLine, MailList, MailPage, MailQuery, PartRow, Problem, ReasonRow } from "./types";

interface Telling {
  days: number;
  from: string;
  name: string;
  subject: string;
  hints?: string[];
  files?: string[];
  text: string;
  forged?: string;
  reasons?: [code: string, detail: string][];
}

const told: readonly Telling[] = [
  { days: 1, from: "sd@court.example", name: "上海市闵行区人民法院", subject: "请查收", hints: ["listed-sender", "official-domain"], files: ["扫描件0001.pdf"], text: "见附件。" },
  { days: 2, from: "tiaojie@mail.example", name: "陆调解员", subject: "关于沪0112民初12001号案件联系方式", hints: ["names-case"], text: "你好，请提供贵单位联系人电话，谢谢。" },
  { days: 3, from: "admin@court.example", name: "法院通知", subject: "账户验证", hints: ["official-domain"], text: "请点击链接验证账户。", forged: "dkim-failed", reasons: [["dkim-failed", "court.example"]] },
  { days: 5, from: "news@media.example", name: "普法周刊", subject: "上海市浦东新区人民法院公众开放日报名", hints: ["names-court"], files: ["报名表.docx"], text: "欢迎报名参加。" },
  { days: 1, from: "hr@vendor.example", name: "示例保洁服务", subject: "十一月对账单", files: ["对账单.xlsx"], text: "请核对本月账单。" },
  { days: 4, from: "promo@shop.example", name: "办公用品商城", subject: "年终促销", text: "全场八折。" },
  { days: 6, from: "it@office.example", name: "信息部", subject: "", text: "" },
];

const missing = (what: string): Problem => ({ code: "not-found", facts: [what], retries: false });
const refused = (...facts: string[]): Problem => ({ code: "teach.refused", facts, retries: false });

/** Mails that serve nothing, as long as the page lives. */
export class PassedOver {
  private readonly pages: MailPage[];

  constructor(now: number, isEmpty: boolean) {
    this.pages = isEmpty ? [] : told.map((one, at) => pageOf(one, at, now)).sort((a, b) => b.line.first_seen.localeCompare(a.line.first_seen));
  }

  list(query: MailQuery): MailList {
    const wanted = plain(query.text);
    const all = this.pages.map((page) => page.line);
    const court = all.filter((line) => line.hints.length > 0);
    const fitting = (query.tab === "court" ? court : all).filter((line) => plain([line.from, line.from_name, line.subject].join(" ")).includes(wanted));
    return { counts: { court: court.length, all: all.length }, fitting: fitting.length, offset: query.offset, rows: fitting.slice(query.offset, query.offset + (query.limit || 2000)) };
  }

  page(sha256: string): MailPage {
    const found = this.pages.find((page) => page.line.sha256 === sha256);
    if (!found) throw missing(sha256);
    return found;
  }

  /** What confirming one teaches, of the court its sender belongs to or of the one that a person names. */
  lesson(sha256: string, court: string | null): LessonRow | null {
    const page = this.pages.find((one) => one.line.sha256 === sha256);
    if (!page) return null;
    if (page.forged) throw refused(`这封邮件不能作为依据：${page.forged}`, "forged", page.forged);
    if (page.lesson) return page.lesson;
    if (!court?.endsWith("法院")) throw refused("看不出是哪个法院，请先更正法院", "no-court");
    return lessonOf(page.line, "沪0112", court, [page.line.from ?? ""]);
  }

  take(sha256: string): MailPage {
    const page = this.page(sha256);
    this.pages.splice(this.pages.indexOf(page), 1);
    return page;
  }
}

function lessonOf(line: MailLine, court: string, court_name: string, senders: string[]): LessonRow {
  return { lesson: `l-${line.sha256.slice(0, 8)}`, service: "s-overlooked", court, court_name, senders, subjects: line.subject ? [line.subject] : [], hosts: [], against: [], waiting: 0, by: null, at: null };
}

function pageOf(one: Telling, at: number, now: number): MailPage {
  const seen = courtStamp(now - one.days * 86_400_000 - at * 7_000_000);
  const line: MailLine = {
    sha256: (at + 11).toString(16).padStart(64, "e"), from: one.from, from_name: one.name, subject: one.subject, arrived: seen, first_seen: seen,
    mailbox: "court", folder: "INBOX", files: one.files?.length ?? 0, hints: one.hints ?? [],
  };
  const file = (name: string, nth: number): PartRow => ({ path: `1.${nth + 2}`, media_type: "application/octet-stream", name, size_bytes: 48_211 * (nth + 1), sha256: "a".repeat(64), became: "document", why: null });
  const body: PartRow = { path: "1.1", media_type: "text/plain", name: null, size_bytes: one.text.length * 3, sha256: "b".repeat(64), became: "body", why: null };
  const reasons: ReasonRow[] = (one.reasons ?? []).map(([code, detail]) => ({ code, detail }));
  const isListed = line.hints.includes("listed-sender");
  return { line, text: one.text, reasons, parts: [body, ...(one.files ?? []).map(file)], lesson: isListed ? lessonOf(line, "沪0112", "上海市闵行区人民法院", []) : null, forged: one.forged ?? null };
}
