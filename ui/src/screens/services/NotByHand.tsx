// What was recorded as answered outside of this program can be taken back, with a reason: then a receipt can be sent.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { ServiceRow } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import form from "../../parts/Form.module.css";
import { useFormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";

/** Whether a person recorded it; that another computer answered is no such record. */
export function isByHand(row: ServiceRow): boolean {
  return row.by_hand !== null && row.by_hand !== "elsewhere";
}

export function NotByHand({ row }: { row: ServiceRow }) {
  const { other: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const id = useId();
  const [state, setState] = useState<"closed" | "open">("closed");
  const [why, setWhy] = useState("");
  const close = () => { setState("closed"); setWhy(""); clear(); };
  const focus = useFormFocus(state === "open", '[data-testid="not-by-hand"]', close);
  if (state === "closed") {
    return (
      <button type="button" className="button bare" data-testid="not-by-hand" onClick={() => setState("open")}>{say.notByHand}</button>
    );
  }
  const save = () =>
    void order(() => backend.notAnsweredByHand(row.id, why.trim())).then((done) => {
      if (!done) return;
      announce(say.notByHandDone);
      close();
    });
  return (
    <form {...focus} className={form.form} aria-label={say.notByHand} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <label htmlFor={`${id}-why`} className={form.wide}>
        {say.notByHandWhy}
        <input id={`${id}-why`} data-testid="not-by-hand-why" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button primary" data-testid="not-by-hand-save" disabled={why.trim() === ""}>{say.notByHand}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
