// 回执署名: the names courts know us by, who acknowledges, and how that will stand below a receipt.
import { useId, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import type { Signature as Signed } from "../../../api/types";
import { useAsked } from "../../../api/useAsked";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import form from "../../../parts/Form.module.css";
import styles from "../Settings.module.css";
import { isOther, useTyped } from "../useTyped";

interface Typed extends Omit<Signed, "aliases"> {
  aliases: string;
}

export function Signature() {
  const { signature: say } = useWords();
  const backend = useBackend();
  const asked = useAsked((ask) => ask.signature(), "signature");
  const { typed, put, forget, keep, problem } = useTyped<Typed>(say.saved, asked.ask);
  const id = useId();
  const trouble = asked.problem && <ProblemBox problem={asked.problem} again={asked.ask} />;
  if (!asked.value) return trouble ?? <Loading />;
  const held: Typed = { ...asked.value, aliases: asked.value.aliases.join("、") };
  const now: Typed = { ...held, ...typed };
  const save = () =>
    keep(() => backend.signAs({ ...now, aliases: now.aliases.split(/[、,，;；]+/).map((alias) => alias.trim()).filter(Boolean) }));
  const field = (key: keyof Typed, label: string, more: { required?: boolean; inputMode?: "tel" } = {}): ReactNode => (
    <label htmlFor={`${id}-${key}`} className={form.wide}>
      {label}
      <input id={`${id}-${key}`} data-testid={`signature-${key}`} autoComplete="off" maxLength={100} lang="zh-CN" {...more} value={now[key]}
        onChange={(event) => put({ [key]: event.target.value })} />
    </label>
  );
  const lines = [now.name && say.nameLine(now.name), now.handler && say.handlerLine(now.handler), now.phone && say.phoneLine(now.phone)].filter(Boolean);
  return (
    <>
      {trouble}
      <form className={form.form} aria-label={say.title} data-testid="signature-form" onSubmit={(event) => { event.preventDefault(); save(); }}>
        {field("name", say.name, { required: true })}
        {field("aliases", say.aliases)}
        {field("handler", say.handler)}
        {field("phone", say.phone, { inputMode: "tel" })}
        <div className={styles.shown} role="group" aria-label={say.shown} data-testid="signature-shown">
          <span className={styles.quiet}>{say.shown}</span>
          <ul lang="zh-CN">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
        </div>
        <p className={styles.note}>{say.says}</p>
        {problem && <ProblemBox problem={problem} />}
        <button type="submit" className="button primary" data-testid="signature-save" disabled={!isOther(now, held)}>{say.save}</button>
        {isOther(now, held) && <button type="button" className="button" onClick={forget}>{say.cancel}</button>}
      </form>
    </>
  );
}
