// 期限: every deadline as a list, a month or an agenda; the calculator; and what moved.
import { useRef, useState } from "react";
import { usePart } from "../../api/usePart";
import { useKeys } from "../../keys";
import { Choice } from "../../parts/Choice";
import { FilterBox } from "../../parts/FilterBox";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { useWords } from "../../words/words";
import { Agenda } from "./Agenda";
import { Calculator } from "./Calculator";
import { DeadlineList } from "./DeadlineList";
import styles from "./Deadlines.module.css";
import { fittingOf } from "./deadlines";
import { Month } from "./Month";
import { Moves } from "./Moves";
import { OwnDeadline } from "./OwnDeadline";
import { Reminders } from "./Reminders";

interface Props {
  today: string;
  openService: (id: string) => void;
  /** The deadline that is opened at first. */
  first?: string | null;
}

type View = "list" | "month" | "agenda" | "calculator" | "moves" | "reminders";

export function Deadlines({ today, openService, first = null }: Props) {
  const words = useWords();
  const [view, setView] = useState<View>("list");
  const [filter, setFilter] = useState("");
  // The calendar shows open ones only; the list shows closed ones below.
  const from = view === "agenda" ? "0001-01-01" : null;
  const deadlines = usePart("deadlines", `${from} ${filter}`, (asked, limit) => asked.deadlineList({ text: filter, from, to: null, offset: 0, limit }), fittingOf);
  const [shown, setShown] = useState(first);
  const openList = (of?: string) => { setShown(of ?? null); setView("list"); };
  const [adding, setAdding] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  useKeys({ filter: () => box.current?.focus() });
  const views: { id: View; name: string }[] = [
    { id: "list", name: words.time.list },
    { id: "month", name: words.time.month },
    { id: "agenda", name: words.time.agenda },
    { id: "calculator", name: words.time.calculator },
    { id: "moves", name: words.time.moves },
    { id: "reminders", name: words.reminders.view },
  ];
  const needsRows = view === "list" || view === "month" || view === "agenda";
  return (
    <section className={`screen ${styles.screen}`} aria-label={words.deadlines.title}>
      <header className="bar">
        <h1>{words.deadlines.title}</h1>
        <span className={styles.quiet}>{deadlines.value && words.deadlines.count(deadlines.value.open)}</span>
        <Choice label={words.time.views} entries={views} chosen={view} choose={setView} />
        <span className="rest" />
        {needsRows && !adding && (
          <button type="button" className="button" data-testid="own-add" onClick={() => setAdding(true)}>{words.own.add}</button>
        )}
        {needsRows && <FilterBox box={box} label={words.deadlines.filter} value={filter} set={setFilter} />}
      </header>
      {deadlines.problem && <ProblemBox problem={deadlines.problem} again={deadlines.ask} />}
      {view === "calculator" && <Calculator today={today} />}
      {view === "moves" && <Moves />}
      {view === "reminders" && <Reminders />}
      {needsRows && adding && <OwnDeadline today={today} close={() => { setAdding(false); deadlines.ask(); }} />}
      {needsRows &&
        (deadlines.value === null ? (
          !deadlines.problem && <Loading />
        ) : deadlines.value.all === 0 ? (
          <Empty title={words.deadlines.emptyTitle} text={words.deadlines.emptyText} />
        ) : view === "month" ? (
          <Month filter={filter} today={today} undated={deadlines.value.undetermined} openService={openService} openList={openList} />
        ) : fittingOf(deadlines.value) === 0 && filter !== "" ? (
          <Empty title={words.deadlines.noneMatch}>
            <button type="button" className="button" onClick={() => setFilter("")}>{words.services.clearFilter}</button>
          </Empty>
        ) : view === "list" ? (
          <DeadlineList of={deadlines.value} today={today} shown={shown} openService={openService} onScroll={deadlines.onScroll} />
        ) : (
          <Agenda of={deadlines.value} today={today} openService={openService} onScroll={deadlines.onScroll} />
        ))}
    </section>
  );
}
