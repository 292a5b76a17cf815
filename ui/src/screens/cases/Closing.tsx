// 结案: a person says that a case is over, or goes on; with the reason, and with what is still open in it.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { CasePage } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import form from "../../parts/Form.module.css";
import { receiptDue } from "../../parts/service";
import { useFormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { Icon } from "../../parts/Icon";
import { fullMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Cases.module.css";

/** Deadline states in which something is still to be done. */
const running: ReadonlySet<string> = new Set(["open", "confirmed", "overdue"]);

export function Closing({ of }: { of: CasePage }) {
  const words = useWords();
  const { closing: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [why, setWhy] = useState("");
  const isClosed = of.closed !== null && !of.closed.served_since;
  const close = () => { setAsking(false); setWhy(""); clear(); };
  const focus = useFormFocus(asking, '[data-testid="case-closing"]', close);
  const number = of.number ?? "";
  const open = of.deadlines.filter((row) => running.has(row.state)).length;
  const due = of.services.filter(receiptDue).length;
  const save = () =>
    void order(() => (isClosed ? backend.reopenCase(number, why.trim()) : backend.closeCase(number, why.trim()))).then((done) => {
      if (!done) return;
      announce(isClosed ? say.undone : say.done);
      close();
    });
  return (
    <div className={styles.closing}>
      {of.closed && (
        <p data-testid="case-closed">
          <Icon name="info" /> {say.closed(of.closed.by, fullMoment(of.closed.at), of.closed.why)}
          {of.closed.served_since && <strong> {say.since}</strong>}
        </p>
      )}
      {!asking ? (
        <button type="button" className="button" data-testid="case-closing" onClick={() => setAsking(true)}>{isClosed ? say.reopen : say.close}</button>
      ) : (
        <form {...focus} className={form.form} aria-label={isClosed ? say.reopen : say.close} onSubmit={(event) => { event.preventDefault(); save(); }}>
          {!isClosed && open > 0 && <p className={styles.warn} data-testid="closing-open">{say.openDeadlines(open)}</p>}
          {!isClosed && due > 0 && <p className={styles.warn}>{say.openReceipts(due)}</p>}
          <label htmlFor={id} className={form.wide}>
            {say.why}
            <input id={id} required maxLength={200} data-testid="closing-why" placeholder={isClosed ? say.reopenHint : say.whyHint} value={why} onChange={(event) => setWhy(event.target.value)} />
          </label>
          <button type="submit" className="button primary" data-testid="closing-save">{isClosed ? say.reopen : say.close}</button>
          <button type="button" className="button" onClick={close}>{say.cancel}</button>
          {!isClosed && <p className={form.quiet}>{say.says}</p>}
          {problem && <ProblemBox problem={problem} />}
        </form>
      )}
    </div>
  );
}
