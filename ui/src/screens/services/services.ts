// Which services a tab and a filter show, and in which order.
import type { ServiceRow } from "../../api/types";
import { answered, clocks, mayAcknowledge, receiptDue } from "../../parts/service";
import { byUrgency, type Urgency } from "../../parts/urgency";
import { plain } from "../../words/format";
import type { Words } from "../../words/words";

export const tabs = ["all", "due", "check", "suspicious", "done"] as const;
export type Tab = (typeof tabs)[number];

export function inTab(row: ServiceRow, tab: Tab): boolean {
  switch (tab) {
    case "all":
      return true;
    case "due":
      return receiptDue(row);
    case "check":
      return row.open_doubts > 0 && row.verdict !== "doubtful" && !row.set_aside;
    case "suspicious":
      return row.verdict === "doubtful" && !row.set_aside;
    case "done":
      return Boolean(row.set_aside) || (row.verdict !== "doubtful" && answered.has(row.receipt) && row.open_doubts === 0);
  }
}

/** Services among those shown that wait for a receipt, in the order shown; as many as one batch takes. */
export function dueAmong(rows: readonly ServiceRow[]): string[] {
  return rows.filter(mayAcknowledge).slice(0, 500).map((row) => row.id);
}

export function countTabs(rows: readonly ServiceRow[]): Record<Tab, number> {
  const count = (tab: Tab) => rows.filter((row) => inTab(row, tab)).length;
  return { all: rows.length, due: count("due"), check: count("check"), suspicious: count("suspicious"), done: count("done") };
}

export function matches(row: ServiceRow, filter: string): boolean {
  const wanted = plain(filter);
  if (!wanted) return true;
  return textOf(row).includes(wanted);
}

/** Texts as they are searched, told once for each row: typing must not wait for fifty thousand of them. */
const texts = new WeakMap<ServiceRow, string>();

function textOf(row: ServiceRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const told = [row.subject, row.court?.name, row.cause, row.addressee, row.from, row.handler, ...row.case_numbers, ...row.titles, ...row.opponents];
  // A line end that nobody types keeps a word from being found across two texts.
  const text = told.flatMap((one) => (one == null ? [] : [plain(one)])).join("\n");
  texts.set(row, text);
  return text;
}

/** What a tab and a filter show: the most urgent first, then the newest. */
export function shown(words: Words, rows: readonly ServiceRow[], view: { tab: Tab; filter: string; today: string }): ServiceRow[] {
  const urgency = (row: ServiceRow): Urgency => (row.set_aside ? "done" : (clocks(words, row, view.today)[0]?.urgency ?? "later"));
  const came = (row: ServiceRow) => Date.parse(row.arrived ?? row.first_seen);
  return rows
    .filter((row) => inTab(row, view.tab) && matches(row, view.filter))
    .map((row) => ({ row, urgency: urgency(row), came: came(row) }))
    .sort((a, b) => byUrgency(a.urgency, b.urgency) || b.came - a.came)
    .map(({ row }) => row);
}
