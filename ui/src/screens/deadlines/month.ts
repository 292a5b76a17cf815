// A month as weeks from Monday to Sunday, days with what stands on them, and rules by what was typed.
import type { CalendarRow, DeadlineRow, RuleRow, SittingRow } from "../../api/types";
import { courtTime, dayNumber, dayOf, plain } from "../../words/format";
import { isClosed } from "./deadlines";

export interface DayCell {
  date: string;
  /** Whether it belongs to the month shown. */
  inside: boolean;
  /** A day off by the notice, a weekend worked in exchange, or neither. */
  mark: "rest" | "work" | null;
  deadlines: DeadlineRow[];
  sittings: SittingRow[];
}

/** The month some months after another, as YYYY-MM. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = year * 12 + (number - 1) + by;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** Day numbers of the Monday on which the weeks of a month begin, and of the day after the month. */
function bounds(month: string): [number, number] {
  const first = dayNumber(`${month}-01`);
  return [first - ((new Date(first * 86_400_000).getUTCDay() + 6) % 7), dayNumber(`${monthAfter(month, 1)}-01`)];
}

/** The first and the last day of the weeks that hold the month. */
export function span(month: string): [string, string] {
  const [monday, end] = bounds(month);
  return [dayOf(monday), dayOf(monday + Math.ceil((end - monday) / 7) * 7 - 1)];
}

/** Whole weeks that hold the month. */
export function weeks(month: string, deadlines: readonly DeadlineRow[], sittings: readonly SittingRow[], calendars: readonly CalendarRow[]): DayCell[][] {
  const [monday, end] = bounds(month);
  const days = calendars.filter((it) => it.region === null);
  const rest = new Set(days.flatMap((it) => it.rest));
  const work = new Set(days.flatMap((it) => it.make_up));
  const found: DayCell[][] = [];
  for (let start = monday; start < end; start += 7) {
    found.push(
      Array.from({ length: 7 }, (_, at) => {
        const date = dayOf(start + at);
        return {
          date,
          inside: date.startsWith(month),
          mark: work.has(date) ? "work" : rest.has(date) ? "rest" : null,
          deadlines: deadlines.filter((row) => row.last_day === date),
          sittings: sittings.filter((row) => courtTime(row.starts).date === date),
        };
      }),
    );
  }
  return found;
}

/** The first day from this one on that is worked; the day itself where it is. Of a year without a notice only weekends are known. */
export function workdayFrom(day: string, calendars: readonly CalendarRow[]): string {
  const days = calendars.filter((it) => it.region === null);
  const rest = new Set(days.flatMap((it) => it.rest));
  const work = new Set(days.flatMap((it) => it.make_up));
  const isOff = (date: string) => !work.has(date) && (rest.has(date) || [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()));
  let at = dayNumber(day);
  // The longest holiday is shorter.
  for (let step = 0; step < 20 && isOff(dayOf(at)); step++) at++;
  return dayOf(at);
}

/** Days with their deadlines and sittings, in order; sittings that are over are left out. */
export function days(rows: readonly DeadlineRow[], sittings: readonly SittingRow[], today: string): [string, DeadlineRow[], SittingRow[]][] {
  const found = new Map<string, [DeadlineRow[], SittingRow[]]>();
  const at = (date: string) => {
    const known = found.get(date) ?? [[], []];
    found.set(date, known);
    return known;
  };
  for (const row of rows) if (row.last_day && !isClosed(row)) at(row.last_day)[0].push(row);
  for (const row of sittings) {
    const { date } = courtTime(row.starts);
    if (date >= today) at(date)[1].push(row);
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b)).map(([date, [deadlines, trials]]) => [date, deadlines, trials]);
}

/** Rules whose name, id or family holds what was typed. */
export function found(rules: readonly RuleRow[], filter: string): RuleRow[] {
  const wanted = plain(filter);
  return rules.filter((rule) => [rule.id, rule.name, rule.group].some((text) => plain(text).includes(wanted)));
}
