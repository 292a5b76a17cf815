// One case: what is due, when the court sits, and all that was served in it.
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { CasePage as Case, DeadlineRow, PartyRow, ServicePage } from "../../api/types";
import { useKeys } from "../../keys";
import { Chip, Tag } from "../../parts/Chip";
import { Dated } from "../../parts/Dated";
import { Documents } from "../../parts/Documents";
import { Hearings } from "../../parts/Hearings";
import { Icon } from "../../parts/Icon";
import { arithmetic, Reckoning } from "../../parts/Reckoning";
import { Reckoned } from "../../parts/Reckoned";
import { clocks, titleLine } from "../../parts/service";
import { deadlineClock } from "../../parts/urgency";
import { useOrders } from "../../parts/useOrders";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { fullDay, fullMoment } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { byCode, useWords } from "../../words/words";
import styles from "./Cases.module.css";
import { Closing } from "./Closing";
import { Matter } from "./Matter";
import { Timeline } from "./Timeline";

interface Props {
  /** Null for the services whose number was not recognised. */
  number: string | null;
  today: string;
  back: () => void;
  openService: (id: string) => void;
  openCase: (number: string) => void;
}

export function CasePage({ number, today, back, openService, openCase }: Props) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const asked = useAsked((backend) => backend.casePage(number), `case ${number}`);
  const of = asked.value;
  const isGone = asked.problem?.code === "not-found";
  // Of one that is believed: a doubtful mail's documents are in no folder.
  const filed = of?.services.find((row) => row.verdict !== "doubtful")?.id;
  const openFolder = () => void (filed !== undefined && order(() => backend.openFolder(filed)));
  useKeys({ back, folder: openFolder });
  return (
    <section className="screen" aria-label={number ?? words.cases.title} data-testid="case-page">
      <header className="bar">
        <button type="button" className="button" data-testid="case-back" autoFocus onClick={back}>
          <Icon name="back" size={14} />
          {words.cases.back} <kbd>Esc</kbd>
        </button>
        <span className="rest" />
        {of?.next && <Chip clock={deadlineClock(words, of.next)} />}
        {number !== null && filed !== undefined && (
          <button type="button" className="button" data-testid="case-folder" onClick={openFolder}>
            <Icon name="folder" size={14} />
            {words.lists.openFolder} <kbd>O</kbd>
          </button>
        )}
      </header>
      {problem && <ProblemBox problem={problem} />}
      {asked.problem && !isGone && <ProblemBox problem={asked.problem} again={asked.ask} />}
      {of && !isGone ? <Reading of={of} today={today} openService={openService} openCase={openCase} /> : isGone ? <Empty title={words.cases.gone} /> : !asked.problem && <Loading />}
    </section>
  );
}

function Reading({ of, today, openService, openCase }: { of: Case; today: string; openService: (id: string) => void; openCase: (number: string) => void }) {
  const words = useWords();
  const ids = of.services.map((row) => row.id);
  const pages = useAsked((asked) => Promise.all(ids.map((id) => asked.service(id))), ids.join(" "));
  const role = of.role && (byCode<string>(words.roles, of.role) ?? of.role);
  const where = [of.court?.name, of.cause, of.name, role && `${words.cases.role} ${role}`].filter(Boolean);
  return (
    <div className={`scroll ${styles.page}`} data-reading tabIndex={0} role="region" aria-label={of.number ?? words.cases.noNumber}>
      <h2>{of.number ?? words.cases.noNumber}</h2>
      {where.length > 0 && <p className={styles.where}>{where.join(" · ")}</p>}
      {of.number !== null && <Closing key={of.closed?.at ?? ""} of={of} />}
      <section className={styles.part}>
        <h3>{words.cases.deadlines}</h3>
        {of.deadlines.length === 0 ? <p className={styles.where}>{words.cases.noDeadlines}</p> : <Deadlines rows={of.deadlines} today={today} />}
      </section>
      {pages.value && <Sittings pages={pages.value} />}
      {of.parties.length > 0 && <Parties rows={of.parties} />}
      {pages.value && <Contacts pages={pages.value} />}
      <section className={styles.part}>
        <h3>
          {words.cases.timeline} <span>{words.cases.services(of.service_count)}</span>
        </h3>
        {of.service_count > of.services.length && <p className={styles.where}>{words.lists.shown(of.services.length, of.service_count)}</p>}
        {pages.problem && <ProblemBox problem={pages.problem} again={pages.ask} />}
        {pages.value === null
          ? !pages.problem && <Loading />
          : pages.value.map((page) => <Service key={page.row.id} page={page} of={of} today={today} openService={openService} />)}
      </section>
      {pages.value && <Timeline of={of} pages={pages.value} />}
      {of.number !== null && <Matter of={of} openCase={openCase} />}
    </div>
  );
}

