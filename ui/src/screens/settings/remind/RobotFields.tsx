// What is typed of a robot: its platform and group, what it tells, whom it calls, and once its address.
import { useId, useState, type ReactNode } from "react";
import { useBackend } from "../../../api/backend";
import type { RobotForm } from "../../../api/types";
import type { FormFocus } from "../../../parts/useFormFocus";
import { ProblemBox } from "../../../parts/Waiting";
import { byCode, useWords } from "../../../words/words";
import form from "../../../parts/Form.module.css";
import styles from "../Settings.module.css";
import { useTyped } from "../useTyped";
import { levels } from "./levels";
import { useTry } from "./useTry";

const kinds = ["wecom", "dingtalk", "feishu"] as const;

export function RobotFields({ start, focus, close }: { start: RobotForm; focus: FormFocus; close: () => void }) {
  const { remind: say } = useWords();
  const backend = useBackend();
  const { typed, put, keep, clear, problem } = useTyped<RobotForm>(say.saved, close);
  const attempt = useTry();
  const id = useId();
  const now: RobotForm = { ...start, ...typed };
  const [mentions, setMentions] = useState(start.mentions.join(" "));
  const isNew = start.id === null;
  const whole = (): RobotForm => ({ ...now, address: now.address.trim(), mentions: now.kind === "feishu" ? [] : mentions.split(/[\s,，、;；@]+/).filter(Boolean).map((one) => (one === "all" ? "@all" : one)) });
  const field = (name: string, label: string, input: ReactNode, width = form.wide) => (
    <label htmlFor={`${id}-${name}`} className={width}>
      {label}
      {input}
    </label>
  );
  const secret = { type: "password", autoComplete: "off", spellCheck: false } as const;
  const says = [byCode<string>(say.signSays, now.kind), say.addressSays, !isNew && now.kind !== "wecom" && now.address !== "" && say.signGoes];
  return (
    <form {...focus} className={form.form} aria-label={say.robotTitle} data-testid="robot-form"
      onSubmit={(event) => { event.preventDefault(); keep(() => backend.keepRobot(whole())); }}>
      {field("kind", say.kind, (
        <select id={`${id}-kind`} data-testid="robot-kind" value={now.kind} onChange={(event) => put({ kind: event.target.value })}>
          {kinds.map((kind) => <option key={kind} value={kind}>{say.kinds[kind]}</option>)}
        </select>
      ))}
      {field("name", say.name, <input id={`${id}-name`} data-testid="robot-name" maxLength={40} value={now.name} lang="zh-CN" onChange={(event) => put({ name: event.target.value })} />)}
      {field("level", say.level, (
        <select id={`${id}-level`} data-testid="robot-level" value={now.level} onChange={(event) => put({ level: event.target.value })}>
          {levels.map((level) => <option key={level} value={level}>{say.levelsLong[level]}</option>)}
        </select>
      ), styles.wider)}
      {now.kind !== "feishu" && field("mentions", say.mentions, (
        <input id={`${id}-mentions`} data-testid="robot-mentions" inputMode="tel" autoComplete="off" value={mentions} onChange={(event) => { clear(); setMentions(event.target.value); }} />
      ))}
      {field("address", isNew ? say.address : say.addressKept, (
        <input id={`${id}-address`} data-testid="robot-address" {...secret} required={isNew || now.kind !== start.kind} aria-describedby={`${id}-says`} value={now.address} onChange={(event) => put({ address: event.target.value })} />
      ), styles.wider)}
      {now.kind !== "wecom" && field("sign", say.sign, (
        <input id={`${id}-sign`} data-testid="robot-sign" {...secret} aria-describedby={`${id}-says`} value={now.sign_key} onChange={(event) => put({ sign_key: event.target.value })} />
      ))}
      <p id={`${id}-says`} className={styles.note}>{says.filter(Boolean).join(" ")}</p>
      <button type="submit" className="button primary" data-testid="robot-save">{say.save}</button>
      <button type="button" className="button" data-testid="robot-try" disabled={attempt.isRunning} onClick={() => attempt.run(() => backend.testRobot(whole()))}>{say.try}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {attempt.told}
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
