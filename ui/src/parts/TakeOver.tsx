// A receipt that stays back behind another computer, or could not be registered: a person may let it go, with a reason.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import type { ReceiptRow } from "../api/types";
import { useWords } from "../words/words";
import form from "./Form.module.css";
import { asksAPerson } from "./receiptState";
import { useFormFocus } from "./useFormFocus";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function TakeOver({ row: latest }: { row: ReceiptRow }) {
  const { sharing: say } = useWords();
  const backend = useBackend();
  const { problem, order, clear } = useOrders();
  const id = useId();
  // What is decided about is what was seen when the form opened, whatever becomes of it meanwhile.
  const [row, setRow] = useState<ReceiptRow | null>(null);
  const [why, setWhy] = useState("");
  const close = () => { setRow(null); setWhy(""); clear(); };
  const focus = useFormFocus(row !== null, '[data-testid="take-over"]', close);
  const name = (of: ReceiptRow) => (of.problem === "receipt.no-claim" ? say.sendUnclaimed : say.takeOver);
  if (!row) {
    return asksAPerson(latest) ? (
      <button type="button" className="button" data-testid="take-over" onClick={() => setRow(latest)}>{name(latest)}</button>
    ) : null;
  }
  const send = () => void order(() => backend.takeOver(row.id, "", why.trim(), row.seen)).then((done) => done && close());
  return (
    <form {...focus} className={form.form} aria-label={name(row)} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <label htmlFor={`${id}-why`} className={form.wide}>
        {say.why}
        <input id={`${id}-why`} data-testid="take-over-why" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button primary" data-testid="take-over-send" disabled={why.trim() === ""}>{name(row)}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
