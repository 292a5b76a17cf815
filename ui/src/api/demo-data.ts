// Invented services for working in a browser; every date is counted from today.
import { pickupOf, toldBeside } from "./demo-pickups";
import { courtStamp, dayNumber, dayOf } from "../words/format";
import { untouched } from "./demo-time";
import type { Court, DeadlineRow, DocumentRow, DoubtRow, FactRow, ReceiptRow, ServicePage } from "./types";

const minhang: Court = { code: "沪0112", name: "上海市闵行区人民法院" };
const pudong: Court = { code: "沪0115", name: "上海市浦东新区人民法院" };
const xuhui: Court = { code: "沪0104", name: "上海市徐汇区人民法院" };
const office = "示例物业管理有限公司";
const address = "sd@office.example";

/** A made-up digest: long enough to look at, the same at every start. */
function digest(seed: string): string {
  let value = 7;
  return Array.from({ length: 64 }, (_, at) => {
    value = (value * 31 + seed.charCodeAt(at % seed.length) + at) % 4093;
    return (value % 16).toString(16);
  }).join("");
}

/** Reasons after which nothing is learned of how a court sends. */
export const unteachable: ReadonlySet<string> = new Set(["dkim-failed", "dmarc-failed", "lookalike-domain", "punycode-domain"]);

interface Telling {
  id: string;
  court: Court | null;
  number: string | null;
  cause: string | null;
  role?: string;
  titles: string[];
  /** Days before today, and the time of day it arrived. */
  arrived: [days: number, time: string];
  verdict?: string;
  regime?: string;
  from?: string;
  subject?: string;
  reasons?: [code: string, detail: string][];
  opponents?: string[];
  text?: string;
}

/** Tells the sample services against one "now". */
export class Sample {
  private readonly today: number;

  constructor(
    private readonly now: number,
    private readonly leftOver: Partial<ReceiptRow> | null,
  ) {
    this.today = dayNumber(courtStamp(now).slice(0, 10));
  }

  private day(offset: number): string {
    return dayOf(this.today + offset);
  }

  private at(daysAgo: number, time: string): string {
    const told = `${this.day(-daysAgo)}T${time}+08:00`;
    return Date.parse(told) <= this.now ? told : courtStamp(this.now - 5 * 60_000);
  }

  private page(told: Telling): ServicePage {
    const arrived = this.at(...told.arrived);
    const from = told.from ?? "sd@court.example";
    const documents = told.titles.map((title, at) => this.document(told, title, at));
    return {
      row: {
        id: told.id,
        mailbox: "court",
        message_id: `${told.id}@court.example`,
        sha256: digest(told.id),
        from,
        from_name: told.court?.name ?? null,
        subject: told.subject ?? `【电子送达】${told.number ?? ""} ${told.titles[0] ?? ""}`,
        court: told.court,
        case_numbers: told.number ? [told.number] : [],
        cause: told.cause,
        addressee: office,
        role: told.role ?? "defendant",
        opponents: told.opponents ?? [],
        dated: courtStamp(Date.parse(arrived) - 129_000),
        arrived,
        first_seen: courtStamp(Date.parse(arrived) + 23_000),
        verdict: told.verdict ?? "proven",
        regime: told.regime ?? "confirmed",
        documents: documents.length,
        titles: told.titles,
        arrivals: 1,
        receipt: "none",
        by_hand: null, none_needed: false,
        answer_by: null,
        handler: null,
        snoozed_until: null,
        set_aside: null,
        open_doubts: 0,
        next_deadline: null,
      },
      reasons: (told.reasons ?? [["sender-listed", from], ["dkim-aligned", "court.example"]]).map(([code, detail]) => ({ code, detail })),
      teachable: !told.reasons?.some(([code]) => unteachable.has(code)),
      documents,
      deadlines: [],
      hearings: [],
      contacts: [],
      pickups: [],
      channels: [],
      seems_same: [],
      listed_not_attached: [],
      facts: this.facts(told),
      related: [],
      suggestions: [],
      sightings: [
        {
          seq: 1, recorded: courtStamp(Date.parse(arrived) + 23_000), sha256: digest(told.id), mailbox: "court", address: "sd@office.example", folder: "INBOX",
          uid_validity: 1, uid: 1, file: null, internal_date: arrived, first_seen: courtStamp(Date.parse(arrived) + 23_000), clock_ahead_secs: 1,
          server: "imap.office.example", port: 993, certificate: "c3".repeat(32), greeting: "ready", server_id: [["name", "Example"]],
          received: ["from mail.court.example by mx.office.example"], received_lines: 1,
          authentication_results: ["mx.office.example; dkim=pass header.d=court.example"],
        },
      ],
      doubts: [],
      other_parts: [],
      receipt: null,
      by_hand: null,
      asked_read_receipt: told.id === "s-summons",
      text: told.text ?? `${office}：\n\n现向你单位电子送达${told.titles.join("、")}，请查收附件。\n\n${told.court?.name ?? ""}`,
      address,
    };
  }

