// 今日: whether anything is on fire, whether the watcher is alive, and what comes next.
import type { ReactNode } from "react";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { DeadlineRow, DoubtRow, MailRow, Overview, ReceiptRow, ServiceRow, SittingRow, TodayPage } from "../../api/types";
import { useKeys } from "../../keys";
import { Chip } from "../../parts/Chip";
import { useExports } from "../../parts/exports";
import { ailing, lastCheck } from "../../parts/health";
import { Practice } from "../../parts/Practice";
import { clocks, titleLine } from "../../parts/service";
import { Standing, standingOf } from "../../parts/Standing";
import { stepFocus } from "../../parts/stepFocus";
import { deadlineClock, leftWords } from "../../parts/urgency";
import { useOrders } from "../../parts/useOrders";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { courtTime, dayNumber, fullDay, recentMoment, shortDay, shortMoment, timeOfDay } from "../../words/format";
import { RuleName } from "../../parts/RuleName";
import { byCode, useWords } from "../../words/words";
import styles from "./Today.module.css";
import { isClear } from "./today";

/** Tabs of other screens to which blocks lead. */
type Tab = "due" | "check" | "suspicious";
type CaseTab = "none" | "unnumbered";

interface Props {
  overview: Overview;
  /** Whether the overview is what the mailroom says now, and not an older answer. */
  isCurrent: boolean;
  receipts: readonly ReceiptRow[];
  openService: (id: string) => void;
  /** `of` is the deadline to be shown there. */
  openDeadlines: (of?: string) => void;
  openServices: (tab: Tab) => void;
  openCases: (tab: CaseTab) => void;
  openMails: () => void;
}

export function TodayScreen({ overview, isCurrent, receipts, ...open }: Props) {
  const words = useWords();
  const page = useAsked((asked) => asked.today(), "today");
  useKeys({ next: () => stepFocus("[data-today]", 1), previous: () => stepFocus("[data-today]", -1) });
  const behind = useAsked<DoubtRow[]>((asked) => asked.leftBehind(), "left behind");
  const backend = useBackend();
  const { exporting, start, stop } = useExports();
  const hand = () => void start((language) => backend.exportHandover(language));
  useKeys({ export: hand });
  const { value: told, problem, ask } = page;
  return (
    <section className="screen" aria-label={words.today.title}>
      <header className="bar">
        <h1>{words.today.title}</h1>
        <span className={styles.quiet}>{fullDay(words, overview.today)}</span>
        <span className="rest" />
        {isCurrent && <Health overview={overview} />}
        <button type="button" className="button" data-testid="handover" disabled={exporting} onClick={hand}>
          {exporting ? words.ledger.exporting : words.exports.handover}
        </button>
        {exporting && <button type="button" className="button" onClick={stop}>{words.data.stop}</button>}
      </header>
      {problem && <ProblemBox problem={problem} again={ask} />}
      {told === null ? (
        !problem && <Loading />
      ) : (
        <div className={`scroll ${styles.blocks}`} {...(isClear(told) ? { tabIndex: 0, role: "region", "aria-label": words.today.title } : {})}>
          {isClear(told) && !behind.value?.length && !problem && <Clear overview={overview} isCurrent={isCurrent} />}
          {overview.demo && <Practice receipts={receipts} />}
          <Behind rows={behind.value ?? []} today={overview.today} mailboxes={overview.mailboxes} />
          <Blocks told={told} today={overview.today} {...open} />
          <Loose told={told} openCases={open.openCases} openMails={open.openMails} />
          {overview.provisional_years.length > 0 && (
            <p className={styles.note}>{words.today.provisional(overview.provisional_years.join(words.format.list))}</p>
          )}
        </div>
      )}
    </section>
  );
}

/** Silence is the worst failure: the line is there on good days too. */
function Health({ overview }: { overview: Overview }) {
  const words = useWords();
  const last = lastCheck(overview);
  // What ails is told by the banner above, in full.
  if (ailing(overview) || last === null) return null;
  return (
    <span className={styles.health} data-testid="today-health">
      <i aria-hidden="true" />
      {words.today.well(timeOfDay(last).slice(0, 5))}
      {overview.mailboxes.length > 1 && ` ${words.today.watching(overview.mailboxes.length)}`}
    </span>
  );
}

