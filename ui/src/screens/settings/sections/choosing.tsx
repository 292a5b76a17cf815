// What the sections of choices share: asking and changing, who chose last, and the warning before something is switched on.
import { useState, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import type { Choices } from "../../../api/types";
import { useAsked } from "../../../api/useAsked";
import { useAnnounce } from "../../../parts/announce";
import { Choice } from "../../../parts/Choice";
import { useOrders } from "../../../parts/useOrders";
import { fullMoment } from "../../../words/format";
import { useWords } from "../../../words/words";
import letter from "../../../parts/letter/Letter.module.css";
import styles from "../Settings.module.css";

export type Choose = (what: string, of: string[], value: string) => void;

export function useChoices() {
  const { choices: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const asked = useAsked((ask) => ask.choices(), "choices");
  const { problem, order } = useOrders();
  const choose: Choose = (what, of, value) =>
    void order(() => backend.choose({ what, of, value })).then((done) => {
      if (done) announce(say.saved);
      asked.ask();
    });
  return { value: asked.value, trouble: asked.problem, ask: asked.ask, problem, choose };
}

/** Who chose last, and when; nothing where nobody did in this program. */
export function Made({ choices, what, of }: { choices: Choices; what: string; of: string[] }) {
  const { choices: say } = useWords();
  const last = choices.made.find((made) => made.what === what && made.of.join("\n") === of.join("\n"));
  if (!last) return null;
  const value = last.value === "on" ? say.on : last.value === "off" ? say.off : what === "undo" ? say.seconds(Number(last.value)) : last.value;
  return <p className={styles.note} data-testid="choice-made" data-what={what}>{say.made(last.by, fullMoment(last.at), value)}</p>;
}

interface SwitchProps {
  choices: Choices;
  what: string;
  of: string[];
  label: string;
  on: boolean;
  choose: Choose;
  /** What is said before it is switched on; with none it is switched at once. */
  warning?: string;
  /** An administrator decided it. */
  decided?: boolean;
  /** Why it may not be switched on. */
  whyNot?: string | null;
  children?: ReactNode;
}

/** On or off. What lets something happen by itself is switched on after a warning, with the way back in front. */
export function Switch({ choices, what, of, label, on, choose, warning, decided, whyNot, children }: SwitchProps) {
  const { choices: say } = useWords();
  const [asking, setAsking] = useState(false);
  const isFixed = decided || (Boolean(whyNot) && !on);
  const take = (id: "on" | "off") => {
    if (id === "on" && on) return;
    if (id === "on" && warning) return setAsking(true);
    setAsking(false);
    choose(what, of, id);
  };
  return (
    <div data-testid="choice" data-what={what} data-of={of.join(" ")} data-on={on}>
      {isFixed ? (
        <dl className={styles.fixed}><dt>{label}</dt><dd>{on ? say.on : say.off}</dd></dl>
      ) : (
        <Choice label={label} entries={(["on", "off"] as const).map((id) => ({ id, name: say[id] }))} chosen={on ? "on" : "off"} choose={take} />
      )}
      {asking && warning && <Warning text={warning} go={() => { setAsking(false); choose(what, of, "on"); }} back={() => setAsking(false)} />}
      {decided && <p className={styles.note} data-testid="choice-decided">{say.decided}</p>}
      {!decided && whyNot && <p className={styles.note} data-testid="choice-why-not">{whyNot}</p>}
      {children}
      <Made choices={choices} what={what} of={of} />
    </div>
  );
}

/** A warning that is passed by a click on its button; Esc and the focused button go back. */
export function Warning({ text, go, back, verb }: { text: string; go: () => void; back: () => void; verb?: string }) {
  const { choices: say } = useWords();
  return (
    <div role="alertdialog" aria-label={text} className={`${letter.warn} ${styles.warning}`} data-testid="choice-warning"
      onKeyDown={(event) => { if (event.key === "Escape") back(); }}>
      <p>{text}</p>
      <p>
        <button type="button" className="button" autoFocus data-testid="choice-cancel" onClick={back}>{say.cancel}</button>
        <button type="button" className="button" data-testid="choice-go" onClick={go}>{verb ?? say.turnOn}</button>
      </p>
    </div>
  );
}
