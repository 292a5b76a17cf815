// Days as people type them: 1207, 12-7, 12月7日, 2026-12-07, +15, 下周一. Nothing that can be meant in two ways is guessed.
import { dayNumber, dayOf } from "../words/format";

const names: Readonly<Record<string, number>> = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2, yesterday: -1, today: 0, tomorrow: 1 };
const weekdays = ["日", "一", "二", "三", "四", "五", "六"];
const english = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A day that is there: no 31st of November. */
function exact(year: number, month: number, day: number): string | null {
  const date = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const number = dayNumber(date);
  return Number.isFinite(number) && dayOf(number) === date ? date : null;
}

/** Which days can be meant. */
export interface Asked {
  min?: string | undefined;
  max?: string | undefined;
  /** Which year is meant where none is typed: the next, the last, or the nearest such day. */
  leans: "ahead" | "past" | "near";
}

/** Years looked through for a day without one: the 29th of February may be eight years away. */
const YEARS = 8;

/** Month and day without a year: one that is asked for, in the direction that is meant. */
function yearless(month: number, day: number, today: string, { min = "", max = "9999-12-31", leans }: Asked): string | null {
  const year = Number(today.slice(0, 4));
  const all = Array.from({ length: 2 * YEARS + 1 }, (_, at) => exact(year - YEARS + at, month, day) ?? []).flat();
  const far = (date: string) => Math.abs(dayNumber(date) - dayNumber(today));
  const meant = (date: string) => (leans === "past" ? date <= today : leans === "near" || date >= today);
  const nearest = (dates: string[]) => dates.sort((a, b) => far(a) - far(b))[0];
  const allowed = all.filter((date) => date >= min && date <= max);
  // Where no such day is allowed, what was typed is told to be outside.
  return nearest(allowed.filter(meant)) ?? nearest(allowed) ?? nearest(all) ?? null;
}

/** 周一 is the next Monday from tomorrow on, of past days the last one; 下周一 the Monday of the week after this one, which begins on Monday. */
function byWeekday(text: string, today: string, past: boolean): string | null {
  const [, next, name = ""] = /^(下)?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(text) ?? /^(next )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.exec(text) ?? [];
  const wanted = Math.max(weekdays.indexOf(name === "天" ? "日" : name), english.indexOf(name));
  if (wanted < 0) return null;
  const now = dayNumber(today);
  const from = (day: number) => (new Date(day * 86_400_000).getUTCDay() + 6) % 7;
  if (next) return dayOf(now - from(now) + 7 + ((wanted + 6) % 7));
  if (past) return dayOf(now - ((from(now) - ((wanted + 6) % 7) + 7) % 7));
  return dayOf(now + 1 + ((((wanted + 6) % 7) - from(now + 1) + 7) % 7));
}

/** The YYYY-MM-DD that was typed; null when it is none. */
export function typedDay(typed: string, today: string, asked: Asked = { leans: "ahead" }): string | null {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  const named = names[text];
  if (named !== undefined && Object.hasOwn(names, text)) return dayOf(dayNumber(today) + named);
  const moved = /^([+-])(\d{1,4})(?:天|日|d)?$/.exec(text) ?? /^([+-])(\d{1,3})(周|w)$/.exec(text);
  if (moved) return dayOf(dayNumber(today) + (moved[1] === "-" ? -1 : 1) * Number(moved[2]) * (moved[3] ? 7 : 1));
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$/.exec(text);
  if (whole) return exact(Number(whole[1]), Number(whole[2]), Number(whole[3]));
  const part = /^(\d{2})(\d{2})$/.exec(text) ?? /^(\d{1,2})[-./月](\d{1,2})[日号]?$/.exec(text);
  if (part) return yearless(Number(part[1]), Number(part[2]), today, asked);
  return byWeekday(text, today, asked.leans === "past");
}
