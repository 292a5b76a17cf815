// Why this mail is believed, or must be verified first.
import type { ReasonRow, ServiceRow } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./ServicePage.module.css";

function reasonWords(words: Words, reason: ReasonRow): string {
  const word = byCode<string>(words.reasons, reason.code);
  if (!word) return reason.detail || reason.code;
  return reason.detail ? words.format.aside(word, reason.detail) : word;
}

function head(words: Words, verdict: string): string {
  if (verdict === "proven") return words.trust.proven;
  return verdict === "likely" ? words.trust.likely : words.trust.doubtful;
}

export function TrustBox({ row, reasons }: { row: ServiceRow; reasons: readonly ReasonRow[] }) {
  const words = useWords();
  const known = row.verdict === "proven" || row.verdict === "likely" ? row.verdict : "doubtful";
  const why = reasons.map((reason) => reasonWords(words, reason)).join(words.format.stop);
  return (
    <section className={`${styles.box} ${styles[known]}`} aria-label={head(words, known)}>
      <Icon name={known === "proven" ? "check" : known === "likely" ? "info" : "warn"} />
      <div>
        <p>
          <strong>{head(words, known)}</strong>
          {known === "likely" && <span className={styles.quiet}> {words.trust.likelyMeans}</span>}
        </p>
        {why && <p>{why}</p>}
        {known === "doubtful" && <p>{words.trust.verify}</p>}
      </div>
    </section>
  );
}
