// 待签收: what arrived, and beside it the one being read.
import { useEffect, useRef, useState } from "react";
import { useBackend } from "../../api/backend";
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
import { useOrders } from "../../parts/useOrders";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { recentMoment } from "../../words/format";
import { useWords } from "../../words/words";
import { BatchSheet } from "./BatchSheet";
import { reachRow, ServiceList } from "./ServiceList";
import { ServicePane } from "./ServicePage";
import styles from "./Services.module.css";
import { dueAmong, tabs, type Tab } from "./services";
import { useServiceList } from "./useServiceList";

/** Rows before the end of what was fetched at which more are asked for. */
const NEAR = 20;

interface Props {
  today: string;
  overview: Overview;
  tab: Tab;
  setTab: (tab: Tab) => void;
  chosen: string | null;
  choose: (id: string | null) => void;
  /** Whether it is read where there is no room for the list beside it. */
  reading: boolean;
  setReading: (is: boolean) => void;
  openCase: (number: string) => void;
  /** Leads to the mails that serve nothing. */
  openMails: () => void;
}

export function Services({ today, overview, tab, setTab, chosen, choose, reading, setReading, openCase, openMails }: Props) {
  const words = useWords();
  const [filter, setFilter] = useState("");
  const [batch, setBatch] = useState<readonly string[] | null>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const { list, isCurrent, hasLooked, problem, ask, more } = useServiceList(tab, filter, chosen);
  const rows = list?.rows ?? [];
  const all = list?.counts.all ?? 0;
  // One that was chosen stays in sight when an answer moves it out of the tab.
  const found = rows.find((row) => row.id === chosen) ?? (list?.current?.id === chosen ? list?.current : undefined);
  const current = found ?? (hasLooked ? rows[0] : undefined) ?? null;
  const first = current?.id ?? null;
  useEffect(() => {
    // Pinned at once: a new arrival must never slip under a hand that is about to acknowledge.
    if (first !== null && first !== chosen) choose(first);
  }, [first, chosen, choose]);
  // Another tab begins with its first row, unless it shows the one being read as well.
  const turned = useRef(false);
  const show = (next: Tab) => {
    turned.current = next !== tab;
    setTab(next);
  };
  useEffect(() => {
    if (!turned.current || !isCurrent || !list) return;
    turned.current = false;
    if (list.rows[0] && list.place === null) choose(list.rows[0].id);
  }, [list, isCurrent, choose]);
  const move = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === current?.id);
    // It stands further down than what was fetched yet, which is on its way: the first row is not its neighbour.
    if (at < 0 && isCurrent && (list?.place ?? null) !== null) return false;
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    if (at + NEAR > rows.length) more();
    choose(next.id);
    reachRow(next.id, rows.indexOf(next), true);
  };
  const backend = useBackend();
  const orders = useOrders();
  // Among all that wait, not only among the rows that were scrolled to.
  const openBatch = () =>
    void orders.order(async () => setBatch(dueAmong((await backend.serviceList({ tab: "due", text: filter, current: null, offset: 0, limit: 2000 })).rows)));
  const marks = useMarks(rows, current?.id ?? null, move);
  const read = () => {
    setReading(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-reading]")?.focus());
  };
  const back = () => {
    setReading(false);
    requestAnimationFrame(() => current && reachRow(current.id, rows.indexOf(current), true));
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
  // A row that moves between the pointer's going down and up would send the click to its neighbour.
  const pressed = useRef(false);
  const press = () => {
    pressed.current = true;
    // When it gets the focus, the list goes back to where it was last known to be scrolled to; in a busy window that is not yet where it is.
    document.querySelector("[data-service-list]")?.dispatchEvent(new Event("scroll"));
  };
  const place = rows.findIndex((row) => row.id === chosen);
  useEffect(() => {
    if (chosen && place >= 0 && !pressed.current) reachRow(chosen, place, false);
    // Where it stands is asked once, or a row that moves up with an answer would take the list along.
  }, [chosen, place >= 0]);
  const { services: named } = words;
  const names: Record<Tab, string> = { all: named.all, due: named.due, check: named.check, suspicious: named.suspicious, done: named.done };
  const entries = tabs.map((id) => ({ id, name: names[id], count: list?.counts[id] ?? 0 }));
  return (
    <div className={styles.screen} data-view={list && all === 0 ? "none" : reading ? "page" : "list"}>
      <section className={styles.list} aria-label={words.services.title} onPointerDownCapture={press}
        onPointerUpCapture={() => setTimeout(() => { pressed.current = false; }, 0)} onPointerCancelCapture={() => { pressed.current = false; }}>
        <header className={styles.bar}>
          <h1>{words.services.title}</h1>
          <span className={styles.quiet}>{list && all > 0 && words.services.count(list.counts.due)}</span>
          <span className={styles.rest} />
          {all > 0 && <FilterBox box={filterBox} label={words.services.filter} value={filter} set={setFilter} leave={back} />}
        </header>
        {all > 0 && (
          <div className={styles.tabs}>
            <Tabs entries={entries} chosen={tab} choose={show} />
          </div>
        )}
        {batch && <BatchSheet services={batch} close={() => setBatch(null)} />}
        <div className={bring.bring}>
          <PasteBox opened={choose} />
          {(list?.counts.due ?? 0) > 1 && <button type="button" className="button bare" data-testid="batch-open" onClick={openBatch}>{words.batch.open}</button>}
          <BringIn opened={choose} />
        </div>
        {orders.problem && <ProblemBox problem={orders.problem} />}
        {problem && <ProblemBox problem={problem} again={ask} />}
        {list === null ? (
          !problem && <Loading />
        ) : rows.length > 0 ? (
          <ServiceList rows={rows} fitting={list.fitting} current={current?.id ?? null} marked={marks.ids} today={today} choose={choose} read={read} more={more} />
        ) : all > 0 ? (
          <Empty title={words.services.noneMatch}>
            <button type="button" className="button" onClick={() => { setTab("all"); setFilter(""); }}>
              {words.services.clearFilter}
            </button>
          </Empty>
        ) : (
          <FirstRun overview={overview} />
        )}
        <Passed open={openMails} />
        {marks.rows.length > 0 && (
          <div className={styles.marked} data-testid="marked">
            <p role="status">
              <strong>{words.handling.marked(marks.rows.length)}</strong>
              <button type="button" className="button bare" onClick={marks.clear}>{words.handling.unmark}</button>
              {dueAmong(marks.rows).length > 1 && <button type="button" className="button bare" data-testid="batch-marked" onClick={() => setBatch(dueAmong(marks.rows))}>{words.batch.open}</button>}
            </p>
            <Handling of={marks.rows} today={today} several done={marks.clear} />
          </div>
        )}
      </section>
      {current ? (
        <ServicePane key={current.id} id={current.id} today={today} back={back} openCase={openCase} alone={marks.rows.length === 0} />
      ) : (
        all > 0 && <section className={styles.page}><Empty title={words.services.pick} /></section>
      )}
    </div>
  );
}

/** Mails that were not taken as service: in sight, and out of the way. */
function Passed({ open }: { open: () => void }) {
  const { mails: say } = useWords();
  const mails = useAsked((asked) => asked.mailList({ tab: "court", text: "", offset: 0, limit: 1 }), "passed over");
  const counts = mails.value?.counts;
  if (!counts || counts.all === 0) return null;
  return <button type="button" className={styles.passed} data-testid="open-mails" onClick={open}>{say.link(counts.all, counts.court)}</button>;
}

/** An empty list must prove that the watcher is alive. */
function FirstRun({ overview }: { overview: Overview }) {
  const words = useWords();
  const last = overview.mailboxes.flatMap((mailbox) => (mailbox.last_check && !mailbox.problem ? [mailbox.last_check] : [])).sort()[0];
  const text = last ? words.services.emptyText(recentMoment(last, overview.today)) : words.services.emptyUnchecked;
  return <Empty title={words.services.emptyTitle} text={text} />;
}
