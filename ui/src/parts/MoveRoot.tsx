// The case folders at another place: every file is copied and compared there before the settings name it; the old ones stay.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import type { RootMoved } from "../api/types";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";
import form from "./Form.module.css";

export function MoveRoot() {
  const { folders: say } = useWords();
  const id = useId();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const [to, setTo] = useState<string | null>(null);
  const [running, setRunning] = useState(false);
  const [moved, setMoved] = useState<RootMoved | null>(null);
  const move = () => {
    setRunning(true);
    const carry = async () => {
      const done = await backend.moveCaseRoot(to ?? "");
      setMoved(done);
      // Copying takes minutes: the person may be on another screen by then.
      announce(say.moved(done.files, done.to, done.from));
    };
    void order(carry).then((done) => {
      setRunning(false);
      if (done) setTo(null);
    });
  };
  return (
    <div data-testid="move-root">
      {to === null ? (
        <p><button type="button" className="button" data-testid="move-root-open" onClick={() => { setTo(""); setMoved(null); }}>{say.move}</button></p>
      ) : (
        <form className={form.form} aria-label={say.move} onSubmit={(event) => { event.preventDefault(); move(); }}>
          <label htmlFor={id} className={form.wide}>
            {say.moveTo}
            <input id={id} data-testid="move-root-to" value={to} required disabled={running} spellCheck={false} onChange={(event) => setTo(event.target.value)} />
          </label>
          <button type="submit" className="button primary" data-testid="move-root-go" disabled={running}>{say.moveGo}</button>
          <button type="button" className="button" disabled={running} onClick={() => setTo(null)}>{say.moveCancel}</button>
          <p className={form.quiet}>{running ? <span role="status">{say.moving}</span> : say.moveSays}</p>
        </form>
      )}
      {problem && to !== null && <ProblemBox problem={problem} />}
      {moved && <p role="status" data-testid="root-moved">{say.moved(moved.files, moved.to, moved.from)}</p>}
    </div>
  );
}
