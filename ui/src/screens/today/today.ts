// What needs a person now, in the order in which it burns.
import type { DeadlineRow, MailRow, ReceiptRow, ServiceRow } from "../../api/types";
import { waits } from "../../parts/receiptState";
import { mayAcknowledge } from "../../parts/service";

/** Days ahead that are already a person's business today. */
export const SOON_DAYS = 7;
/** Later deadlines shown at most; the rest stands on the deadlines screen. */
export const NEXT_SHOWN = 10;

export interface Today {
  overdue: DeadlineRow[];
  dueToday: DeadlineRow[];
  /** Services whose receipt waits for a decision: left over, not certain, returned or not sent. */
  left: ServiceRow[];
  /** Services never acknowledged, the one waiting longest first. */
  receipts: ServiceRow[];
  week: DeadlineRow[];
  check: ServiceRow[];
  suspicious: ServiceRow[];
  /** Mail that came in and could not be read. */
  stuck: MailRow[];
  next: DeadlineRow[];
  undetermined: DeadlineRow[];
}

interface Known {
  services: readonly ServiceRow[];
  deadlines: readonly DeadlineRow[];
  receipts: readonly ReceiptRow[];
  mails: readonly MailRow[];
  /** Milliseconds, to tell a receipt on its way from one left over. */
  now: number;
}

const undecided: ReadonlySet<string> = new Set(["unsure", "failed", "bounced"]);

export function todayOf({ services, deadlines, receipts, mails, now }: Known): Today {
  const open = deadlines.filter((row) => row.state !== "done" && row.state !== "not-applicable");
  const dated = open.filter((row) => row.last_day !== null).sort((a, b) => (a.last_day ?? "").localeCompare(b.last_day ?? ""));
  const within = (from: number, to: number) => dated.filter((row) => row.days_left !== null && row.days_left >= from && row.days_left <= to);
  const oldest = [...services].sort((a, b) => came(a) - came(b));
  const held = new Set(receipts.filter((row) => ["held", "retrying"].includes(waits(row, now) ?? "")).map((row) => row.service));
  const left = oldest.filter((row) => row.verdict !== "doubtful" && (undecided.has(row.receipt) || held.has(row.id)));
  return {
    overdue: within(-Infinity, -1),
    dueToday: within(0, 0),
    left,
    receipts: oldest.filter((row) => mayAcknowledge(row) && !left.includes(row)),
    week: within(1, SOON_DAYS),
    check: oldest.filter((row) => row.open_doubts > 0 && row.verdict !== "doubtful"),
    suspicious: oldest.filter((row) => row.verdict === "doubtful"),
    stuck: mails.filter((row) => row.state === "stuck"),
    next: within(SOON_DAYS + 1, Infinity),
    undetermined: open.filter((row) => row.last_day === null),
  };
}

/** How many things burn: what the badge of this screen shows. */
export function burning(today: Today): number {
  return today.overdue.length + today.dueToday.length + today.left.length;
}

/** Whether nothing at all asks for a person today. */
export function isClear(today: Today): boolean {
  return burning(today) + today.receipts.length + today.week.length + today.check.length + today.suspicious.length + today.stuck.length === 0;
}

function came(row: ServiceRow): number {
  return Date.parse(row.arrived ?? row.first_seen);
}
