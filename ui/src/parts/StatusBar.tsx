// The bottom line: connection, last check, outbox, calendar.
import { useBackend } from "../api/backend";
import type { Overview } from "../api/types";
import { recentMoment, timeOfDay } from "../words/format";
import { problemSentence, useWords, type Words } from "../words/words";
import { ailing, stillComing, watched } from "./health";
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

export function StatusBar({ overview }: { overview: Overview | null }) {
  const words = useWords();
  if (!overview) return <footer className={styles.bar} />;
  const checks = overview.mailboxes.flatMap((mailbox) => (mailbox.last_check ? [mailbox.last_check] : []));
  // Of several mailboxes the one checked longest ago speaks for all.
  const last = checks.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const next = overview.mailboxes.flatMap((mailbox) => (mailbox.next_check ? [mailbox.next_check] : [])).sort()[0];
  const unwell = ailing(overview) !== null || watched(overview).length === 0;
  return (
    <footer className={styles.bar}>
      <span>
        <i className={unwell ? styles.unwell : styles.well} aria-hidden="true" />
        {connection(words, overview)}
        {watched(overview).length > 0 && !overview.beside && ` · ${last ? words.status.lastCheck(recentMoment(last, overview.today)) : words.status.never}`}
        {next && ` · ${words.status.nextCheck(timeOfDay(next).slice(0, 5))}`}
      </span>
      {stillComing(overview) > 0 && <span data-testid="still-coming">{words.lists.stillComing(stillComing(overview))}</span>}
      <span className={styles.outbox}>{words.status.outbox(overview.outbox)}</span>
      {overview.provisional_years.length > 0 && (
        <span>{words.status.provisional(overview.provisional_years.join(words.format.list))}</span>
      )}
      <span className={styles.rest} />
      {overview.demo && <Sample />}
    </footer>
  );
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
