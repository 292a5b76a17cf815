// What moved from what to what, and why; and the years of holidays everything is reckoned on.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { MoveRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { useOrders } from "../../parts/useOrders";
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
      <Calendars />
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

function Calendars() {
  const words = useWords();
  const backend = useBackend();
  const calendars = useAsked((asked) => asked.calendars(), "calendars");
  const { problem, order } = useOrders();
  const id = useId();
  const [source, setSource] = useState("");
  const [region, setRegion] = useState("");
  const [moved, setMoved] = useState<number | null>(null);
  async function take(file: File) {
    setMoved(null);
    await order(async () => setMoved((await backend.importCalendar(await file.text(), file.name, source || null, region || null)).length));
  }
  return (
    <section className={styles.calendars} aria-label={words.time.calendars}>
      <h2>{words.time.calendars}</h2>
      <div className={styles.form}>
        <label htmlFor={`${id}-source`} className={styles.wide}>
          {words.time.source}
          <input id={`${id}-source`} value={source} onChange={(event) => setSource(event.target.value)} />
        </label>
        <label htmlFor={`${id}-region`}>
          {words.time.region}
          <input id={`${id}-region`} maxLength={1} value={region} onChange={(event) => setRegion(event.target.value)} />
        </label>
        <label htmlFor={`${id}-file`} className={styles.wide}>
          {words.time.importYear}
          <input id={`${id}-file`} data-testid="calendar-file" type="file" accept=".json,.csv,.toml,.txt" onChange={(event) => { const file = event.target.files?.[0]; if (file) void take(file); event.target.value = ""; }} />
        </label>
      </div>
      <p className={styles.quiet}>{words.time.importHint}</p>
      {problem && <ProblemBox problem={problem} />}
      {moved !== null && <p role="status">{words.time.imported(moved)}</p>}
      <ul>
        {(calendars.value ?? []).map((row) => (
          <li key={`${row.year}${row.region ?? ""}`}>
            <b>{[row.year, row.region].filter(Boolean).join(" ")}</b> <span className={styles.quiet}>{[row.imported ? fullMoment(row.imported) : words.time.shipped, row.source].join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
