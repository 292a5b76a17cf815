// The seven steps of the test on what was typed; each says what it found and what to do.
import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem, useBackend } from "../../api/backend";
import type { MailboxForm, Problem, TestRow } from "../../api/types";
import { useWords, type Language } from "../../words/words";
import { useAnnounce } from "../announce";
import { Icon } from "../Icon";
import { ProblemBox } from "../Waiting";
import styles from "./Wizard.module.css";

const names = ["dns", "tcp", "tls", "login", "folder", "read", "smtp"] as const;

interface Props {
  form: MailboxForm;
  language: Language;
  answer: TestRow | null;
  setAnswer: (answer: TestRow | null) => void;
  back: () => void;
  next: () => void;
}

export function TestStep({ form, language, answer, setAnswer, back, next }: Props) {
  const words = useWords();
  const { wizard: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const test = useCallback(() => {
    setRunning(true);
    setProblem(null);
    setAnswer(null);
    backend.testMailbox(form).then(setAnswer, (thrown: unknown) => setProblem(asProblem(thrown))).finally(() => setRunning(false));
  }, [backend, form, setAnswer]);
  const begun = useRef(answer !== null);
  useEffect(() => {
    // Begins by itself once; going back and forth shows what was found.
    if (begun.current) return;
    begun.current = true;
    test();
  }, [test]);
  const found = (step: string) => answer?.steps.find((one) => one.step === step);
  // Receiving is what counts: without sending, receipts wait until it is set.
  const receives = answer?.receives === true;
  const allWell = receives && answer?.sends === true;
  const isEnglish = language === "en";
  const copy = () => void navigator.clipboard.writeText(answer?.diagnostics ?? "").then(() => announce(say.copied), () => announce(say.notCopied));
  return (
    <>
      <div className={styles.body} tabIndex={0} role="region" aria-label={say.steps.test}>
        {problem && <ProblemBox problem={problem} again={test} />}
        <ol className={styles.ladder} aria-busy={running} data-testid="ladder">
          {names.map((name) => {
            const step = found(name);
            const state = step ? (step.ok ? "ok" : step.code === "not-tried" ? "skipped" : "bad") : running ? "running" : "waiting";
            return (
              <li key={name} data-state={state} data-step={name}>
                <span className={styles.sign} aria-hidden="true">{state === "ok" ? <Icon name="check" /> : state === "bad" ? <Icon name="warn" /> : "·"}</span>
                <div>
                  <strong>{say.ladder[name]}</strong> <span className="unseen">{say.ladderStates[state]}</span>
                  {step && <p>{isEnglish ? step.says_en : step.says}</p>}
                  {step && !step.ok && <p className={styles.next}>{isEnglish ? step.next_en : step.next}</p>}
                </div>
              </li>
            );
          })}
        </ol>
        <p role="status">{running ? say.testing : answer ? (allWell ? say.allWell : receives ? say.onlyReceives : say.notYet) : ""}</p>
      </div>
      <footer className={styles.foot}>
        <button type="button" className="button large" onClick={back}>{say.back}</button>
        {answer && !allWell && <button type="button" className="button large" onClick={copy}>{say.copyDiagnosis}</button>}
        {running ? (
          <button type="button" className="button large" data-testid="wizard-stop" onClick={() => void backend.stopTest()}>{say.stop}</button>
        ) : (
          <button type="button" className="button large" data-testid="wizard-again" onClick={test}>{say.again}</button>
        )}
        <button type="button" className="button large primary" disabled={!receives} data-testid="wizard-next" onClick={next}>{say.next}</button>
      </footer>
    </>
  );
}
