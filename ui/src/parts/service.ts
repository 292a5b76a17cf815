// What every list says of a service: its clocks, its title in one line, and whether its receipt is due.
import type { ServiceRow } from "../api/types";
import { courtTime, dayNumber } from "../words/format";
import { byCode, type Words } from "../words/words";
import { receiptShort } from "./receiptState";
import { byUrgency, deadlineClock, leftWords, urgencyOf, type Clock } from "./urgency";

/** Receipt states after which a person may still send one. */
const unanswered: ReadonlySet<string> = new Set(["none", "withdrawn", "failed", "bounced"]);
/** Receipt states that ask nothing more of a person. */
export const answered: ReadonlySet<string> = new Set(["sent", "confirmed"]);

export function mayAcknowledge(row: Pick<ServiceRow, "verdict" | "receipt"> & { by_hand?: string | null; set_aside?: string | null }): boolean {
  return !row.set_aside && !row.by_hand && row.verdict !== "doubtful" && unanswered.has(row.receipt);
}

/** Whether the receipt still asks something of a person: it is needed and was not sent, or did not safely arrive. */
export function receiptDue(row: Pick<ServiceRow, "verdict" | "receipt"> & { by_hand?: string | null; set_aside?: string | null; none_needed?: boolean }): boolean {
  return !row.set_aside && !row.by_hand && !row.none_needed && row.verdict !== "doubtful" && !answered.has(row.receipt);
}

/** Ways an address came to be agreed, under which arrival alone is service. An unknown way is none of them. */
const agreed: ReadonlySet<string> = new Set(["confirmed", "offered", "promised"]);

/** Whether arrival serves by itself; where it does not, a reply may complete service. */
export function arrivalServes(regime: string): boolean {
  return agreed.has(regime);
}

/** Days to the end of an agreed term; where none was agreed, days since arrival: no law counts them. */
export function receiptClock(words: Words, row: ServiceRow, today: string): Clock {
  if (row.answer_by) {
    const days = dayNumber(row.answer_by) - dayNumber(today);
    return { urgency: urgencyOf(days), name: words.clock.receipt, left: leftWords(words, days), certainty: "final" };
  }
  const since = courtTime(row.arrived ?? row.first_seen).date;
  const waited = dayNumber(today) - dayNumber(since);
  const left = waited <= 0 ? words.clock.today : words.clock.waited(waited);
  return { urgency: "today", name: words.clock.receipt, left, certainty: "final" };
}

/** The clocks of a service, the most urgent first; never one of them alone stands for the other. */
export function clocks(words: Words, row: ServiceRow, today: string): Clock[] {
  const found: Clock[] = [];
  // What serves nothing has no clock.
  if (row.set_aside) return found;
  if (row.next_deadline) found.push(deadlineClock(words, row.next_deadline));
  if (row.by_hand) {
    const how = byCode<string>(words.answering.byHand, row.by_hand) ?? words.receipt.done;
    found.push({ urgency: "done", name: "", left: how, certainty: "final" });
  } else if (row.none_needed && mayAcknowledge(row)) {
    found.push({ urgency: "done", name: "", left: words.answering.byHand["none-needed"], certainty: "final" });
  } else if (mayAcknowledge(row) && row.receipt !== "bounced") found.push(receiptClock(words, row, today));
  else if (answered.has(row.receipt)) {
    found.push({ urgency: "done", name: "", left: words.receipt.done, certainty: "final" });
  } else if (row.verdict !== "doubtful") {
    found.push({ urgency: "soon", name: words.clock.receipt, left: receiptShort(words, row.receipt), certainty: "final" });
  }
  return found.sort((a, b) => byUrgency(a.urgency, b.urgency));
}

/** Titles that are listed before the others are only counted. */
const LISTED = 3;

/** Those who stand against us in one line: the first, and how many. */
export function opponentsLine(words: Words, names: readonly string[]): string {
  const [first = ""] = names;
  return names.length > 1 ? words.parties.and(first, names.length) : first;
}

/** Document titles as a list; many are told by the first ones and their number. */
export function titlesLine(words: Words, titles: readonly string[]): string {
  const list = titles.slice(0, LISTED).join(words.format.list);
  return titles.length > LISTED ? words.services.moreOf(list, titles.length) : list;
}

/** Document titles in one line: the first, and how many more. */
export function titleLine(words: Words, row: Pick<ServiceRow, "titles" | "subject">): string {
  const first = row.titles[0];
  if (!first) return row.subject || words.services.noTitle;
  return row.titles.length > 1 ? words.services.more(first, row.titles.length) : first;
}
