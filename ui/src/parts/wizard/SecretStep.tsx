// Then the password for programs: how to get it in three lines, and where to paste it. It is shown while it is typed when wanted.
import { useState } from "react";
import type { ProviderRow } from "../../api/types";
import { useWords, type Language } from "../../words/words";
import { useAnnounce } from "../announce";
import { Field } from "./Field";
import type { Typed } from "./Wizard";
import styles from "./Wizard.module.css";

interface Props {
  typed: Typed;
  change: (next: Partial<Typed>) => void;
  language: Language;
  back: () => void;
  next: () => void;
}

export function SecretStep({ typed, change, language, back, next }: Props) {
  const words = useWords();
  const { wizard: say } = words;
  const { form, provider } = typed;
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const password = form.password ?? "";
  const name = provider ? (language === "en" ? provider.secret_en : provider.secret) : say.password;
  const go = () => (password.trim() ? next() : setTried(true));
  return (
    <>
      <div className={styles.body}>
        {provider && <How provider={provider} language={language} />}
        {provider?.login === "oauth" && <Field label={say.clientId} says={say.clientIdSays} value={form.client_id ?? ""} set={(text) => change({ form: { ...form, client_id: text || null } })} />}
        <Field label={say.secret(name)} says={provider?.imap ? say.secretSays : say.secretSaysOwn} wrong={tried && !password.trim() ? say.secretWrong(name) : null} value={password} set={(text) => change({ form: { ...form, password: text } })}
          type={shown ? "text" : "password"} autoFocus autoComplete="current-password" enter={go} testid="wizard-secret" />
        <label className={styles.check}>
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
          {say.show}
        </label>
      </div>
      <footer className={styles.foot}>
        <button type="button" className="button large" onClick={back}>{say.back}</button>
        <button type="button" className="button large primary" data-testid="wizard-next" onClick={go}>{say.test}</button>
      </footer>
    </>
  );
}

function How({ provider, language }: { provider: ProviderRow; language: Language }) {
  const words = useWords();
  const { wizard: say } = words;
  const announce = useAnnounce();
  const steps = language === "en" ? provider.steps_en : provider.steps;
  const notes = language === "en" ? provider.notes_en : provider.notes;
  const name = language === "en" ? provider.name_en : provider.name;
  const copy = () =>
    void navigator.clipboard.writeText(say.forAdministrator(name, steps.map((step, at) => `${at + 1}. ${step}`).join("\n"))).then(
      () => announce(say.copied),
      () => announce(say.notCopied),
    );
  return (
    <div className={styles.how}>
      <h2>{say.how(language === "en" ? provider.secret_en : provider.secret)}</h2>
      <ol>{steps.map((step) => <li key={step}>{step}</li>)}</ol>
      {notes.length > 0 && <ul aria-label={say.notes}>{notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <button type="button" className="button" onClick={copy}>{say.copyForAdministrator}</button>
    </div>
  );
}
