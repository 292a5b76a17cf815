// The sample's long lists, filtered, ordered and cut as the mailroom does it.
import { casesOf, inTab as caseInTab, matches as caseMatches, caseTabs, type Case } from "../screens/cases/cases";
import { grouped, isClosed, matches } from "../screens/deadlines/deadlines";
import { inTab, shown, tabs } from "../screens/receipts/receipts";
import type { CaseLine, CaseList, CasePage, CaseQuery, CaseRow, DeadlineList, DeadlineQuery, DeadlineRow, Problem, ReceiptList, ReceiptQuery, ReceiptRow, ServiceRow } from "./types";

const MOST = 2000;

export function deadlinePart(rows: readonly DeadlineRow[], query: DeadlineQuery): DeadlineList {
  const bounded = query.from !== null || query.to !== null;
  const within = (row: DeadlineRow) => !isClosed(row) && row.last_day !== null && row.last_day >= (query.from ?? "") && row.last_day <= (query.to ?? "9");
  const { dated, undetermined, closed } = grouped(rows.filter((row) => (!bounded || within(row)) && matches(row, query.text)), "");
  return {
    all: rows.length,
    open: rows.filter((row) => !isClosed(row)).length,
    dated: dated.length,
    undetermined: undetermined.length,
    closed: closed.length,
    offset: query.offset,
    rows: [...dated, ...undetermined, ...closed].slice(query.offset, query.offset + (query.limit || MOST)),
  };
}

export function casePart(services: readonly ServiceRow[], deadlines: readonly DeadlineRow[], names: readonly CaseRow[], query: CaseQuery): CaseList {
  const all = casesOf(services, deadlines).map((one) => ({ ...one, isClosed: isClosedCase(one, names) }));
  const tab = caseTabs.find((one) => one === query.tab) ?? "all";
  const said = (one: Case) => names.find((row) => row.case_number === one.number);
  const name = (one: Case) => said(one)?.name ?? null;
  const fitting = all.filter((one) => caseInTab(one, tab) && caseMatches(one, query.text, name(one)));
  const count = (of: (typeof caseTabs)[number]) => all.filter((one) => one.number !== null && caseInTab(one, of)).length;
  return {
    counts: { all: count("all"), due: count("due"), running: count("running"), none: count("none"), unnumbered: all.find((one) => one.number === null)?.services.length ?? 0, closed: count("closed") },
    fitting: fitting.length,
    offset: query.offset,
    rows: fitting.slice(query.offset, query.offset + (query.limit || MOST)).map((one) => line(one, said(one))),
  };
}

function isClosedCase(one: Case, names: readonly CaseRow[]): boolean {
  const closed = names.find((row) => row.case_number === one.number)?.closed;
  return closed != null && !closed.served_since;
}

/** Names of those who stand against the office in any service of a case. */
const opponentsOf = (one: Case) => [...new Set(one.services.flatMap((row) => row.opponents))];

function line(one: Case, said: CaseRow | undefined): CaseLine {
  const newest = one.services[0];
  return {
    number: one.number, court: one.court, cause: one.cause, name: said?.name ?? null, opponents: one.number === null ? [] : opponentsOf(one), closed: said?.closed ?? null, handler: one.services.find((row) => row.handler)?.handler ?? null,
    title: newest?.titles[0] ?? newest?.subject ?? "", latest: one.latest, services: one.services.length, next: one.next,
    receipts_due: one.receiptsDue, doubtful: one.services.some((row) => row.verdict === "doubtful"),
  };
}

export function casePage(services: readonly ServiceRow[], deadlines: readonly DeadlineRow[], names: readonly CaseRow[], number: string | null): CasePage {
  const one = casesOf(services, deadlines).find((found) => found.number === number);
  if (!one) throw { code: "not-found", facts: [number ?? ""], retries: false } satisfies Problem;
  const said = names.find((row) => row.case_number === number);
  return {
    number, court: one.court, cause: one.cause, role: one.role, parties: opponentsOf(one).map((name) => ({ role: "原告", name, is_opponent: true })), closed: said?.closed ?? null, name: said?.name ?? null, together: said?.together ?? (number === null ? [] : [number]),
    services: one.services.slice(0, 60), service_count: one.services.length, deadlines: one.deadlines, next: one.next,
  };
}

export function receiptPart(rows: readonly ReceiptRow[], query: ReceiptQuery): ReceiptList {
  const tab = tabs.find((one) => one === query.tab) ?? "all";
  const fitting = shown(rows, tab);
  const count = (of: (typeof tabs)[number]) => rows.filter((row) => inTab(row, of)).length;
  return {
    counts: { all: count("all"), open: count("open"), sent: count("sent"), withdrawn: count("withdrawn") },
    fitting: fitting.length,
    offset: query.offset,
    rows: fitting.slice(query.offset, query.offset + (query.limit || MOST)),
  };
}
