// The state of a receipt in words.
import type { ReceiptRow } from "../api/types";
import { recentMoment } from "../words/format";
import type { Words } from "../words/words";

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
  const moment = recentMoment(row.sent_at ?? row.undo_until ?? row.queued_at, today);
  switch (row.state) {
    case "queued":
      return row.undo_until === null ? words.receipt.heldSays : words.receipt.queuedSays(moment);
    case "sending":
      return words.receipt.sendingSays;
    case "sent":
      return words.receipt.sentSays(moment);
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
