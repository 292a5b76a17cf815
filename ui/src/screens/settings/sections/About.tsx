// 关于: which version this is, and how long the ledger is.
import { useWords } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function About({ overview }: SectionProps) {
  const { settings: say } = useWords();
  return (
    <dl className={styles.facts}>
      <dt>{say.version}</dt>
      <dd data-testid="version">{overview.version}</dd>
      <dt>{say.ledger}</dt>
      <dd>{overview.seq}</dd>
      {overview.demo && (
        <>
          <dt>{say.demo}</dt>
          <dd>{say.demoSays}</dd>
        </>
      )}
    </dl>
  );
}
