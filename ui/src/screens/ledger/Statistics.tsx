// 统计: each figure answers one question, with its numbers in a table beneath.
import type { ReactNode } from "react";
import type { Statistics } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { shortDay } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import styles from "./Ledger.module.css";
import { Bars, Key, Lines, type Series } from "./plots";

/** A year: whether this month is like the same month of last year can be seen. */
const MONTHS = 12;

export function StatisticsPage({ tabs, today }: { tabs: ReactNode; today: string }) {
  const { ledger: say } = useWords();
  const told = useAsked((asked) => asked.statistics(MONTHS), "statistics");
  const value = told.value;
  const isEmpty = value !== null && value.courts.length === 0 && value.weeks.every((week) => week.services === 0);
  return (
    <>
      <header className={`bar ${styles.bar}`}>{tabs}</header>
      {told.problem && <ProblemBox problem={told.problem} again={told.ask} />}
      {value === null ? (
        !told.problem && <Loading />
      ) : isEmpty ? (
        <Empty title={say.statistics.emptyTitle} text={say.statistics.emptyText} />
      ) : (
        <div className={`scroll ${styles.page}`} data-reading tabIndex={0} role="region" aria-label={say.tabs.statistics}>
          <Figures told={value} today={today} />
        </div>
      )}
    </>
  );
}

function Figures({ told, today }: { told: Statistics; today: string }) {
  const words = useWords();
  const { statistics: say } = words.ledger;
  const hours = (value: number | null) => (value === null ? "—" : say.hours(value));
  // Under a bar there is room for month and day alone.
  const weekDay = (date: string) => date.slice(5);
  const work: Series[] = [
    { name: say.services, fill: "var(--plot-1)", values: told.weeks.map((week) => week.services) },
    { name: say.documents, fill: "var(--plot-4)", values: told.weeks.map((week) => week.documents) },
  ];
  const soon: Series[] = [
    { name: say.sameDay, fill: "var(--plot-1)", values: told.receipts.map((month) => month.same_day) },
    { name: say.twoDays, fill: "var(--plot-4)", values: told.receipts.map((month) => month.two_days) },
    { name: say.later, fill: "var(--plot-5)", values: told.receipts.map((month) => month.later) },
    { name: say.missing, fill: "var(--plot-2)", values: told.receipts.map((month) => month.missing) },
  ];
  const ends: Series[] = [
    { name: say.open, fill: "var(--plot-2)", values: told.deadlines.map((month) => month.open) },
    { name: say.done, fill: "var(--plot-1)", values: told.deadlines.map((month) => month.done) },
    { name: say.notApplicable, fill: "var(--plot-5)", values: told.deadlines.map((month) => month.not_applicable) },
    { name: say.overdue, fill: "var(--plot-3)", values: told.deadlines.map((month) => month.overdue) },
  ];
  const trust: Series[] = [
    { name: say.proven, fill: "var(--plot-1)", values: told.trust.map((month) => month.proven) },
    { name: say.likely, fill: "var(--plot-4)", values: told.trust.map((month) => month.likely) },
    { name: say.doubtful, fill: "var(--plot-3)", values: told.trust.map((month) => month.doubtful) },
  ];
  const ahead: Series[] = [
    { name: say.deadlinesAhead, fill: "var(--plot-2)", values: told.ahead.map((day) => day.deadlines) },
    { name: say.hearingsAhead, fill: "var(--plot-1)", values: told.ahead.map((day) => day.hearings) },
  ];
  const months = told.months.map((month) => month.slice(2));
  const bySeries = (labels: readonly string[], series: readonly Series[]) => labels.map((label, at) => [label, ...series.map((one) => String(one.values[at] ?? 0))]);
  const figure = (id: keyof Words["ledger"]["figures"], plot: ReactNode, head: readonly string[], rows: readonly (readonly string[])[], wide = false) => (
    <Figure id={id} head={head} rows={rows} wide={wide}>{plot}</Figure>
  );
  const names = (series: readonly Series[]) => series.map((one) => one.name);
  return (
    <div className={styles.figures}>
      {figure("ahead", <Stacked labels={told.ahead.map((day) => weekDay(day.date))} series={ahead} />, [say.day, ...names(ahead)],
        told.ahead.filter((day) => day.deadlines + day.hearings > 0).map((day) => [shortDay(words, day.date, today) + (day.is_working_day ? "" : ` ${say.restDay}`), String(day.deadlines), String(day.hearings)]))}
      {figure("weeks", <Stacked labels={told.weeks.map((week) => weekDay(week.monday))} series={work} beside />, [say.week, ...names(work)], bySeries(told.weeks.map((week) => shortDay(words, week.monday, today)), work))}
      {figure("receipts", <Stacked labels={months} series={soon} />, [say.month, ...names(soon)], bySeries(told.months, soon))}
      {figure("speed", <Lines labels={months} series={[
        { name: say.seenHalf, fill: "var(--plot-4)", values: told.speed.map((month) => month.seen_half) },
        { name: say.receiptHalf, fill: "var(--plot-1)", values: told.speed.map((month) => month.receipt_half) },
      ]} unit={say.hour} />, [say.month, say.seenHalf, say.seenMost, say.receiptHalf, say.receiptMost],
        told.speed.map((month) => [month.month, hours(month.seen_half), hours(month.seen_most), hours(month.receipt_half), hours(month.receipt_most)]))}
      {figure("deadlines", <Stacked labels={told.deadlines.map((month) => month.month.slice(2))} series={ends} />, [say.month, ...names(ends)], bySeries(told.deadlines.map((month) => month.month), ends))}
      {figure("trust", <Stacked labels={months} series={trust} />, [say.month, ...names(trust)], bySeries(told.months, trust))}
      {figure("courts", null, [say.court, say.services], told.courts.map((court) => [court.name, String(court.count)]))}
      {figure("doubts", null, [say.doubt, say.openDoubts, say.settledDoubts],
        told.doubts.map((doubt) => [byCode<string>(words.doubts, doubt.code) ?? doubt.code, String(doubt.open), String(doubt.settled)]))}
      <Heat told={told} words={words} />
    </div>
  );
}