/** Mails the mailbox has and we do not: nothing of them is known here, so a person must look there. */
function Behind({ rows, today, mailboxes }: { rows: readonly DoubtRow[]; today: string; mailboxes: Overview["mailboxes"] }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const line = (row: DoubtRow) => (
    <li key={row.id} className={`${styles.line} ${styles.left}`} data-testid="today-row" data-id={row.id}>
      <span className={styles.chip}><em>{mailboxes.find((one) => one.id === row.about)?.address ?? row.about}</em></span>
      <strong>{byCode<string>(words.doubts, row.code) ?? row.code}</strong>
      <span className={styles.about}>{row.detail}</span>
      <span className={styles.when}>{shortMoment(row.since, today)}</span>
      <button type="button" className="button" data-testid="settle-left" onClick={() => void order(() => backend.settle(row.id, words.today.lookedUp))}>{words.today.lookedUp}</button>
    </li>
  );
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      <Block id="behind" title={words.today.behind} note={words.today.behindSays} rows={rows.map(line)} />
    </>
  );
}

/** An empty day must prove that the watcher is alive. */
function Clear({ overview, isCurrent }: { overview: Overview; isCurrent: boolean }) {
  const words = useWords();
  const last = ailing(overview) || !isCurrent ? null : lastCheck(overview);
  return last ? (
    <Empty title={words.today.clearTitle} text={words.today.clear(recentMoment(last, overview.today))} />
  ) : (
    <Empty title={words.today.clearUnchecked} />
  );
}

interface BlocksProps extends Omit<Props, "overview" | "isCurrent" | "receipts"> {
  told: TodayPage;
  today: string;
}

function Blocks({ told, today, openService, openDeadlines, openServices }: BlocksProps) {
  const words = useWords();
  const { today: say } = words;
  const deadlines = (id: string, of: TodayPage["week"], title: string, note?: string) => (
    <Block id={id} title={title} note={note} count={of.count} all={() => openDeadlines()} rows={of.rows.map((row) => <DeadlineLine key={row.id} row={row} today={today} open={() => (row.service ? openService(row.service) : openDeadlines(row.id))} />)} />
  );
  const services = (id: string, of: TodayPage["left"], title: string, tab: Tab, note?: string) => (
    <Block id={id} title={title} note={note} count={of.count} all={() => openServices(tab)}
      rows={of.rows.map((row) => <ServiceLine key={row.id} row={row} today={today} open={openService} {...(id === "check" ? { says: words.services.toCheck(row.open_doubts) } : {})} />)} />
  );
  const sittings = (id: string, title: string, rows: readonly SittingRow[]) => (
    <Block id={id} title={title} rows={rows.map((row) => <SittingLine key={`${row.starts}${row.service}${row.kind}`} row={row} today={today} open={openService} />)} />
  );
  return (
    <>
      {deadlines("overdue", told.overdue, say.overdue, say.overdueSays)}
      {deadlines("due-today", told.due_today, say.dueToday, say.dueTodaySays)}
      {sittings("sittings-today", say.sittingsToday, told.sittings.filter((row) => courtTime(row.starts).date === today))}
      {services("left", told.left, say.left, "due")}
      {services("receipts", told.receipts, say.receipts, "due")}
      {sittings("sittings", say.sittings, told.sittings.filter((row) => courtTime(row.starts).date !== today))}
      {deadlines("week", told.week, say.week)}
      {services("check", told.check, say.check, "check")}
      {services("suspicious", told.suspicious, say.suspicious, "suspicious", say.suspiciousSays)}
      <Block id="stuck" title={say.stuck} note={say.stuckSays} rows={told.stuck.map((row) => <StuckLine key={row.sha256} row={row} today={today} />)} />
      {deadlines("next", told.next, say.next)}
      {deadlines("undetermined", told.undetermined, say.undetermined)}
    </>
  );
}

/** What is in nobody's way and must not be forgotten: cases without a last day, services without a case. */
function Loose({ told, openCases, openMails }: { told: TodayPage; openCases: (tab: CaseTab) => void; openMails: () => void }) {
  const { lists: say, mails } = useWords();
  if (told.cases_without_deadline + told.services_without_case + told.mails_of_courts === 0) return null;
  return (
    <p className={styles.loose} data-testid="today-loose">
      {told.cases_without_deadline > 0 && <button type="button" className="button" data-today onClick={() => openCases("none")}>{say.casesWithout(told.cases_without_deadline)}</button>}
      {told.services_without_case > 0 && <button type="button" className="button" data-today onClick={() => openCases("unnumbered")}>{say.servicesWithout(told.services_without_case)}</button>}
      {told.mails_of_courts > 0 && <button type="button" className="button" data-today data-testid="today-mails" onClick={openMails}>{mails.today(told.mails_of_courts)}</button>}
    </p>
  );
}

