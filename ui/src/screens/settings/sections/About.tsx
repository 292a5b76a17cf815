// 关于: which version this is, and how long the ledger is.
import { useState } from "react";
import { useBackend } from "../../../api/backend";
import { useAsked } from "../../../api/useAsked";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function About({ overview }: SectionProps) {
  const { settings: say } = useWords();
  return (
    <>
    <dl className={styles.facts}>
      <dt>{say.version}</dt>
      <dd data-testid="version">{overview.version}</dd>
      <dt>{say.ledger}</dt>
      <dd>{overview.seq}</dd>
      {overview.demo && (
        <>
          <dt>{say.demo}</dt>
          <dd>{say.demoSays}</dd>
        </>
      )}
    </dl>
    <Updates />
    </>
  );
}

/** Shown only where new versions can be asked for at all. */
function Updates() {
  const { updating: say } = useWords();
  const backend = useBackend();
  const shell = useAsked((asked) => asked.shell(), "shell");
  const { problem, order } = useOrders();
  const [state, setState] = useState<"none" | "looking" | "latest" | "installing" | "done">("none");
  const [found, setFound] = useState<string | null>(null);
  if (!shell.value?.can_update) return null;
  const look = () => {
    setState("looking");
    void order(async () => {
      const newer = await backend.lookForUpdate();
      setFound(newer?.version ?? null);
      setState(newer ? "none" : "latest");
    }).then((done) => done || setState("none"));
  };
  const install = () => {
    setState("installing");
    void order(() => backend.installUpdate()).then((done) => setState(done ? "done" : "none"));
  };
  const busy = state === "looking" || state === "installing";
  return (
    <div className={styles.row} data-testid="updates">
      {found === null ? (
        <button type="button" className="button" disabled={busy} onClick={look}>{say.look}</button>
      ) : (
        state !== "done" && <button type="button" className="button primary" disabled={busy} onClick={install}>{say.install}</button>
      )}
      <span role="status">
        {state === "looking" ? say.looking : state === "latest" ? say.none : state === "installing" ? say.installing : state === "done" && found ? say.done(found) : found && say.found(found)}
      </span>
      {found !== null && state === "none" && <p className={styles.note}>{say.stop}</p>}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
