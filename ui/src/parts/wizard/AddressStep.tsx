// First the address: from its domain follows who runs the mailbox; else a person says so.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { MailboxForm, ProviderRow, ServerForm } from "../../api/types";
import { useWords, type Words } from "../../words/words";
import { Select } from "../Select";
import { Field } from "./Field";
import type { Typed } from "./Wizard";
import styles from "./Wizard.module.css";

interface Props {
  typed: Typed;
  change: (next: Partial<Typed>) => void;
  providers: readonly ProviderRow[];
  back: () => void;
  next: () => void;
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

function wrongWith(words: Words, form: MailboxForm, provider: ProviderRow | null): string | null {
  if (!isAddress(form.address)) return words.wizard.addressWrong;
  if (provider?.imap) return null;
  const server = (it: ServerForm | null) => it !== null && it.host.trim() !== "" && it.port > 0 && it.port < 65_536;
  return server(form.imap) && server(form.smtp) ? null : words.wizard.serverWrong;
}

export function AddressStep({ typed, change, providers, back, next }: Props) {
  const words = useWords();
  const { wizard: say, receipt } = words;
  const { form, provider } = typed;
  const backend = useBackend();
  const [tried, setTried] = useState(false);
  /** A person's own choice is not overruled by what the address suggests. */
  const [picked, setPicked] = useState(false);
  const choose = (found: ProviderRow | null, address = form.address) => {
    const needs = !found?.imap;
    const server = (port: number): ServerForm => ({ host: "", port, security: "tls", user: null });
    change({
      provider: found,
      form: { ...form, address, provider: found?.id ?? null, imap: needs ? (form.imap ?? server(993)) : null, smtp: needs ? (form.smtp ?? server(465)) : null },
    });
  };
  const type = (address: string) => change({ form: { ...form, address } });
  // By the domain at once, by the mail exchangers when it is a company's own: asked when the address is complete.
  const find = async () => {
    if (!isAddress(form.address)) return provider;
    const found = await backend.findProvider(form.address).catch(() => null);
    if (found?.provider && found.provider.id !== provider?.id && !picked) choose(found.provider);
    return found?.provider ?? provider;
  };
  const wrong = wrongWith(words, form, provider);
  const go = async () => {
    const known = picked ? provider : await find();
    if (wrongWith(words, known === provider ? form : { ...form, imap: null, smtp: null }, known) === null) next();
    else setTried(true);
  };
  const entries = [{ id: "", name: say.own }, ...providers.map((one) => ({ id: one.id, name: document.documentElement.lang.startsWith("en") ? one.name_en : one.name }))];
  return (
    <>
      <div className={styles.body}>
        <Field label={say.address} says={say.addressSays} wrong={tried && !isAddress(form.address) ? say.addressWrong : null} value={form.address} set={type} type="email" autoFocus autoComplete="email" enter={() => void go()} leave={() => void find()} testid="wizard-address" />
        <div className={styles.field}>
          <span>{say.provider}</span>
          <Select label={say.provider} entries={entries} chosen={provider?.id ?? ""} choose={(id) => { setPicked(true); choose(providers.find((one) => one.id === id) ?? null); }} testid="wizard-provider" />
          <p className={styles.says}>{say.providerSays}</p>
        </div>
        {!provider?.imap && form.address.includes("@") && <Servers form={form} change={(next) => change({ form: next })} />}
        {tried && wrong && <p role="alert" className={styles.wrong}>{wrong}</p>}
      </div>
      <footer className={styles.foot}>
        <button type="button" className="button large" onClick={back}>{receipt.cancel}</button>
        <button type="button" className="button large primary" data-testid="wizard-next" onClick={() => void go()}>{say.next}</button>
      </footer>
    </>
  );
}

function Servers({ form, change }: { form: MailboxForm; change: (form: MailboxForm) => void }) {
  const { wizard: say } = useWords();
  const line = (key: "imap" | "smtp", label: string, port: number) => {
    const server: ServerForm = form[key] ?? { host: "", port, security: "tls", user: null };
    const set = (next: Partial<ServerForm>) => change({ ...form, [key]: { ...server, ...next } });
    return (
      <div className={styles.server}>
        <Field label={label} value={server.host} set={(host) => set({ host })} testid={`wizard-${key}`} />
        <Field label={say.port} type="number" value={String(server.port)} set={(text) => set({ port: Number(text) || 0 })} testid={`wizard-${key}-port`} />
        <div className={styles.field}>
          <span>{say.security}</span>
          <Select label={`${label} ${say.security}`} entries={[{ id: "tls", name: "TLS" }, { id: "starttls", name: "STARTTLS" }]} chosen={server.security === "starttls" ? "starttls" : "tls"} choose={(security) => set({ security })} />
        </div>
      </div>
    );
  };
  // One name for both servers, as self-hosted systems have it.
  const name = (text: string) => {
    const user = text.trim() || null;
    change({ ...form, imap: form.imap && { ...form.imap, user }, smtp: form.smtp && { ...form.smtp, user } });
  };
  return (
    <>
      {line("imap", say.imap, 993)}
      {line("smtp", say.smtp, 465)}
      <Field label={say.user} says={say.userSays} value={form.imap?.user ?? ""} set={name} autoComplete="off" testid="wizard-user" />
      <Field label={say.caFile} says={say.caFileSays} value={form.tls_ca_file ?? ""} set={(text) => change({ ...form, tls_ca_file: text.trim() || null })} testid="wizard-ca" />
    </>
  );
}
