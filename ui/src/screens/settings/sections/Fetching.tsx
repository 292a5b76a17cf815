// 平台取件: for which mailboxes links to a platform are followed without asking, and servers that know old encryption only.
import { useId, useState } from "react";
import type { Choices, PlatformChoice } from "../../../api/types";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import form from "../../../parts/Form.module.css";
import { Made, Switch, useChoices, Warning, type Choose } from "./choosing";
import styles from "../Settings.module.css";

export function Fetching() {
  const { choices: say } = useWords();
  const { value, trouble, ask, problem, choose } = useChoices();
  const box = trouble && <ProblemBox problem={trouble} again={ask} />;
  if (!value) return box ?? <Loading />;
  return (
    <>
      {box}
      <p className={styles.note}>{say.fetchSays}</p>
      {value.mailboxes.length === 0 && <p>{say.noMailbox}</p>}
      {value.platforms.map((platform) => <Platform key={platform.id} choices={value} platform={platform} choose={choose} />)}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

function Platform({ choices, platform, choose }: { choices: Choices; platform: PlatformChoice; choose: Choose }) {
  const words = useWords();
  const { choices: say } = words;
  const warn = platform.opening === "is-receipt" ? say.fetchWarnIs : say.fetchWarn;
  return (
    <>
      <h3 lang="zh-CN">{platform.name}</h3>
      <div className={`${styles.choices} ${styles.sharing}`}>
        {choices.mailboxes.map((mailbox) => (
          <Switch key={mailbox.id} choices={choices} what="fetch" of={[platform.id, mailbox.id]} label={`${say.fetch}${words.format.gap || " "}${mailbox.address}`}
            on={platform.fetch_for.includes(mailbox.id)} choose={choose} warning={warn(platform.name, mailbox.address)} decided={choices.decided.includes("fetch")} />
        ))}
      </div>
      <OldTls key={platform.old_tls.join(" ")} choices={choices} platform={platform} choose={choose} />
    </>
  );
}

/** Servers that are spoken with in the older way: set after a warning, taken away at once. */
function OldTls({ choices, platform, choose }: { choices: Choices; platform: PlatformChoice; choose: Choose }) {
  const { choices: say } = useWords();
  const held = platform.old_tls.join(" ");
  const [typed, setTyped] = useState(held);
  const [asking, setAsking] = useState(false);
  const id = useId();
  const wanted = typed.trim().split(/[\s,，、;；]+/).filter(Boolean);
  const isOther = wanted.join(" ") !== held;
  const isMore = wanted.some((host) => !platform.old_tls.includes(host));
  const keep = () => {
    setAsking(false);
    choose("old-tls", [platform.id], wanted.join(" "));
  };
  return (
    <form className={form.form} aria-label={say.oldTls} data-testid="old-tls"
      onSubmit={(event) => { event.preventDefault(); if (isMore) setAsking(true); else keep(); }}>
      <label htmlFor={id} className={form.wide}>
        {say.oldTls}
        <input id={id} data-testid="old-tls-hosts" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => { setAsking(false); setTyped(event.target.value); }} />
      </label>
      <p className={styles.note}>{say.oldTlsSays}</p>
      {asking && <Warning text={say.oldTlsWarn(wanted.join(" "))} verb={say.keep} go={keep} back={() => setAsking(false)} />}
      {isOther && !asking && <button type="submit" className="button" data-testid="old-tls-save">{say.keep}</button>}
      {isOther && !asking && <button type="button" className="button" onClick={() => setTyped(held)}>{say.cancel}</button>}
      <Made choices={choices} what="old-tls" of={[platform.id]} />
    </form>
  );
}
