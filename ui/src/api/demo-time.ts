// Deadlines, calendars and the calculator of the sample backend; weekends are all the rest days it knows.
import { courtStamp, dayNumber, dayOf } from "../words/format";
import type { TimeBackend } from "./backend";
import { sittingsOf } from "./demo-today";
import { DemoSettings } from "./demo-settings";
import type { CalendarRow, DeadlineRow, Decide, MoveRow, OwnDeadline, Problem, ReckoningPage, RuleRow, ServicePage, SittingRow } from "./types";

const problem = (code: string, ...facts: string[]): Problem => ({ code, facts, retries: false });

/** What every sample deadline has besides its dates. */
export const untouched = {
  internal_day: null, person: null, deputy: null, waits: null, extended: null, own: false, earlier_service: null, history: [],
} satisfies Partial<DeadlineRow>;

const rule = (id: string, name: string, group: string, days: number | null, from: string): RuleRow => ({
  id, name, group, for_whom: ["当事人"], setting: days === null ? "文书载明" : "法定", length: days === null ? "" : `${days}日`,
  counts_from: from, dated: days !== null, action: null, consequence: null, note: null,
});

export const sampleRules: readonly RuleRow[] = [
  rule("CIV-ANSWER", "提出答辩状", "民事一审", 15, "送达"),
  rule("CIV-APPEAL", "上诉（一审判决）", "民事二审", 15, "送达"),
  rule("CIV-JURIS-RULING-APPEAL", "上诉（管辖权异议裁定）", "民事一审", 10, "送达"),
  rule("PRES-RECON", "对保全裁定申请复议", "保全", 5, "送达"),
  rule("CIV-HEARING", "开庭", "民事一审", null, "文书载明"),
];

/** The next working day from a day on, by weekends alone. */
function workday(day: number): number {
  const at = new Date(day * 86_400_000).getUTCDay();
  return at === 6 ? day + 2 : at === 0 ? day + 1 : day;
}

export function sampleReckon(id: string, from: string, stated: number | null): ReckoningPage {
  const known = sampleRules.find((it) => it.id === id);
  if (!known) throw problem("not-found", id);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from)) throw problem("deadline.not-a-date", from);
  const days = stated ?? (known.dated ? Number.parseInt(known.length, 10) : null);
  if (days === null) {
    return { rule: id, name: known.name, from, raw_end: null, last_day: null, safe_date: null, status: "undetermined", because: "日期由文书写明，没有文书不能计算。", steps: [], source: [] };
  }
  const raw = dayNumber(from) + days;
  const last = workday(raw);
  const steps = [{ date: dayOf(dayNumber(from) + 1), says: "送达次日起算" }, { date: dayOf(raw), says: `第${days}日` }];
  if (last !== raw) steps.push({ date: dayOf(last), says: "休息日后第一日" });
  return { rule: id, name: known.name, from, raw_end: dayOf(raw), last_day: dayOf(last), safe_date: dayOf(raw), status: "final", because: "", steps, source: ["民事诉讼法 第八十五条"] };
}

/** The row after a decision; refuses what the mailroom would refuse. */
export function decided(row: DeadlineRow, order: Decide, today: string): DeadlineRow {
  const closed = ["done", "not-applicable", "remedied"].includes(row.state);
  const free = ["confirmed", "accepted", "assigned"].includes(order.decision);
  if (!free && !order.reason.trim()) throw problem("deadline.no-reason", order.decision);
  if (closed !== (order.decision === "reopened") && order.decision !== "assigned") throw problem("deadline.closed", row.name, row.state, order.decision);
  if (["extended", "counted-from"].includes(order.decision) && !order.date) throw problem("deadline.no-date", order.decision);
  if (order.decision === "assigned" && !order.person?.trim()) throw problem("deadline.no-person", row.id);
  const happened = { at: courtStamp(Date.now()), by: "王敏", decision: order.decision, date: order.date, reason: order.reason };
  const next: DeadlineRow = { ...row, history: [...row.history, happened] };
  if (order.decision === "assigned") return { ...next, person: order.person, deputy: order.deputy };
  if (order.decision === "extended" && order.date) return { ...next, extended: order.date, last_day: order.date, days_left: dayNumber(order.date) - dayNumber(today) };
  if (order.decision === "reopened") return { ...next, state: (row.days_left ?? 0) < 0 ? "overdue" : "open" };
  if (["done", "not-applicable", "remedied", "confirmed"].includes(order.decision)) return { ...next, state: order.decision };
  return next;
}