  /** Where the sample's facts were read. */
  private facts(told: Telling): FactRow[] {
    const fact = (name: string, value: string | null, sure: string, sentence: string | null): FactRow =>
      ({ fact: name, document: null, value, sure, part: sentence === null ? null : "mail", read_in: null, page: null, sentence });
    const court = told.court?.name ?? null;
    return [
      fact("court", court, court ? "stated" : "missing", court),
      fact("case-number", told.number, told.number ? "stated" : "missing", told.number),
      fact("cause", told.cause, told.cause ? "inferred" : "missing", null),
    ];
  }

  private document(told: Telling, title: string, at: number): DocumentRow {
    const held = told.verdict === "doubtful";
    const folder = `${told.court?.name ?? "未识别法院"}/${told.number ?? "未识别案号"}/${this.day(-told.arrived[0])} 送达`;
    return {
      id: `${told.id}-${at + 1}`,
      service: told.id,
      part: `1.${at + 2}`,
      case_number: told.number,
      kind: title === "送达回证" ? "proof-of-service" : null,
      title,
      name: `${title}.pdf`,
      sha256: digest(`${told.id}${title}`),
      size_bytes: 96_000 + ((at * 57_311 + told.id.length * 9_173) % 410_000),
      pages: (at % 3) + 1,
      path: held ? "" : `${folder}/${String(at + 1).padStart(2, "0")} ${title}.pdf`,
      state: held ? "waiting" : "filed",
      by_hand: false,
    };
  }

  /** Samples know weekends only; the office's real calendar is the mailroom's. */
  private deadline(page: ServicePage, rule: string, name: string, days: number, article: string): DeadlineRow {
    const from = dayNumber((page.row.arrived ?? page.row.first_seen).slice(0, 10));
    const raw = from + days;
    const rest = new Date(raw * 86_400_000).getUTCDay();
    const last = raw + (rest === 6 ? 2 : rest === 0 ? 1 : 0);
    const steps = [
      { date: dayOf(from + 1), says: "送达次日起算" },
      { date: dayOf(raw), says: last === raw ? `第${days}日届满` : `第${days}日，${rest === 6 ? "周六" : "周日"}` },
    ];
    if (last !== raw) steps.push({ date: dayOf(last), says: "周末后第一个工作日" });
    const final = page.row.verdict === "proven" && page.row.regime === "confirmed";
    return {
      id: `${page.row.id}-${rule}`,
      service: page.row.id,
      case_number: page.row.case_numbers[0] ?? null,
      rule,
      name,
      document: page.row.titles[0] ?? "",
      from: dayOf(from),
      raw_end: dayOf(raw),
      last_day: dayOf(last),
      safe_date: dayOf(raw),
      status: final ? "final" : "provisional",
      because: final ? "" : page.row.verdict === "proven" ? "送达地址未经确认，收到之日是否生效需要人工确认" : "发件人尚未核实，期限先按暂定计算",
      steps,
      source: [article],
      state: last < this.today ? "overdue" : "open",
      days_left: last - this.today,
      court: page.row.court,
      ...untouched,
    };
  }

