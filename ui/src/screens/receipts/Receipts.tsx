// 回执: every receipt with its state, what can still be done, and what the server answered.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { ReceiptRow } from "../../api/types";
import { usePart } from "../../api/usePart";
import { useKeys } from "../../keys";
import { ReleaseSheet } from "../../parts/letter/ReleaseSheet";
import { Elsewhere } from "../../parts/Elsewhere";
import { isBehind, receiptRowState, receiptSays, sendNow, waits, wentIntoFolder } from "../../parts/receiptState";
import { Tabs } from "../../parts/Tabs";
import { TakeOver } from "../../parts/TakeOver";
import { useOrders } from "../../parts/useOrders";
import { stepFocus } from "../../parts/stepFocus";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { recentMoment } from "../../words/format";
import { byCode, problemSentence, useWords } from "../../words/words";
import styles from "./Receipts.module.css";
import { tabs, type Tab } from "./receipts";

interface Props {
  today: string;
  openService: (id: string) => void;
}

export function Receipts({ today, openService }: Props) {
  const words = useWords();
  const [tab, setTab] = useState<Tab>("all");
  const receipts = usePart("receipts", tab, (asked, limit) => asked.receiptList({ tab, offset: 0, limit }), (part) => part.fitting);
  useKeys({ next: () => stepFocus("[data-receipt]", 1), previous: () => stepFocus("[data-receipt]", -1) });
  const rows = receipts.value?.rows ?? [];
  const all = receipts.value?.counts.all ?? 0;
  const entries = tabs.map((name) => ({
    id: name,
    name: { all: words.services.all, open: words.receipt.tabOpen, sent: words.receipt.sent, withdrawn: words.receipt.withdrawn }[name],
    count: receipts.value?.counts[name] ?? 0,
  }));
  return (
    <section className="screen" aria-label={words.receipt.title}>
      <header className="bar">
        <h1>{words.receipt.title}</h1>
        {all > 0 && <Tabs entries={entries} chosen={tab} choose={setTab} />}
      </header>
      {receipts.problem && <ProblemBox problem={receipts.problem} again={receipts.ask} />}
      {receipts.value === null ? (
        !receipts.problem && <Loading />
      ) : all === 0 ? (
        <Empty title={words.receipt.emptyTitle} text={words.receipt.emptyText} />
      ) : rows.length === 0 ? (
        <Empty title={words.services.noneMatch}>
          <button type="button" className="button" onClick={() => setTab("all")}>
            {words.services.clearFilter}
          </button>
        </Empty>
      ) : (
        <div className="scroll" onScroll={receipts.onScroll}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.receipt.colState}</th>
                <th scope="col">{words.receipt.colSubject}</th>
                <th scope="col">{words.receipt.colTime}</th>
                <th scope="col" className={styles.right}>{words.receipt.colAct}</th>
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

const marks: Record<string, string | undefined> = {
  sent: styles.good,
  confirmed: styles.good,
  withdrawn: styles.calm,
  draft: styles.calm,
  sending: styles.calm,
};

function Row({ row, today, openService }: { row: ReceiptRow; today: string; openService: (id: string) => void }) {
  const words = useWords();
  const needsWords = !["sent", "confirmed", "withdrawn"].includes(row.state);
  const how = waits(row, Date.now());
  const mark = how === "counting" || how === "leaving" ? styles.calm : (marks[row.state] ?? styles.care);
  return (
    <tr data-testid="receipt-row" data-id={row.id}>
      <td>
        <span className={`${styles.state} ${mark}`} data-testid="receipt-state" data-state={row.state} data-waits={how ?? undefined}>
          {row.state === "withdrawn" && row.elsewhere ? words.answering.elsewhereState : receiptRowState(words, row)}
        </span>
      </td>
      <th scope="row">
        <span className={styles.subject} lang="zh-CN">{row.subject}</span>
        <span className={styles.quiet}>{row.to}</span>
        {row.problem && row.problem !== "receipt.unsure" && !row.elsewhere && !isBehind(row) && row.problem !== "receipt.no-claim" && <span className={styles.says}>{problemSentence(words, row.problem, [])}</span>}
        {row.elsewhere && <span className={styles.says} data-testid="receipt-elsewhere">{receiptSays(words, row, today)}</span>}
        <Elsewhere row={row} />
        {needsWords && !row.elsewhere && <span className={styles.says}>{receiptSays(words, row, today)}</span>}
        {row.answer && (
          <span className={styles.quiet}>
            {wentIntoFolder(row) ? words.receipt.writtenTo : words.receipt.answer} <code>{row.answer}</code>
          </span>
        )}
        <Proofs row={row} today={today} />
      </th>
      <td className={styles.time}>
        {recentMoment(row.sent_at ?? row.queued_at, today)}
        <span className={styles.quiet}>
          {words.receipt.by(row.by)}
          {row.attempts > 1 && ` · ${words.receipt.attempts(row.attempts)}`}
        </span>
      </td>
      <td>
        <Acts row={row} openService={openService} />
      </td>
    </tr>
  );
}

/** What proves that it went where it should. */
function Proofs({ row, today }: { row: ReceiptRow; today: string }) {
  const { answering, sharing } = useWords();
  const registered = (claim: ReceiptRow["claim"]): string[] => {
    const word = claim?.state === "taken-over" ? sharing.tookOver : claim?.state === "waived" ? sharing.waived : null;
    if (word) return [word(claim?.by ?? "", recentMoment(claim?.at ?? "", today), claim?.why ?? ""), ...(claim?.unsure ? [sharing.tookOverUnsure] : [])];
    if (claim?.state === "unregistered") return [sharing.unregistered(claim.mailbox ?? "", claim.why ?? "")];
    return claim?.state === "held" ? [sharing.held(claim.mailbox ?? "")] : [];
  };
  const lines = [
    ...(row.copy_in ? [answering.copyIn(row.copy_in)] : []),
    ...(row.verified ? [answering.verifiedBy(row.by, row.verified)] : []),
    ...(row.approved_by ? [answering.approvedBy(row.approved_by)] : []),
    ...registered(row.claim),
  ];
  return (
    <>
      {row.reports.map((report) => (
        <span key={`${report.at} ${report.mail}`} className={styles.quiet} data-testid="report" data-report={report.report}>
          {`${recentMoment(report.at, today)} ${byCode<string>(answering.reports, report.report) ?? report.report} ${report.status} ${report.path ?? ""}`.trim()}
          {report.says && <span className={styles.quiet} data-testid="report-says">{answering.reportSays(report.says)}</span>}
        </span>
      ))}
      {lines.map((line) => (
        <span key={line} className={styles.quiet}>{line}</span>
      ))}
      {row.letter && <span className={styles.quiet} lang="zh-CN">{answering.letter} {row.letter}</span>}
      {row.sheet && <span className={styles.quiet} lang="zh-CN">{answering.sheet} {row.sheet}</span>}
    </>
  );
}

function Acts({ row, openService }: { row: ReceiptRow; openService: (id: string) => void }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const how = waits(row, Date.now());
  const [sheet, setSheet] = useState<"closed" | "open">("closed");
  return (
    <>
      {sheet === "open" && <ReleaseSheet row={row} close={() => setSheet("closed")} />}
      <div className={styles.acts}>
        {row.state === "draft" && (
          <button type="button" className="button" data-testid="approve" onClick={() => setSheet("open")}>
            {words.letters.openApprove}
          </button>
        )}
        {row.state === "withdrawn" && row.elsewhere && (
          <button type="button" className="button" data-testid="row-send-all-the-same" onClick={() => setSheet("open")}>
            {words.answering.noReceipt}
          </button>
        )}
        {(how !== null || row.state === "draft") && (
          <button type="button" className="button" data-testid="row-undo" onClick={() => void order(() => backend.withdraw(row.id, row.seen))}>
            {words.receipt.undo}
          </button>
        )}
        {how !== null && how !== "leaving" && (
          <button type="button" className="button" data-testid="row-send-now" onClick={how === "held" ? () => setSheet("open") : () => void order(() => sendNow(backend, row))}>
            {how === "held" ? words.receipt.confirm : isBehind(row) ? words.sharing.lookNow : words.receipt.now}
          </button>
        )}
        <TakeOver row={row} />
        {row.sheet && (
          <button type="button" className="button bare" data-testid="open-sheet" onClick={() => void order(() => backend.openSheet(row.id))}>
            {words.answering.openSheet}
          </button>
        )}
        <button type="button" className="button bare" data-testid="open-letter" onClick={() => void order(() => backend.openLetter(row.id))}>
          {words.answering.openLetter}
        </button>
        <button type="button" className="button bare" data-receipt onClick={() => openService(row.service)}>
          {words.receipt.viewService}
        </button>
      </div>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
