// A day, typed as people write it or picked from a calendar; what was understood stands beside it with its weekday.
import { useEffect, useId, useRef, useState } from "react";
import { courtStamp, fullDay, shortDay, weekday } from "../words/format";
import { useWords } from "../words/words";
import { Icon } from "./Icon";
import styles from "./DateInput.module.css";
import { typedDay, type Asked } from "./typedDay";

interface Props {
  id?: string;
  testId?: string;
  /** YYYY-MM-DD, or empty. */
  value: string;
  /** Told the day that was understood; empty while what stands there is none. */
  set: (day: string) => void;
  /** From which +15 and 下周一 are counted; the court's day where it is left out. */
  today?: string;
  min?: string | undefined;
  max?: string | undefined;
  required?: boolean;
  /** Which year is meant where none is typed; ahead, where it is not said and days to come are asked for. */
  leans?: Asked["leans"];
}

/** A day with its name above it. The calendar's button stands outside of the label: it is no part of the field's name. */
export function DateField({ label, wide, ...input }: Props & { label: string; wide?: string | undefined }) {
  const own = useId();
  const id = input.id ?? own;
  return (
    <div className={`${styles.field} ${wide ?? ""}`}>
      <label htmlFor={id}>{label}</label>
      <DateInput {...input} id={id} />
    </div>
  );
}

function DateInput({ id, testId, value, set, today = courtStamp(Date.now()).slice(0, 10), min, max, required, leans }: Props) {
  const words = useWords();
  const { dates: say } = words;
  const hint = useId();
  const box = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const past = max !== undefined && max <= today;
  const asked: Asked = { min, max, leans: leans ?? (past ? "past" : "ahead") };
  const [typed, setTyped] = useState(value);
  // Another day from outside is shown; the own one stays as it is being typed.
  const [told, setTold] = useState(value);
  if (told !== value) {
    setTold(value);
    if (typedDay(typed, today, asked) !== value) setTyped(value);
  }
  const day = typedDay(typed, today, asked);
  const wrong = typed.trim() === "" ? "" : day === null ? say.notADay : max && day > max ? say.tooLate(fullDay(words, max)) : min && day < min ? say.tooEarly(fullDay(words, min)) : "";
  useEffect(() => box.current?.setCustomValidity(wrong), [wrong]);
  const take = (text: string) => {
    setTyped(text);
    const next = typedDay(text, today, asked) ?? "";
    setTold(next);
    set(next);
  };
  const show = () => {
    try {
      picker.current?.showPicker?.();
    } catch {
      // Some systems have no calendar to show; the day can still be typed.
    }
  };
  const read = wrong ? (day === null ? say.notADay : say.outside) : day === null ? "" : typed.trim() === day ? weekday(words, day) : shortDay(words, day, today);
  return (
    <span className={styles.box}>
      <input ref={box} id={id} data-testid={testId} type="text" autoComplete="off" required={required} placeholder={past ? say.examplePast : say.example} title={say.hint} value={typed}
        aria-describedby={hint} aria-invalid={wrong !== "" || undefined} onChange={(event) => take(event.target.value)} onBlur={() => day !== null && setTyped(day)} />
      <small id={hint} className={wrong ? styles.wrong : undefined} data-testid="date-read">{read}</small>
      <button type="button" className={styles.pick} aria-label={say.pick} title={say.pick} onClick={show}>
        <Icon name="calendar" size={14} />
      </button>
      <input ref={picker} className={styles.picker} type="date" tabIndex={-1} aria-hidden="true" value={day ?? ""} min={min} max={max} onChange={(event) => take(event.target.value)} />
    </span>
  );
}
