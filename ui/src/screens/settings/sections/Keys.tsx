// 快捷键: what every key does.
import { primaryKey, shortcuts, type Command } from "../../../keys";
import { Choice } from "../../../parts/Choice";
import { useWords, type Words } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

const keyNames: Record<string, string> = {
  Slash: "/", Space: "Space", ArrowDown: "↓", ArrowUp: "↑", Enter: "Enter", Escape: "Esc", F5: "F5", F1: "F1", F6: "F6", Comma: ",", Equal: "+", Minus: "−",
};

function keyName(code: string): string {
  return keyNames[code] ?? code.replace(/^(Digit|Key)/, "");
}

/** One line of the list for several commands where they belong together. */
const lines: readonly { says: keyof Words["shortcuts"] | keyof Words["moreShortcuts"]; commands: readonly Command[] }[] = [
  { says: "acknowledge", commands: ["acknowledge"] },
  { says: "palette", commands: ["palette"] },
  { says: "facts", commands: ["facts"] },
  { says: "papers", commands: ["previousDocument", "nextDocument"] },
  { says: "pane", commands: ["pane"] },
  { says: "size", commands: ["larger", "smaller", "standard"] },
  { says: "help", commands: ["help"] },
  { says: "settings", commands: ["settings"] },
  { says: "undo", commands: ["undo"] },
  { says: "move", commands: ["next", "previous"] },
  { says: "open", commands: ["open"] },
  { says: "back", commands: ["back"] },
  { says: "filter", commands: ["filter"] },
  { says: "folder", commands: ["folder"] },
  { says: "export", commands: ["export"] },
  { says: "check", commands: ["check"] },
  { says: "assign", commands: ["assign"] },
  { says: "snooze", commands: ["snooze"] },
  { says: "setAside", commands: ["setAside"] },
  { says: "mark", commands: ["mark", "markNext", "markPrevious", "markAll"] },
  { says: "print", commands: ["print"] },
  { says: "quit", commands: ["quit"] },
  { says: "go", commands: ["go-1", "go-2", "go-3", "go-4", "go-5", "go-6", "go-7"] },
];

export function Keys({ looks }: SectionProps) {
  const words = useWords();
  const { help } = words;
  return (
    <>
    <Choice label={help.singles} entries={[{ id: "on", name: help.on }, { id: "off", name: help.off }]} chosen={looks.singleKeys} choose={looks.setSingleKeys} />
    <p className={styles.note}>{help.singlesSays}</p>
    <dl className={styles.keys}>
      {lines.map(({ says, commands }) => (
        <div key={says}>
          <dt>{says in words.moreShortcuts ? words.moreShortcuts[says as keyof Words["moreShortcuts"]] : words.shortcuts[says as keyof Words["shortcuts"]]}</dt>
          <dd>
            {shortcuts
              .filter((shortcut) => commands.includes(shortcut.command) && !shortcut.code.startsWith("Numpad"))
              .map((shortcut) => (
                <kbd key={shortcut.code + shortcut.held + (shortcut.shift ?? "")}>{[shortcut.held === "primary" && primaryKey(), shortcut.shift && "Shift", keyName(shortcut.code)].filter(Boolean).join(" ")}</kbd>
              ))}
          </dd>
        </div>
      ))}
    </dl>
    </>
  );
}