  private undetermined(page: ServicePage, rule: string, name: string, because: string, article: string): DeadlineRow {
    const shape = this.deadline(page, rule, name, 1, article);
    return { ...shape, raw_end: null, last_day: null, safe_date: null, status: "undetermined", because, steps: [], state: "open", days_left: null };
  }

  private receipt(page: ServicePage, state: string, more: Partial<ReceiptRow> = {}): ReceiptRow {
    const queued = Date.parse(page.row.arrived ?? page.row.first_seen) + 47 * 60_000;
    const left = state === "sent" || state === "confirmed" || state === "bounced";
    return {
      id: `r-${page.row.id}`,
      service: page.row.id,
      message_id: `songda.r-${page.row.id}@office.example`,
      to: page.row.from ?? "",
      subject: receiptSubject(page),
      state,
      attempts: state === "queued" ? 0 : 1,
      queued_at: courtStamp(queued),
      undo_until: null,
      held: false,
      sent_at: left ? courtStamp(queued + 11_000) : null,
      answer: left ? "250 2.0.0 Ok: queued as 4F1A" : null,
      sha256: digest(`r${page.row.id}`),
      by: "王敏",
      problem: null,
      kind: "received",
      reason: null,
      note: null,
      corrects: null, verified: null,
      approved_by: null,
      copy_in: left ? "已发送" : null,
      elsewhere: null,
      claim: null,
      reports: [],
      sheet: null, letter: null, seen: `${state}-1`,
      ...more,
    };
  }

  private doubt(page: ServicePage, code: string, detail: string, part = "mail"): DoubtRow {
    return { id: `${page.row.id}-${code}`, about: page.row.id, part, code, detail, since: page.row.first_seen, settled: false, answer: null };
  }

  private finish(page: ServicePage): ServicePage {
    const dated = page.deadlines.filter((row) => row.last_day !== null && row.state !== "done");
    const [next] = dated.sort((a, b) => (a.last_day ?? "").localeCompare(b.last_day ?? ""));
    const row = {
      ...page.row,
      next_deadline: next ?? null,
      open_doubts: page.doubts.length,
      receipt: page.receipt?.state ?? "none",
    };
    return { ...page, row };
  }

  /** All sample services, newest arrival first. */
  services(): ServicePage[] {
    const pages = [
      this.summons(),
      this.lookalike(),
      this.evidence(),
      this.unsure(),
      this.ruling(),
      this.judgment(),
      this.unreadable(),
      ...this.answered(),
    ];
    return pages
      .map((page) => this.finish(page))
      .sort((a, b) => (b.row.arrived ?? b.row.first_seen).localeCompare(a.row.arrived ?? a.row.first_seen));
  }

  private summons(): ServicePage {
    const number = `（${this.year()}）沪0112民初12345号`;
    const page = this.page({
      id: "s-summons", court: minhang, number, cause: "物业服务合同纠纷", arrived: [0, "08:42:11"], opponents: ["陈某"],
      titles: ["应诉通知书", "举证通知书", "开庭传票"],
    });
    page.deadlines.push(
      this.deadline(page, "CIV-ANSWER", "提出答辩状", 15, "民事诉讼法 第一百二十八条"),
      this.deadline(page, "CIV-EVID-ORD", "举证期限（一审普通程序）", 30, "最高人民法院关于民事诉讼证据的若干规定 第五十一条"),
    );
    page.hearings.push({ starts: `${this.day(38)}T09:30:00+08:00`, place: "第三法庭", kind: "trial", document: "开庭传票.pdf", standing: "stands" });
    page.hearings.push({ starts: `${this.day(24)}T14:00:00+08:00`, place: "第七法庭", kind: "evidence-exchange", document: "开庭传票.pdf", standing: "may-be-moved" });
    page.contacts.push({ name: "李某", duty: "书记员", phone: "021-00000000" });
    page.other_parts.push({
      path: "1.1", media_type: "text/plain", name: null, size_bytes: 412, sha256: digest("body"), became: "body", why: null,
    });
    page.other_parts.push({
      path: "1.5", media_type: "image/png", name: "徽标.png", size_bytes: 9_210, sha256: digest("logo"), became: "inline", why: null,
    });
    return page;
  }

