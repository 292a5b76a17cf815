// 邮箱: how every watched mailbox is doing.
import type { MailboxState } from "../../../api/types";
import { Watching } from "../../../parts/Watching";
import { recentMoment, timeOfDay } from "../../../words/format";
import { byCode, problemSentence, useWords } from "../../../words/words";
import { Connect } from "../Connect";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function Mailboxes({ overview }: SectionProps) {
  const { settings: say } = useWords();
  return (
    <>
      {overview.mailboxes.length === 0 ? <p>{say.noMailbox}</p> : <Table rows={overview.mailboxes} today={overview.today} />}
      {!overview.demo && <Connect />}
    </>
  );
}

function Table({ rows, today }: { rows: readonly MailboxState[]; today: string }) {
  const words = useWords();
  const { settings: say } = words;
  return (
    <table className={`table ${styles.table}`}>
      <thead>
        <tr>
          {[say.colAddress, say.colKind, say.colState, say.colLast, say.colNext].map((name) => (
            <th key={name} scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid="mailbox-row" data-id={row.id} data-state={row.state}>
            <th scope="row">{row.address}</th>
            <td>{byCode<string>(say.kinds, row.kind) ?? row.kind}</td>
            <td>
              <i className={row.problem || row.state === "failed" ? styles.unwell : styles.well} aria-hidden="true" />
              {byCode<string>(say.states, row.state) ?? row.state}
              {row.behind > 0 && <p>{say.behind(row.behind)}</p>}
              {row.problem && <p>{problemSentence(words, row.problem.code, row.problem.facts)}</p>}
              <Watching mailbox={row} today={today} />
            </td>
            <td>{row.last_check ? recentMoment(row.last_check, today) : say.never}</td>
            <td>{row.next_check ? timeOfDay(row.next_check).slice(0, 5) : "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

