// 期限规则与节假日: how many rules there are and where they are read, and the years of holidays.
import { useAsked } from "../../../api/useAsked";
import { Calendars } from "../../../parts/Calendars";
import { useWords } from "../../../words/words";
import styles from "../Settings.module.css";

export function Rules() {
  const { rulesSection: say } = useWords();
  const rules = useAsked((asked) => asked.rules(), "rules");
  return (
    <>
      {rules.value && <p>{say.rules(rules.value.length)}</p>}
      <p className={styles.note}>{say.says}</p>
      <Calendars />
    </>
  );
}
