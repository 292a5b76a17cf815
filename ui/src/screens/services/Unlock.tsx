// Opens an attachment that waits for a password, with one that a person types.
import { useState, type FormEvent } from "react";
import { useBackend } from "../../api/backend";
import { useAnnounce } from "../../parts/announce";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import styles from "./Teach.module.css";

export function Unlock({ service, part, name }: { service: string; part: string; name: string }) {
  const { unlocking: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  if (!open) {
    return <button type="button" className="button" data-testid="unlock-open" onClick={() => setOpen(true)}>{say.open}</button>;
  }
  const give = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === "") return;
    void order(async () => {
      const opened = await backend.unlock(service, part, typed);
      setTyped("");
      announce(say.opened(opened.length));
    });
  };
  return (
    <form className={styles.unlock} onSubmit={give}>
      {/* In sight while it is typed: it comes from a text message and is copied sign by sign. */}
      <input type="text" autoFocus autoComplete="off" spellCheck={false} data-testid="unlock-password" aria-label={say.of(name)} placeholder={say.password} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <button type="submit" className="button" data-testid="unlock-now" disabled={typed.trim() === ""}>{say.now}</button>
      {problem && <ProblemBox problem={problem} />}
      <p className={styles.quiet}>{say.hint}</p>
    </form>
  );
}
