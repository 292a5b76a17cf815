// The seconds in which a receipt can be taken back, on every screen, and what became of it.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { primaryKey, useKeys } from "../keys";
import { timeOfDay } from "../words/format";
import { problemSentence, useWords, type Words } from "../words/words";
import { useAnnounce, type SaidAction } from "./announce";
import { Icon } from "./Icon";
import { sendNow, waits, wentIntoFolder } from "./receiptState";
import { refocus } from "./refocus";
import styles from "./ReceiptToasts.module.css";
import { useOrders } from "./useOrders";

/** Whether the receipt can still be taken back while a countdown runs, or is just leaving after one. */
function counting(row: ReceiptRow): row is ReceiptRow & { undo_until: string } {
  const how = waits(row, Date.now());
  return row.undo_until !== null && (how === "counting" || how === "leaving");
}

/** Told once, when a receipt whose countdown was seen comes to an end. */
function outcome(words: Words, row: ReceiptRow): string | null {
  switch (row.state) {
    case "withdrawn":
      return row.elsewhere ? problemSentence(words, "receipt.answered-elsewhere", []) : words.receipt.undone;
    case "sent":
    case "confirmed": {
      const time = timeOfDay(row.sent_at ?? row.queued_at);
      return wentIntoFolder(row) ? words.receipt.writtenSays(time) : words.receipt.sentToast(time);
    }
    case "queued":
      return row.problem === null ? null : words.receipt.retryingToast;
    case "unsure":
      return words.receipt.unsureToast;
    case "failed":
    case "bounced":
      return words.receipt.failedToast;
    default:
      return null;
  }
}

/** Whose countdown the key takes back: that of the service being read, else the newest one. */
function keyHolder(receipts: readonly ReceiptRow[], reading: string | null): string | null {
  const own = receipts.find((row) => row.service === reading && waits(row, Date.now()) !== null);
  // One that waits for a person has the key on its own page.
  if (own) return counting(own) ? own.id : null;
  const newest = receipts.filter(counting).sort((a, b) => Date.parse(b.queued_at) - Date.parse(a.queued_at))[0];
  return newest?.id ?? null;
}

/** `reading` is the service on the screen. */
export function ReceiptToasts({ receipts, reading }: { receipts: readonly ReceiptRow[]; reading: string | null }) {
  const words = useWords();
  const announce = useAnnounce();
  const watched = useRef(new Set<string>());
  const live = receipts.filter(counting);
  const holder = keyHolder(receipts, reading);
  useEffect(() => {
    for (const row of receipts) {
      if (counting(row)) watched.current.add(row.id);
      const end = watched.current.has(row.id) ? outcome(words, row) : null;
      if (end === null) continue;
      watched.current.delete(row.id);
      announce(end);
    }
  }, [receipts, words, announce]);
  return (
    <>
      {live.map((row) => (
        <Countdown key={row.id} row={row} keys={row.id === holder ? "on" : "off"} />
      ))}
    </>
  );
}

function Countdown({ row, keys }: { row: ReceiptRow & { undo_until: string }; keys: "on" | "off" }) {
  const words = useWords();
  const backend = useBackend();
  const [now, setNow] = useState(() => Date.now());
  const { problem, order } = useOrders();
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil((Date.parse(row.undo_until) - now) / 1000));
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const here = box.current;
    // A toast that goes takes the focus of its button along; it returns to what was being read.
    return () => {
      if (here?.contains(document.activeElement)) setTimeout(refocus, 0);
    };
  }, []);
  const undo = () => void order(() => backend.withdraw(row.id, row.seen));
  useKeys(keys === "on" ? { undo } : {});
  return (
    <section ref={box} className={styles.toast} aria-label={words.receipt.countdown(left)}>
      <Icon name="send" />
      <p>
        <span aria-hidden="true">{left > 0 ? words.receipt.countdown(left) : words.receipt.leaving}</span>
        <small>{problem ? problemSentence(words, problem.code, problem.facts) : row.subject}</small>
      </p>
      <button type="button" className={styles.button} data-testid="undo" onClick={undo}>
        {words.receipt.undo} {keys === "on" && <kbd>{primaryKey()} Z</kbd>}
      </button>
      <button type="button" className={styles.button} data-testid="send-now" onClick={() => void order(() => sendNow(backend, row))}>
        {words.receipt.now}
      </button>
    </section>
  );
}

/** A sentence shown for some seconds; the live region reads it out. */
export function Said({ text, action, close }: { text: string; action?: SaidAction | undefined; close: () => void }) {
  return (
    <div className={styles.toast}>
      <Icon name="check" />
      <p>{text}</p>
      {action && (
        <button type="button" className={styles.button} data-testid="said-action" onClick={() => { action.act(); close(); }}>
          {action.says}
        </button>
      )}
    </div>
  );
}
