// Which sentences of a document facts were read from, as marks on its pages.
import type { FactRow, MarkRow, ServicePage } from "../../api/types";

/** The words of a fact's sentence as they stand in the paper; a shortened one is found by what is left of it. */
export function wordsOf(fact: FactRow): string {
  return (fact.sentence ?? "").replace(/^…+|…+$/g, "").trim();
}

/** Facts that were read in this very document. */
export function readHere(page: ServicePage, document: string): FactRow[] {
  const row = page.documents.find((one) => one.id === document);
  if (!row) return [];
  return page.facts.filter((fact) => fact.page !== null && fact.sentence !== null && fact.read_in !== null && (fact.read_in === row.name || fact.read_in === row.title));
}

export function factMarks(page: ServicePage, document: string): MarkRow[] {
  const marks = readHere(page, document).map((fact): MarkRow => ({ what: fact.fact, words: wordsOf(fact), page: fact.page }));
  const seen = new Set<string>();
  return marks.filter((mark) => mark.words.length > 1 && !seen.has(mark.words) && seen.add(mark.words));
}
