// 案件: every case with its last service, its next deadline and its receipts.
import { useRef, useState, type UIEvent } from "react";
import type { CaseLine, Overview } from "../../api/types";
import { usePart } from "../../api/usePart";
import { useKeys } from "../../keys";
import { BringIn } from "../../parts/BringIn";
import { Chip, Tag } from "../../parts/Chip";
import { FilterBox } from "../../parts/FilterBox";
import { ailing, lastCheck } from "../../parts/health";
import { stepFocus } from "../../parts/stepFocus";
import { Tabs } from "../../parts/Tabs";
import { deadlineClock } from "../../parts/urgency";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { recentMoment, shortDay, shortMoment } from "../../words/format";
import { opponentsLine } from "../../parts/service";
import { useWords } from "../../words/words";
import { CasePage } from "./CasePage";
import styles from "./Cases.module.css";
import { caseTabs, type CaseTab } from "./cases";

interface Props {
  today: string;
  overview: Overview;
  tab: CaseTab;
  setTab: (tab: CaseTab) => void;
  /** The case being read; undefined for the list, null for services without a number. */
  chosen: string | null | undefined;
  choose: (number: string | null | undefined) => void;
  openService: (id: string) => void;
}

export function Cases({ today, chosen, choose, openService, ...list }: Props) {
  const back = () => {
    const left = chosen;
    choose(undefined);
    // The list comes back a moment later than the page goes.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-case="${CSS.escape(left ?? "")}"]`)?.focus(), 80);
  };
  if (chosen !== undefined) return <CasePage key={chosen} number={chosen} today={today} back={back} openService={openService} openCase={choose} />;
  return <CaseTable {...list} today={today} choose={choose} openService={openService} />;
}

function CaseTable({ today, overview, tab, setTab, choose, openService }: Omit<Props, "chosen">) {
  const words = useWords();
  const { lists: say } = words;
  const [filter, setFilter] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const cases = usePart("cases", `${tab} ${filter}`, (asked, limit) => asked.caseList({ tab, text: filter, offset: 0, limit }), (part) => part.fitting);
  useKeys({ next: () => stepFocus("[data-case]", 1), previous: () => stepFocus("[data-case]", -1), filter: () => box.current?.focus() });
  const counts = cases.value?.counts;
  const isNothing = counts !== undefined && counts.all + counts.unnumbered + counts.closed === 0;
  const names: Record<CaseTab, string> = { all: words.closing.open, due: say.due, running: say.running, none: say.none, unnumbered: say.unnumbered, closed: words.closing.tab };
  const entries = caseTabs.map((id) => ({ id, name: names[id], count: counts?.[id] ?? 0 }));
  return (
    <section className="screen" aria-label={words.cases.title}>
      <header className="bar">
        <h1>{words.cases.title}</h1>
        {counts && !isNothing && <Tabs entries={entries} chosen={tab} choose={setTab} />}
        <span className="rest" />
        {!isNothing && <FilterBox box={box} label={words.cases.filter} value={filter} set={setFilter} />}
      </header>
      {cases.problem && <ProblemBox problem={cases.problem} again={cases.ask} />}
      {!cases.value ? (
        !cases.problem && <Loading />
      ) : isNothing ? (
        <Nothing overview={overview} openService={openService} />
      ) : cases.value.rows.length === 0 ? (
        <Empty title={words.cases.noneMatch}>
          <button type="button" className="button" onClick={() => { setFilter(""); setTab("all"); }}>
            {words.services.clearFilter}
          </button>
        </Empty>
      ) : (
        <Table rows={cases.value.rows} today={today} choose={choose} onScroll={cases.onScroll} />
      )}
    </section>
  );
}

/** Before the first case: that the watcher is alive, and the way to bring in mails that are there already. */
function Nothing({ overview, openService }: { overview: Overview; openService: (id: string) => void }) {
  const words = useWords();
  const last = ailing(overview) ? null : lastCheck(overview);
  return (
    <Empty title={words.cases.emptyTitle} text={words.cases.emptyText}>
      {last && <p>{words.today.clear(recentMoment(last, overview.today))}</p>}
      <p>{words.lists.importHint}</p>
      <BringIn opened={openService} />
    </Empty>
  );
}

interface TableProps {
  rows: readonly CaseLine[];
  today: string;
  choose: Props["choose"];
  onScroll: (event: UIEvent<HTMLElement>) => void;
}

function Table({ rows, today, choose, onScroll }: TableProps) {
  const words = useWords();
  const { cases: say } = words;
  return (
    <div className="scroll" onScroll={onScroll}>
      <table className={`table ${styles.list}`}>
        <thead>
          <tr>
            {[say.colCase, words.parties.colCause, say.colLatest, say.colNext, say.colReceipts, words.lists.colHandler].map((name) => (
              <th key={name} scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <Row key={one.number} one={one} today={today} choose={choose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the receipts of a case ask for; a suspicious service asks to be verified, not acknowledged. */
function Receipts({ of }: { of: CaseLine }) {
  const words = useWords();
  if (of.receipts_due === 0 && !of.doubtful) return <span className={styles.quiet}>{words.cases.receiptsDone}</span>;
  return (
    <span className={styles.receipts}>
      {of.receipts_due > 0 && <strong>{words.cases.receiptsDue(of.receipts_due)}</strong>}
      {of.doubtful && <Tag>{words.page.untrusted}</Tag>}
    </span>
  );
}

function Row({ one, today, choose }: { one: CaseLine; today: string; choose: Props["choose"] }) {
  const words = useWords();
  return (
    <tr className={styles.row} data-testid="case-row" data-id={one.number ?? ""} onClick={() => choose(one.number)}>
      <th scope="row">
        <button type="button" className={styles.number} data-case={one.number ?? ""} aria-label={words.cases.open(one.number ?? words.cases.noNumberShort)}
          onClick={(event) => {
            event.stopPropagation();
            choose(one.number);
          }}>
          {one.number ?? words.cases.noNumber}
        </button>
        <span className={styles.under}>
          {one.court?.name ?? words.cases.services(one.services)}
          {one.opponents.length > 0 && <span className={styles.opponents} lang="zh-CN"> · {opponentsLine(words, one.opponents)}</span>}
          {one.closed && <> <Tag calm={!one.closed.served_since}>{one.closed.served_since ? words.closing.since : words.closing.tag}</Tag></>}
        </span>
      </th>
      <td>
        <span className={styles.party} lang="zh-CN" title={one.opponents.join(words.format.list)}>{opponentsLine(words, one.opponents) || one.name || "—"}</span>
        <span className={styles.under}>{[one.cause, one.opponents.length > 0 && one.name].filter(Boolean).join(" · ")}</span>
      </td>
      <td>
        <span className={styles.title} lang="zh-CN">{one.title || words.services.noTitle}</span>
        <span className={styles.under}>
          {shortMoment(one.latest, today)}
          {one.services > 1 && one.court && ` · ${words.cases.services(one.services)}`}
        </span>
      </td>
      <td>
        {one.next ? (
          <>
            <Chip clock={deadlineClock(words, one.next)} />
            <span className={styles.under}>{one.next.last_day && shortDay(words, one.next.last_day, today)}</span>
          </>
        ) : (
          <span className={styles.quiet}>{words.cases.noNext}</span>
        )}
      </td>
      <td>
        <Receipts of={one} />
      </td>
      <td>{one.handler ?? <span className={styles.quiet}>—</span>}</td>
    </tr>
  );
}