function Stacked({ labels, series, beside = false }: { labels: readonly string[]; series: readonly Series[]; beside?: boolean }) {
  return (
    <>
      <Bars labels={labels} series={series} beside={beside} />
      <Key series={series} />
    </>
  );
}

interface FigureProps {
  id: keyof Words["ledger"]["figures"];
  head: readonly string[];
  rows: readonly (readonly string[])[];
  wide: boolean;
  children: ReactNode;
}

function Figure({ id, head, rows, wide, children }: FigureProps) {
  const words = useWords();
  const { name, asks } = words.ledger.figures[id];
  return (
    <section className={`${styles.figure} ${wide ? styles.wide : ""}`} data-testid="figure" data-id={id}>
      <h2>{name}</h2>
      <p>{asks}</p>
      {children}
      {rows.length === 0 ? <p>{words.ledger.statistics.nothing}</p> : <Numbers name={name} head={head} rows={rows} />}
    </section>
  );
}

function Numbers({ name, head, rows }: { name: string; head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <div className={styles.tableBox}>
      <table className={`table ${styles.small}`} aria-label={name}>
        <thead>
          <tr>{head.map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(([first = "", ...rest]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {rest.map((cell, at) => <td key={head[at + 1] ?? at}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From little to much; hex colours with an opacity, for old web views. */
const heat = ["#56b4e926", "#56b4e94d", "#56b4e973", "#56b4e999"] as const;

/** Kinds by month as a table whose cells are the darker the more they hold: the numbers stand in it. */
function Heat({ told, words }: { told: Statistics; words: Words }) {
  const { name, asks } = words.ledger.figures.kinds;
  const most = Math.max(1, ...told.kinds.flatMap((kind) => kind.counts));
  const shade = (count: number) => (count === 0 ? undefined : heat[Math.min(heat.length - 1, Math.floor((heat.length * count) / (most + 1)))]);
  return (
    <section className={`${styles.figure} ${styles.wide}`} data-testid="figure" data-id="kinds">
      <h2>{name}</h2>
      <p>{asks}</p>
      <div className={styles.tableBox}>
        <table className={`table ${styles.small} ${styles.heat}`} aria-label={name}>
          <thead>
            <tr>
              <th scope="col">{words.ledger.statistics.kind}</th>
              {told.months.map((month) => <th key={month} scope="col">{month.slice(2)}</th>)}
            </tr>
          </thead>
          <tbody>
            {told.kinds.map((kind) => (
              <tr key={kind.name}>
                <th scope="row">{kind.name || words.ledger.statistics.other}</th>
                {kind.counts.map((count, at) => <td key={told.months[at]} style={{ background: shade(count) }}>{count || ""}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