  private lookalike(): ServicePage {
    const page = this.page({
      id: "s-lookalike", court: minhang, number: `（${this.year()}）沪0112民初20671号`, cause: null, arrived: [1, "17:20:05"],
      titles: ["应诉通知书"], verdict: "doubtful", regime: "unconfirmed", from: "notice@court-example.test",
      reasons: [["lookalike-domain", "court-example.test"], ["dkim-failed", "DKIM"], ["payment-asked", "预交保证金"]],
      text: "你单位涉诉，请于今日内通过下方链接预交保证金，逾期后果自负。",
    });
    page.deadlines.push(this.deadline(page, "CIV-ANSWER", "提出答辩状", 15, "民事诉讼法 第一百二十八条"));
    page.pickups.push(pickupOf(page, { platform: "未登记的网址", url: "http://pay.court-example.test/a1" }));
    page.other_parts.push({
      path: "1.3", media_type: "application/octet-stream", name: "缴费说明.exe", size_bytes: 88_120,
      sha256: digest("exe"), became: "refused", why: "可执行文件",
    });
    return page;
  }

  private evidence(): ServicePage {
    const told: Telling = {
      id: "s-evidence", court: pudong, number: `（${this.year()}）沪0115民初8812号`, cause: "买卖合同纠纷", arrived: [12, "10:06:41"], opponents: ["上海示例商贸有限公司", "李某"],
      titles: ["举证通知书", "民事起诉状副本"], verdict: "likely", regime: "unconfirmed", role: "defendant",
      reasons: [["official-domain", "court.example"], ["court-and-number-agree", "沪0115"], ["not-authenticated", ""]],
    };
    const page = this.page(told);
    page.deadlines.push(
      this.deadline(page, "CIV-EVID-SIMPLE", "举证期限（简易程序）", 15, "最高人民法院关于适用民事诉讼法的解释 第二百六十六条"),
      this.undetermined(page, "CIV-FEE", "交纳案件受理费", "缴费期限以法院缴费通知书为准，文书中没有写明", "诉讼费用交纳办法 第二十二条"),
    );
    page.listed_not_attached.push("证据清单");
    page.documents.push({ ...this.document(told, "情况说明", 2), part: "p1.1", by_hand: true });
    page.doubts.push(
      this.doubt(page, "listed-not-attached", "证据清单"),
      this.doubt(page, "several-documents-in-one-file", "合并.pdf"),
      this.doubt(page, "file-gone", "02 民事起诉状副本.pdf"),
    );
    toldBeside(page, this.day(2), this.day(-11));
    return page;
  }

  private unsure(): ServicePage {
    const page = this.page({
      id: "s-unsure", court: xuhui, number: `（${this.year()}）沪0104民初5510号`, cause: "保证合同纠纷", arrived: [3, "09:15:30"], opponents: ["示例银行股份有限公司上海分行"], titles: ["民事裁定书"],
    });
    page.deadlines.push(this.deadline(page, "PRES-RECON", "对保全/先予执行裁定申请复议", 5, "最高人民法院关于人民法院办理财产保全案件若干问题的规定 第二十五条"));
    page.receipt = this.receipt(page, "unsure", { problem: "receipt.unsure", answer: null });
    return page;
  }

  private ruling(): ServicePage {
    const page = this.page({
      id: "s-ruling", court: minhang, number: `（${this.year()}）沪0112民初12001号`, cause: "物业服务合同纠纷", arrived: [4, "15:33:02"], opponents: ["周某"], titles: ["民事裁定书（管辖权异议）", "送达回证"],
    });
    page.deadlines.push(this.deadline(page, "CIV-JURIS-RULING-APPEAL", "上诉（不予受理、管辖权异议、驳回起诉裁定）", 10, "民事诉讼法 第一百七十一条"));
    if (this.leftOver) page.receipt = this.receipt(page, "queued", this.leftOver);
    return page;
  }

