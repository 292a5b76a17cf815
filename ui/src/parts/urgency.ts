// How urgent a clock is, and what its chip says: always the clock's name, then the time left.
import type { DeadlineRow } from "../api/types";
import type { Words } from "../words/words";

export type Urgency = "overdue" | "today" | "soon" | "later" | "done";

const order: readonly Urgency[] = ["overdue", "today", "soon", "later", "done"];

/** The most urgent first. */
export function byUrgency(a: Urgency, b: Urgency): number {
  return order.indexOf(a) - order.indexOf(b);
}

/** One named clock, ready for a chip. */
export interface Clock {
  urgency: Urgency;
  name: string;
  left: string;
  /** A date a person or a holiday notice may still move. */
  certainty: "final" | "provisional";
}

/** Up to a week is soon. */
export function urgencyOf(daysLeft: number): Urgency {
  if (daysLeft < 0) return "overdue";
  if (daysLeft === 0) return "today";
  return daysLeft <= 7 ? "soon" : "later";
}

export function leftWords(words: Words, daysLeft: number): string {
  if (daysLeft < 0) return words.clock.overdue(-daysLeft);
  return daysLeft === 0 ? words.clock.today : words.clock.days(daysLeft);
}

type Named = Exclude<keyof Words["clock"], "days">;
/** Rule id beginnings and the short name of their clock; the longer beginning stands first. */
const names: ReadonlyArray<readonly [string, Named]> = [
  ["CIV-ANSWER", "answer"],
  ["CIV-APPEAL-ANSWER", "appealAnswer"],
  ["CIV-APPEAL", "appeal"],
  ["CIV-JURIS-RULING-APPEAL", "appeal"],
  ["CIV-JURIS", "jurisdiction"],
  ["CIV-EVID", "evidence"],
  ["CIV-HEARING", "hearing"],
  ["CIV-COUNTERCLAIM", "counterclaim"],
  ["CIV-FEE", "fee"],
  ["CIV-RETRIAL", "retrial"],
  ["PRES-RECON", "review"],
  ["FINE-RECON", "review"],
  ["EX-", "enforcement"],
];

/** A name short enough for a chip; a rule not in the list keeps the beginning of its own name. */
export function shortName(words: Words, row: Pick<DeadlineRow, "rule" | "name">): string {
  const found = names.find(([start]) => row.rule.startsWith(start));
  const word = found && words.clock[found[1]];
  return typeof word === "string" ? word : (words.format.rule(row.rule, row.name).split(/[:：(（]/)[0] ?? row.name).trim();
}

/** The chip of a deadline. */
export function deadlineClock(words: Words, row: DeadlineRow): Clock {
  const name = shortName(words, row);
  if (row.state === "done") return { urgency: "done", name, left: words.clock.done, certainty: "final" };
  if (row.state === "not-applicable") {
    return { urgency: "done", name, left: words.clock.notApplicable, certainty: "final" };
  }
  const certainty = row.status === "final" ? "final" : "provisional";
  if (row.days_left === null) return { urgency: "later", name, left: words.clock.noDate, certainty };
  return { urgency: urgencyOf(row.days_left), name, left: leftWords(words, row.days_left), certainty };
}
