// 设置: what this window can change, and what the settings file has decided, as it is.
import type { ReactNode } from "react";
import type { MailboxState, Overview } from "../../api/types";
import { primaryKey, shortcuts, type Command } from "../../keys";
import { Choice } from "../../parts/Choice";
import { FolderPattern } from "../../parts/FolderPattern";
import { themes, type Looks, type Size, type Theme } from "../../parts/looks";
import { recentMoment, timeOfDay } from "../../words/format";
import { byCode, problemSentence, useWords, type Language, type Words } from "../../words/words";
import styles from "./Settings.module.css";

interface Props {
  overview: Overview;
  looks: Looks;
}

export function Settings({ overview, looks }: Props) {
  const words = useWords();
  const { settings: say } = words;
  return (
    <section className="screen" aria-label={say.title}>
      <header className="bar">
        <h1>{say.title}</h1>
      </header>
      <div className={`scroll ${styles.page}`} data-reading tabIndex={0} role="region" aria-label={say.title}>
        <Window looks={looks} />
        <Part title={say.mailboxes}>
          {overview.mailboxes.length === 0 ? <p>{say.noMailbox}</p> : <Mailboxes rows={overview.mailboxes} today={overview.today} />}
        </Part>
        <Part title={say.office}>
          <dl className={styles.facts}>
            <dt>{say.officeName}</dt>
            <dd lang="zh-CN">{overview.office}</dd>
            <dt>{say.caseRoot}</dt>
            <dd data-testid="case-root">{overview.case_root}</dd>
            <dt>{say.calendar}</dt>
            <dd>
              {overview.provisional_years.length > 0 ? words.today.provisional(overview.provisional_years.join(words.format.list)) : say.calendarKnown}
            </dd>
          </dl>
          <FolderPattern />
          <p className={styles.note}>{say.where}</p>
        </Part>
        <Part title={say.keys}>
          <Keys words={words} />
        </Part>
        <Part title={say.about}>
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
        </Part>
      </div>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Window({ looks }: { looks: Looks }) {
  const words = useWords();
  const { settings: say, app } = words;
  const themeName: Record<Theme, string> = { system: app.themeSystem, light: app.themeLight, dark: app.themeDark };
  const languages: { id: Language; name: string }[] = [
    { id: "zh", name: "中文" },
    { id: "en", name: "English" },
  ];
  const sizes: { id: Size; name: string }[] = (["standard", "large", "larger", "largest"] as const).map((id) => ({ id, name: say.sizes[id] }));
  return (
    <Part title={say.window}>
      <div className={styles.choices}>
        <Choice label={say.language} entries={languages} chosen={looks.language} choose={looks.setLanguage} />
        <Choice label={say.theme} entries={themes.map((id) => ({ id, name: themeName[id] }))} chosen={looks.theme} choose={looks.setTheme} />
        <Choice label={say.size} entries={sizes} chosen={looks.size} choose={looks.setSize} />
      </div>
    </Part>
  );
}

function Mailboxes({ rows, today }: { rows: readonly MailboxState[]; today: string }) {
  const words = useWords();
  const { settings: say } = words;
  return (
    <table className={`table ${styles.table}`}>
      <thead>
        <tr>
          {[say.colAddress, say.colKind, say.colState, say.colLast, say.colNext].map((name) => (
            <th key={name} scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid="mailbox-row" data-id={row.id} data-state={row.state}>
            <th scope="row">{row.address}</th>
            <td>{byCode<string>(say.kinds, row.kind) ?? row.kind}</td>
            <td>
              <i className={row.problem || row.state === "failed" ? styles.unwell : styles.well} aria-hidden="true" />
              {byCode<string>(say.states, row.state) ?? row.state}
              {row.behind > 0 && <p>{say.behind(row.behind)}</p>}
              {row.problem && <p>{problemSentence(words, row.problem.code, row.problem.facts)}</p>}
            </td>
            <td>{row.last_check ? recentMoment(row.last_check, today) : say.never}</td>
            <td>{row.next_check ? timeOfDay(row.next_check).slice(0, 5) : "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const keyNames: Record<string, string> = {
  Slash: "/", ArrowDown: "↓", ArrowUp: "↑", Enter: "Enter", Escape: "Esc", F5: "F5",
};

function keyName(code: string): string {
  return keyNames[code] ?? code.replace(/^(Digit|Key)/, "");
}

/** One line of the list for several commands where they belong together. */
const lines: readonly { says: keyof Words["shortcuts"]; commands: readonly Command[] }[] = [
  { says: "acknowledge", commands: ["acknowledge"] },
  { says: "undo", commands: ["undo"] },
  { says: "move", commands: ["next", "previous"] },
  { says: "open", commands: ["open"] },
  { says: "back", commands: ["back"] },
  { says: "filter", commands: ["filter"] },
  { says: "folder", commands: ["folder"] },
  { says: "check", commands: ["check"] },
  { says: "go", commands: ["go-1", "go-2", "go-3", "go-4", "go-5", "go-6"] },
];

function Keys({ words }: { words: Words }) {
  return (
    <dl className={styles.keys}>
      {lines.map(({ says, commands }) => (
        <div key={says}>
          <dt>{words.shortcuts[says]}</dt>
          <dd>
            {shortcuts
              .filter((shortcut) => commands.includes(shortcut.command) && shortcut.code !== "NumpadEnter")
              .map((shortcut) => (
                <kbd key={shortcut.code + shortcut.held}>{shortcut.held === "primary" ? `${primaryKey()} ${keyName(shortcut.code)}` : keyName(shortcut.code)}</kbd>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
