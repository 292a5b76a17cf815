// A person corrects what was read; and takes what an earlier correction suggests.
import { useEffect, useRef, useState } from "react";
import { useBackend } from "../../api/backend";
import type { ServicePage, SuggestionRow } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import { Icon } from "../../parts/Icon";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { fullMoment } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./ServicePage.module.css";

/** Facts that are corrected here, the ones most often misread first. */
const FACTS = ["case-number", "role", "addressee", "cause", "court", "document-title", "document-case", "hearing"] as const;
type Correctable = (typeof FACTS)[number];

/** What is to be corrected, as a doubt asks for it. */
export interface Wanted {
  fact: string;
  /** The part of the document it is about. */
  of: string | null;
  turn: number;
}

/** The word for a value that is a code. */
function shown(words: Words, fact: string, value: string): string {
  return fact === "role" ? (byCode<string>(words.roles, value) ?? value) : value;
}

export function Suggestions({ page }: { page: ServicePage }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  if (page.suggestions.length === 0) return null;
  const take = (row: SuggestionRow) => void order(() => backend.correct(page.row.id, row.fact, row.of, row.value));
  return (
    <section className={styles.part} data-testid="suggestions">
      <h3>{words.reading.suggested}</h3>
      {problem && <ProblemBox problem={problem} />}
      <ul className={styles.doubts}>
        {page.suggestions.map((row) => (
          <li key={`${row.fact} ${row.of ?? ""}`}>
            <Icon name="info" />
            <span>
              {words.reading.suggestedFor(
                byCode<string>(words.reading.fact, row.fact) ?? row.fact,
                row.was === null ? null : shown(words, row.fact, row.was),
                shown(words, row.fact, row.shown),
              )}
            </span>
            <button type="button" className="button" onClick={() => take(row)}>
              {words.reading.take}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a fact may be about: a number or sitting as it was read, a document; empty for one that was not read. */
function places(words: Words, page: ServicePage, fact: Correctable): { label: string; entries: [id: string, name: string][] } | null {
  const { correcting: say } = words;
  if (fact === "case-number") return { label: say.whichCase, entries: [...page.row.case_numbers.map((number): [string, string] => [number, number]), ["", say.addCase]] };
  if (fact === "hearing") return { label: say.whichHearing, entries: [...page.hearings.map((it): [string, string] => [it.starts, fullMoment(it.starts)]), ["", say.addHearing]] };
  if (fact.startsWith("document-")) return { label: say.which, entries: page.documents.map((row): [string, string] => [row.part, row.title]) };
  return null;
}

export function Correct({ page, wanted }: { page: ServicePage; wanted: Wanted | null }) {
  const words = useWords();
  const { reading, correcting } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const facts = FACTS.filter((known) => !known.startsWith("document-") || page.documents.length > 0);
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // It was asked for: it comes into sight, ready to be typed into.
    if (wanted) box.current?.querySelector<HTMLElement>('[data-testid="correct-to"]')?.focus();
  }, [wanted]);
  const [fact, setFact] = useState<Correctable>(FACTS.find((known) => known === wanted?.fact) ?? (page.row.case_numbers.length === 0 ? "case-number" : "role"));
  const [of, setOf] = useState<string | null>(wanted?.of ?? null);
  const [value, setValue] = useState("");
  const about = places(words, page, fact);
  const place = about ? (about.entries.find(([id]) => id === of)?.[0] ?? about.entries[0]?.[0] ?? "") : "";
  const choose = (next: Correctable) => { setFact(next); setOf(null); setValue(""); clear(); };
  const send = () => {
    const typed = value.trim();
    if (typed === "") return;
    // The court's clock, whatever this computer's is.
    const given = fact === "hearing" ? `${typed}:00+08:00` : typed;
    void order(() => backend.correct(page.row.id, fact, place || null, given)).then((done) => {
      if (!done) return;
      setValue("");
      announce(reading.corrected);
    });
  };
  const hint = fact === "case-number" || fact === "document-case" ? correcting.caseNumberHint : fact === "court" ? correcting.courtHint : undefined;
  return (
    <details ref={box} open={wanted !== null} data-testid="correct">
      <summary>{reading.correct}</summary>
      {problem && <ProblemBox problem={problem} />}
      <form
        className={styles.correct}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label>
          {reading.correctWhat}{" "}
          <select value={fact} data-testid="correct-fact" onChange={(event) => choose(FACTS.find((known) => known === event.target.value) ?? "role")}>
            {facts.map((known) => (
              <option key={known} value={known}>
                {byCode<string>(reading.fact, known) ?? known}
              </option>
            ))}
          </select>
        </label>
        {about && about.entries.length > 1 && (
          <label>
            {about.label}{" "}
            <select value={place} data-testid="correct-of" onChange={(event) => setOf(event.target.value)}>
              {about.entries.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
        )}
        <label>
          {reading.correctTo}{" "}
          {fact === "role" ? (
            <select value={value} data-testid="correct-to" onChange={(event) => setValue(event.target.value)}>
              <option value="" />
              {Object.entries(words.roles).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          ) : fact === "hearing" ? (
            <input type="datetime-local" data-testid="correct-to" value={value} onChange={(event) => setValue(event.target.value)} />
          ) : (
            <input type="text" lang="zh-CN" data-testid="correct-to" placeholder={hint} size={hint ? 30 : undefined} value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </label>
        <button type="submit" className="button" data-testid="correct-save" disabled={value.trim() === ""}>
          {reading.correctSave}
        </button>
      </form>
      <p className={styles.quiet}>{reading.correctNote}</p>
    </details>
  );
}
