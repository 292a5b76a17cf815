// A person determines on which day a service took place, with the reason and the proof for it.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import { DateField } from "../../parts/DateInput";
import { useFormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import time from "../../parts/Form.module.css";

export function StartForm({ service, arrived, today }: { service: string; arrived: string | null; today: string }) {
  const { serviceDay: say } = useWords();
  const backend = useBackend();
  const { problem, order, clear } = useOrders();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [date, setDate] = useState(arrived?.slice(0, 10) ?? today);
  const [reason, setReason] = useState("");
  const close = () => { setOpen(false); clear(); };
  const save = (day: string | null) => void order(() => backend.chooseStart(service, day, reason)).then((done) => done && close());
  const focus = useFormFocus(open, '[data-testid="change-start"]', close);
  if (!open) {
    return (
      <button type="button" className="button bare flush" data-testid="change-start" onClick={() => setOpen(true)}>
        {say.change}
      </button>
    );
  }
  return (
    <form {...focus} className={time.form} aria-label={say.title} onSubmit={(event) => { event.preventDefault(); save(date); }}>
      <DateField label={say.date} testId="start-date" required max={today} today={today} value={date} set={setDate} />
      <label htmlFor={`${id}-reason`} className={time.wide}>
        {say.reason}
        <input id={`${id}-reason`} data-testid="start-reason" required maxLength={500} placeholder={say.reasonHint} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      <button type="submit" className="button primary" data-testid="start-save">{say.save}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      <button type="button" className="button" disabled={reason.trim() === ""} onClick={() => save(null)}>{say.back}</button>
      <p className={time.quiet}>{say.effect}</p>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
