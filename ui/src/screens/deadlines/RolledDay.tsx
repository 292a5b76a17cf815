// A last day that falls on a day off: the next day on which one can act is offered, and the person decides.
import { useAsked } from "../../api/useAsked";
import { fullDay, shortDay } from "../../words/format";
import { useWords } from "../../words/words";
import { workdayFrom } from "./month";
import styles from "./Time.module.css";

export function RolledDay({ day, today, take }: { day: string; today: string; take: (day: string) => void }) {
  const words = useWords();
  const { rolled: say } = words;
  const calendars = useAsked((asked) => asked.calendars(), "calendars");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !calendars.value) return null;
  const next = workdayFrom(day, calendars.value);
  if (next === day) return null;
  const isKnown = calendars.value.some((row) => row.region === null && String(row.year) === next.slice(0, 4));
  return (
    <p className={styles.quiet} role="status" data-testid="rolled">
      {say.off(shortDay(words, day, today))} {!isKnown && say.unknown(next.slice(0, 4))}{" "}
      <button type="button" className="button" data-testid="rolled-take" onClick={() => take(next)}>{say.take(fullDay(words, next))}</button>
    </p>
  );
}
