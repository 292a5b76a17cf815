// 数据: everything the home holds can be taken away, with its progress and a way to stop; sample data can be cleared.
import { useEffect, useState } from "react";
import { asProblem, useBackend } from "../../../api/backend";
import type { Exported, Problem, Progress } from "../../../api/types";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function Data({ overview }: SectionProps) {
  const { data: say } = useWords();
  return (
    <div className={styles.choices}>
      <Everything />
      {overview.demo && <Sample />}
      <p className={styles.note}>{say.backup}</p>
    </div>
  );
}

function Everything() {
  const words = useWords();
  const { data: say } = words;
  const backend = useBackend();
  const [running, setRunning] = useState(false);
  const [at, setAt] = useState<Progress | null>(null);
  const [done, setDone] = useState<Exported | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => backend.onProgress(setAt), [backend]);
  const start = () => {
    setRunning(true);
    setAt(null);
    setDone(null);
    setProblem(null);
    void backend.exportAll().then(setDone, (thrown: unknown) => setProblem(asProblem(thrown))).finally(() => setRunning(false));
  };
  return (
    <div>
      <div className={styles.row}>
        <button type="button" className="button" data-testid="export-all" disabled={running} onClick={start}>{say.all}</button>
        {running && (
          <>
            <progress aria-label={say.all} value={at?.done} max={at?.of} />
            <span>{at ? say.progress(at.done, at.of) : say.preparing}</span>
            <button type="button" className="button" onClick={() => void backend.stopExport()}>{say.stop}</button>
          </>
        )}
        {done && (
          <>
            <span role="status">{[words.exports.done(done.name, done.folder), done.left_out > 0 && say.leftOut(done.left_out)].filter(Boolean).join(words.format.gap)}</span>
            <button type="button" className="button" onClick={() => void backend.showExport(done.name).catch((thrown: unknown) => setProblem(asProblem(thrown)))}>{words.exports.show}</button>
          </>
        )}
      </div>
      <p className={styles.note}>{say.allSays}</p>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

function Sample() {
  const { data: say } = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  return (
    <div>
      <button type="button" className="button" data-testid="leave-demo" onClick={() => void order(() => backend.leaveDemo())}>{say.clear}</button>
      <p className={styles.note}>{say.clearSays}</p>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
