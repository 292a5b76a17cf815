// Mails chosen in the system's own dialog are taken in one after the other; it can be stopped between two of them.
import { useRef, useState } from "react";
import { asProblem, useBackend } from "../api/backend";
import { problemSentence, useWords } from "../words/words";
import { useAnnounce } from "./announce";
import { Icon } from "./Icon";
import styles from "./PasteBox.module.css";

/** `opened` is told the first service that was brought in. */
export function BringIn({ opened }: { opened: (service: string) => void }) {
  const words = useWords();
  const { bringing: say, first } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const picker = useRef<HTMLInputElement>(null);
  const stop = useRef(false);
  const [at, setAt] = useState<{ nth: number; of: number } | null>(null);
  async function take(files: readonly File[]) {
    stop.current = false;
    const told = { mails: 0, services: [] as string[], unreadable: [] as string[] };
    let nth = 0;
    try {
      for (const file of files) {
        if (stop.current) break;
        setAt({ nth: ++nth, of: files.length });
        const answer = await backend.importMail(file.name, await file.arrayBuffer());
        told.mails += answer.mails;
        told.services.push(...answer.services);
        told.unreadable.push(...answer.unreadable);
      }
      const unread = told.unreadable.length > 0 ? first.unreadable(told.unreadable.join(words.format.list)) : "";
      const stopped = stop.current && nth < files.length ? say.stopped(nth, files.length) : "";
      const taken = told.mails > 0 ? first.broughtIn(told.mails, new Set(told.services).size) : unread || nth === 0 ? "" : first.nothingFound;
      announce([stopped || taken, unread].filter(Boolean).join(" "));
      const [service] = told.services;
      if (service !== undefined) opened(service);
    } catch (thrown) {
      const { code, facts } = asProblem(thrown);
      announce(problemSentence(words, code, facts));
    } finally {
      setAt(null);
    }
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
    </>
  );
}
