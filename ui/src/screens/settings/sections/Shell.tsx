// 启动与通知: starting with the system, what closing means, notifications; what an administrator decided is shown as it is.
import { asProblem, useBackend } from "../../../api/backend";
import { useAsked } from "../../../api/useAsked";
import type { ShellChange } from "../../../api/types";
import { useAnnounce } from "../../../parts/announce";
import { Choice } from "../../../parts/Choice";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { problemSentence, useWords } from "../../../words/words";
import styles from "../Settings.module.css";

const yesNo = ["on", "off"] as const;

export function Shell() {
  const words = useWords();
  const { shell: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const shell = useAsked((asked) => asked.shell(), "shell");
  const { value } = shell;
  if (shell.problem) return <ProblemBox problem={shell.problem} again={shell.ask} />;
  if (value === null) return <Loading />;
  const change = (what: Partial<ShellChange>) =>
    void backend.changeShell({ close: null, notifications: null, autostart: null, ...what }).then(shell.ask, (thrown: unknown) => {
      const { code, facts } = asProblem(thrown);
      announce(problemSentence(words, code, facts));
      shell.ask();
    });
  const entries = yesNo.map((id) => ({ id, name: say[id] }));
  const is = (on: boolean | null) => (on ? "on" : "off");
  const decided = (name: string) => value.decided.includes(name) && <p className={styles.note}>{say.decided}</p>;
  return (
    <div className={styles.choices}>
      <div>
        <Choice label={say.autostart} entries={entries} chosen={is(value.autostart)} choose={(id) => change({ autostart: id === "on" })} />
        <p className={styles.note}>{say.autostartSays}</p>
        {decided("autostart")}
      </div>
      <div>
        <Choice label={say.notifications} entries={entries} chosen={is(value.notifications)} choose={(id) => change({ notifications: id === "on" })} />
        <p className={styles.note}>{say.notificationsSays}</p>
        {decided("notifications")}
      </div>
      {value.has_tray && (
        <div>
          <Choice label={say.close} entries={(["ask", "hide", "quit"] as const).map((id) => ({ id, name: say.ways[id] }))} chosen={value.close as "ask" | "hide" | "quit"} choose={(id) => change({ close: id })} />
          <p className={styles.note}>{say.closeSays}</p>
          {decided("close")}
        </div>
      )}
      {value.updates && <p>{value.updates === "off" ? say.updatesOff : say.updatesFrom(value.updates)}</p>}
    </div>
  );
}
