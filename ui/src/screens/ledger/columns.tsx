// The columns of the ledger: which there are, which are shown at first, and what stands in each.
import type { ReactNode } from "react";
import type { LedgerRow } from "../../api/types";
import { fullMoment, shortDay } from "../../words/format";
import { byCode, type Words } from "../../words/words";

export interface Column {
  id: keyof Words["ledger"]["columns"];
  /** Width in pixels where text has 13; it grows with the text. The first nine fit a screen of 1366. */
  width: number;
  /** Name of the order the mailroom knows. */
  sort?: string;
  cell: (row: LedgerRow, words: Words, today: string) => ReactNode;
}

const day = (date: string | null, words: Words, today: string) => (date ? shortDay(words, date, today) : "");

export const columns: readonly Column[] = [
  { id: "case", width: 212, sort: "case", cell: (row, words) => row.case_number ?? words.services.noCaseNumber },
  { id: "title", width: 166, sort: "title", cell: (row, words) => row.title || words.services.noTitle },
  { id: "arrived", width: 132, sort: "arrived", cell: (row) => fullMoment(row.arrived ?? row.first_seen) },
  { id: "court", width: 172, sort: "court", cell: (row, words) => row.court ?? words.services.noCourt },
  { id: "receipt", width: 76, cell: (row, words) => byCode<string>(words.ledger.receiptsShort, row.receipt) ?? row.receipt },
  { id: "deadline", width: 146, cell: (row, words) => (row.deadline_rule ? words.format.rule(row.deadline_rule, row.deadline ?? "") : (row.deadline ?? "")) },
  { id: "last", width: 114, sort: "last-day", cell: (row, words, today) => day(row.last_day, words, today) },
  { id: "status", width: 76, cell: (row, words) => (row.deadline_status ? (byCode<string>(words.ledger.statuses, row.deadline_status) ?? row.deadline_status) : "") },
  { id: "state", width: 92, cell: (row, words) => stateOf(row, words) },
  { id: "cause", width: 160, cell: (row) => row.cause ?? "" },
  { id: "role", width: 92, cell: (row, words) => (row.role ? (byCode<string>(words.roles, row.role) ?? row.role) : "") },
  { id: "opponents", width: 150, cell: (row, words) => row.opponents.join(words.format.list) },
  { id: "pages", width: 60, cell: (row) => row.pages ?? "" },
  { id: "channel", width: 100, cell: (row, words) => byCode<string>(words.ledger.channels, row.channel) ?? row.channel },
  { id: "from", width: 190, cell: (row) => row.from ?? "" },
  { id: "verdict", width: 88, cell: (row, words) => byCode<string>(words.ledger.verdicts, row.verdict) ?? row.verdict },
  { id: "receiptAt", width: 136, cell: (row) => (row.receipt_at ? fullMoment(row.receipt_at) : "") },
  { id: "handler", width: 80, cell: (row) => row.handler ?? "" },
  { id: "path", width: 380, cell: (row) => row.path },
  { id: "digest", width: 130, cell: (row) => row.sha256.slice(0, 12) },
];

export const shownAtFirst: readonly Column["id"][] = ["case", "title", "arrived", "court", "receipt", "deadline", "last", "status", "state"];

function stateOf(row: LedgerRow, words: Words): string {
  if (!row.deadline_state) return "";
  if (row.deadline_state === "overdue" && row.days_left !== null) return words.clock.overdue(-row.days_left);
  return byCode<string>(words.ledger.states, row.deadline_state) ?? row.deadline_state;
}
