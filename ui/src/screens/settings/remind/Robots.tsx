// Robots of group chats: whom each tells what; added, changed, tried and removed here.
import { useState } from "react";
import { useBackend } from "../../../api/backend";
import type { RemindState, RobotForm, RobotRow } from "../../../api/types";
import { useFormFocus } from "../../../parts/useFormFocus";
import { byCode, useWords, type Words } from "../../../words/words";
import styles from "../Settings.module.css";
import { RobotFields } from "./RobotFields";
import { Way } from "./Way";

const blank: RobotForm = { id: null, name: "", kind: "wecom", level: "handler", mentions: [], address: "", sign_key: "" };

/** The form of a robot there is; its address stays where it lies. */
const formOf = (row: RobotRow): RobotForm => ({ ...row, address: "", sign_key: "" });

const kindOf = (words: Words, row: RobotRow) => byCode<string>(words.remind.kinds, row.kind) ?? row.kind;

export function Robots({ state, done }: { state: RemindState; done: () => void }) {
  const words = useWords();
  const { remind: say } = words;
  const backend = useBackend();
  const [editing, setEditing] = useState<RobotForm | null>(null);
  const close = () => {
    setEditing(null);
    done();
  };
  const focus = useFormFocus(editing !== null, '[data-testid="robot-add"]', close);
  const isFixed = state.decided.includes("robots");
  return (
    <>
      <h3>{say.robots}</h3>
      <p className={styles.note}>{say.robotsSays}</p>
      {state.robots.length > 0 && (
        <ul className={styles.ways}>
          {state.robots.map((row) => (
            <Way key={row.id} id={row.id} testId="robot-row" name={row.name || kindOf(words, row)} goes={say.robotGoes} tryIt={() => backend.testRobot(formOf(row))}
              change={() => setEditing(formOf(row))} done={done} isFixed={isFixed}>
              <p><b>{row.name || kindOf(words, row)}</b>{row.name && <span className={styles.quiet}> {kindOf(words, row)}</span>}</p>
              <p className={styles.quiet}>
                {[byCode<string>(say.levels, row.level) ?? row.level, ...(row.mentions.length > 0 ? [say.calls(row.mentions.join(" "))] : [])].join(words.format.stop)}
              </p>
            </Way>
          ))}
        </ul>
      )}
      {isFixed ? (
        <p className={styles.note} data-testid="decided-robots">{say.robotsOff}</p>
      ) : editing ? (
        <RobotFields key={editing.id ?? ""} start={editing} focus={focus} close={close} />
      ) : (
        <p className={styles.row}>
          <button type="button" className="button" data-testid="robot-add" onClick={() => setEditing(blank)}>{say.robotAdd}</button>
          {state.robots.length === 0 && <span className={styles.quiet}>{say.robotsNone}</span>}
        </p>
      )}
    </>
  );
}
