// The one box for everything: pages and commands by name or first letters, cases, courts, papers and mails by what stands in them.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useBackend } from "../../api/backend";
import type { FoundRow, SearchAnswer } from "../../api/types";
import { ime, useKeys } from "../../keys";
import { fullMoment, plain } from "../../words/format";
import { useWords, type Words } from "../../words/words";
import { Icon, type IconName } from "../Icon";
import styles from "./Palette.module.css";
import { fitsInitials } from "./pinyin";

/** Something the palette can do by itself. */
export interface PaletteCommand {
  id: string;
  name: string;
  icon: IconName;
  keys?: string;
  run: () => void;
}

interface Props {
  commands: readonly PaletteCommand[];
  openService: (id: string) => void;
  openDocument: (service: string, document: string) => void;
  close: () => void;
}

interface Entry {
  id: string;
  group: "commands" | "courts" | "found";
  icon: IconName;
  title: string;
  about?: string;
  more?: string;
  keys?: string;
  run: () => void;
}

/** Time in which further typing takes the place of a question. */
const PAUSE_MS = 90;

function useFound(typed: string): { answer: SearchAnswer | null; failed: boolean } {
  const backend = useBackend();
  const [state, setState] = useState<{ typed: string; answer: SearchAnswer | null; failed: boolean }>({ typed: "", answer: null, failed: false });
  useEffect(() => {
    if (!typed.trim()) return;
    let gone = false;
    const timer = setTimeout(() => {
      backend.search(typed).then(
        (answer) => !gone && setState({ typed, answer, failed: false }),
        () => !gone && setState({ typed, answer: null, failed: true }),
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [backend, typed]);
  // What was found for the letters before stays until what is typed now is answered.
  return typed.trim() ? state : { answer: null, failed: false };
}

/** Names of every court, to be found by their first letters. */
function useCourts(): readonly string[] {
  const backend = useBackend();
  const [courts, setCourts] = useState<readonly string[]>([]);
  useEffect(() => {
    const none = { text: "", court: null, from: null, to: null, receipt: null, deadline: null, verdict: null, sort: null, descending: false };
    backend.ledger({ ...none, offset: 0, limit: 1 }).then((page) => setCourts(page.courts.map((court) => court.name)), () => undefined);
  }, [backend]);
  return courts;
}

function scored(name: string, typed: string): number {
  const text = plain(typed);
  if (!text) return 1;
  const at = plain(name).indexOf(text);
  return at >= 0 ? 3 - at / 100 : fitsInitials(name, text);
}

function entriesOf(words: Words, props: Props, typed: string, courts: readonly string[], found: readonly FoundRow[], setTyped: (text: string) => void): Entry[] {
  const fitting = props.commands
    .map((command) => ({ command, score: scored(command.name, typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, typed.trim() ? 5 : 20);
  const commands = fitting.map(({ command }): Entry => ({
    id: `command-${command.id}`, group: "commands", icon: command.icon, title: command.name, ...(command.keys ? { keys: command.keys } : {}), run: command.run,
  }));
  const named = courts
    .map((name) => ({ name, score: fitsInitials(name, plain(typed)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
    .map(({ name }): Entry => ({ id: `court-${name}`, group: "courts", icon: "search", title: name, about: words.palette.seek, run: () => setTyped(name) }));
  const rows = found.map((row, at): Entry => ({
    id: `found-${at}`,
    group: "found",
    icon: row.kind === "document" ? "file" : "mail",
    title: row.title || words.services.noTitle,
    about: [row.case_number, row.court, row.page && words.palette.page(row.page)].filter(Boolean).join(" · "),
    more: row.kind === "head" ? fullMoment(row.arrived) : row.snippet,
    run: () => {
      if (row.service === null) return;
      if (row.document && row.kind === "document") props.openDocument(row.service, row.document);
      else props.openService(row.service);
    },
  }));
  return [...commands, ...named, ...rows];
}

export function Palette(props: Props) {
  const words = useWords();
  const { palette: say } = words;
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const courts = useCourts();
  const { answer, failed } = useFound(typed);
  const found = useMemo(() => answer?.rows ?? [], [answer]);
  const type = (text: string) => {
    setTyped(text);
    setChosen(0);
  };
  const entries = entriesOf(words, props, typed, courts, found, type);
  const current = Math.min(chosen, entries.length - 1);
  useKeys({ palette: props.close }, "sheet");
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    // Choosing a court goes on searching; everything else leads away.
    if (entry.group !== "courts") props.close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (ime(event.nativeEvent)) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && entries.length > 0) {
      event.preventDefault();
      const next = (current + by + entries.length) % entries.length;
      setChosen(next);
      list.current?.querySelector(`[data-at="${next}"]`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      run(entries[current]);
    } else if (event.key === "Escape" && typed) {
      event.preventDefault();
      event.stopPropagation();
      type("");
    }
  };
  const option = (at: number) => `palette-${at}`;
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && props.close()} className={styles.shade ?? ""}>
      <Modal className={styles.modal ?? ""}>
        <Dialog aria-label={say.title} className={styles.dialog ?? ""} data-testid="palette">
          <div className={styles.box}>
            <Icon name="search" size={18} />
            <input autoFocus role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={entries.length > 0 ? option(current) : undefined}
              aria-label={say.title} placeholder={say.placeholder} value={typed} onChange={(event) => type(event.target.value)} onKeyDown={onKeyDown} data-testid="palette-input" />
            <kbd>Esc</kbd>
          </div>
          <ul ref={list} id="palette-list" role="listbox" aria-label={say.results} className={styles.list} tabIndex={-1}>
            {entries.map((entry, at) => (
              <Line key={entry.id} entry={entry} at={at} id={option(at)} isChosen={at === current} heading={entries[at - 1]?.group !== entry.group ? say.groups[entry.group] : null}
                choose={() => setChosen(at)} run={() => run(entry)} />
            ))}
          </ul>
          <p role="status" className={styles.foot}>
            {failed ? say.failed : typed.trim() && entries.length === 0 ? say.none : answer?.waiting ? say.waiting(answer.waiting) : answer?.more ? say.more : say.hint}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface LineProps {
  entry: Entry;
  at: number;
  id: string;
  isChosen: boolean;
  heading: string | null;
  choose: () => void;
  run: () => void;
}

function Line({ entry, at, id, isChosen, heading, choose, run }: LineProps) {
  return (
    <>
      {heading && <li role="presentation" className={styles.group}>{heading}</li>}
      <li id={id} role="option" aria-selected={isChosen} data-at={at} data-testid="palette-entry" data-group={entry.group} className={styles.entry} onMouseMove={choose} onClick={run}>
        <Icon name={entry.icon} />
        <span className={styles.text}>
          <span className={styles.title}>{entry.title}{entry.about && <small>{entry.about}</small>}</span>
          {entry.more && <span className={styles.more}>{entry.more}</span>}
        </span>
        {entry.keys && <kbd>{entry.keys}</kbd>}
      </li>
    </>
  );
}
