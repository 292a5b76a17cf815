// One robot or one receiver of mails: what it is, and what can be done with it: try, change, remove.
import { useState, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import { useAnnounce } from "../../../parts/announce";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";
import { useTry } from "./useTry";

interface Props {
  id: string;
  testId: string;
  /** Its name, for whoever hears the buttons read. */
  name: string;
  /** What removing it means. */
  goes: string;
  tryIt: () => Promise<string>;
  change: () => void;
  done: () => void;
  /** An administrator decided: it is only shown. */
  isFixed: boolean;
  children: ReactNode;
}

export function Way({ id, testId, name, goes, tryIt, change, done, isFixed, children }: Props) {
  const { remind: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const attempt = useTry();
  const [isAsked, setAsked] = useState(false);
  const remove = () =>
    void order(() => backend.removeWay(id)).then((removed) => {
      setAsked(false);
      if (removed) announce(say.removed);
      done();
    });
  const act = (label: string, test: string, run: () => void, disabled = false) => (
    <button type="button" className="button" data-testid={test} aria-label={`${label} ${name}`} disabled={disabled} onClick={run}>{label}</button>
  );
  return (
    <li data-testid={testId} data-id={id}>
      <div className={styles.way}>
        <div>{children}</div>
        {!isFixed && (
          <div className={styles.row}>
            {act(say.try, "way-try", () => attempt.run(tryIt), attempt.isRunning)}
            {act(say.change, "way-change", change)}
            {act(say.remove, "way-remove", () => setAsked(true), isAsked)}
          </div>
        )}
      </div>
      {attempt.told}
      {isAsked && (
        <div className={styles.row} role="group" aria-label={`${say.remove} ${name}`}>
          <p>{goes}</p>
          <button type="button" className="button" data-testid="way-remove-sure" onClick={remove}>{say.removeSure}</button>
          <button type="button" className="button" onClick={() => setAsked(false)}>{say.cancel}</button>
        </div>
      )}
      {problem && <ProblemBox problem={problem} />}
    </li>
  );
}
