// The sample's list 待签收, filtered and ordered as the mailroom does it.
import { countTabs, shown, tabs } from "../screens/services/services";
import { zh } from "../words/zh";
import type { ServiceList, ServiceQuery, ServiceRow } from "./types";

/** A part of the rows that fit. */
export function listed(rows: readonly ServiceRow[], query: ServiceQuery, today: string): ServiceList {
  const tab = tabs.find((one) => one === query.tab) ?? "all";
  const fitting = shown(zh, rows, { tab, filter: query.text, today });
  const place = fitting.findIndex((row) => row.id === query.current);
  return {
    counts: countTabs(rows),
    fitting: fitting.length,
    offset: query.offset,
    rows: fitting.slice(query.offset, query.offset + (query.limit || 2000)),
    current: rows.find((row) => row.id === query.current) ?? null,
    place: place < 0 ? null : place,
  };
}
