// The sample's ledger and statistics: its services, and an invented year before them, so that plots have something to show.
import { courtStamp, dayNumber, dayOf, plain } from "../words/format";
import type { DeadlineRow, DocumentRow, LedgerPage, LedgerQuery, LedgerRow, ServicePage, Statistics } from "./types";

const DAY = 86_400_000;
const courts = ["上海市闵行区人民法院", "上海市浦东新区人民法院", "上海市徐汇区人民法院", "上海市第一中级人民法院", "上海市宝山区人民法院"];
const codes = ["沪0112", "沪0115", "沪0104", "沪01", "沪0113"];
const titles = ["传票", "应诉通知书", "举证通知书", "民事判决书", "民事裁定书", "民事起诉状副本", "缴费通知书"];
const causes = ["物业服务合同纠纷", "金融借款合同纠纷", "财产损失保险合同纠纷"];

const surnames = [..."陈李王周吴郑冯褚卫蒋沈韩"];

/** Numbers that look like chance and are the same at every start. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Rows of an invented past, newest first. */
export function past(now: number, count: number): LedgerRow[] {
  const next = numbers(7);
  const span = count > 5_000 ? 700 : 330;
  const rows = Array.from({ length: count }, (_, at): LedgerRow => {
    const arrived = now - (3 + ((at + next()) / count) * span) * DAY;
    const court = Math.floor(next() * next() * courts.length);
    const waited = next() < 0.8 ? next() * 7 : next() * 90;
    const title = titles[Math.floor(next() * titles.length)] ?? "传票";
    const year = courtStamp(arrived).slice(0, 4);
    const number = `（${year}）${codes[court]}民${court === 3 ? "终" : "初"}${1000 + Math.floor(next() * 29_000)}号`;
    return {
      document: `past-${at}-1`, service: `past-${at}`, arrived: courtStamp(arrived), first_seen: courtStamp(arrived + next() * 3_600_000),
      court: courts[court] ?? null, case_number: number, cause: causes[at % causes.length] ?? null, role: "defendant", opponents: [`${surnames[at % surnames.length]}某`], title, kind: null,
      pages: 1 + Math.floor(next() * 6), channel: "imap", from: "sd@court.example", verdict: next() < 0.94 ? "proven" : "likely", receipt: "sent",
      receipt_at: courtStamp(arrived + waited * 3_600_000), handler: "王敏", deadline: null, deadline_rule: null, last_day: null, safe_date: null, deadline_status: null,
      deadline_state: null, days_left: null, deadlines: 0, path: `${courts[court]}/${number}/${courtStamp(arrived).slice(0, 10)} 送达/01 ${title}.pdf`,
      sha256: at.toString(16).padStart(64, "0"), open_doubts: 0,
    };
  });
  return rows;
}

function rowOf(page: ServicePage, document: DocumentRow | null, deadlines: readonly DeadlineRow[]): LedgerRow {
  const { row, receipt } = page;
  const first = deadlines.find((deadline) => deadline.last_day !== null) ?? deadlines[0];
  return {
    document: document?.id ?? "", service: row.id, arrived: row.arrived, first_seen: row.first_seen, court: row.court?.name ?? null,
    case_number: document?.case_number ?? row.case_numbers[0] ?? null, cause: row.cause, role: row.role, opponents: row.opponents, title: document?.title ?? "", kind: document?.kind ?? null,
    pages: document?.pages ?? null, channel: "imap", from: row.from, verdict: row.verdict, receipt: row.receipt, receipt_at: receipt?.sent_at ?? null,
    handler: receipt?.by ?? null, deadline: first?.name ?? null, deadline_rule: first?.rule || null, last_day: first?.last_day ?? null, safe_date: first?.safe_date ?? null,
    deadline_status: first?.status ?? null, deadline_state: first?.state ?? null, days_left: first?.days_left ?? null, deadlines: deadlines.length,
    path: document?.path ?? "", sha256: row.sha256, open_doubts: row.open_doubts,
  };
}

/** One row for each document of the sample's services. */
export function rowsOf(pages: readonly ServicePage[]): LedgerRow[] {
  return pages.flatMap((page) => {
    if (page.documents.length === 0) return [rowOf(page, null, page.deadlines)];
    return page.documents.map((document) => rowOf(page, document, page.deadlines.filter((deadline) => deadline.document === document.title)));
  });
}

const orders: Record<string, (a: LedgerRow, b: LedgerRow) => number> = {
  arrived: (a, b) => (a.arrived ?? a.first_seen).localeCompare(b.arrived ?? b.first_seen),
  court: (a, b) => (a.court ?? "").localeCompare(b.court ?? ""),
  case: (a, b) => (a.case_number ?? "").localeCompare(b.case_number ?? ""),
  title: (a, b) => a.title.localeCompare(b.title),
  "last-day": (a, b) => (a.last_day ?? "9999").localeCompare(b.last_day ?? "9999"),
};

/** Texts as they are searched, told once for each row. */
const texts = new WeakMap<LedgerRow, string>();

function textOf(row: LedgerRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = plain([row.court, row.case_number, row.cause, row.title, row.from, row.deadline, row.path, ...row.opponents].join(" "));
  texts.set(row, text);
  return text;
}

function fits(row: LedgerRow, query: LedgerQuery, words: readonly string[]): boolean {
  const day = (row.arrived ?? row.first_seen).slice(0, 10);
  const done = row.receipt === "sent" || row.receipt === "confirmed";
  const deadline = query.deadline;
  return words.every((word) => textOf(row).includes(word))
    && (query.court === null || row.court === query.court)
    && (query.from === null || day >= query.from)
    && (query.to === null || day <= query.to)
    && (query.receipt === null || (query.receipt === "done") === done)
    && (deadline === null || (deadline === "none" ? row.deadline === null : deadline === "provisional" ? row.deadline_status === deadline : row.deadline_state === deadline))
    && (query.verdict === null || row.verdict === query.verdict);
}

