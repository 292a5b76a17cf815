// When it was served, and every deadline with its arithmetic.
import type { DeadlineRow, ServicePage, ServiceRow } from "../../api/types";
import { Chip } from "../../parts/Chip";
import { Dated } from "../../parts/Dated";
import { Icon } from "../../parts/Icon";
import { Reckoning, arithmetic } from "../../parts/Reckoning";
import { arrivalServes } from "../../parts/service";
import { byUrgency, deadlineClock } from "../../parts/urgency";
import { fullMoment } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { useWords, type Words } from "../../words/words";
import { Reckoned } from "../../parts/Reckoned";
import { StartForm } from "./StartForm";
import styles from "./ServicePage.module.css";

/** A doubtful mail arrived; whether it served anything is not known. */
function title(words: Words, row: ServiceRow): string {
  if (row.arrived === null) return words.clock.arrivalUnknown;
  const moment = fullMoment(row.arrived);
  return row.verdict === "doubtful" || !arrivalServes(row.regime) ? words.clock.boxArrived(moment) : words.clock.boxTitle(moment);
}

/** What a receipt does to the time of service: nothing, where arrival itself serves. */
function effect(words: Words, row: ServiceRow): string | null {
  if (row.verdict === "doubtful") return null;
  return arrivalServes(row.regime) ? words.clock.receiptChangesNothing : words.clock.receiptMayServe;
}

export function ClockBox({ page, today }: { page: ServicePage; today: string }) {
  const words = useWords();
  const { row, deadlines } = page;
  const worst = deadlines.map((deadline) => deadlineClock(words, deadline).urgency).sort(byUrgency)[0];
  const sorted = [...deadlines].sort((a, b) => (a.last_day ?? "9").localeCompare(b.last_day ?? "9"));
  return (
    <section className={`${styles.box} ${styles.clock} ${styles[worst ?? "later"]}`}>
      <Icon name="clock" />
      <div>
        <p>
          <strong>{title(words, row)}</strong>
        </p>
        <p className={styles.quiet}>{row.arrived ? effect(words, row) : words.clock.firstSeen(fullMoment(row.first_seen))}</p>
        {row.verdict === "doubtful" && deadlines.length > 0 && <p>{words.clock.doubtfulMeans}</p>}
        {sorted.length === 0 && <p className={styles.quiet}>{words.clock.noDeadline}</p>}
        {sorted.map((deadline) => (
          <One key={deadline.id} deadline={deadline} today={today} />
        ))}
        {row.verdict !== "doubtful" && <StartForm key={row.id} service={row.id} arrived={row.arrived} today={today} />}
      </div>
    </section>
  );
}

/** What to do on the last day and after it. */
function Pressing({ deadline }: { deadline: DeadlineRow }) {
  const words = useWords();
  if (deadline.state !== "open" && deadline.state !== "overdue" && deadline.state !== "confirmed") return null;
  if (deadline.days_left === null || deadline.days_left > 0) return null;
  const ended = deadline.days_left < 0;
  return <p>{ended ? `${words.clock.ended(-deadline.days_left)}${words.format.gap}${words.today.overdueSays}` : words.today.dueTodaySays}</p>;
}

function One({ deadline, today }: { deadline: DeadlineRow; today: string }) {
  const words = useWords();
  return (
    <div className={styles.deadline}>
      <p>
        <Chip clock={deadlineClock(words, deadline)} /> <strong><RuleName row={deadline} /></strong>{" "}
        <Dated text={arithmetic(words, deadline, today)} />
      </p>
      <Pressing deadline={deadline} />
      {deadline.because && deadline.status !== "final" && <p className={styles.quiet}><Reckoned text={deadline.because} /></p>}
      {(deadline.steps.length > 0 || deadline.source.length > 0) && (
        <details>
          <summary>{words.clock.why}</summary>
          <Reckoning deadline={deadline} />
        </details>
      )}
    </div>
  );
}
