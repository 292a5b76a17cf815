// Which services a tab and a filter show, and which clocks a service has.
import type { ServiceRow } from "../../api/types";
import { receiptState } from "../../parts/receiptState";
import { deadlineClock, type Clock, type Urgency } from "../../parts/urgency";
import { courtTime, dayNumber } from "../../words/format";
import type { Words } from "../../words/words";

export const tabs = ["all", "due", "check", "suspicious", "done"] as const;
export type Tab = (typeof tabs)[number];

/** Receipt states after which a person may still send one. */
const unanswered: ReadonlySet<string> = new Set(["none", "withdrawn", "failed"]);
const answered: ReadonlySet<string> = new Set(["sent", "confirmed"]);

export function mayAcknowledge(row: Pick<ServiceRow, "verdict" | "receipt">): boolean {
  return row.verdict !== "doubtful" && unanswered.has(row.receipt);
}

/** Whether the receipt still asks something of a person: it was not sent, or did not safely arrive. */
export function receiptDue(row: Pick<ServiceRow, "verdict" | "receipt">): boolean {
  return row.verdict !== "doubtful" && !answered.has(row.receipt);
}

export function inTab(row: ServiceRow, tab: Tab): boolean {
  switch (tab) {
    case "all":
      return true;
    case "due":
      return receiptDue(row);
    case "check":
      return row.open_doubts > 0 && row.verdict !== "doubtful";
    case "suspicious":
      return row.verdict === "doubtful";
    case "done":
      return row.verdict !== "doubtful" && answered.has(row.receipt) && row.open_doubts === 0;
  }
}

export function countTabs(rows: readonly ServiceRow[]): Record<Tab, number> {
  const count = (tab: Tab) => rows.filter((row) => inTab(row, tab)).length;
  return { all: rows.length, due: count("due"), check: count("check"), suspicious: count("suspicious"), done: count("done") };
}

/** Brackets and digits are written in full and half width alike; a search must find both. */
function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

export function matches(row: ServiceRow, filter: string): boolean {
  const wanted = plain(filter);
  if (!wanted) return true;
  const texts = [row.subject, row.court?.name, row.cause, row.addressee, row.from, ...row.case_numbers, ...row.titles];
  return texts.some((text) => text != null && plain(text).includes(wanted));
}

/** What a tab and a filter show: the most urgent first, then the newest. */
export function shown(words: Words, rows: readonly ServiceRow[], view: { tab: Tab; filter: string; today: string }): ServiceRow[] {
  const rank = (row: ServiceRow) => order.indexOf(clocks(words, row, view.today)[0]?.urgency ?? "later");
  const came = (row: ServiceRow) => Date.parse(row.arrived ?? row.first_seen);
  return rows
    .filter((row) => inTab(row, view.tab) && matches(row, view.filter))
    .map((row) => ({ row, rank: rank(row), came: came(row) }))
    .sort((a, b) => a.rank - b.rank || b.came - a.came)
    .map(({ row }) => row);
}

/** Days a receipt has been waiting since arrival; the courts ask for one soon, no law counts it. */
function receiptClock(words: Words, row: ServiceRow, today: string): Clock {
  const since = courtTime(row.arrived ?? row.first_seen).date;
  const waited = dayNumber(today) - dayNumber(since);
  const left = waited <= 0 ? words.clock.today : words.clock.waited(waited);
  return { urgency: "today", name: words.clock.receipt, left, certainty: "final" };
}

const order: readonly Urgency[] = ["overdue", "today", "soon", "later", "done"];

/** The clocks of a service, the most urgent first; never one of them alone stands for the other. */
export function clocks(words: Words, row: ServiceRow, today: string): Clock[] {
  const found: Clock[] = [];
  if (row.next_deadline) found.push(deadlineClock(words, row.next_deadline));
  if (mayAcknowledge(row)) found.push(receiptClock(words, row, today));
  else if (answered.has(row.receipt)) {
    found.push({ urgency: "done", name: "", left: words.receipt.done, certainty: "final" });
  } else if (row.verdict !== "doubtful") {
    found.push({ urgency: "soon", name: words.clock.receipt, left: receiptState(words, row.receipt), certainty: "final" });
  }
  return found.sort((a, b) => order.indexOf(a.urgency) - order.indexOf(b.urgency));
}

/** Document titles in one line: the first, and how many more. */
export function titleLine(words: Words, row: Pick<ServiceRow, "titles" | "subject">): string {
  const first = row.titles[0];
  if (!first) return row.subject || words.services.noTitle;
  return row.titles.length > 1 ? words.services.more(first, row.titles.length) : first;
}