function Deadlines({ rows, today }: { rows: readonly DeadlineRow[]; today: string }) {
  const words = useWords();
  return (
    <ul className={styles.deadlines}>
      {rows.map((row) => (
        <li key={row.id} data-testid="case-deadline" data-id={row.id}>
          <span>
            <Chip clock={deadlineClock(words, row)} />
          </span>
          <span>
            <strong><RuleName row={row} /></strong>
            <small>
              {row.last_day ? <Dated text={arithmetic(words, row, today)} /> : <Reckoned text={row.because} />}
            </small>
          </span>
          <b>{row.last_day ? fullDay(words, row.last_day) : words.clock.noDate}</b>
          {row.steps.length > 0 && (
            <details className="why">
              <summary>{words.clock.why}</summary>
              <Reckoning deadline={row} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Who else is in it, as its papers tell. */
function Parties({ rows }: { rows: readonly PartyRow[] }) {
  const { parties: say } = useWords();
  return (
    <section className={styles.part} data-testid="case-parties">
      <h3>{say.title}</h3>
      <dl className={styles.parties}>
        {rows.flatMap((row) => [
          <dt key={`${row.role}${row.name}?`} lang="zh-CN">{row.role}</dt>,
          <dd key={`${row.role}${row.name}`}><span lang="zh-CN">{row.name}</span> {row.is_opponent && <Tag calm>{say.opponent}</Tag>}</dd>,
        ])}
      </dl>
      <p className={styles.where}>{say.says}</p>
    </section>
  );
}

function Sittings({ pages }: { pages: readonly ServicePage[] }) {
  const words = useWords();
  const hearings = pages.flatMap((page) => page.hearings).sort((a, b) => Date.parse(a.starts) - Date.parse(b.starts));
  if (hearings.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3>{words.cases.hearings}</h3>
      <Hearings of={hearings} quiet={styles.quiet} />
    </section>
  );
}

/** People named in believed mail only: a doubtful mail's numbers must not be called. */
function Contacts({ pages }: { pages: readonly ServicePage[] }) {
  const words = useWords();
  const people = pages.filter((page) => page.row.verdict !== "doubtful").flatMap((page) => page.contacts);
  const lines = [...new Set(people.map((person) => [person.name, person.duty, person.phone].filter(Boolean).join(" · ")))];
  if (lines.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3>{words.cases.contacts}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Service({ page, of, today, openService }: { page: ServicePage; of: Case; today: string; openService: (id: string) => void }) {
  const words = useWords();
  const { row } = page;
  const doubtful = row.verdict === "doubtful";
  const others = row.case_numbers.filter((number) => number !== of.number);
  const receipt = clocks(words, row, today).filter((clock) => clock.name === words.clock.receipt || clock.urgency === "done");
  // A document that names another case of the same service lies in that case.
  const documents = page.documents.filter((document) => document.case_number === null || document.case_number === of.number || of.number === null);
  return (
    <article className={styles.card} data-testid="case-service" data-id={row.id}>
      <header>
        <time>{fullMoment(row.arrived ?? row.first_seen)}</time>
        {doubtful && <Tag>{words.page.untrusted}</Tag>}
        <strong lang="zh-CN">{titleLine(words, row)}</strong>
        <span className={styles.grow} />
        {receipt.map((clock) => (
          <span key={clock.left}>
            <Chip clock={clock} />
          </span>
        ))}
        <button type="button" className="button bare" onClick={() => openService(row.id)}>
          {words.cases.read}
        </button>
      </header>
      {others.length > 0 && (
        <p className={styles.also}>
          {words.cases.several} {others.join(words.format.list)}
        </p>
      )}
      <Documents documents={documents} verdict={row.verdict} missing={page.listed_not_attached} title="none" />
    </article>
  );
}
