// 回执: every receipt with its state, what can still be done, and what the server answered.
import { useBackend } from "../../api/backend";
import type { ReceiptRow } from "../../api/types";
import type { Asked } from "../../api/useAsked";
import { receiptSays, receiptState } from "../../parts/receiptState";
import { useOrders } from "../../parts/useOrders";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { recentMoment } from "../../words/format";
import { problemSentence, useWords } from "../../words/words";
import styles from "./Receipts.module.css";

interface Props {
  receipts: Asked<ReceiptRow[]>;
  today: string;
  openService: (id: string) => void;
}

export function Receipts({ receipts, today, openService }: Props) {
  const words = useWords();
  const rows = receipts.value ?? [];
  return (
    <section className={styles.screen} aria-label={words.receipt.title}>
      <header className={styles.bar}>
        <h1>{words.receipt.title}</h1>
      </header>
      {receipts.problem && <ProblemBox problem={receipts.problem} again={receipts.ask} />}
      {receipts.value === null ? (
        !receipts.problem && <Loading />
      ) : rows.length === 0 ? (
        <Empty title={words.receipt.emptyTitle} text={words.receipt.emptyText} />
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.receipt.colState}</th>
                <th scope="col">{words.receipt.colSubject}</th>
                <th scope="col">{words.receipt.colTime}</th>
                <th scope="col">{words.receipt.colAct}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} today={today} openService={openService} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

const marks: Record<string, string | undefined> = { sent: styles.good, confirmed: styles.good, withdrawn: styles.calm, draft: styles.calm };

function Row({ row, today, openService }: { row: ReceiptRow; today: string; openService: (id: string) => void }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const held = row.state === "queued" && row.undo_until === null;
  const needsWords = !["sent", "confirmed", "withdrawn"].includes(row.state);
  return (
    <tr data-testid="receipt-row" data-id={row.id}>
      <td>
        <span className={`${styles.state} ${marks[row.state] ?? styles.care}`} data-testid="receipt-state" data-state={row.state}>
          {receiptState(words, row.state)}
        </span>
      </td>
      <th scope="row">
        <span className={styles.subject} lang="zh-CN">{row.subject}</span>
        <span className={styles.quiet}>{row.to}</span>
        {needsWords && <span className={styles.says}>{held ? words.receipt.heldSays : receiptSays(words, row, today)}</span>}
        {row.problem && row.state !== "unsure" && <span className={styles.says}>{problemSentence(words, row.problem, [])}</span>}
        {row.answer && (
          <span className={styles.quiet}>
            {words.receipt.answer} <code>{row.answer}</code>
          </span>
        )}
        {problem && <ProblemBox problem={problem} />}
      </th>
      <td className={styles.time}>
        {recentMoment(row.sent_at ?? row.queued_at, today)}
        <span className={styles.quiet}>
          {words.receipt.by(row.by)}
          {row.attempts > 1 && ` · ${words.receipt.attempts(row.attempts)}`}
        </span>
      </td>
      <td>
        <div className={styles.acts}>
          {row.state === "queued" && (
            <>
              <button type="button" className="button" data-testid="row-undo" onClick={() => void order(() => backend.withdraw(row.id))}>
                {words.receipt.undo}
              </button>
              <button type="button" className="button" data-testid="row-send-now" onClick={() => void order(() => backend.sendNow(row.id))}>
                {held ? words.receipt.confirm : words.receipt.now}
              </button>
            </>
          )}
          <button type="button" className="button bare" onClick={() => openService(row.service)}>
            {words.receipt.viewService}
          </button>
        </div>
      </td>
    </tr>
  );
}
