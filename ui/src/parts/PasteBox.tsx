// A pasted text message becomes an arrival: kept, read and judged like a mail.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import styles from "./PasteBox.module.css";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

/** `opened` is told the service the message tells of, when a person wants to see it: what is being read stays. */
export function PasteBox({ opened }: { opened: (service: string) => void }) {
  const words = useWords();
  const say = words.paste;
  const backend = useBackend();
  const announce = useAnnounce();
  const id = useId();
  const { problem, order } = useOrders();
  const [text, setText] = useState("");
  const take = () =>
    void order(async () => {
      const service = await backend.takePasted(text);
      setText("");
      announce(service ? say.taken : say.nothing, service ? { says: words.first.look, act: () => opened(service) } : undefined);
    });
  return (
    <details className={styles.paste} data-testid="paste">
      <summary>{say.title}</summary>
      {problem && <ProblemBox problem={problem} />}
      <label htmlFor={id}>{say.label}</label>
      <textarea id={id} rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      <button type="button" className="button" disabled={!text.trim()} data-testid="paste-take" onClick={take}>
        {say.take}
      </button>
    </details>
  );
}
