// A test message: under way, delivered with the other side's words, or why not.
import { useState, type ReactNode } from "react";
import { asProblem } from "../../../api/backend";
import type { Problem } from "../../../api/types";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";

interface Attempt {
  isRunning: boolean;
  /** What became of it, to be shown. */
  told: ReactNode;
  run: (send: () => Promise<string>) => void;
}

export function useTry(): Attempt {
  const { remind: say } = useWords();
  const [now, setNow] = useState<"none" | "running" | { says: string } | { problem: Problem }>("none");
  const run = (send: () => Promise<string>) => {
    setNow("running");
    send().then((says) => setNow({ says }), (thrown: unknown) => setNow({ problem: asProblem(thrown) }));
  };
  let told: ReactNode = null;
  if (now === "running") told = <p role="status" className={styles.told}>{say.trying}</p>;
  else if (now !== "none" && "says" in now) told = <p role="status" className={styles.told} data-testid="way-delivered">{say.delivered(now.says)}</p>;
  // A test is sent when a person asks, and at no other time.
  else if (now !== "none") told = <div className={styles.told} data-testid="way-failed"><ProblemBox problem={{ ...now.problem, retries: false }} /></div>;
  return { isRunning: now === "running", told, run };
}