export function answer(all: readonly LedgerRow[], query: LedgerQuery): LedgerPage {
  const words = query.text.split(/\s+/).filter(Boolean).map(plain);
  const fitting = all.filter((row) => fits(row, query, words));
  const order = query.sort === null ? undefined : orders[query.sort];
  if (order) fitting.sort(order);
  if (query.descending) fitting.reverse();
  const counts = new Map<string, number>();
  for (const row of all) if (row.court) counts.set(row.court, (counts.get(row.court) ?? 0) + 1);
  const named = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
  return { all: all.length, fitting: fitting.length, offset: query.offset, rows: fitting.slice(query.offset, query.offset + (query.limit || 2_000)), courts: named };
}

function half(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.ceil(share * sorted.length) - 1;
  const value = sorted[Math.max(0, at)];
  return value === undefined ? null : Math.round(value * 10) / 10;
}

/** Weekends only: the office's real calendar is the mailroom's. */
const rests = (number: number) => [0, 6].includes(new Date(number * DAY).getUTCDay());

export function statistics(all: readonly LedgerRow[], pages: readonly ServicePage[], today: string, count: number): Statistics {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const months = Array.from({ length: count }, (_, ago) => new Date(Date.UTC(year, month - count + ago, 1)).toISOString().slice(0, 7));
  const monthOf = (row: LedgerRow) => (row.arrived ?? row.first_seen).slice(0, 7);
  const services = all.filter((row, at) => all[at - 1]?.service !== row.service);
  const of = (wanted: string) => services.filter((row) => monthOf(row) === wanted);
  const hours = (row: LedgerRow, later: string | null) => (later && row.arrived ? (Date.parse(later) - Date.parse(row.arrived)) / 3_600_000 : null);
  const known = (values: readonly (number | null)[]) => values.filter((value): value is number => value !== null);
  const number = dayNumber(today);
  const monday = (day: number) => day - ((day + 3) % 7);
  const inWeek = (rows: readonly LedgerRow[], start: number) => rows.filter((row) => monday(dayNumber((row.arrived ?? row.first_seen).slice(0, 10))) === start).length;
  const deadlines = pages.flatMap((page) => page.deadlines);
  const ends = [...new Set(deadlines.flatMap((row) => (row.last_day ? [row.last_day.slice(0, 7)] : [])))].sort();
  const doubts = pages.flatMap((page) => page.doubts);
  const kinds = [...new Set(all.map((row) => row.title))].filter(Boolean);
  const page = answer(services, { text: "", court: null, from: null, to: null, receipt: null, deadline: null, verdict: null, sort: null, descending: false, offset: 0, limit: 1 });
  return {
    months,
    weeks: Array.from({ length: 13 }, (_, ago) => monday(number) - 7 * (12 - ago)).map((start) => ({ monday: dayOf(start), services: inWeek(services, start), documents: inWeek(all, start) })),
    courts: page.courts,
    speed: months.map((wanted) => {
      const seen = known(of(wanted).map((row) => hours(row, row.first_seen)));
      const sent = known(of(wanted).map((row) => hours(row, row.receipt_at)));
      return { month: wanted, seen_half: half(seen, 0.5), seen_most: half(seen, 0.9), receipt_half: half(sent, 0.5), receipt_most: half(sent, 0.9) };
    }),
    receipts: months.map((wanted) => {
      const waited = of(wanted).map((row) => ({ due: row.verdict !== "doubtful", hours: hours(row, row.receipt_at) }));
      const within = (from: number, to: number) => waited.filter((one) => one.hours !== null && one.hours >= from && one.hours < to).length;
      return { month: wanted, same_day: within(0, 8), two_days: within(8, 48), later: within(48, Infinity), missing: waited.filter((one) => one.hours === null && one.due).length };
    }),
    deadlines: ends.map((wanted) => {
      const here = deadlines.filter((row) => row.last_day?.startsWith(wanted));
      const are = (state: string) => here.filter((row) => row.state === state).length;
      return { month: wanted, open: are("open") + are("confirmed"), done: are("done"), not_applicable: are("not-applicable"), overdue: are("overdue") };
    }),
    kinds: kinds.map((name) => ({ name, counts: months.map((wanted) => all.filter((row) => row.title === name && monthOf(row) === wanted).length) }))
      .sort((a, b) => b.counts.reduce((sum, value) => sum + value, 0) - a.counts.reduce((sum, value) => sum + value, 0)).slice(0, 12),
    ahead: Array.from({ length: 14 }, (_, days) => dayOf(number + days)).map((date) => ({
      date, is_working_day: !rests(dayNumber(date)), deadlines: deadlines.filter((row) => row.last_day === date).length,
      hearings: pages.flatMap((one) => one.hearings).filter((hearing) => hearing.starts.startsWith(date)).length,
    })),
    doubts: [...new Set(doubts.map((row) => row.code))].map((code) => ({
      code, open: doubts.filter((row) => row.code === code && !row.settled).length, settled: doubts.filter((row) => row.code === code && row.settled).length,
    })),
    trust: months.map((wanted) => {
      const are = (verdict: string) => of(wanted).filter((row) => row.verdict === verdict).length;
      return { month: wanted, proven: are("proven"), likely: are("likely"), doubtful: are("doubtful") };
    }),
  };
}
