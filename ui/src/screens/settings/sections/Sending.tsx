// 发送回执: how long a receipt can be taken back, whether two people are needed, and which courts are answered without anybody.
import { Choice } from "../../../parts/Choice";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { byCode, useWords } from "../../../words/words";
import { Made, Switch, useChoices } from "./choosing";
import styles from "../Settings.module.css";

const times = ["0", "10", "30"] as const;

export function Sending() {
  const { choices: say } = useWords();
  const { value, trouble, ask, problem, choose } = useChoices();
  const box = trouble && <ProblemBox problem={trouble} again={ask} />;
  if (!value) return box ?? <Loading />;
  const has = (what: string) => value.decided.includes(what);
  const now = times.find((time) => Number(time) === value.undo_seconds) ?? "10";
  return (
    <>
      {box}
      <div className={styles.choices}>
        <div data-testid="choice" data-what="undo">
          <Choice label={say.undo} entries={times.map((id) => ({ id, name: say.seconds(Number(id)) }))} chosen={now} choose={(id) => choose("undo", [], id)} />
          <p className={styles.note}>{say.undoSays}</p>
          <Made choices={value} what="undo" of={[]} />
        </div>
        <Switch choices={value} what="two-people" of={[]} label={say.two} on={value.two_people} choose={choose} decided={has("two_people")}>
          <p className={styles.note}>{say.twoSays}</p>
        </Switch>
      </div>
      <h3>{say.automatic}</h3>
      <p className={styles.note}>{say.automaticSays}</p>
      <div className={`${styles.choices} ${styles.sharing}`}>
        {value.courts.length === 0 && <p>{say.noCourts}</p>}
        {value.courts.map((court) => (
          <Switch key={court.code} choices={value} what="automatic" of={[court.code]} label={court.name} on={court.automatic} choose={choose} warning={say.automaticWarn(court.name)}
            decided={has("automatic")} whyNot={court.why_not && (byCode<string>(say.whyNot, court.why_not) ?? court.why_not)} />
        ))}
      </div>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
