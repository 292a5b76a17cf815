// Services and deadlines gathered into the cases they belong to.
import type { Court, DeadlineRow, ServiceRow } from "../../api/types";
import { receiptDue } from "../../parts/service";
import { plain } from "../../words/format";

/** All that is known of one case; `number` is null for services whose number was not recognised. */
export interface Case {
  number: string | null;
  court: Court | null;
  cause: string | null;
  role: string | null;
  /** Newest first. */
  services: ServiceRow[];
  /** By last day, those without one at the end. */
  deadlines: DeadlineRow[];
  /** The earliest open one with a date. */
  next: DeadlineRow | null;
  receiptsDue: number;
  /** Arrival of the newest service. */
  latest: string;
  /** Whether a person closed it and nothing was served in it since. */
  isClosed: boolean;
}

export const caseTabs = ["all", "due", "running", "none", "unnumbered", "closed"] as const;
export type CaseTab = (typeof caseTabs)[number];

/** Whether a case stands under a tab. */
export function inTab(one: Case, tab: CaseTab): boolean {
  switch (tab) {
    case "all":
      return !one.isClosed;
    case "closed":
      return one.isClosed;
    case "due":
      return one.receiptsDue > 0;
    case "running":
      return one.next !== null;
    case "none":
      return one.number !== null && !one.isClosed && one.deadlines.every((row) => row.last_day === null);
    case "unnumbered":
      return one.number === null;
  }
}

/** The cases, the one served last first; services without a number stand together at the end. */
export function casesOf(services: readonly ServiceRow[], deadlines: readonly DeadlineRow[]): Case[] {
  const groups = new Map<string | null, ServiceRow[]>();
  for (const row of services) {
    for (const number of row.case_numbers.length > 0 ? new Set(row.case_numbers) : [null]) {
      const known = groups.get(number);
      if (known) known.push(row);
      else groups.set(number, [row]);
    }
  }
  return [...groups].map(([number, rows]) => oneCase(number, rows, deadlines)).sort(byLatest);
}

function oneCase(number: string | null, rows: readonly ServiceRow[], deadlines: readonly DeadlineRow[]): Case {
  const services = [...rows].sort((a, b) => came(b) - came(a));
  const ids = new Set(services.map((row) => row.id));
  const own = deadlines
    .filter((row) => ids.has(row.service) && row.case_number === number)
    .sort((a, b) => (a.last_day ?? "9").localeCompare(b.last_day ?? "9"));
  const known = <T>(of: (row: ServiceRow) => T | null) => services.map(of).find((value) => value !== null) ?? null;
  return {
    number,
    // Services without a number may come from anywhere; one's court is not the others'.
    court: number === null ? null : known((row) => row.court),
    cause: number === null ? null : known((row) => row.cause),
    role: number === null ? null : known((row) => row.role),
    services,
    deadlines: own,
    next: own.find((row) => row.last_day !== null && (row.state === "open" || row.state === "overdue" || row.state === "confirmed")) ?? null,
    receiptsDue: services.filter(receiptDue).length,
    latest: services[0]?.arrived ?? services[0]?.first_seen ?? "",
    isClosed: false,
  };
}

function byLatest(a: Case, b: Case): number {
  if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
  return Date.parse(b.latest) - Date.parse(a.latest);
}

export function matches(one: Case, filter: string, name: string | null = null): boolean {
  const wanted = plain(filter);
  const texts = [one.number, name, one.court?.name, one.cause, ...one.services.map((row) => row.handler), ...one.services.flatMap((row) => [...row.titles, ...row.opponents])];
  return wanted === "" || texts.some((text) => text != null && plain(text).includes(wanted));
}

function came(row: ServiceRow): number {
  return Date.parse(row.arrived ?? row.first_seen);
}
