// 本单位: who we are and where case folders lie, as the settings file says.
import { useBackend } from "../../../api/backend";
import { FolderPattern } from "../../../parts/FolderPattern";
import { MoveRoot } from "../../../parts/MoveRoot";
import { RestoreMissing } from "../../../parts/RestoreMissing";
import { useOrders } from "../../../parts/useOrders";
import { ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function Office({ overview }: SectionProps) {
  const words = useWords();
  const { settings: say } = words;
  const { provisional_years: years } = overview;
  const backend = useBackend();
  const { problem, order } = useOrders();
  return (
    <>
      <dl className={styles.facts}>
        <dt>{say.officeName}</dt>
        <dd lang="zh-CN">{overview.office}</dd>
        <dt>{say.caseRoot}</dt>
        <dd data-testid="case-root">{overview.case_root}</dd>
        <dt>{say.calendar}</dt>
        <dd>{years.length > 0 ? words.today.provisional(years.join(words.format.list)) : say.calendarKnown}</dd>
      </dl>
      <FolderPattern root={overview.case_root} />
      <div className={styles.acts}>
        <MoveRoot />
        <div><RestoreMissing look="button" /> <span className={styles.note}>{words.folders.restoreSays}</span></div>
      </div>
      <p className={styles.note}>{say.where}</p>
      {problem && <ProblemBox problem={problem} />}
      <p><button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>{words.start.openSettings}</button></p>
    </>
  );
}
