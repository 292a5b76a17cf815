// What still waits for a receipt when the program is about to stop, each with its clock, and what has not left.
import type { ReceiptRow } from "../api/types";
import { useAsked } from "../api/useAsked";
import { useWords } from "../words/words";
import { Chip } from "./Chip";
import styles from "./CloseAsk.module.css";
import { mayAcknowledge, receiptClock, titleLine } from "./service";

/** More would not be read. */
const MOST = 5;

export function OpenDuties({ receipts, today }: { receipts: readonly ReceiptRow[]; today: string }) {
  const words = useWords();
  const { quitting: say } = words;
  const services = useAsked((asked) => asked.serviceList({ tab: "due", text: "", current: null, offset: 0, limit: 0 }), "quit");
  // Of all of them: the first few of the tab may be such as cannot be acknowledged here. One that waits for a second
  // person, or of which nobody knows whether it left, is not done either.
  const waiting = (services.value?.rows ?? []).filter((row) => mayAcknowledge(row) || row.receipt === "draft" || row.receipt === "unsure");
  const open = waiting.slice(0, MOST);
  const count = waiting.length;
  const leaving = receipts.filter((row) => row.state === "queued" || row.state === "sending");
  return (
    <>
      {leaving.length > 0 && <p><strong>{say.leaving(leaving.length)}</strong></p>}
      {open.length > 0 && (
        <div>
          <p><strong>{say.open(count)}</strong></p>
          <ul className={styles.open} data-testid="quit-open">
            {open.map((row) => (
              <li key={row.id}>
                <Chip clock={receiptClock(words, row, today)} />
                <span lang="zh-CN">{[row.case_numbers[0] ?? words.services.noCaseNumber, titleLine(words, row)].join(" · ")}</span>
              </li>
            ))}
            {count > open.length && <li><span>{say.more(count - open.length)}</span></li>}
          </ul>
        </div>
      )}
    </>
  );
}
