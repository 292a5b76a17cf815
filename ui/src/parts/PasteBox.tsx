// A pasted text message becomes an arrival: kept, read and judged like a mail. Text let go on the page waits in the box.
import { useEffect, useId, useRef, useState } from "react";
import { useBackend } from "../api/backend";
import { useWords } from "../words/words";
import { useAnnounce } from "./announce";
import styles from "./PasteBox.module.css";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

const takesText = (at: EventTarget | null) => at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement;

/** Text from elsewhere that is let go anywhere but in a field; what is dragged within the page is nothing new. */
function useDroppedText(told: (text: string) => void) {
  const tell = useRef(told);
  useEffect(() => {
    tell.current = told;
  });
  useEffect(() => {
    let isOwn = false;
    const begins = () => { isOwn = true; };
    const ends = () => { isOwn = false; };
    const isText = (event: DragEvent) => {
      const kinds: readonly string[] = event.dataTransfer?.types ?? [];
      return !isOwn && kinds.includes("text/plain") && !kinds.includes("Files") && !takesText(event.target);
    };
    const over = (event: DragEvent) => {
      if (isText(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!isText(event)) return;
      event.preventDefault();
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (text.trim()) tell.current(text);
    };
    addEventListener("dragstart", begins);
    addEventListener("dragend", ends);
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragstart", begins);
      removeEventListener("dragend", ends);
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, []);
}

/** `opened` is told the service the message tells of, when a person wants to see it: what is being read stays. */
export function PasteBox({ opened }: { opened: (service: string) => void }) {
  const words = useWords();
  const say = words.paste;
  const backend = useBackend();
  const announce = useAnnounce();
  const id = useId();
  const { problem, order } = useOrders();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useDroppedText((dropped) => {
    setOpen(true);
    // What was being written is not thrown away.
    setText((old) => (old.trim() ? `${old.trimEnd()}\n${dropped}` : dropped));
    setTimeout(() => field.current?.focus(), 0);
  });
  const take = () =>
    void order(async () => {
      const service = await backend.takePasted(text);
      setText("");
      announce(service ? say.taken : say.nothing, service ? { says: words.first.look, act: () => opened(service) } : undefined);
    });
  return (
    <details className={styles.paste} data-testid="paste" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say.title}</summary>
      {problem && <ProblemBox problem={problem} />}
      <label htmlFor={id}>{say.label}</label>
      <textarea id={id} ref={field} rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      <button type="button" className="button" disabled={!text.trim()} data-testid="paste-take" onClick={take}>
        {say.take}
      </button>
    </details>
  );
}
