// What a person says about a case: which others are the same matter, and what the office calls it.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import styles from "./Cases.module.css";

export function Matter({ number, openCase }: { number: string; openCase: (number: string) => void }) {
  const words = useWords();
  const say = words.matter;
  const backend = useBackend();
  const { problem, order } = useOrders();
  const cases = useAsked((asked) => asked.cases(), "cases");
  const [chosen, setChosen] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const own = cases.value?.find((row) => row.case_number === number);
  if (!own) return null;
  const joined = own.together.filter((other) => other !== number);
  const others = (cases.value ?? []).filter((row) => !own.together.includes(row.case_number));
  const name = typed ?? own.name ?? "";
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
      {others.length > 0 && (
        <p className={styles.line}>
          <select aria-label={say.joinWith} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{say.joinWith}</option>
            {others.map((row) => (
              <option key={row.id} value={row.case_number}>
                {[row.case_number, row.cause].filter(Boolean).join(" ")}
              </option>
            ))}
          </select>
          <button type="button" className="button" disabled={!chosen} data-testid="case-join"
            onClick={() => void order(() => backend.joinCases([number, chosen])).then((done) => done && setChosen(""))}>
            {say.join}
          </button>
        </p>
      )}
      <p className={styles.line}>
        <label className={styles.line}>
          {say.name}
          <input value={name} maxLength={80} data-testid="case-name" onChange={(event) => setTyped(event.target.value)} />
        </label>
        <button type="button" className="button" disabled={typed === null || typed.trim() === (own.name ?? "")}
          onClick={() => void order(() => backend.nameCase(number, name)).then((done) => done && setTyped(null))}>
          {say.nameSave}
        </button>
      </p>
      <p className={styles.where}>{say.nameNote}</p>
    </section>
  );
}
