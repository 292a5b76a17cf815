// 邮箱: how every watched mailbox is doing, and how many computers work with it.
import { asProblem, useBackend } from "../../../api/backend";
import type { MailboxState } from "../../../api/types";
import { useAnnounce } from "../../../parts/announce";
import { Choice } from "../../../parts/Choice";
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
      <Sharing rows={overview.mailboxes.filter((row) => row.kind === "imap")} />
      {!overview.demo && <Connect />}
    </>
  );
}

/** How many computers work with a mailbox: it decides what becomes of a receipt that cannot be registered in it. */
function Sharing({ rows }: { rows: readonly MailboxState[] }) {
  const words = useWords();
  const { sharing: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  if (rows.length === 0) return null;
  const choose = (id: string, shared: boolean) =>
    void backend.shareMailbox(id, shared).then(() => announce(say.saved), (thrown: unknown) => {
      const { code, facts } = asProblem(thrown);
      announce(problemSentence(words, code, facts));
    });
  return (
    <div className={`${styles.choices} ${styles.sharing}`} data-testid="sharing">
      {rows.map((row) => (
        <div key={row.id} data-testid="sharing-row" data-id={row.id} data-shared={row.shared} data-computers={row.computers}>
          <Choice label={`${say.column} ${row.address}`} entries={(["on", "off"] as const).map((id) => ({ id, name: say[id] }))}
            chosen={row.shared ? "on" : row.computers === "one" ? "off" : null} choose={(id) => choose(row.id, id === "on")} />
          {row.computers === "unsaid" && !row.answered_beside && <p className={styles.note} data-testid="sharing-unsaid">{say.unsaid}</p>}
          {row.answered_beside && !row.shared && <p className={styles.note} data-testid="sharing-suggested">{say.suggests}</p>}
        </div>
      ))}
      <p className={styles.note}>{say.says}</p>
    </div>
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

