// The receipt of this service: the one primary action, or the state it is in.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { ReceiptRow, ServicePage } from "../../api/types";
import { primaryKey, useKeys } from "../../keys";
import { Elsewhere } from "../../parts/Elsewhere";
import { Icon } from "../../parts/Icon";
import { ReleaseSheet } from "../../parts/letter/ReleaseSheet";
import { isBehind, receiptSays, sendNow, waits } from "../../parts/receiptState";
import { mayAcknowledge } from "../../parts/service";
import { useOrders } from "../../parts/useOrders";
import { TakeOver } from "../../parts/TakeOver";
import { ProblemBox } from "../../parts/Waiting";
import { recentMoment } from "../../words/format";
import { byCode, problemSentence, useWords } from "../../words/words";
import { isByHand, NotByHand } from "./NotByHand";
import { OtherAnswers } from "./OtherAnswers";
import styles from "./ServicePage.module.css";

interface Props {
  page: ServicePage;
  today: string;
  acknowledge: () => void;
}

export function ReceiptPanel({ page, today, acknowledge }: Props) {
  const words = useWords();
  const { receipt, row } = page;
  const state = receipt?.state ?? "none";
  // Set aside by a person, there is nothing left to verify.
  const doubtful = row.verdict === "doubtful" && !row.set_aside;
  const may = mayAcknowledge(row);
  return (
    <section className={styles.receipt} data-testid="receipt-state" data-state={state} data-waits={receipt ? (waits(receipt, Date.now()) ?? undefined) : undefined} aria-label={words.app.receipts}>
      {(may || doubtful) && (
        <button type="button" className="button large primary" data-testid="acknowledge" disabled={doubtful}
          aria-describedby={doubtful ? "why-no-receipt" : undefined} onClick={acknowledge}>
          {state === "failed" || state === "bounced" ? words.receipt.resend : words.receipt.send}
          <kbd>{primaryKey()} ↵</kbd>
        </button>
      )}
      <div className={styles.says}>
        {doubtful ? (
          <p id="why-no-receipt">{words.receipt.blocked}</p>
        ) : receipt ? (
          <Told receipt={receipt} today={today} />
        ) : (
          <p className={styles.quiet}>{(row.by_hand && byCode<string>(words.answering.byHand, row.by_hand)) || (row.none_needed ? words.other.noneNeeded : words.receipt.none)}</p>
        )}
        {receipt && isByHand(row) && <p className={styles.quiet}>{byCode<string>(words.answering.byHand, row.by_hand ?? "")}</p>}
        {page.by_hand && <p className={styles.quiet} data-testid="by-hand-said">{page.by_hand.how === "taken-back"
          ? words.other.handBack(page.by_hand.by, recentMoment(page.by_hand.at, today), page.by_hand.note)
          : words.other.handSaid(page.by_hand.by, recentMoment(page.by_hand.at, today), page.by_hand.note)}</p>}
        {isByHand(row) && <NotByHand key={`${row.id} ${row.by_hand ?? ""}`} row={row} />}
        <OtherAnswers key={row.id} page={page} today={today} />
      </div>
    </section>
  );
}

/** Whether a server refused it for good after an earlier attempt of which nobody knows whether it left. */
function isRefusedLater(receipt: ReceiptRow): boolean {
  return receipt.state === "unsure" && receipt.problem !== "receipt.unsure";
}

function Told({ receipt, today }: { receipt: ReceiptRow; today: string }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const how = waits(receipt, Date.now());
  const [sheet, setSheet] = useState<"closed" | "open">("closed");
  const look = () => setSheet("open");
  const undo = () => void order(() => backend.withdraw(receipt.id, receipt.seen));
  // While the countdown runs its toast has the key.
  useKeys(how === "held" || how === "retrying" ? { undo } : {});
  return (
    <>
      <p>
        {(receipt.state === "sent" || receipt.state === "confirmed") && <Icon name="check" />} {receiptSays(words, receipt, today)}{" "}
        {(receipt.state === "sent" || receipt.state === "confirmed") && <span className={styles.quiet}>{words.receipt.by(receipt.by)}</span>}
      </p>
      {receipt.problem && receipt.problem !== "receipt.unsure" && !isBehind(receipt) && receipt.problem !== "receipt.no-claim" && <p className={styles.quiet}>{problemSentence(words, receipt.problem, [])}</p>}
      {receipt.answer && (receipt.state === "bounced" || receipt.state === "failed" || receipt.problem === "receipt.no-claim" || isRefusedLater(receipt)) && <p className={styles.quiet}>{receipt.answer}</p>}
      {receipt.claim?.state === "unregistered" && <p className={styles.quiet} data-testid="left-unregistered">{words.sharing.unregistered(receipt.claim.mailbox ?? "", receipt.claim.why ?? "")}</p>}
      {problem && <ProblemBox problem={problem} />}
      {sheet === "open" && <ReleaseSheet row={receipt} close={() => setSheet("closed")} />}
      {(how === "held" || how === "retrying") && (
        <p className={styles.acts}>
          <button type="button" className="button large primary" data-testid="send-now" onClick={how === "held" ? look : () => void order(() => sendNow(backend, receipt))}>
            {how === "held" ? words.receipt.confirm : isBehind(receipt) ? words.sharing.lookNow : words.receipt.now}
          </button>
          <button type="button" className="button large" data-testid="undo" onClick={undo}>
            {words.receipt.undo}
          </button>
        </p>
      )}
      <TakeOver row={receipt} />
      <Elsewhere row={receipt} />
      {receipt.state === "withdrawn" && receipt.elsewhere && (
        <p className={styles.acts}>
          <button type="button" className="button large" data-testid="send-all-the-same" onClick={look}>
            {words.answering.noReceipt}
          </button>
        </p>
      )}
      {receipt.state === "unsure" && (
        <p className={styles.acts}>
          <button type="button" className="button large" data-testid="send-again" onClick={look}>
            {words.receipt.unsureAgain}
          </button>
        </p>
      )}
    </>
  );
}
