// The register of agreements on the address for service 送达地址确认书、承诺协议, and the courts that do not stand in it.
import { Fragment, useState } from "react";
import type { AgreementForm, AgreementRow, Uncovered } from "../../../api/types";
import { useAsked } from "../../../api/useAsked";
import { useFormFocus } from "../../../parts/useFormFocus";
import { Loading, ProblemBox } from "../../../parts/Waiting";
import { courtStamp } from "../../../words/format";
import { byCode, useWords } from "../../../words/words";
import { OpenPaper, RegisterHistory } from "./RegisterHistory";
import { blank, formOf, RegisterForm } from "./RegisterForm";
import styles from "../Settings.module.css";

interface Editing {
  start: AgreementForm;
  paper: string | null;
}

/** Today by the court's clock. */
const today = () => courtStamp(Date.now()).slice(0, 10);

export function Register() {
  const { register: say, agreement } = useWords();
  const register = useAsked((backend) => backend.register(), "register");
  const [editing, setEditing] = useState<Editing | null>(null);
  const close = () => { setEditing(null); register.ask(); };
  const focus = useFormFocus(editing !== null, '[data-testid="agreement-add"]', close);
  const trouble = register.problem && <ProblemBox problem={register.problem} again={register.ask} />;
  if (!register.value) return trouble ?? <Loading />;
  const { agreements, uncovered } = register.value;
  return (
    <>
      {trouble}
      {agreements.length === 0 ? <p>{say.empty}</p> : <Agreements rows={agreements} change={(row) => setEditing({ start: formOf(row), paper: row.document_name })} />}
      {uncovered.length > 0 && (
        <Missing rows={uncovered} enter={(row) => setEditing({ start: blank(today(), { courts: row.court ? [row.court] : [], address: row.address }), paper: null })} />
      )}
      {editing ? (
        <RegisterForm key={editing.start.id + editing.start.courts.join()} start={editing.start} paper={editing.paper}
          focus={focus} close={close} />
      ) : (
        <p className={styles.row}>
          <button type="button" className="button" data-testid="agreement-add" onClick={() => setEditing({ start: blank(today()), paper: null })}>
            {agreement.add}
          </button>
        </p>
      )}
      <p className={styles.note}>{say.how}</p>
    </>
  );
}

function Agreements({ rows, change }: { rows: readonly AgreementRow[]; change: (row: AgreementRow) => void }) {
  const words = useWords();
  const { register: say } = words;
  const list = (names: readonly string[]) => names.join(words.format.list);
  const scope = (row: AgreementRow) => {
    const cases = row.cases.length > 0 ? list(row.cases) : say.everyCase;
    const levels = row.levels.length > 0 ? list(row.levels.map((level) => byCode<string>(say.levels, level) ?? level)) : say.everyLevel;
    return `${cases}${words.format.stop}${levels}`;
  };
  const reply = (row: AgreementRow) => {
    const kind = byCode<string>(say.replies, row.reply) ?? row.reply;
    return row.reply.startsWith("none") || row.reply_within === null ? kind : words.format.aside(kind, say.within(row.reply_within));
  };
  return (
    <table className={`table ${styles.table} ${styles.register}`}>
      <thead>
        <tr>
          {[say.colCourt, say.colKind, say.colAddress, say.colScope, say.colTime, say.colReply].map((name) => (
            <th key={name} scope="col">{name}</th>
          ))}
          <th scope="col">{words.receipt.colAct}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.id}>
          <tr data-testid="agreement-row" data-id={row.id} data-state={row.state}>
            <th scope="row" lang="zh-CN">{list(row.court_names)}</th>
            <td>
              {byCode<string>(say.kinds, row.kind) ?? row.kind}
              <p className={styles.note}>{row.document ? say.paper : say.noPaper}</p>
              {row.document && row.without_paper > 0 && <p className={styles.note} data-testid="agreement-without-paper">{say.withoutPaper(row.without_paper)}</p>}
              {row.document && <OpenPaper agreement={row.id} paper={row.document} name={row.document_name ?? ""} />}
            </td>
            <td><Address of={row.address} /></td>
            <td>{scope(row)}</td>
            <td>
              {say.from(row.from, row.until)}
              <p className={styles.note}>{byCode<string>(say.states, row.state) ?? row.state}</p>
            </td>
            <td>
              {reply(row)}
              <p className={styles.note}>{say.changes(row.changes, row.changed_by)}</p>
            </td>
            <td>
              <button type="button" className="button" data-testid="agreement-change" onClick={() => change(row)}>{words.agreement.change}</button>
            </td>
          </tr>
          <tr>
            <td colSpan={7} className={styles.past}><RegisterHistory row={row} /></td>
          </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Missing({ rows, enter }: { rows: readonly Uncovered[]; enter: (row: Uncovered) => void }) {
  const words = useWords();
  const { register: say } = words;
  return (
    <>
      <h3>{say.uncovered}</h3>
      <p className={styles.note}>{say.uncoveredSays}</p>
      <ul className={styles.uncovered}>
        {rows.map((row) => (
          <li key={`${row.court} ${row.address}`} data-testid="uncovered-row" data-court={row.court}>
            <div>
              <p>{row.court ? <b lang="zh-CN">{row.court_name}</b> : <b>{say.noCourt}</b>} {row.address}</p>
              {row.cases.length > 0 && <p className={styles.note}>{words.format.pair(say.cases(row.cases.length), row.cases.join(words.format.list))}</p>}
              {row.subjects.length > 0 && <p className={styles.note}>{words.format.pair(say.noNumber(row.subjects.length), row.subjects.join(words.format.list))}</p>}
            </div>
            <button type="button" className="button" onClick={() => enter(row)}>{words.agreement.forCourt}</button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** An address that is too long for its column goes on behind its @, not in the middle of a word. */
function Address({ of }: { of: string }) {
  const at = of.indexOf("@") + 1;
  return <>{of.slice(0, at)}<wbr />{of.slice(at)}</>;
}
