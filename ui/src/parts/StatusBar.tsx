// The bottom line: connection, last check, outbox, calendar.
import { useBackend } from "../api/backend";
import type { Overview, Problem } from "../api/types";
import { recentMoment, timeOfDay } from "../words/format";
import { problemSentence, useWords, type Words } from "../words/words";
import { ailing, lastCheck, stillComing, watched } from "./health";
import { useOrders } from "./useOrders";
import styles from "./StatusBar.module.css";

function connection(words: Words, overview: Overview): string {
  const mailboxes = watched(overview);
  const [first] = mailboxes;
  if (overview.beside) return words.status.besideShort;
  if (!first) return words.status.none;
  const failed = overview.mailboxes.find((mailbox) => mailbox.state === "failed");
  if (failed) return failed.kind === "home" ? words.status.trouble : words.status.failed(failed.address);
  const starting = mailboxes.find((mailbox) => mailbox.state === "starting");
  if (starting) return words.status.starting(starting.address);
  if (mailboxes.length > 1) return words.status.connectedMany(mailboxes.length);
  return first.state === "checking" ? words.status.checking(first.address) : words.status.connected(first.address);
}

/** `problem` says why nothing newer is known. */
export function StatusBar({ overview, problem }: { overview: Overview | null; problem: Problem | null }) {
  const words = useWords();
  if (!overview) return <footer className={styles.bar} />;
  const last = lastCheck(overview);
  const unwell = problem !== null || ailing(overview) !== null || watched(overview).length === 0;
  const next = problem ? null : soonest(words, overview);
  const says = problem ? words.status.notTold : connection(words, overview);
  return (
    <footer className={styles.bar}>
      <span title={says}>
        <i className={unwell ? styles.unwell : styles.well} aria-hidden="true" />
        {says}
      </span>
      {watched(overview).length > 0 && !overview.beside && (
        <span className={styles.whole} data-testid="last-check">{last ? words.status.lastCheck(recentMoment(last, overview.today)) : words.status.never}</span>
      )}
      {next && <span className={`${styles.whole} ${styles.next}`}>{next}</span>}
      {stillComing(overview) > 0 && <Said text={words.lists.stillComing(stillComing(overview))} id="still-coming" />}
      <span className={styles.whole}>{words.status.outbox(overview.outbox)}</span>
      <Said text={overview.provisional_years.length > 0 && words.status.provisional(overview.provisional_years.join(words.format.list))} />
      <span className={styles.rest} />
      {overview.demo && <Sample />}
    </footer>
  );
}

/** When one of the mailboxes is checked next. */
function soonest(words: Words, overview: Overview): string | null {
  const [next] = overview.mailboxes.flatMap(({ next_check }) => (next_check ? [next_check] : [])).sort((a, b) => Date.parse(a) - Date.parse(b));
  return next ? words.status.nextCheck(timeOfDay(next).slice(0, 5)) : null;
}

/** A piece that gives way where the line is too short; pointed at it is shown in full. */
function Said({ text, id }: { text: string | null | false; id?: string }) {
  return text ? <span title={text} data-testid={id}>{text}</span> : null;
}

/** Says that nothing is sent, and leads out of the sample. */
function Sample() {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  return (
    <>
      <strong className={styles.demo}>{problem ? problemSentence(words, problem.code, problem.facts) : words.app.demo}</strong>
      <button type="button" className={styles.leave} data-testid="end-demo" onClick={() => void order(() => backend.leaveDemo())}>{words.first.leave}</button>
    </>
  );
}
