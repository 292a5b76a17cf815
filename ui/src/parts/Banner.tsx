// The line above everything when the mailbox is not being watched, or a receipt waits for a person.
import type { ReactNode } from "react";
import { useBackend } from "../api/backend";
import type { MailboxState, Overview, Problem } from "../api/types";
import { problemSentence, useWords } from "../words/words";
import styles from "./Banner.module.css";
import { ailing, minutesSince, STALE_MINUTES } from "./health";
import { Icon } from "./Icon";
import { useOrders } from "./useOrders";

export function Banner({ children, tone }: { children: ReactNode; tone: "loud" | "calm" }) {
  return (
    <div className={styles.banner} role={tone === "loud" ? "alert" : "status"}>
      <Icon name={tone === "loud" ? "warn" : "info"} />
      {children}
    </div>
  );
}

/** Tells that arrivals may be missed, in words, with what to do. */
export function MailboxBanner({ overview }: { overview: Overview }) {
  const mailbox = ailing(overview);
  if (mailbox?.kind === "home" && mailbox.problem) return <AtHome problem={mailbox.problem} />;
  return mailbox ? <Ailing mailbox={mailbox} now={overview.now} /> : null;
}

/** A trouble of the home itself, such as a full disk or settings that cannot be followed. */
function AtHome({ problem }: { problem: Problem }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const isSettings = problem.code.startsWith("settings.");
  const shown = refused ?? problem;
  return (
    <Banner tone="loud">
      <p>
        <strong>{problemSentence(words, shown.code, shown.facts)}</strong>{" "}
        {isSettings ? words.start.oldInUse : problem.retries && words.status.retries}
      </p>
      {isSettings && (
        <button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>
          {words.start.openSettings}
        </button>
      )}
    </Banner>
  );
}

function Ailing({ mailbox, now }: { mailbox: MailboxState; now: string }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const minutes = minutesSince(mailbox, now);
  const problem = refused ?? mailbox.problem;
  const head = mailbox.last_check === null ? words.status.neverStale : minutes >= STALE_MINUTES ? words.status.stale(minutes) : null;
  return (
    <Banner tone="loud">
      <p>
        <strong>{head ?? words.status.failed(mailbox.address)}</strong>{" "}
        {[problem && problemSentence(words, problem.code, problem.facts), words.status.staleMeans, problem?.retries && words.status.retries]
          .filter(Boolean)
          .join(words.format.gap)}
      </p>
      <button type="button" className="button" onClick={() => void order(() => backend.checkNow())}>
        {words.status.checkNow}
      </button>
    </Banner>
  );
}
