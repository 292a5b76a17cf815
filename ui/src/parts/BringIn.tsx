// Mails chosen in the system's own dialog are taken in one after the other; it can be stopped between two of them.
import { useRef, useState } from "react";
import { asProblem, useBackend } from "../api/backend";
import { problemSentence, useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { Icon } from "./Icon";
import styles from "./PasteBox.module.css";

/** A file that was not taken in, and why. */
interface Left {
  name: string;
  why: string;
}

/** `opened` is told the first service that was brought in, when a person wants to see it: what is being read stays. */
export function BringIn({ opened }: { opened: (service: string) => void }) {
  const words = useWords();
  const { bringing: say, first } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const picker = useRef<HTMLInputElement>(null);
  const stop = useRef(false);
  const [left, setLeft] = useState<readonly Left[]>([]);
  const [at, setAt] = useState<{ nth: number; of: number } | null>(null);
  async function take(files: readonly File[]) {
    stop.current = false;
    setLeft([]);
    const told = { mails: 0, services: [] as string[] };
    const missed: Left[] = [];
    let nth = 0;
    for (const file of files) {
      if (stop.current) break;
      setAt({ nth: ++nth, of: files.length });
      try {
        const answer = await backend.importMail(file.name, await file.arrayBuffer());
        told.mails += answer.mails;
        told.services.push(...answer.services);
        missed.push(...answer.unreadable.map((name) => ({ name, why: say.unlike })));
      } catch (thrown) {
        // The others may go in all the same.
        const { code, facts } = asProblem(thrown);
        missed.push({ name: file.name, why: problemSentence(words, code, facts) });
      }
    }
    setAt(null);
    setLeft(missed);
    const stopped = stop.current && nth < files.length ? say.stopped(nth, files.length) : "";
    const taken = told.mails > 0 ? first.broughtIn(told.mails, new Set(told.services).size) : missed.length > 0 || nth === 0 ? "" : first.nothingFound;
    const [service] = told.services;
    announce([stopped || taken, missed.length > 0 ? say.left(missed.length) : ""].filter(Boolean).join(" "), service === undefined ? undefined : { says: first.look, act: () => opened(service) });
  }
  if (at) {
    return (
      <span className={styles.doing} role="status" data-testid="bring-in-progress">
        <progress value={at.nth - 1} max={at.of} aria-label={say.title} /> {say.doing(at.nth, at.of)}
        <button type="button" className="button bare" onClick={() => { stop.current = true; }}>{say.stop}</button>
      </span>
    );
  }
  return (
    <>
      <button type="button" className="button bare" title={say.hint} data-testid="bring-in" onClick={() => picker.current?.click()}>
        <Icon name="mail" size={14} /> {say.title}
      </button>
      <input ref={picker} type="file" accept=".eml,.mbox,.mbx,message/rfc822" multiple hidden aria-label={say.title} data-testid="bring-in-files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file chosen again is a new wish.
          event.target.value = "";
          if (files.length > 0) void take(files);
        }} />
      {left.length > 0 && (
        <div className={styles.left} role="group" aria-label={say.left(left.length)} data-testid="bring-in-left">
          <p><strong>{say.left(left.length)}</strong> <button type="button" className="button bare" onClick={() => setLeft([])}>{say.close}</button></p>
          <ul>{left.map(({ name, why }, nth) => <li key={nth}><b>{name}</b> {why}</li>)}</ul>
        </div>
      )}
    </>
  );
}
