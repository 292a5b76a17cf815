// Dates, moments and sizes as people read them; every date is a day in the court's time zone.
import type { Words } from "./words";

const DAY = 86_400_000;
/** The courts keep Beijing time, which has no summer time. */
const COURT_OFFSET = 8 * 3_600_000;

/** Days since 1970-01-01 of a YYYY-MM-DD. */
export function dayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY);
}

/** The YYYY-MM-DD of a day number. */
export function dayOf(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** Date and time in the court's zone of an RFC 3339 moment, whatever offset it was written with. */
export function courtTime(moment: string): { date: string; time: string } {
  const iso = new Date(Date.parse(moment) + COURT_OFFSET).toISOString();
  return { date: iso.slice(0, 10), time: iso.slice(11, 19) };
}

/** An RFC 3339 moment in the court's zone. */
export function courtStamp(milliseconds: number): string {
  return `${new Date(milliseconds + COURT_OFFSET).toISOString().slice(0, 19)}+08:00`;
}

export function weekday(words: Words, date: string): string {
  return words.format.weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "";
}

/** 2026-12-07（周一） */
export function fullDay(words: Words, date: string): string {
  return words.format.withWeekday(date, weekday(words, date));
}

/** 12-07（周一）, or with the year when it is not the year of `near`. */
export function shortDay(words: Words, date: string, near: string): string {
  const shown = date.slice(0, 4) === near.slice(0, 4) ? date.slice(5) : date;
  return words.format.withWeekday(shown, weekday(words, date));
}

/** 2026-11-20 16:42 */
export function fullMoment(moment: string): string {
  const { date, time } = courtTime(moment);
  return `${date} ${time.slice(0, 5)}`;
}

/** 11-20 16:42, or with the year when it is not the year of `near`. */
export function shortMoment(moment: string, near: string): string {
  const { date, time } = courtTime(moment);
  return `${date.slice(0, 4) === near.slice(0, 4) ? date.slice(5) : date} ${time.slice(0, 5)}`;
}

/** 16:42:07 */
export function timeOfDay(moment: string): string {
  return courtTime(moment).time;
}

/** 16:42:07 today, else 11-20 16:42. */
export function recentMoment(moment: string, today: string): string {
  return courtTime(moment).date === today ? timeOfDay(moment) : shortMoment(moment, today);
}

/** Whole minutes between two moments. */
export function minutesBetween(earlier: string, later: string): number {
  return Math.floor((Date.parse(later) - Date.parse(earlier)) / 60_000);
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Brackets and digits are written in full and half width alike; a search must find both. */
export function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
