// A person corrects what was read; and takes what an earlier correction suggests.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { ServicePage, SuggestionRow } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./ServicePage.module.css";

/** Facts that are corrected here in words or from a list. */
const FACTS = ["cause", "addressee", "role"] as const;
type Correctable = (typeof FACTS)[number];

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

export function Correct({ page }: { page: ServicePage }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [fact, setFact] = useState<Correctable>("role");
  const [value, setValue] = useState("");
  const send = () => {
    if (value.trim() === "") return;
    void order(() => backend.correct(page.row.id, fact, null, value.trim())).then((done) => done && setValue(""));
  };
  return (
    <details data-testid="correct">
      <summary>{words.reading.correct}</summary>
      {problem && <ProblemBox problem={problem} />}
      <form
        className={styles.correct}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label>
          {words.reading.correctWhat}{" "}
          <select value={fact} onChange={(event) => { setFact(FACTS.find((known) => known === event.target.value) ?? "role"); setValue(""); }}>
            {FACTS.map((known) => (
              <option key={known} value={known}>
                {words.reading.fact[known]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.reading.correctTo}{" "}
          {fact === "role" ? (
            <select value={value} onChange={(event) => setValue(event.target.value)}>
              <option value="" />
              {Object.entries(words.roles).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <input type="text" lang="zh-CN" value={value} onChange={(event) => setValue(event.target.value)} />
          )}
        </label>
        <button type="submit" className="button" disabled={value.trim() === ""}>
          {words.reading.correctSave}
        </button>
      </form>
      <p className={styles.quiet}>{words.reading.correctNote}</p>
    </details>
  );
}
