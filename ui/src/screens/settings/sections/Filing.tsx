// 归档内容: whether the original mail is filed beside its documents.
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import { Switch, useChoices } from "./choosing";
import styles from "../Settings.module.css";

export function Filing() {
  const { choices: say } = useWords();
  const { value, trouble, ask, problem, choose } = useChoices();
  const box = trouble && <ProblemBox problem={trouble} again={ask} />;
  if (!value) return box ?? <Loading />;
  return (
    <div className={styles.choices}>
      {box}
      <Switch choices={value} what="keep-original" of={[]} label={say.original} on={value.keep_original} choose={choose}>
        <p className={styles.note}>{say.originalSays}</p>
      </Switch>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}
