// The line above everything when the mailbox is not being watched, or a receipt waits for a person.
import { useState, type ReactNode } from "react";
import { useBackend } from "../api/backend";
import type { MailboxState, Overview } from "../api/types";
import { problemSentence, useWords } from "../words/words";
import { AcceptLedger } from "./AcceptLedger";
import { Access } from "./Access";
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
  return mailbox ? <Ailing mailbox={mailbox} now={overview.now} /> : null;
}

/** What ails is no mailbox but this computer, such as a full disk or settings that cannot be followed. */
function Trouble({ mailbox }: { mailbox: MailboxState }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const problem = refused ?? mailbox.problem;
  const isSettings = mailbox.problem?.code.startsWith("settings.") ?? false;
  const hasGoneBack = mailbox.problem?.code === "home.went-back";
  const [asking, setAsking] = useState(false);
  const says = [
    problem && problemSentence(words, problem.code, problem.facts),
    isSettings ? words.start.oldInUse : problem?.retries && words.status.retries,
  ];
  return (
    <Banner tone="loud">
      <p>
        <strong>{isSettings ? words.start.fix : words.status.trouble}</strong> {says.filter(Boolean).join(words.format.gap)}
      </p>
      {isSettings && (
        <button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>
          {words.start.openSettings}
        </button>
      )}
      {hasGoneBack && <button type="button" className="button" data-testid="accept-open" onClick={() => setAsking(true)}>{words.accepting.open}</button>}
      {asking && <AcceptLedger facts={mailbox.problem?.facts ?? []} close={() => setAsking(false)} />}
    </Banner>
  );
}

function Ailing({ mailbox, now }: { mailbox: MailboxState; now: string }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const minutes = minutesSince(mailbox, now);
  const problem = refused ?? mailbox.problem;
  if (mailbox.kind === "home") return <Trouble mailbox={mailbox} />;
  const head = mailbox.last_check === null ? words.status.neverStale : minutes >= STALE_MINUTES ? words.status.stale(minutes) : null;
  return (
    <Banner tone="loud">
      <p>
        <strong>{head ?? words.status.failed(mailbox.address)}</strong>{" "}
        {[problem && problemSentence(words, problem.code, problem.facts), words.status.staleMeans, problem?.retries && words.status.retries]
          .filter(Boolean)
          .join(words.format.gap)}
      </p>
      <Access mailbox={mailbox} problem={mailbox.problem} order={order} />
      <button type="button" className="button" onClick={() => void order(() => backend.checkNow())}>
        {words.status.checkNow}
      </button>
    </Banner>
  );
}
