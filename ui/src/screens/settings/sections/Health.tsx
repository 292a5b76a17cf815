// 诊断: whether what is kept is whole, and what may be told to whoever helps.
import { useState } from "react";
import { useBackend } from "../../../api/backend";
import type { CheckedRow } from "../../../api/types";
import { useAnnounce } from "../../../parts/announce";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords, type Words } from "../../../words/words";
import styles from "../Settings.module.css";

function saidOf(words: Words, found: CheckedRow): string {
  const { health: say, format } = words;
  const [what = "", at = "", wrong = ""] = found.bad;
  if (!found.ok) return say.bad(what === "ledger", what === "ledger" ? at : at.slice(0, 12), say.wrongs[wrong] ?? wrong);
  return [say.ok(found.vault_files, found.ledger_entries), found.unknown > 0 && say.unknown(found.unknown)].filter(Boolean).join(format.gap);
}

export function Health() {
  const words = useWords();
  const { health: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [checking, setChecking] = useState(false);
  const [found, setFound] = useState<CheckedRow | null>(null);
  const [text, setText] = useState("");
  const check = () => {
    setChecking(true);
    setFound(null);
    void order(async () => setFound(await backend.checkHome())).then(() => setChecking(false));
  };
  const copy = () =>
    void order(async () => {
      const told = await backend.diagnosis();
      setText(told);
      await navigator.clipboard.writeText(told).then(() => announce(say.copied), () => announce(say.notCopied));
    });
  return (
    <div className={styles.choices}>
      <div>
        <div className={styles.row}>
          <button type="button" className="button" data-testid="check-home" disabled={checking} onClick={check}>{checking ? say.checking : say.check}</button>
          {checking && <button type="button" className="button" onClick={() => void backend.stopExport()}>{say.stop}</button>}
          {found && <span role={found.ok ? "status" : "alert"} data-testid="checked" data-ok={found.ok}>{saidOf(words, found)}</span>}
        </div>
        <p className={styles.note}>{say.checkSays}</p>
      </div>
      <div>
        <div className={styles.row}>
          <button type="button" className="button" data-testid="diagnosis" onClick={copy}>{say.copy}</button>
          <button type="button" className="button" data-testid="open-logs" onClick={() => void order(() => backend.openLogs())}>{say.logs}</button>
        </div>
        {text && <pre className={styles.diagnosis} tabIndex={0} aria-label={say.title}>{text}</pre>}
        <p className={styles.note}>{say.says}</p>
      </div>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
