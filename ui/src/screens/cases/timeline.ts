// What happened in a case, the newest first: arrivals, receipts and what became of them, decisions about deadlines, sittings.
import type { CasePage, ServicePage } from "../../api/types";
import { receiptState } from "../../parts/receiptState";
import { titleLine } from "../../parts/service";
import { byCode, type Words } from "../../words/words";

export interface Happened {
  /** RFC 3339. */
  at: string;
  what: string;
  /** Who did it, where a person did. */
  by: string;
  says: string;
}

/** Everything on record about a case whose pages are known. */
export function happened(words: Words, of: CasePage, pages: readonly ServicePage[]): Happened[] {
  const { cases: say, lists } = words;
  const decisions = of.deadlines.flatMap((row) =>
    row.history.map((it) => ({
      at: it.at, by: it.by, what: say.deadlines,
      says: [words.format.rule(row.rule, row.name), words.time.decisions[it.decision] ?? it.decision, it.date, it.reason].filter(Boolean).join(" · "),
    })),
  );
  const served = pages.flatMap((page) => [
    { at: page.row.arrived ?? page.row.first_seen, by: "", what: lists.arrived, says: titleLine(words, page.row) },
    ...receipts(words, page),
    ...page.hearings.map((it) => ({ at: it.starts, by: "", what: say.hearings, says: [byCode<string>(words.hearings, it.kind) ?? it.kind, words.time.standings[it.standing], it.place].filter(Boolean).join(" · ") })),
  ]);
  return [...decisions, ...served].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function receipts(words: Words, { receipt }: ServicePage): Happened[] {
  if (!receipt) return [];
  const what = words.answering.kinds[receipt.kind as keyof typeof words.answering.kinds] ?? words.cases.colReceipts;
  return [
    { at: receipt.queued_at, by: receipt.by, what, says: words.lists.drawnUp },
    ...(receipt.sent_at ? [{ at: receipt.sent_at, by: "", what, says: [receiptState(words, "sent"), receipt.answer && words.format.pair(words.receipt.answer, receipt.answer)].filter(Boolean).join(" · ") }] : []),
    ...receipt.reports.map((it) => ({ at: it.at, by: "", what, says: [byCode<string>(words.answering.reports, it.report) ?? it.report, it.status].filter(Boolean).join(" · ") })),
  ];
}
