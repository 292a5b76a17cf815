// Receipts left over from the last run: a person decides, they never leave by themselves.
import { useState } from "react";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import { Banner } from "./Banner";
import { ReleaseSheet } from "./letter/ReleaseSheet";
import { asksAPerson, waits } from "./receiptState";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function Held({ receipts, look }: { receipts: readonly ReceiptRow[]; look: () => void }) {
  const words = useWords();
  const held = receipts.filter((row) => waits(row, Date.now()) === "held");
  const [only] = held;
  if (!only) return <Asking receipts={receipts.filter(asksAPerson)} look={look} />;
  return (
    <Banner tone="calm">
      <p data-testid="held" data-count={held.length}>
        {words.status.held(held.length)}
        {held.length === 1 && <span lang="zh-CN">{only.subject}</span>}
      </p>
      {held.length === 1 && <Decide row={only} />}
      <button type="button" className="button" onClick={look}>
        {words.status.look}
      </button>
    </Banner>
  );
}

/** What a shared mailbox keeps back: it is decided with a reason, where the receipt stands. */
function Asking({ receipts, look }: { receipts: readonly ReceiptRow[]; look: () => void }) {
  const { sharing, status } = useWords();
  const [only] = receipts;
  if (!only) return null;
  return (
    <Banner tone="calm">
      <p data-testid="asks-a-person" data-count={receipts.length}>
        {sharing.asks(receipts.length)}
        {receipts.length === 1 && <span lang="zh-CN">{only.subject}</span>}
      </p>
      <button type="button" className="button" onClick={look}>
        {status.look}
      </button>
    </Banner>
  );
}

/** With one receipt the decision can be made at once; several are decided one by one in their list. */
function Decide({ row }: { row: ReceiptRow }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [sheet, setSheet] = useState<"closed" | "open">("closed");
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      {sheet === "open" && <ReleaseSheet row={row} close={() => setSheet("closed")} />}
      <button type="button" className="button" data-testid="held-send" onClick={() => setSheet("open")}>
        {words.receipt.confirm}
      </button>
      <button type="button" className="button" data-testid="held-undo" onClick={() => void order(() => backend.withdraw(row.id, row.seen))}>
        {words.receipt.undo}
      </button>
    </>
  );
}
