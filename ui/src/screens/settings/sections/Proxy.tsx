// 代理: through which proxy platforms are reached; its password goes into the keychain and never comes back.
import { useId, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import type { ProxyForm, ProxyState } from "../../../api/types";
import { useAsked } from "../../../api/useAsked";
import { Choice } from "../../../parts/Choice";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import form from "../../../parts/Form.module.css";
import styles from "../Settings.module.css";
import { isOther, useTyped } from "../useTyped";

const ways = ["none", "system", "manual"] as const;
type Way = (typeof ways)[number];

interface Typed {
  way: Way;
  address: string;
  except: string;
  user: string;
  password: string;
}

const held = ({ way, address, except, user }: ProxyState): Typed => ({ way: ways.find((known) => known === way) ?? "none", address, except: except.join(" "), user, password: "" });

export function Proxy() {
  const { proxy: say } = useWords();
  const backend = useBackend();
  const asked = useAsked((ask) => ask.proxy(), "proxy");
  const { typed, put, forget, keep, problem } = useTyped<Typed>(say.saved, asked.ask);
  const id = useId();
  const trouble = asked.problem && <ProblemBox problem={asked.problem} again={asked.ask} />;
  if (!asked.value) return trouble ?? <Loading />;
  const before = held(asked.value);
  const now: Typed = { ...before, ...typed };
  const take = (next: Typed) => {
    const whole: ProxyForm = { ...next, except: next.except.split(/[\s,，、;；]+/).filter(Boolean) };
    keep(() => backend.chooseProxy(whole));
  };
  // A named proxy has to be typed first; the other two are chosen at once.
  const choose = (way: Way) => {
    if (way === "manual") put({ way });
    else if (before.way === way) forget();
    else take({ ...before, way });
  };
  const field = (key: Exclude<keyof Typed, "way">, label: string, more: { required?: boolean; type?: "password" } = {}): ReactNode => (
    <label htmlFor={`${id}-${key}`} className={form.wide}>
      {label}
      <input id={`${id}-${key}`} data-testid={`proxy-${key}`} autoComplete="off" spellCheck={false} {...more} value={now[key]}
        onChange={(event) => put({ [key]: event.target.value })} />
    </label>
  );
  return (
    <div>
      {trouble}
      <Choice label={say.way} entries={ways.map((way) => ({ id: way, name: say.ways[way] ?? way }))} chosen={now.way} choose={choose} />
      <p className={styles.note}>{say.says}</p>
      {now.way === "manual" && (
        <form className={form.form} aria-label={say.title} data-testid="proxy-form" onSubmit={(event) => { event.preventDefault(); take(now); }}>
          {field("address", say.address, { required: true })}
          {field("except", say.except)}
          {field("user", say.user)}
          {now.user !== "" && field("password", say.password, { type: "password" })}
          {now.user !== "" && <p className={styles.note}>{say.passwordSays}</p>}
          <button type="submit" className="button primary" data-testid="proxy-save" disabled={!isOther(now, before)}>{say.save}</button>
          {isOther(now, before) && <button type="button" className="button" onClick={forget}>{say.cancel}</button>}
        </form>
      )}
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
