// The state of a receipt in words, and who has to move next.
import type { Backend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { recentMoment } from "../words/format";
import type { Words } from "../words/words";

/** Receipts this window ordered to leave: until the rows say so too, they still look held. */
const ordered = new Set<string>();

/** Orders a waiting receipt to leave at once, as far as it still stands as the row shows it. */
export async function sendNow(backend: Backend, { id, seen }: Pick<ReceiptRow, "id" | "seen">): Promise<ReceiptRow> {
  ordered.add(id);
  try {
    return await backend.sendNow(id, seen);
  } catch (thrown) {
    ordered.delete(id);
    throw thrown;
  }
}

/** What happens next with a receipt that has not left. */
export type Waits =
  /** It leaves at its `undo_until`. */
  | "counting"
  /** It is on its way and can perhaps still be taken back. */
  | "leaving"
  /** The server did not take it; it is tried again. */
  | "retrying"
  /** It was left over from an earlier run; a person decides. */
  | "held";

/** How a queued receipt waits; null when it is not queued. */
export function waits(row: ReceiptRow, now: number): Waits | null {
  if (row.state !== "queued") return null;
  // One that is held leaves only when a person says so, also when the server did not take it before.
  if (row.held && !ordered.has(row.id)) return "held";
  if (row.problem !== null) return "retrying";
  return row.undo_until !== null && Date.parse(row.undo_until) > now ? "counting" : "leaving";
}

/** The state of a receipt in as few words as a chip holds. */
export function receiptShort(words: Words, state: string): string {
  const known: Record<string, string> = {
    draft: words.receipt.shortDraft,
    queued: words.receipt.shortQueued,
    sending: words.receipt.sending,
    unsure: words.receipt.shortUnsure,
    bounced: words.receipt.shortBounced,
    failed: words.receipt.failed,
  };
  return known[state] ?? receiptState(words, state);
}

/** The state of a receipt in a word or two, told by how it waits where it does. */
export function receiptRowState(words: Words, row: ReceiptRow): string {
  const how = waits(row, Date.now());
  if (how === "held") return words.receipt.shortHeld;
  if (how === "retrying") return isBehind(row) ? words.sharing.short : words.receipt.retrying;
  return how === "leaving" ? words.receipt.sending : receiptState(words, row.state);
}

/** Whether a receipt went into a folder: the answer then is where it lies, and what a server says is no path. */
export function wentIntoFolder(row: ReceiptRow): boolean {
  return row.answer !== null && /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(row.answer);
}

/** The state of a receipt in a word or two. */
export function receiptState(words: Words, state: string): string {
  const known: Record<string, string> = {
    none: words.receipt.none,
    draft: words.receipt.draft,
    queued: words.receipt.queued,
    sending: words.receipt.sending,
    unsure: words.receipt.unsure,
    sent: words.receipt.sent,
    confirmed: words.receipt.confirmed,
    bounced: words.receipt.bounced,
    failed: words.receipt.failed,
    withdrawn: words.receipt.withdrawn,
  };
  return known[state] ?? state;
}

/** What a receipt's state means, in a sentence. */
export function receiptSays(words: Words, row: ReceiptRow, today: string): string {
  if (row.elsewhere) {
    const at = row.elsewhere.at ? recentMoment(row.elsewhere.at, today) : "";
    if (row.state === "withdrawn" && row.elsewhere.by === "") return words.answering.elsewhereNameless(at);
    const says = row.state === "withdrawn" ? words.answering.elsewhere : row.state === "draft" ? words.answering.elsewhereDraft : words.answering.twice;
    return says(row.elsewhere.by, at);
  }
  const moment = recentMoment(row.sent_at ?? row.undo_until ?? row.queued_at, today);
  switch (row.state) {
    case "draft":
      return words.receipt.draftSays;
    case "queued":
      return waitingSays(words, row, moment, today);
    case "sending":
      return words.receipt.sendingSays;
    case "sent":
      return wentIntoFolder(row) ? words.receipt.writtenSays(moment) : words.receipt.sentSays(moment);
    case "confirmed":
      return words.receipt.confirmedSays(moment);
    case "bounced":
      return words.receipt.bouncedSays;
    case "unsure":
      return words.receipt.unsureSays;
    case "failed":
      return words.receipt.failedSays;
    case "withdrawn":
      return words.receipt.withdrawnSays;
    default:
      return receiptState(words, row.state);
  }
}

/** Whether another computer is first with this receipt, as far as was seen last. */
export function isBehind(row: ReceiptRow): boolean {
  return row.state === "queued" && (row.claim?.state === "behind" || row.claim?.state === "overdue");
}

/** Whether a person must say if a receipt leaves a shared mailbox: another computer does not answer, or it takes no registration. */
export function asksAPerson(row: ReceiptRow): boolean {
  return row.state === "queued" && (row.claim?.state === "overdue" || row.problem === "receipt.no-claim");
}

function waitingSays(words: Words, row: ReceiptRow, moment: string, today: string): string {
  const { sharing } = words;
  const at = (moment: string | null | undefined) => (moment ? recentMoment(moment, today) : "");
  if (row.problem !== null && isBehind(row)) {
    if (row.claim?.unsure) return sharing.unsure(at(row.claim.since), at(row.claim.decide_from));
    return row.claim?.state === "overdue" ? sharing.overdue(at(row.claim.since)) : sharing.behind(at(row.claim?.since), at(row.claim?.decide_from));
  }
  if (row.problem === "receipt.no-claim") return sharing.unclaimed;
  switch (waits(row, Date.now())) {
    case "held":
      return words.receipt.heldSays;
    case "retrying":
      return words.receipt.retryingSays;
    case "leaving":
      return words.receipt.leavingSays;
    default:
      return words.receipt.queuedSays(moment);
  }
}
