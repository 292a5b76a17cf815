// Last: who we are, what this address is to the court, which folders are watched, and whether the program starts with the system.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { OfficeForm } from "../../api/types";
import { useWords } from "../../words/words";
import { Select } from "../Select";
import { Field } from "./Field";
import type { Typed } from "./Wizard";
import styles from "./Wizard.module.css";

const ranges = ["30", "90", "180", "365", "all"] as const;
const computers = ["one", "several"] as const;
const regimes = ["confirmed", "offered", "promised", "unconfirmed"] as const;

interface Props {
  typed: Typed;
  change: (office: OfficeForm) => void;
  choose: (folders: string[] | null) => void;
  back: () => void;
  save: () => Promise<void>;
}

export function OfficeStep({ typed, change, choose, back, save }: Props) {
  const words = useWords();
  const { wizard: say } = words;
  const backend = useBackend();
  const { office } = typed;
  const [names, setNames] = useState((typed.form.folders ?? []).join("、"));
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [autostart, setAutostart] = useState(true);
  const [notifications, setNotifications] = useState(true);
  const go = async () => {
    // What the address is to the court decides deadlines: a person says it, nothing is chosen beforehand.
    // How many computers work with the mailbox decides whether a receipt may leave twice: that is said as well.
    if (!office.name.trim() || !office.regime || office.shared === null) return setTried(true);
    setSaving(true);
    // Consent is asked for here and can be changed in the settings; a system that refuses keeps nothing from being saved.
    await backend.changeShell({ close: null, autostart, notifications }).catch(() => undefined);
    await save();
    setSaving(false);
  };
  return (
    <>
      <div className={styles.body}>
        <Field label={say.office} says={say.officeSays} wrong={tried && !office.name.trim() ? say.officeWrong : null} value={office.name} set={(name) => change({ ...office, name })} autoFocus enter={() => void go()} testid="wizard-office" />
        <div className={styles.pair}>
          <Field label={say.handler} says={say.handlerSays} value={office.handler} set={(handler) => change({ ...office, handler })} />
          <Field label={say.phone} says={say.phoneSays} value={office.phone} set={(phone) => change({ ...office, phone })} />
        </div>
        <fieldset className={styles.regimes}>
          <legend>{say.regime}</legend>
          {regimes.map((id) => (
            <label key={id} className={styles.check}>
              <input type="radio" name="regime" data-testid={`regime-${id}`} checked={office.regime === id} onChange={() => change({ ...office, regime: id })} />
              <span>{say.regimes[id]}</span>
            </label>
          ))}
          {tried && !office.regime && <p role="alert" className={styles.wrong}>{say.regimeWrong}</p>}
          <p className={styles.says}>{say.regimeSays}</p>
        </fieldset>
        <fieldset className={styles.regimes}>
          <legend>{say.sharing}</legend>
          {computers.map((id) => (
            <label key={id} className={styles.check}>
              <input type="radio" name="computers" data-testid={`computers-${id}`} checked={office.shared === (id === "several")} onChange={() => change({ ...office, shared: id === "several" })} />
              <span>{say.computers[id]}</span>
            </label>
          ))}
          {tried && office.shared === null && <p role="alert" className={styles.wrong}>{say.regimeWrong}</p>}
          <p className={styles.says}>{say.sharingSays}</p>
        </fieldset>
        <div className={styles.field}>
          <span>{say.range}</span>
          <Select label={say.range} entries={ranges.map((id) => ({ id, name: say.ranges[id] }))} chosen={ranges.find((id) => id === office.look_back) ?? "90"} choose={(look_back) => change({ ...office, look_back })} testid="wizard-range" />
          <p className={styles.says}>{say.rangeSays}</p>
        </div>
        <Field label={say.folders} says={say.foldersSays} value={names} set={(text) => {
          setNames(text);
          const folders = text.split(/[,，、;；]/).map((name) => name.trim()).filter(Boolean);
          choose(folders.length > 0 ? folders : null);
        }} testid="wizard-folders" />
        <Field label={say.caseRoot} says={say.caseRootSays} value={office.case_root} set={(case_root) => change({ ...office, case_root })} testid="wizard-case-root" />
        <label className={styles.check}>
          <input type="checkbox" checked={autostart} onChange={(event) => setAutostart(event.target.checked)} />
          <span>{words.format.pair(words.shell.autostart, words.shell.autostartSays)}</span>
        </label>
        <label className={styles.check}>
          <input type="checkbox" checked={notifications} onChange={(event) => setNotifications(event.target.checked)} />
          <span>{words.format.pair(words.shell.notifications, words.shell.notificationsSays)}</span>
        </label>
      </div>
      <footer className={styles.foot}>
        <button type="button" className="button large" onClick={back}>{say.back}</button>
        <button type="button" className="button large primary" disabled={saving} data-testid="wizard-save" onClick={() => void go()}>{say.save}</button>
      </footer>
    </>
  );
}
