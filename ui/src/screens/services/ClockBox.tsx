// When it was served, and every deadline with its arithmetic.
import type { DeadlineRow, ServicePage } from "../../api/types";
import { Chip } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { Reckoning, arithmetic } from "../../parts/Reckoning";
import { deadlineClock, type Urgency } from "../../parts/urgency";
import { fullMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./ServicePage.module.css";

const order: readonly Urgency[] = ["overdue", "today", "soon", "later", "done"];

export function ClockBox({ page, today }: { page: ServicePage; today: string }) {
  const words = useWords();
  const { row, deadlines } = page;
  const worst = deadlines.map((deadline) => deadlineClock(words, deadline).urgency).sort((a, b) => order.indexOf(a) - order.indexOf(b))[0];
  const sorted = [...deadlines].sort((a, b) => (a.last_day ?? "9").localeCompare(b.last_day ?? "9"));
  return (
    <section className={`${styles.box} ${styles.clock} ${styles[worst ?? "later"]}`}>
      <Icon name="clock" />
      <div>
        <p>
          <strong>{row.arrived ? words.clock.boxTitle(fullMoment(row.arrived)) : words.clock.arrivalUnknown}</strong>
        </p>
        <p className={styles.quiet}>
          {row.arrived ? words.clock.receiptChangesNothing : words.clock.firstSeen(fullMoment(row.first_seen))}
        </p>
        {row.verdict === "doubtful" && deadlines.length > 0 && <p>{words.clock.doubtfulMeans}</p>}
        {sorted.length === 0 && <p className={styles.quiet}>{words.clock.noDeadline}</p>}
        {sorted.map((deadline) => (
          <One key={deadline.id} deadline={deadline} today={today} />
        ))}
      </div>
    </section>
  );
}

function One({ deadline, today }: { deadline: DeadlineRow; today: string }) {
  const words = useWords();
  return (
    <div className={styles.deadline}>
      <p>
        <Chip clock={deadlineClock(words, deadline)} /> <strong>{deadline.name}</strong>{" "}
        <span>{arithmetic(words, deadline, today)}</span>
      </p>
      {deadline.because && deadline.status !== "final" && <p className={styles.quiet}>{deadline.because}</p>}
      {(deadline.steps.length > 0 || deadline.source.length > 0) && (
        <details>
          <summary>{words.clock.why}</summary>
          <Reckoning deadline={deadline} />
        </details>
      )}
    </div>
  );
}
