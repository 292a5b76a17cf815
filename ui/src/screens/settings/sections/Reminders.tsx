// 提醒与机器人: when people are reminded, by which robots and mails, and the calendar to subscribe to.
import { useAsked } from "../../../api/useAsked";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { useWords } from "../../../words/words";
import { Feed } from "../remind/Feed";
import { Mails } from "../remind/Mails";
import { Robots } from "../remind/Robots";
import { Times } from "../remind/Times";
import styles from "../Settings.module.css";

export function Reminders() {
  const { remind: say } = useWords();
  const { value, problem, ask } = useAsked((asked) => asked.reminding(), "reminding");
  // What is being filled in stays while the settings cannot be read for a moment.
  const trouble = problem && <ProblemBox problem={problem} again={ask} />;
  if (!value) return trouble ?? <Loading />;
  return (
    <>
      {trouble}
      <Times state={value} done={ask} />
      <div className={styles.apart}><Feed state={value} done={ask} /></div>
      <Robots state={value} done={ask} />
      <Mails state={value} done={ask} />
      <p className={styles.note}>{say.limit}</p>
    </>
  );
}
