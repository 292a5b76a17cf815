// The sample's page of the day: what needs a person now, in the order in which it burns, told as the mailroom tells it.
import type { DeadlineBlock, DeadlineRow, MailRow, ReceiptRow, ServiceBlock, ServicePage, ServiceRow, SittingRow, TodayPage } from "./types";
import { waits } from "../parts/receiptState";
import { mayAcknowledge, receiptDue } from "../parts/service";
import { casesOf, inTab } from "../screens/cases/cases";
import { courtStamp, courtTime, dayNumber } from "../words/format";
import { isClosed } from "../screens/deadlines/deadlines";

/** Days ahead that are already a person's business today. */
const SOON_DAYS = 7;
/** Rows of a block that are shown; the rest stands on its own screen. */
const SHOWN = 50;
/** Later deadlines shown at most. */
const NEXT_SHOWN = 10;

interface Known {
  services: readonly ServiceRow[];
  sittings: readonly SittingRow[];
  deadlines: readonly DeadlineRow[];
  receipts: readonly ReceiptRow[];
  mails: readonly MailRow[];
  /** Mails that were taken for no service and that a court may have sent. */
  passed?: number;
  /** Milliseconds, to tell a receipt on its way from one left over. */
  now: number;
}

const undecided: ReadonlySet<string> = new Set(["unsure", "failed", "bounced"]);

/** The sample's page of the day, told as the mailroom tells it. */
export function todayOf({ services: every, sittings, deadlines, receipts, mails, passed = 0, now }: Known): TodayPage {
  const open = deadlines.filter((row) => !isClosed(row));
  const dated = open.filter((row) => row.last_day !== null).sort((a, b) => (a.last_day ?? "").localeCompare(b.last_day ?? ""));
  const within = (from: number, to: number, most = SHOWN): DeadlineBlock =>
    block(dated.filter((row) => row.days_left !== null && row.days_left >= from && row.days_left <= to), most);
  const services = every.filter((row) => !row.set_aside);
  // What is owed by a day stands before what is owed by none.
  const term = (row: ServiceRow) => row.answer_by ?? "9999-12-31";
  const oldest = [...services].sort((a, b) => came(a) - came(b));
  const held = new Set(receipts.filter((row) => ["held", "retrying"].includes(waits(row, now) ?? "")).map((row) => row.service));
  const left = new Set(oldest.filter((row) => row.verdict !== "doubtful" && (undecided.has(row.receipt) || held.has(row.id))));
  const some = (is: (row: ServiceRow) => boolean, rows = oldest): ServiceBlock => block(rows.filter(is), SHOWN);
  const byTerm = [...oldest].sort((a, b) => term(a).localeCompare(term(b)));
  return {
    overdue: within(-Infinity, -1),
    due_today: within(0, 0),
    left: some((row) => left.has(row), byTerm),
    receipts: some((row) => receiptDue(row) && mayAcknowledge(row) && !left.has(row), byTerm),
    sittings: sittings.filter((row) => isNear(row, now)).slice(0, SHOWN),
    week: within(1, SOON_DAYS),
    check: some((row) => row.open_doubts > 0 && row.verdict !== "doubtful"),
    suspicious: some((row) => row.verdict === "doubtful"),
    stuck: mails.filter((row) => row.state === "stuck"),
    next: within(SOON_DAYS + 1, Infinity, NEXT_SHOWN),
    undetermined: block(open.filter((row) => row.last_day === null), NEXT_SHOWN),
    cases_without_deadline: casesOf(services, deadlines).filter((one) => inTab(one, "none")).length,
    services_without_case: services.filter((row) => row.case_numbers.length === 0).length,
    mails_of_courts: passed,
  };
}

/** Sittings that stand, the earliest first. */
export function sittingsOf(pages: readonly ServicePage[]): SittingRow[] {
  const rows = pages.flatMap((page) =>
    page.hearings.filter((it) => it.standing !== "moved").map((it) => ({
      service: page.row.id, starts: it.starts, place: it.place, kind: it.kind, case_numbers: page.row.case_numbers, court: page.row.court,
      may_be_moved: it.standing === "may-be-moved",
    })),
  );
  return rows.sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts));
}

function isNear(row: SittingRow, now: number): boolean {
  const left = dayNumber(courtTime(row.starts).date) - dayNumber(courtStamp(now).slice(0, 10));
  return left >= 0 && (row.may_be_moved || left <= SOON_DAYS);
}

function block<T>(rows: readonly T[], most: number): { count: number; rows: T[] } {
  return { count: rows.length, rows: rows.slice(0, most) };
}

function came(row: ServiceRow): number {
  return Date.parse(row.arrived ?? row.first_seen);
}
