// The spans of time the ledger is looked at in, as days of arrival.
import { dayNumber, dayOf } from "../../words/format";

export const periods = ["all", "week", "month", "lastMonth", "quarter", "year", "lastYear"] as const;
export type Period = (typeof periods)[number];

/** First and last day of a period; null leaves an end open. */
export function periodOf(period: Period, today: string): { from: string | null; to: string | null } {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const number = dayNumber(today);
  const first = (y: number, m: number) => new Date(Date.UTC(y, m - 1, 1)).toISOString().slice(0, 10);
  switch (period) {
    case "all":
      return { from: null, to: null };
    case "week":
      // 1970-01-01 was a Thursday; weeks start on Monday.
      return { from: dayOf(number - ((number + 3) % 7)), to: null };
    case "month":
      return { from: first(year, month), to: null };
    case "lastMonth":
      return { from: first(year, month - 1), to: dayOf(dayNumber(first(year, month)) - 1) };
    case "quarter":
      return { from: dayOf(number - 90), to: null };
    case "year":
      return { from: `${year}-01-01`, to: null };
    case "lastYear":
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}