function All({ count, open }: { count: number; open: () => void }) {
  const words = useWords();
  return (
    <button type="button" className="button bare" onClick={open}>
      {words.today.all(count)}
    </button>
  );
}

interface BlockProps {
  id: string;
  title: string;
  note?: string | undefined;
  rows: readonly ReactNode[];
  /** How many there are; more than are shown lead to their own screen. */
  count?: number;
  all?: () => void;
}

function Block({ id, title, note, rows, count = rows.length, all }: BlockProps) {
  if (rows.length === 0) return null;
  return (
    <section className={styles.block} data-testid="today-block" data-id={id} aria-labelledby={`today-${id}`}>
      <h2 id={`today-${id}`}>
        {title} <b>{count}</b>
        {note && <small>{note}</small>}
      </h2>
      <ul>{rows}</ul>
      {all && count > rows.length && <All count={count} open={all} />}
    </section>
  );
}

/** One of the office's own belongs to no service. */
function DeadlineLine({ row, today, open }: { row: DeadlineRow; today: string; open: () => void }) {
  const words = useWords();
  const ended = row.days_left !== null && row.days_left < 0;
  const day = row.last_day && shortDay(words, row.last_day, today);
  return (
    <li>
      <button type="button" className={styles.line} data-today data-testid="today-row" data-id={row.id} onClick={open}>
        <span className={styles.chip}>
          <Chip clock={deadlineClock(words, row)} />
        </span>
        <strong><RuleName row={row} /></strong>
        <span className={styles.about}>{[row.case_number ?? words.services.noCaseNumber, row.court?.name].filter(Boolean).join(" · ")}</span>
        <span className={styles.when}>{day ? (ended ? words.today.overdueLast(day) : words.today.ends(day)) : words.clock.noDate}</span>
      </button>
    </li>
  );
}

function ServiceLine({ row, today, open, says }: { row: ServiceRow; today: string; open: (id: string) => void; says?: string }) {
  const words = useWords();
  const all = clocks(words, row, today);
  // Under a heading about receipts the receipt's clock speaks; for a suspicious mail, its provisional deadline.
  const clock = all.find((one) => one.name === words.clock.receipt) ?? all[0];
  return (
    <li>
      <button type="button" className={styles.line} data-today data-testid="today-row" data-id={row.id} onClick={() => open(row.id)}>
        <span className={styles.chip}>{says ? <em>{says}</em> : clock && <Chip clock={clock} />}</span>
        <strong lang="zh-CN">{titleLine(words, row)}</strong>
        <span className={styles.about}>{[row.case_numbers[0] ?? words.services.noCaseNumber, row.court?.name].filter(Boolean).join(" · ")}</span>
        <span className={styles.when}>{shortMoment(row.arrived ?? row.first_seen, today)}</span>
      </button>
    </li>
  );
}

function SittingLine({ row, today, open }: { row: SittingRow; today: string; open: (id: string) => void }) {
  const words = useWords();
  const { date, time } = courtTime(row.starts);
  return (
    <li>
      <button type="button" className={styles.line} data-today data-testid="today-row" data-id={row.service} onClick={() => open(row.service)}>
        <span className={styles.chip}>{row.may_be_moved ? <Standing of={standingOf(row)} /> : <em>{leftWords(words, dayNumber(date) - dayNumber(today))}</em>}</span>
        <strong>{words.time.sittings[row.kind] ?? row.kind}</strong>
        <span className={styles.about} lang="zh-CN">{[row.case_numbers.join(words.format.list) || words.services.noCaseNumber, row.court?.name, row.place].filter(Boolean).join(" · ")}</span>
        <span className={styles.when}>{`${shortDay(words, date, today)} ${time.slice(0, 5)}`}</span>
      </button>
    </li>
  );
}

/** The mail has no page: nothing of it is known but that it came. */
function StuckLine({ row, today }: { row: MailRow; today: string }) {
  const words = useWords();
  return (
    <li className={styles.line} data-testid="today-row" data-id={row.sha256}>
      <span className={styles.chip} />
      <strong>{row.subject || words.services.noTitle}</strong>
      <span className={styles.about}>{[row.folder, row.message_id ?? row.sha256.slice(0, 12)].filter(Boolean).join(" · ")}</span>
      <span className={styles.when}>{shortMoment(row.first_seen, today)}</span>
    </li>
  );
}
