// 待签收: what arrived, and beside it the one being read.
import { useEffect, useMemo, useRef, useState } from "react";
import { useAsked } from "../../api/useAsked";
import type { Overview } from "../../api/types";
import { useKeys } from "../../keys";
import { FilterBox } from "../../parts/FilterBox";
import { BringIn } from "../../parts/BringIn";
import { Handling } from "../../parts/handling/Handling";
import { useMarks } from "../../parts/handling/useMarks";
import { PasteBox } from "../../parts/PasteBox";
import bring from "../../parts/PasteBox.module.css";
import { Tabs } from "../../parts/Tabs";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { recentMoment } from "../../words/format";
import { useWords } from "../../words/words";
import { ServiceList } from "./ServiceList";
import { ServicePane } from "./ServicePage";
import styles from "./Services.module.css";
import { countTabs, shown, tabs, type Tab } from "./services";

interface Props {
  today: string;
  overview: Overview;
  chosen: string | null;
  choose: (id: string | null) => void;
  openCase: (number: string) => void;
}

export function Services({ today, overview, chosen, choose, openCase }: Props) {
  const words = useWords();
  const services = useAsked((asked) => asked.services(), "services");
  const [tab, setTab] = useState<Tab>("all");
  const [filter, setFilter] = useState("");
  const [reading, setReading] = useState(chosen !== null);
  const filterBox = useRef<HTMLInputElement>(null);
  const all = useMemo(() => services.value ?? [], [services.value]);
  // One that was chosen stays in sight when an answer moves it out of the tab.
  const rows = useMemo(() => shown(words, all, { tab, filter, today }), [words, all, tab, filter, today]);
  const current = all.find((row) => row.id === chosen) ?? rows[0] ?? null;
  const first = current?.id ?? null;
  useEffect(() => {
    // Pinned at once: a new arrival must never slip under a hand that is about to acknowledge.
    if (first !== null && first !== chosen) choose(first);
  }, [first, chosen, choose]);
  const counts = useMemo(() => countTabs(all), [all]);
  const show = (next: Tab) => {
    setTab(next);
    const inside = shown(words, all, { tab: next, filter, today });
    if (inside[0] && !inside.some((row) => row.id === current?.id)) choose(inside[0].id);
  };
  const move = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === current?.id);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    choose(next.id);
    document.querySelector<HTMLElement>(`[data-service-row="${CSS.escape(next.id)}"]`)?.focus();
  };
  const marks = useMarks(rows, current?.id ?? null, move);
  const read = () => {
    setReading(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-reading]")?.focus());
  };
  const back = () => {
    setReading(false);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-service-row][aria-selected="true"]`)?.focus());
  };
  useKeys({
    next: () => move(1),
    previous: () => move(-1),
    open: read,
    back: () => (marks.rows.length > 0 ? marks.clear() : back()),
    ...marks.keys,
    // Round from pane to pane, so that nobody is caught in the one being read.
    pane: () => (document.activeElement?.closest("[data-reading]") ? back() : read()),
    filter: () => filterBox.current?.focus(),
  });
  useEffect(() => {
    if (chosen) document.querySelector(`[data-service-row="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const { services: named } = words;
  const names: Record<Tab, string> = { all: named.all, due: named.due, check: named.check, suspicious: named.suspicious, done: named.done };
  const entries = tabs.map((id) => ({ id, name: names[id], count: counts[id] }));
  return (
    <div className={styles.screen} data-view={services.value?.length === 0 ? "none" : reading ? "page" : "list"}>
      <section className={styles.list} aria-label={words.services.title}>
        <header className={styles.bar}>
          <h1>{words.services.title}</h1>
          <span className={styles.quiet}>{all.length > 0 && words.services.count(counts.due)}</span>
          <span className={styles.rest} />
          {all.length > 0 && <FilterBox box={filterBox} label={words.services.filter} value={filter} set={setFilter} leave={back} />}
        </header>
        {all.length > 0 && (
          <div className={styles.tabs}>
            <Tabs entries={entries} chosen={tab} choose={show} />
          </div>
        )}
        <div className={bring.bring}>
          <PasteBox opened={choose} />
          <BringIn opened={choose} />
        </div>
        {services.problem && <ProblemBox problem={services.problem} again={services.ask} />}
        {services.value === null ? (
          !services.problem && <Loading />
        ) : rows.length > 0 ? (
          <ServiceList rows={rows} current={current?.id ?? null} marked={marks.ids} today={today} choose={choose} read={read} />
        ) : all.length > 0 ? (
          <Empty title={words.services.noneMatch}>
            <button type="button" className="button" onClick={() => { setTab("all"); setFilter(""); }}>
              {words.services.clearFilter}
            </button>
          </Empty>
        ) : (
          <FirstRun overview={overview} />
        )}
        {marks.rows.length > 0 && (
          <div className={styles.marked} data-testid="marked">
            <p role="status">
              <strong>{words.handling.marked(marks.rows.length)}</strong>
              <button type="button" className="button bare" onClick={marks.clear}>{words.handling.unmark}</button>
            </p>
            <Handling of={marks.rows} today={today} several done={marks.clear} />
          </div>
        )}
      </section>
      {current ? (
        <ServicePane key={current.id} id={current.id} today={today} back={back} openCase={openCase} alone={marks.rows.length === 0} />
      ) : (
        all.length > 0 && <section className={styles.page}><Empty title={words.services.pick} /></section>
      )}
    </div>
  );
}

/** An empty list must prove that the watcher is alive. */
function FirstRun({ overview }: { overview: Overview }) {
  const words = useWords();
  const last = overview.mailboxes.flatMap((mailbox) => (mailbox.last_check && !mailbox.problem ? [mailbox.last_check] : [])).sort()[0];
  const text = last ? words.services.emptyText(recentMoment(last, overview.today)) : words.services.emptyUnchecked;
  return <Empty title={words.services.emptyTitle} text={text} />;
}
