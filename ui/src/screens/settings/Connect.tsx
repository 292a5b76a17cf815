// Connecting a mailbox: whose address it is, how to get its password for programs, the seven-step test, and saving it.
import { useId, useState, type FormEvent } from "react";
import { useBackend } from "../../api/backend";
import type { Found, MailboxForm, ServerForm, TestedStep, TestRow } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { byCode, useWords } from "../../words/words";
import styles from "./Connect.module.css";

const ownImap: ServerForm = { host: "", port: 993, security: "tls", user: null };
const ownSmtp: ServerForm = { host: "", port: 465, security: "tls", user: null };

/** Whether the window speaks English; the mailroom gives both languages. */
const isEnglish = () => document.documentElement.lang.startsWith("en");

export function Connect() {
  const words = useWords();
  const { connect: say } = words;
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <p>
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {say.open}
        </button>
      </p>
    );
  }
  return <Form close={() => setOpen(false)} />;
}

function Form({ close }: { close: () => void }) {
  const words = useWords();
  const { connect: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [address, setAddress] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [secret, setSecret] = useState("");
  const [clientId, setClientId] = useState("");
  const [imap, setImap] = useState(ownImap);
  const [smtp, setSmtp] = useState(ownSmtp);
  const [test, setTest] = useState<TestRow | "running" | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const provider = found?.provider ?? null;
  const needsServers = found !== null && !provider?.imap && found.by !== "no-address";
  const isOAuth = provider?.login === "oauth";
  const form: MailboxForm = {
    id: null,
    address,
    provider: provider?.id ?? null,
    imap: needsServers ? imap : null,
    smtp: needsServers && smtp.host.trim() !== "" ? smtp : null,
    tls_ca_file: null,
    folders: null,
    client_id: isOAuth ? clientId : null,
    password: isOAuth ? null : secret,
  };

  const find = (event: FormEvent) => {
    event.preventDefault();
    setTest(null);
    void order(async () => setFound(await backend.findProvider(address)));
  };
  const tryIt = async () => {
    setTest("running");
    let row: TestRow | null = null;
    await order(async () => {
      row = await backend.testMailbox(form);
    });
    setTest(row);
  };
  const save = () =>
    void order(async () => {
      const [id, stored] = await backend.addMailbox(form);
      setAdded(id);
      setSecret("");
      announce(stored ? say.saved(id) : say.unstored);
    });
  const canSave = isOAuth ? clientId.trim() !== "" : test !== null && test !== "running" && test.receives;

  return (
    <div className={styles.form} data-testid="connect">
      <form className={styles.row} onSubmit={find}>
        <label>
          {say.address}
          <input type="email" required value={address} autoComplete="off" spellCheck={false} onChange={(event) => setAddress(event.target.value)} />
        </label>
        <button type="submit" className="button">{say.find}</button>
        <button type="button" className="button" onClick={close}>{say.close}</button>
      </form>
      {found && (
        <p className={styles.quiet} role="status">
          {provider ? `${isEnglish() ? provider.name_en : provider.name} · ` : ""}
          {byCode<string>(say.by, found.by) ?? found.by}
        </p>
      )}
      {provider && (
        <details open>
          <summary>{say.how(isEnglish() ? provider.secret_en : provider.secret)}</summary>
          <ol className={styles.how}>
            {(isEnglish() ? provider.steps_en : provider.steps).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {provider.notes.length > 0 && (
            <ul className={styles.how}>
              {(isEnglish() ? provider.notes_en : provider.notes).map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </details>
      )}
      {needsServers && <Server title={say.imap} server={imap} change={setImap} />}
      {needsServers && <Server title={say.smtp} server={smtp} change={setSmtp} />}
      {isOAuth && (
        <label>
          {say.clientId}
          <input value={clientId} autoComplete="off" spellCheck={false} onChange={(event) => setClientId(event.target.value)} />
          <span className={styles.quiet}>{say.oauthLater}</span>
        </label>
      )}
      {found && !isOAuth && found.by !== "no-address" && (
        <label>
          {provider ? say.secret(isEnglish() ? provider.secret_en : provider.secret) : say.password}
          <input type="password" value={secret} autoComplete="off" onChange={(event) => setSecret(event.target.value)} />
        </label>
      )}
      {found && found.by !== "no-address" && added === null && (
        <p className={styles.row}>
          {!isOAuth && (
            <button type="button" className="button" disabled={test === "running"} onClick={() => void tryIt()}>
              {say.test}
            </button>
          )}
          <button type="button" className="button primary" disabled={!canSave} onClick={save}>{say.save}</button>
        </p>
      )}
      {test === "running" && (
        <p className={styles.row}>
          <span role="status">{say.testing}</span>
          <button type="button" className="button" onClick={() => void backend.stopTest()}>{words.wizard.stop}</button>
        </p>
      )}
      {test !== null && test !== "running" && <Tested test={test} />}
      {added !== null && isOAuth && (
        <p>
          <button type="button" className="button primary" onClick={() => void order(async () => {
            await backend.signIn(added);
            announce(say.signedIn);
          })}>
            {say.signIn}
          </button>
        </p>
      )}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

function Server({ title, server, change }: { title: string; server: ServerForm; change: (server: ServerForm) => void }) {
  const { connect: say } = useWords();
  const id = useId();
  return (
    <fieldset className={styles.servers}>
      <legend>{title}</legend>
      <div className={styles.row}>
        <label htmlFor={`${id}-host`}>
          {say.host}
          <input id={`${id}-host`} value={server.host} spellCheck={false} onChange={(event) => change({ ...server, host: event.target.value })} />
        </label>
        <label htmlFor={`${id}-port`}>
          {say.port}
          <input id={`${id}-port`} type="number" min={1} max={65535} value={server.port} onChange={(event) => change({ ...server, port: Number(event.target.value) || 0 })} />
        </label>
        <label htmlFor={`${id}-security`}>
          {say.security}
          <select id={`${id}-security`} value={server.security} onChange={(event) => change({ ...server, security: event.target.value })}>
            <option value="tls">TLS</option>
            <option value="starttls">STARTTLS</option>
          </select>
        </label>
        <label htmlFor={`${id}-user`}>
          {say.user}
          <input id={`${id}-user`} value={server.user ?? ""} autoComplete="off" spellCheck={false} onChange={(event) => change({ ...server, user: event.target.value.trim() || null })} />
        </label>
      </div>
    </fieldset>
  );
}

function Tested({ test }: { test: TestRow }) {
  const { connect: say } = useWords();
  const announce = useAnnounce();
  const copy = () => void navigator.clipboard.writeText(test.diagnostics).then(() => announce(say.copied), () => undefined);
  return (
    <div data-testid="tested">
      <p role="status">
        {test.receives ? say.receives : say.receivesNot} {test.sends ? say.sends : say.sendsNot}
      </p>
      <ol className={styles.steps}>
        {test.steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </ol>
      <p>
        <button type="button" className="button" onClick={copy}>{say.copy}</button>
      </p>
    </div>
  );
}

function Step({ step }: { step: TestedStep }) {
  const english = isEnglish();
  const next = english ? step.next_en : step.next;
  return (
    <li data-step={step.step} data-ok={step.ok}>
      <b>
        <span aria-hidden="true">{step.ok ? "✓ " : "✗ "}</span>
        {english ? step.name_en : step.name}
      </b>
      {english ? step.says_en : step.says}
      {next !== "" && <p className={styles.next}>→ {next}</p>}
    </li>
  );
}
