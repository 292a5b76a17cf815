// The way from nothing to a watched mailbox: address, password for programs, test, what it is to the court, done.
import { useEffect, useState } from "react";
import { asProblem, useBackend } from "../../api/backend";
import type { MailboxForm, OfficeForm, Problem, ProviderRow, TestRow } from "../../api/types";
import { useWords, type Language } from "../../words/words";
import { ProblemBox } from "../Waiting";
import { AddressStep } from "./AddressStep";
import { OfficeStep } from "./OfficeStep";
import { SecretStep } from "./SecretStep";
import { TestStep } from "./TestStep";
import styles from "./Wizard.module.css";

export const steps = ["address", "secret", "test", "office"] as const;
export type Step = (typeof steps)[number];

/** What was typed so far; going back loses nothing. */
export interface Typed {
  form: MailboxForm;
  office: OfficeForm;
  provider: ProviderRow | null;
}

export const emptyForm: MailboxForm = { id: null, address: "", provider: null, imap: null, smtp: null, tls_ca_file: null, folders: null, client_id: null, password: null };
const emptyOffice: OfficeForm = { name: "", handler: "", phone: "", regime: "", case_root: "", look_back: "90", shared: null };

interface Props {
  done: () => void;
  leave: () => void;
}

export function Wizard({ done, leave }: Props) {
  const words = useWords();
  const { wizard: say } = words;
  const backend = useBackend();
  const [step, setStep] = useState<Step>("address");
  const [typed, setTyped] = useState<Typed>({ form: emptyForm, office: emptyOffice, provider: null });
  const [providers, setProviders] = useState<readonly ProviderRow[]>([]);
  const [checked, setChecked] = useState<TestRow | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    backend.providers().then(setProviders, (thrown: unknown) => setProblem(asProblem(thrown)));
  }, [backend]);
  const at = steps.indexOf(step);
  const language: Language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  const change = (next: Partial<Typed>) => {
    setTyped((old) => ({ ...old, ...next }));
    setChecked(null);
  };
  const save = async () => {
    setProblem(null);
    try {
      await backend.setUp(typed.form, typed.office);
      done();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  return (
    <section className={styles.wizard} aria-label={say.title} data-testid="wizard">
      <header>
        <h1>{say.title}</h1>
        <ol className={styles.steps}>
          {steps.map((id, nth) => (
            <li key={id} aria-current={id === step ? "step" : undefined} data-done={nth < at ? "" : undefined}>{say.steps[id]}</li>
          ))}
        </ol>
      </header>
      {problem && <ProblemBox problem={problem} />}
      {step === "address" && <AddressStep typed={typed} change={change} providers={providers} back={leave} next={() => setStep("secret")} />}
      {step === "secret" && <SecretStep typed={typed} change={change} language={language} back={() => setStep("address")} next={() => setStep("test")} />}
      {step === "test" && <TestStep form={typed.form} language={language} answer={checked} setAnswer={setChecked} back={() => setStep("secret")} next={() => setStep("office")} />}
      {step === "office" && <OfficeStep typed={typed} change={(office) => setTyped((old) => ({ ...old, office }))} choose={(folders) => setTyped((old) => ({ ...old, form: { ...old.form, folders } }))} back={() => setStep("test")} save={save} />}
    </section>
  );
}
