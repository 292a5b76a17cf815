// Which receipts stand under which heading: waiting for a person or the server, left, taken back.
import type { ReceiptRow } from "../../api/types";

export const tabs = ["all", "open", "sent", "withdrawn"] as const;
export type Tab = (typeof tabs)[number];

const left: ReadonlySet<string> = new Set(["sent", "confirmed"]);

/** Whether something is still to happen with it, by a person, the server or time. */
export function isOpen(row: Pick<ReceiptRow, "state">): boolean {
  return !left.has(row.state) && row.state !== "withdrawn";
}

export function inTab(row: Pick<ReceiptRow, "state">, tab: Tab): boolean {
  switch (tab) {
    case "all":
      return true;
    case "open":
      return isOpen(row);
    case "sent":
      return left.has(row.state);
    case "withdrawn":
      return row.state === "withdrawn";
  }
}

/** What a tab shows: open ones first, then the newest. */
export function shown(rows: readonly ReceiptRow[], tab: Tab): ReceiptRow[] {
  const rank = (row: ReceiptRow) => (isOpen(row) ? 0 : 1);
  return rows.filter((row) => inTab(row, tab)).sort((a, b) => rank(a) - rank(b) || Date.parse(b.queued_at) - Date.parse(a.queued_at));
}
