// Which deadlines stand where: dated by last day, undetermined apart, closed last.
import type { DeadlineList, DeadlineRow } from "../../api/types";
import { plain } from "../../words/format";

export interface Groups {
  dated: DeadlineRow[];
  undetermined: DeadlineRow[];
  closed: DeadlineRow[];
}

export function isClosed(row: DeadlineRow): boolean {
  return row.state === "done" || row.state === "not-applicable" || row.state === "remedied";
}

export function matches(row: DeadlineRow, filter: string): boolean {
  const wanted = plain(filter);
  return [row.name, row.case_number, row.court?.name, row.document].some((text) => text != null && plain(text).includes(wanted));
}

export function grouped(rows: readonly DeadlineRow[], filter: string): Groups {
  const found = rows.filter((row) => matches(row, filter));
  const byDay = (a: DeadlineRow, b: DeadlineRow) => (a.last_day ?? "").localeCompare(b.last_day ?? "") || a.name.localeCompare(b.name);
  const open = found.filter((row) => !isClosed(row));
  return {
    dated: open.filter((row) => row.last_day !== null).sort(byDay),
    undetermined: open.filter((row) => row.last_day === null),
    closed: found.filter(isClosed).sort(byDay),
  };
}

/** How many rows fit what was asked. */
export function fittingOf(list: DeadlineList): number {
  return list.dated + list.undetermined + list.closed;
}
