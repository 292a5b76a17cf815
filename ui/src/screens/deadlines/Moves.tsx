// What moved from what to what, and why; and the years of holidays everything is reckoned on.
import type { MoveRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { Calendars } from "../../parts/Calendars";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { fullMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Time.module.css";

export function Moves() {
  const words = useWords();
  const moves = useAsked((asked) => asked.moves(), "moves");
  // A calendar that is being taken in below keeps what was filled in.
  const trouble = moves.problem && <ProblemBox problem={moves.problem} again={moves.ask} />;
  if (!moves.value) return trouble ?? <Loading />;
  return (
    <div className="scroll" tabIndex={-1}>
      {trouble}
      {moves.value.length === 0 ? <Empty title={words.time.noMoves} text={words.time.noMovesText} /> : <Table rows={moves.value} />}
      <section className={styles.calendars} aria-label={words.time.calendars}>
        <h2>{words.time.calendars}</h2>
        <Calendars />
      </section>
    </div>
  );
}

function Table({ rows }: { rows: readonly MoveRow[] }) {
  const words = useWords();
  return (
    <table className="table">
      <thead>
        <tr>
          {[words.time.when, words.deadlines.colName, words.deadlines.colCase, words.time.was, words.time.now, words.time.why].map((name) => (
            <th key={name} scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={`${row.deadline}${row.at}${at}`}>
            <td>{row.at && fullMoment(row.at)}</td>
            <th scope="row" lang="zh-CN">{row.name}</th>
            <td>{row.case_number}</td>
            <td>{row.was ?? words.clock.noDate}</td>
            <td>{row.status === "gone" ? words.time.gone : row.waits ? words.time.waiting(row.waits) : (row.last_day ?? words.clock.noDate)}</td>
            <td>{words.time.whys[row.why] ?? row.why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
