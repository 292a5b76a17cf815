// How an agreement on the address for service was entered and changed: when, by whom, what, why, and the paper each entry brought.
import { useBackend } from "../../../api/backend";
import type { AgreementField, AgreementRow } from "../../../api/types";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { fullMoment } from "../../../words/format";
import { byCode, useWords, type Words } from "../../../words/words";
import styles from "../Settings.module.css";

export function RegisterHistory({ row }: { row: AgreementRow }) {
  const words = useWords();
  const { register: say } = words;
  return (
    <details className={styles.history} data-testid="agreement-history">
      <summary>{say.history(row.history.length)}</summary>
      <ol>
        {row.history.map((entry, nth) => (
          <li key={nth} data-testid="agreement-entry">
            <p>
              {fullMoment(entry.at)} {say.did(entry.by, nth === 0)}
            </p>
            {entry.changed.map((term) => <p key={term.field} data-field={term.field}>{told(words, term)}</p>)}
            {entry.note && <p className={styles.note}>{words.format.pair(say.why, entry.note)}</p>}
            {entry.document ? <OpenPaper agreement={row.id} paper={entry.document} name={entry.document_name ?? say.paper} /> : <p className={styles.note}>{nth === 0 ? say.noPaper : say.broughtNone}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Opens a signed paper with the program the person has for it. */
export function OpenPaper({ agreement, paper, name }: { agreement: string; paper: string; name: string }) {
  const { register: say } = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  return (
    <>
      <button type="button" className={`button bare ${styles.opens}`} data-testid="open-paper" onClick={() => void order(() => backend.openPaper(agreement, paper))}>
        {say.openPaper(name)}
      </button>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

/** What a change changed, as people say it: what it was, what it is. */
function told(words: Words, { field, before, after }: AgreementField): string {
  const { register: say } = words;
  const spoken = (texts: string[]) => {
    if (texts.length === 0) return field === "cases" ? say.everyCase : field === "levels" ? say.everyLevel : say.open;
    if (field === "reply") {
      const kind = byCode<string>(say.replies, texts[0] ?? "") ?? texts[0] ?? "";
      return texts[1] === undefined ? kind : words.format.aside(kind, say.within(Number(texts[1])));
    }
    const names: Readonly<Record<string, string>> = field === "kind" ? say.kinds : field === "levels" ? say.levels : {};
    return texts.map((text) => byCode<string>(names, text) ?? text).join(words.format.list);
  };
  return say.became(byCode<string>(say.fields, field) ?? field, spoken(before), spoken(after));
}