  private judgment(): ServicePage {
    const page = this.page({
      id: "s-judgment", court: minhang, number: `（${this.year()}）沪0112民初10021号`, cause: "物业服务合同纠纷", arrived: [19, "16:40:18"], opponents: ["吴某"], titles: ["民事判决书"],
    });
    page.deadlines.push(this.deadline(page, "CIV-APPEAL", "上诉（一审判决）", 15, "民事诉讼法 第一百七十一条"));
    page.receipt = this.receipt(page, "sent");
    return page;
  }

  private unreadable(): ServicePage {
    const page = this.page({
      id: "s-scan", court: pudong, number: null, cause: null, arrived: [2, "11:02:57"], titles: [], subject: "送达材料（扫描件）", role: "third-party",
    });
    page.doubts.push(
      this.doubt(page, "case-number-missing", "扫描件.pdf 没有文字层"),
      this.doubt(page, "password-needed", "材料.zip", "1.3"),
    );
    page.other_parts.push({
      path: "1.3", media_type: "application/zip", name: "材料.zip", size_bytes: 1_204_118, sha256: digest("zip"), became: "unread", why: "需要密码",
    });
    return page;
  }

  private answered(): ServicePage[] {
    const told: [title: string, number: string, cause: string, days: number, state: string][] = [
      ["合议庭成员告知书", "沪0112民初10882号", "物业服务合同纠纷", 6, "sent"],
      ["缴费通知书", "沪0112民初10883号", "物业服务合同纠纷", 7, "confirmed"],
      ["民事调解书", "沪0112民初10890号", "供用热力合同纠纷", 8, "confirmed"],
      ["开庭传票", "沪0115民初10901号", "劳动争议", 9, "bounced"],
      ["应诉通知书", "沪0112民初10904号", "物业服务合同纠纷", 11, "sent"],
    ];
    return told.map(([title, number, cause, days, state], at) => {
      const court = number.startsWith("沪0115") ? pudong : minhang;
      const page = this.page({
        id: `s-done-${at + 1}`, court, number: `（${this.year()}）${number}`, cause, arrived: [days, `1${at}:2${at}:0${at}`], titles: [title], opponents: [`${"郑冯褚卫蒋"[at]}某`],
      });
      page.receipt = this.receipt(page, state, state === "bounced" ? { answer: "552 5.2.2 Mailbox full" } : {});
      if (title === "应诉通知书") {
        const answer = this.deadline(page, "CIV-ANSWER", "提出答辩状", 15, "民事诉讼法 第一百二十八条");
        page.deadlines.push({ ...answer, state: "done" });
      }
      return page;
    });
  }

  private year(): string {
    return this.day(-20).slice(0, 4);
  }
}

/** The subject the court reads. */
export function receiptSubject(page: ServicePage): string {
  const { case_numbers, titles } = page.row;
  const what = titles.length > 1 ? `${titles[0]}等${titles.length}份` : (titles[0] ?? "文书");
  return `【签收回执】${case_numbers[0] ?? ""} ${what}`;
}

/** The text the court reads: receipt only, no fact of the case is admitted. */
export function receiptBody(page: ServicePage, stamp: string): string {
  const documents = page.documents.map((row, at) => `${at + 1}. ${row.title}（${row.pages ?? "?"}页，SHA-256 ${row.sha256.slice(0, 12)}）`);
  return [
    `${page.row.court?.name ?? ""}：`,
    "",
    `收件单位：${office}`,
    `收件邮箱：${page.address}`,
    `到达时间：${(page.row.arrived ?? page.row.first_seen).slice(0, 16).replace("T", " ")}`,
    "文书清单：",
    ...documents,
    `经办人：王敏　联系电话：021-00000000`,
    `签收时间：${stamp.slice(0, 16).replace("T", " ")}`,
    "",
    "本回执由受送达人出具。",
  ].join("\n");
}
