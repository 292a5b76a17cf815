// 台账统计: one row for each served document, filtered as it will be exported; and what the figures say.
import { useRef, useState } from "react";
import { useBackend } from "../../api/backend";
import type { Counted, LedgerRow, Overview } from "../../api/types";
import { useKeys } from "../../keys";
import { useExports } from "../../parts/exports";
import { FilterBox } from "../../parts/FilterBox";
import { remembered, useRowHeight } from "../../parts/looks";
import { Select } from "../../parts/Select";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import { ColumnMenu } from "./ColumnMenu";
import { columns, shownAtFirst, type Column } from "./columns";
import styles from "./Ledger.module.css";
import { LedgerTable } from "./LedgerTable";
import { periodOf, periods } from "./periods";
import { StatisticsPage } from "./Statistics";
import { useLedger, type Asking } from "./useLedger";
import { ViewMenu } from "./ViewMenu";
import { deadlines, everything, receipts, verdicts, type Filters } from "./views";

interface Props {
  overview: Overview;
  openService: (id: string) => void;
}

export function Ledger({ overview, openService }: Props) {
  const { ledger: say } = useWords();
  const [tab, setTab] = useState<"ledger" | "statistics">("ledger");
  const tabs = (["ledger", "statistics"] as const).map((id) => (
    <button key={id} type="button" role="tab" aria-selected={tab === id} data-testid={`ledger-${id}`} className={styles.tab} onClick={() => setTab(id)}>
      {say.tabs[id]}
    </button>
  ));
  const bar = <div role="tablist" aria-label={say.title} className={styles.tabs}>{tabs}</div>;
  return (
    <section className="screen" aria-label={say.title}>
      <h1 className="unseen">{say.title}</h1>
      {tab === "ledger" ? <Book tabs={bar} overview={overview} openService={openService} /> : <StatisticsPage tabs={bar} today={overview.today} />}
    </section>
  );
}

function useFilters(today: string) {
  const [set, setAll] = useState<Filters>(everything);
  const { sort, descending, text, court, period, receipt, deadline, verdict } = set;
  const query: Asking = {
    text, court: court || null, ...periodOf(period, today), receipt: receipt || null, deadline: deadline || null, verdict: verdict || null, sort, descending,
  };
  const isNarrow = Boolean(text || court || period !== "all" || receipt || deadline || verdict);
  const put = <K extends keyof Filters>(name: K) => (value: Filters[K]) => setAll((old) => ({ ...old, [name]: value }));
  const clear = () => setAll((old) => ({ ...everything, sort: old.sort, descending: old.descending }));
  const order = (next: string) => setAll((old) => ({
    ...old, ...(old.sort !== next ? { sort: next, descending: false } : old.descending ? { sort: null, descending: false } : { sort: next, descending: true }),
  }));
  return { query, isNarrow, clear, order, set, setAll, put, ...set };
}

function Book({ tabs, overview, openService }: Props & { tabs: React.ReactNode }) {
  const words = useWords();
  const { ledger: say } = words;
  const backend = useBackend();
  const { exporting, start, stop } = useExports();
  const filters = useFilters(overview.today);
  const { state, problem, want, again } = useLedger(filters.query);
  const [chosen, setChosen] = useColumns();
  const rowHeight = useRowHeight(32);
  const box = useRef<HTMLInputElement>(null);
  const shown = columns.filter((column) => chosen.includes(column.id));
  const save = () => start((language) => backend.exportLedger({ ...filters.query, offset: 0, limit: 0 }, language));
  useKeys({ filter: () => box.current?.focus(), export: () => void save() });
  const named = <T extends string>(ids: readonly T[], names: Record<string, string>) => ids.map((id) => ({ id, name: names[id || "any"] ?? id }));
  const courts = courtEntries(say.anyCourt, state?.courts ?? [], filters.court);
  const open = (row: LedgerRow) => openService(row.service);
  return (
    <>
      <header className={`bar ${styles.bar}`}>
        {tabs}
        <span className={styles.count} role="status">{state && (filters.isNarrow ? say.countOf(state.fitting, state.all) : say.count(state.all))}</span>
        <span className="rest" />
        <FilterBox box={box} label={say.filter} value={filters.text} set={filters.put("text")} />
        <ViewMenu now={{ filters: filters.set, columns: chosen }} show={(view) => { filters.setAll(view.filters); setChosen(view.columns); }} />
        <ColumnMenu chosen={chosen} choose={setChosen} />
        <button type="button" className="button" data-testid="export-ledger" disabled={exporting || !state?.fitting} onClick={() => void save()}>
          {exporting ? say.exporting : say.export}
        </button>
        {exporting && <button type="button" className="button" data-testid="export-stop" onClick={stop}>{words.data.stop}</button>}
      </header>
      <div className={styles.filters} role="group" aria-label={say.filters}>
        <Select label={say.period} entries={named(periods, say.periods)} chosen={filters.period} choose={filters.put("period")} testid="ledger-period" />
        <Select label={say.columns.court} entries={courts} chosen={filters.court} choose={filters.put("court")} testid="ledger-court" />
        <Select label={say.columns.receipt} entries={named(receipts, say.receiptFilter)} chosen={filters.receipt} choose={filters.put("receipt")} testid="ledger-receipt" />
        <Select label={say.columns.deadline} entries={named(deadlines, say.deadlineFilter)} chosen={filters.deadline} choose={filters.put("deadline")} testid="ledger-deadline" />
        <Select label={say.columns.verdict} entries={named(verdicts, say.verdictFilter)} chosen={filters.verdict} choose={filters.put("verdict")} testid="ledger-verdict" />
        {filters.isNarrow && <button type="button" className="button bare" data-testid="ledger-clear" onClick={filters.clear}>{words.services.clearFilter}</button>}
      </div>
      {problem && <ProblemBox problem={problem} again={again} />}
      {state === null ? (
        !problem && <Loading />
      ) : state.all === 0 ? (
        <Empty title={say.emptyTitle} text={say.emptyText} />
      ) : state.fitting === 0 ? (
        <Empty title={words.services.noneMatch}>
          <button type="button" className="button" onClick={filters.clear}>{words.services.clearFilter}</button>
        </Empty>
      ) : (
        <LedgerTable state={state} shown={shown} today={overview.today} rowHeight={rowHeight} sort={filters.sort} descending={filters.descending} order={filters.order} want={want} open={open} />
      )}
    </>
  );
}

/** The courts to choose from; one that a saved view names stays among them when nothing of it is left. */
export function courtEntries(any: string, courts: readonly Counted[], chosen: string) {
  const gone = chosen !== "" && courts.every((court) => court.name !== chosen);
  return [
    { id: "", name: any }, ...(gone ? [{ id: chosen, name: chosen }] : []),
    ...courts.map((court) => ({ id: court.name, name: `${court.name} ${court.count}` })),
  ];
}

/** Which columns are shown, remembered between starts. */
function useColumns(): [readonly Column["id"][], (ids: readonly Column["id"][]) => void] {
  const [ids, setIds] = useState<readonly Column["id"][]>(() => {
    const known = remembered.get("songda.columns")?.split(" ") ?? [];
    const found = columns.map((column) => column.id).filter((id) => known.includes(id));
    return found.length > 0 ? found : shownAtFirst;
  });
  return [ids, (next) => {
    setIds(next);
    remembered.set("songda.columns", next.join(" "));
  }];
}
