// A time of the day as people type it: 8:30, 0830, 8点半, 下午6点, 6:30 pm, in full or half width.

const afternoon = /^(下午|晚上|傍晚|午后|夜里|pm)|(pm|p\.m\.)$/;
const part = /^(上午|早上|清晨|凌晨|中午|下午|晚上|傍晚|午后|夜里|am|pm)|(am|pm|a\.m\.|p\.m\.)$/g;

/** HH:MM, or null where it is no time. */
export function typedTime(typed: string): string | null {
  const text = typed.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const digits = text.replace(part, "").replace(/整$/, "");
  const found =
    /^(\d{1,2})[:.](\d{2})(?::\d{2})?$/.exec(digits) ?? /^(\d{1,2})[点时](?:(\d{1,2})分?|(半))?$/.exec(digits) ?? /^(\d{1,2})(\d{2})$/.exec(digits) ?? /^(\d{1,2})$/.exec(digits);
  if (!found) return null;
  const minute = found[3] ? 30 : Number(found[2] ?? 0);
  let hour = Number(found[1]);
  if (afternoon.test(text) && hour < 12) hour += 12;
  if (/(am|a\.m\.)$|^(am|凌晨)/.test(text) && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
