// In the sample only: five things to try, ticked as they are done.
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import { Icon } from "./Icon";
import styles from "./Practice.module.css";
import { began, steps, usePracticed, type Step } from "./tried";

/** Receipts tell of acknowledging and taking back by themselves, whatever way it was done. */
export function Practice({ receipts }: { receipts: readonly ReceiptRow[] }) {
  const { practice: say } = useWords();
  const tried = usePracticed();
  const own = receipts.filter((row) => Date.parse(row.queued_at) >= began);
  const is = (step: Step) =>
    tried.has(step) || (step === "acknowledge" && own.length > 0) || (step === "undo" && own.some((row) => row.state === "withdrawn"));
  const count = steps.filter(is).length;
  return (
    <section className={styles.practice} aria-labelledby="practice" data-testid="practice">
      <h2 id="practice">{say.title} <span>{say.count(count, steps.length)}</span></h2>
      <ol>
        {steps.map((step, at) => (
          <li key={step} data-done={is(step) ? "" : undefined} data-step={step}>
            <i aria-hidden="true">{is(step) ? <Icon name="check" size={14} /> : at + 1}</i>
            <span>{say.steps[step]}{is(step) && <span className="unseen">{say.done}</span>}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
