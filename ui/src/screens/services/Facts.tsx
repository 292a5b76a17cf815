// Where each fact was read and how sure it is; and earlier services that this one repeats or corrects.
import type { FactRow, ServicePage } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { fullMoment } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./ServicePage.module.css";

/** Codes that have words of their own. */
function told(words: Words, row: FactRow): string {
  if (row.value === null) return words.reading.sure.missing;
  if (row.fact === "role") return byCode<string>(words.roles, row.value) ?? row.value;
  if (row.fact === "hearing") return fullMoment(row.value);
  return row.value;
}

function place(words: Words, row: FactRow): string | null {
  if (row.part === null) return null;
  if (row.part === "mail") return words.reading.inMail;
  if (row.part === "subject") return words.reading.inSubject;
  const name = row.read_in ?? row.part;
  return row.page === null ? words.reading.inName(name) : words.reading.inPage(name, row.page);
}

export function Facts({ facts }: { facts: readonly FactRow[] }) {
  const words = useWords();
  // The kind of a document is shown with the document; its code has no words of its own here.
  const shown = facts.filter((row) => row.fact !== "document-kind" && row.fact !== "document-case");
  if (shown.length === 0) return null;
  return (
    <details data-testid="facts">
      <summary>{words.reading.sources(shown.length)}</summary>
      <dl className={styles.facts}>
        {shown.flatMap((row, at) => {
          const sure = byCode<string>(words.reading.sure, row.sure) ?? row.sure;
          const means = byCode<string>(words.reading.means, row.sure);
          const where = place(words, row);
          return [
            <dt key={`${at}?`}>{byCode<string>(words.reading.fact, row.fact) ?? row.fact}</dt>,
            <dd key={at} data-sure={row.sure}>
              {row.value !== null && <span lang="zh-CN">{told(words, row)}</span>} <span className={styles.quiet} title={means}>{sure}</span>
              {where && (
                <span className={styles.quiet}>
                  {" "}
                  {where}
                  {row.sentence && row.page !== null ? `${words.format.gap}“${row.sentence}”` : ""}
                </span>
              )}
            </dd>,
          ];
        })}
      </dl>
    </details>
  );
}

export function Related({ page }: { page: ServicePage }) {
  const words = useWords();
  if (page.related.length === 0) return null;
  return (
    <section className={styles.part} data-testid="related">
      <ul className={styles.doubts}>
        {page.related.map((row) => (
          <li key={row.service + row.relation}>
            <Icon name="info" />
            <span>
              {byCode<string>(words.reading.relation, row.relation) ?? row.relation}
              <span className={styles.quiet} lang="zh-CN">
                {" "}
                {[row.because.join(words.format.list), words.reading.earlier(row.subject, row.arrived ? fullMoment(row.arrived) : words.app.unknown)].filter(Boolean).join(" · ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>{words.reading.relatedNote}</p>
    </section>
  );
}
