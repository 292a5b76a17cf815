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
import { useWords, type Words } from "../../words/words";
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
  const [answered, setAnswered] = useState<{ of: string; page: ReckoningPage } | null>(null);
  const trouble = rules.problem && <ProblemBox problem={rules.problem} again={rules.ask} />;
  if (!rules.value) return trouble ?? <Loading />;
  const listed = found(rules.value, filter);
  const chosen = listed.find((it) => it.id === rule) ?? listed[0];
  async function reckon() {
    if (!chosen) return;
    await order(async () => setAnswered({ of: asked, page: await backend.reckon(chosen.id, from, days ? Number(days) : null) }));
  }
  // An answer stands only over what was asked for it; whatever is changed takes it away.
  const asked = [chosen?.id, from, days].join(" ");
  const told = answered?.of === asked ? answered.page : null;
  // What one paper states says nothing about another rule.
  const choose = (id: string) => { setRule(id); setDays(""); clear(); };
  const find = (text: string) => {
    const next = found(rules.value ?? [], text);
    if (!next.some((it) => it.id === chosen?.id) && next[0]) choose(next[0].id);
    setFilter(text);
  };
  return (
    <div className={`scroll ${styles.calculator}`}>
      {trouble}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void reckon();
        }}
      >
        <label htmlFor={`${id}-find`}>
          {words.time.ruleFilter}
          <input id={`${id}-find`} value={filter} onChange={(event) => find(event.target.value)} />
        </label>
        <label htmlFor={`${id}-rule`} className={styles.wide}>
          {words.time.rule}
          <select id={`${id}-rule`} data-testid="calc-rule" value={chosen?.id ?? ""} onChange={(event) => choose(event.target.value)}>
            {listed.map((it) => (
              <option key={it.id} value={it.id}>
                {words.format.term(it.group)} · {words.format.rule(it.id, it.name)} {words.format.term(it.length)}
              </option>
            ))}
          </select>
        </label>
        <DateField label={words.time.startDay} testId="calc-from" leans="near" required today={today} value={from} set={(day) => { setFrom(day); clear(); }} />
        <label htmlFor={`${id}-days`}>
          {words.time.statedDays}
          <input id={`${id}-days`} data-testid="calc-days" type="number" min={1} max={999} value={days} onChange={(event) => { setDays(event.target.value); clear(); }} />
        </label>
        <button type="submit" className="button primary" data-testid="calc-go" disabled={!chosen}>
          {words.time.reckon}
        </button>
      </form>
      {problem && <ProblemBox problem={problem} />}
      {chosen && <About rule={chosen} />}
      {chosen && departs(chosen, days) && <p role="status" className={styles.warn} data-testid="calc-departs">{words.time.departs(words.format.term(chosen.length))}</p>}
      {told && <Result told={told} keep={(name) => order(async () => { await backend.addDeadline({ name, last_day: null, rule: told.rule, from: told.from, ...(told.days ? { days: told.days } : {}), service: null, case_number: null, reason: words.time.calculator }); announce(words.time.keep); })} />}
    </div>
  );
}

/** Whether a length that was typed is not the one the law gives. */
function departs(rule: RuleRow, days: string): boolean {
  return days !== "" && rule.setting === "法定" && rule.length !== "" && rule.length !== `${Number(days)}日`;
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

function statusWord(words: Words, status: string): string {
  if (status === "final") return words.clock.statusFinal;
  return status === "provisional" ? words.clock.statusProvisional : words.clock.statusUndetermined;
}

function Result({ told, keep }: { told: ReckoningPage; keep: (name: string, last: string) => Promise<boolean> }) {
  const words = useWords();
  const last = told.last_day;
  return (
    <section aria-label={words.time.result} aria-live="polite" className={styles.result} data-testid="calc-result">
      <h2><RuleName row={told} /></h2>
      <p className={styles.day} data-testid="calc-last">{last ? fullDay(words, last) : words.time.noDate}</p>
      <p data-testid="calc-status" data-status={told.status}>
        <span className={told.status === "final" ? styles.final : styles.open}>{statusWord(words, told.status)}</span> <Reckoned text={told.because} />
      </p>
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
