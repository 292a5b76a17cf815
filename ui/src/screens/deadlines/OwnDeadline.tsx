// A deadline of the office's own: named, dated and reasoned by a person, without any rule.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import { DateField } from "../../parts/DateInput";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import { RolledDay } from "./RolledDay";
import styles from "./Time.module.css";

export function OwnDeadline({ today, close }: { today: string; close: () => void }) {
  const { own: say } = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const id = useId();
  const [form, setForm] = useState({ name: "", last_day: "", case_number: "", reason: "" });
  const put = (change: Partial<typeof form>) => setForm({ ...form, ...change });
  const save = () =>
    void order(() => backend.addDeadline({ ...form, rule: null, from: null, service: null, case_number: form.case_number.trim() || null })).then((done) => done && close());
  return (
    <form className={styles.form} style={{ padding: "0 18px" }} aria-label={say.title} data-testid="own-deadline" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <label htmlFor={`${id}-name`} className={styles.wide}>
        {say.name}
        <input id={`${id}-name`} data-testid="own-name" required maxLength={200} autoFocus value={form.name} onChange={(event) => put({ name: event.target.value })} />
      </label>
      <DateField label={say.lastDay} testId="own-day" required min={today} today={today} value={form.last_day} set={(last_day) => put({ last_day })} />
      <RolledDay day={form.last_day} today={today} take={(last_day) => put({ last_day })} />
      <label htmlFor={`${id}-case`}>
        {say.caseNumber}
        <input id={`${id}-case`} lang="zh-CN" maxLength={80} value={form.case_number} onChange={(event) => put({ case_number: event.target.value })} />
      </label>
      <label htmlFor={`${id}-reason`} className={styles.wide}>
        {say.reason}
        <input id={`${id}-reason`} data-testid="own-reason" required maxLength={500} placeholder={say.reasonHint} value={form.reason} onChange={(event) => put({ reason: event.target.value })} />
      </label>
      <button type="submit" className="button primary" data-testid="own-save">{say.save}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