export function ownRow(own: OwnDeadline, nth: number, today: string): DeadlineRow {
  const last = own.last_day ?? (own.rule && own.from ? sampleReckon(own.rule, own.from, null).last_day : null);
  if (!own.reason.trim()) throw problem("deadline.no-reason", "added");
  if (!last) throw problem("deadline.no-date", "added");
  if (!own.name.trim()) throw problem("deadline.no-name");
  const happened = { at: courtStamp(Date.now()), by: "王敏", decision: "added", date: last, reason: own.reason };
  return {
    id: `own-${nth}`, service: own.service ?? "", case_number: own.case_number, rule: own.rule ?? "", name: own.name, document: "",
    from: own.from, raw_end: last, last_day: last, safe_date: last, status: "final", because: `由王敏手工添加（${own.reason}）。`, steps: [], source: [],
    state: "open", days_left: dayNumber(last) - dayNumber(today), court: null, ...untouched, own: true, history: [happened],
  };
}

export function sampleYear(today: string): CalendarRow {
  const year = Number(today.slice(0, 4));
  return { year, region: null, source: "演示数据", imported: null, sha256: null, rest: [`${year}-10-01`, `${year}-10-02`, `${year}-10-05`], make_up: [`${year}-10-10`] };
}

/** The part of the sample backend that is about deadlines and calendars. */
export abstract class DemoTime extends DemoSettings implements TimeBackend {
  protected readonly own: DeadlineRow[] = [];
  protected abstract readonly pages: Map<string, ServicePage>;
  protected abstract answer<T>(value: T): Promise<T>;
  protected abstract page(id: string): ServicePage;

  async decide(id: string, order: Decide) {
    const rows = [...this.pages.values()].flatMap((page) => page.deadlines).concat(this.own);
    const row = rows.find((it) => it.id === id);
    if (!row) throw problem("not-found", id);
    // In place: the page and the list of own deadlines hold the same row.
    Object.assign(row, decided(row, order, courtStamp(Date.now()).slice(0, 10)));
    this.changed();
    return this.answer(row);
  }

  async addDeadline(own: OwnDeadline) {
    const row = ownRow(own, this.own.length + 1, courtStamp(Date.now()).slice(0, 10));
    this.own.push(row);
    this.changed();
    return this.answer(row);
  }

  async chooseStart(service: string, _date: string | null, reason: string) {
    if (!reason.trim()) throw problem("deadline.no-reason", "start");
    return this.answer(this.page(service).deadlines);
  }

  async moves(): Promise<MoveRow[]> {
    return this.answer<MoveRow[]>([]);
  }

  async sittings(from: string | null, to: string | null): Promise<SittingRow[]> {
    const day = (row: SittingRow) => row.starts.slice(0, 10);
    const rows = sittingsOf([...this.pages.values()]);
    return this.answer(rows.filter((row) => day(row) >= (from ?? "") && day(row) <= (to ?? "9")));
  }

  async rules() {
    return this.answer([...sampleRules]);
  }

  async reckon(rule: string, from: string, days: number | null) {
    return this.answer(sampleReckon(rule, from, days));
  }

  async calendars() {
    return this.answer([sampleYear(courtStamp(Date.now()).slice(0, 10))]);
  }

  async importCalendar(text: string, name: string) {
    if (!text.includes("20")) throw problem("calendar.not-readable", name, "");
    return this.answer<MoveRow[]>([]);
  }
}
