// 案件: every case with its last service, its next deadline and its receipts.
import { useRef, useState } from "react";
import { useAsked } from "../../api/useAsked";
import { useKeys } from "../../keys";
import { Chip, Tag } from "../../parts/Chip";
import { FilterBox } from "../../parts/FilterBox";
import { stepFocus } from "../../parts/stepFocus";
import { deadlineClock } from "../../parts/urgency";
import { useGrowing } from "../../parts/useGrowing";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { shortDay, shortMoment } from "../../words/format";
import { useWords } from "../../words/words";
import { CasePage } from "./CasePage";
import styles from "./Cases.module.css";
import { casesOf, matches, type Case } from "./cases";

interface Props {
  today: string;
  /** The case being read; undefined for the list, null for services without a number. */
  chosen: string | null | undefined;
  choose: (number: string | null | undefined) => void;
  openService: (id: string) => void;
}

export function Cases({ today, chosen, choose, openService }: Props) {
  const words = useWords();
  const services = useAsked((asked) => asked.services(), "services");
  const deadlines = useAsked((asked) => asked.deadlines(), "deadlines");
  const [filter, setFilter] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const problem = services.problem ?? deadlines.problem;
  const back = () => {
    const left = chosen;
    choose(undefined);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-case="${CSS.escape(left ?? "")}"]`)?.focus());
  };
  useKeys(
    chosen === undefined
      ? { next: () => stepFocus("[data-case]", 1), previous: () => stepFocus("[data-case]", -1), filter: () => box.current?.focus() }
      : { back },
  );
  const all = services.value && deadlines.value ? casesOf(services.value, deadlines.value) : null;
  if (chosen !== undefined && all) {
    const found = all.find((one) => one.number === chosen);
    return <CasePage key={chosen} of={found ?? null} today={today} back={back} openService={openService} openCase={choose} />;
  }
  const rows = all?.filter((one) => matches(one, filter)) ?? [];
  return (
    <section className="screen" aria-label={words.cases.title}>
      <header className="bar">
        <h1>{words.cases.title}</h1>
        <span className={styles.quiet}>{all && words.cases.count(all.filter((one) => one.number !== null).length)}</span>
        <span className="rest" />
        <FilterBox box={box} label={words.cases.filter} value={filter} set={setFilter} />
      </header>
      {problem && <ProblemBox problem={problem} again={() => [services, deadlines].forEach((one) => one.ask())} />}
      {all === null ? (
        !problem && <Loading />
      ) : all.length === 0 ? (
        <Empty title={words.cases.emptyTitle} text={words.cases.emptyText} />
      ) : rows.length === 0 ? (
        <Empty title={words.cases.noneMatch}>
          <button type="button" className="button" onClick={() => setFilter("")}>
            {words.services.clearFilter}
          </button>
        </Empty>
      ) : (
        <Table rows={rows} today={today} choose={choose} />
      )}
    </section>
  );
}

function Table({ rows, today, choose }: { rows: readonly Case[]; today: string; choose: Props["choose"] }) {
  const words = useWords();
  const { cases: say } = words;
  const { drawn, onScroll } = useGrowing(rows);
  return (
    <div className="scroll" onScroll={onScroll}>
      <table className="table">
        <thead>
          <tr>
            {[say.colCase, say.colCause, say.colLatest, say.colNext, say.colReceipts].map((name) => (
              <th key={name} scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drawn.map((one) => (
            <Row key={one.number} one={one} today={today} choose={choose} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the receipts of a case ask for; a suspicious service asks to be verified, not acknowledged. */
function Receipts({ of }: { of: Case }) {
  const words = useWords();
  const doubtful = of.services.some((row) => row.verdict === "doubtful");
  if (of.receiptsDue === 0 && !doubtful) return <span className={styles.quiet}>{words.cases.receiptsDone}</span>;
  return (
    <span className={styles.receipts}>
      {of.receiptsDue > 0 && <strong>{words.cases.receiptsDue(of.receiptsDue)}</strong>}
      {doubtful && <Tag>{words.page.untrusted}</Tag>}
    </span>
  );
}

function Row({ one, today, choose }: { one: Case; today: string; choose: Props["choose"] }) {
  const words = useWords();
  const newest = one.services[0];
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
        <span className={styles.under}>{one.court?.name ?? words.cases.services(one.services.length)}</span>
      </th>
      <td>{one.cause ?? "—"}</td>
      <td>
        <span className={styles.title} lang="zh-CN">{newest?.titles[0] ?? newest?.subject}</span>
        <span className={styles.under}>
          {shortMoment(one.latest, today)}
          {one.services.length > 1 && one.court && ` · ${words.cases.services(one.services.length)}`}
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
    </tr>
  );
}
