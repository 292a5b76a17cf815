// What a person says about a case: which others are the same matter, and what the office calls it.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { CasePage } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import styles from "./Cases.module.css";

/** Cases offered while a number is typed. */
const MOST = 20;

export function Matter({ of, openCase }: { of: CasePage; openCase: (number: string) => void }) {
  const words = useWords();
  const say = words.matter;
  const list = useId();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const cases = useAsked((asked) => asked.caseList({ tab: "all", text: chosen, offset: 0, limit: MOST }), `cases ${chosen}`);
  const number = of.number ?? "";
  const joined = of.together.filter((other) => other !== number);
  const others = (cases.value?.rows ?? []).flatMap((row) => (row.number !== null && !of.together.includes(row.number) ? [{ ...row, number: row.number }] : []));
  const isOne = others.some((row) => row.number === chosen);
  const name = typed ?? of.name ?? "";
  return (
    <section className={styles.part} data-testid="matter">
      <h3>{say.title}</h3>
      {problem && <ProblemBox problem={problem} />}
      {joined.length === 0 ? (
        <p className={styles.where}>{say.none}</p>
      ) : (
        <ul>
          {joined.map((other) => (
            <li key={other}>
              <button type="button" className="button bare" onClick={() => openCase(other)}>
                {other}
              </button>{" "}
              <button type="button" className="button bare" aria-label={`${say.split} ${other}`} onClick={() => void order(() => backend.splitCase(other))}>
                {say.split}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.line}>
        <input aria-label={say.joinWith} placeholder={words.lists.find} list={list} value={chosen} data-testid="case-other" onChange={(event) => setChosen(event.target.value)} />
        <datalist id={list}>
          {others.map((row) => (
            <option key={row.number} value={row.number}>
              {[row.cause, row.court?.name].filter(Boolean).join(" · ")}
            </option>
          ))}
        </datalist>
        <button type="button" className="button" disabled={!isOne} data-testid="case-join"
          onClick={() => void order(() => backend.joinCases([number, chosen])).then((done) => done && setChosen(""))}>
          {say.join}
        </button>
      </p>
      <p className={styles.line}>
        <label className={styles.line}>
          {say.name}
          <input value={name} maxLength={80} data-testid="case-name" onChange={(event) => setTyped(event.target.value)} />
        </label>
        <button type="button" className="button" disabled={typed === null || typed.trim() === (of.name ?? "")}
          onClick={() => void order(() => backend.nameCase(number, name)).then((done) => done && setTyped(null))}>
          {say.nameSave}
        </button>
      </p>
      <p className={styles.where}>{say.nameNote}</p>
    </section>
  );
}
