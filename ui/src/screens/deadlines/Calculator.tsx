// The calculator: a rule and a day give the last day, with every step and the law; without any mail.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { ReckoningPage, RuleRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useAnnounce } from "../../parts/announce";
import { DateField } from "../../parts/DateInput";
import { Reckoned } from "../../parts/Reckoned";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import { fullDay } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { useWords } from "../../words/words";
import { found } from "./month";
import styles from "./Time.module.css";

export function Calculator({ today }: { today: string }) {
  const words = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const rules = useAsked((asked) => asked.rules(), "rules");
  const id = useId();
  const { problem, order, clear } = useOrders();
  const [filter, setFilter] = useState("");
  const [rule, setRule] = useState("CIV-ANSWER");
  const [from, setFrom] = useState(today);
  const [days, setDays] = useState("");
  const [told, setTold] = useState<ReckoningPage | null>(null);
  if (rules.problem) return <ProblemBox problem={rules.problem} again={rules.ask} />;
  if (!rules.value) return <Loading />;
  const listed = found(rules.value, filter);
  const chosen = listed.find((it) => it.id === rule) ?? listed[0];
  async function reckon() {
    if (!chosen) return;
    await order(async () => setTold(await backend.reckon(chosen.id, from, days ? Number(days) : null)));
  }
  return (
    <div className={`scroll ${styles.calculator}`}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void reckon();
        }}
      >
        <label htmlFor={`${id}-find`}>
          {words.time.ruleFilter}
          <input id={`${id}-find`} value={filter} onChange={(event) => setFilter(event.target.value)} />
        </label>
        <label htmlFor={`${id}-rule`} className={styles.wide}>
          {words.time.rule}
          <select id={`${id}-rule`} data-testid="calc-rule" value={chosen?.id ?? ""} onChange={(event) => { setRule(event.target.value); setTold(null); clear(); }}>
            {listed.map((it) => (
              <option key={it.id} value={it.id}>
                {words.format.term(it.group)} · {words.format.rule(it.id, it.name)} {words.format.term(it.length)}
              </option>
            ))}
          </select>
        </label>
        <DateField label={words.time.startDay} testId="calc-from" required today={today} value={from} set={setFrom} />
        <label htmlFor={`${id}-days`}>
          {words.time.statedDays}
          <input id={`${id}-days`} data-testid="calc-days" type="number" min={1} max={999} value={days} onChange={(event) => setDays(event.target.value)} />
        </label>
        <button type="submit" className="button primary" data-testid="calc-go" disabled={!chosen}>
          {words.time.reckon}
        </button>
      </form>
      {problem && <ProblemBox problem={problem} />}
      {chosen && <About rule={chosen} />}
      {told && <Result told={told} keep={(name) => order(async () => { await backend.addDeadline({ name, last_day: null, rule: told.rule, from: told.from, ...(told.days ? { days: told.days } : {}), service: null, case_number: null, reason: words.time.calculator }); announce(words.time.keep); })} />}
    </div>
  );
}

function About({ rule }: { rule: RuleRow }) {
  const words = useWords();
  const { term } = words.format;
  // Some end before an event instead of running from it.
  const event = rule.setting === "事件之前" ? ` · ${term(rule.counts_from)}` : words.time.countsFrom(term(rule.counts_from));
  return (
    <p className={styles.quiet}>
      {words.time.forWhom} {rule.for_whom.map(term).join(words.format.list)} · {words.time.period(term(rule.setting), term(rule.length))}{event}
      {rule.note && <span lang="zh-CN"> · {rule.note}</span>}
    </p>
  );
}

function Result({ told, keep }: { told: ReckoningPage; keep: (name: string, last: string) => Promise<boolean> }) {
  const words = useWords();
  const last = told.last_day;
  return (
    <section aria-label={words.time.result} aria-live="polite" className={styles.result} data-testid="calc-result">
      <h2><RuleName row={told} /></h2>
      <p className={styles.day} data-testid="calc-last">{last ? fullDay(words, last) : words.time.noDate}</p>
      <p><Reckoned text={told.because} /></p>
      <ol>
        {told.steps.map((step, at) => (
          <li key={at}>
            <time dateTime={step.date}>{fullDay(words, step.date)}</time> <Reckoned text={step.says} />
          </li>
        ))}
      </ol>
      {told.safe_date && told.safe_date !== last && <p>{words.time.safe(fullDay(words, told.safe_date))}</p>}
      {told.source.length > 0 && (
        <p>
          {words.time.law} <span lang="zh-CN">{told.source.join("、")}</span>
        </p>
      )}
      {last && (
        <button type="button" className="button" onClick={() => void keep(told.name, last)}>
          {words.time.keep}
        </button>
      )}
    </section>
  );
}
