// One service: why it is believed, when it was served, what it brought, and the receipt.
import { type FocusEvent, Fragment, useState } from "react";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { ServicePage } from "../../api/types";
import { useKeys } from "../../keys";
import { Chip } from "../../parts/Chip";
import { Documents } from "../../parts/Documents";
import { Handling } from "../../parts/handling/Handling";
import { Icon } from "../../parts/Icon";
import { usePreview } from "../../parts/preview/Preview";
import { refocus } from "../../parts/refocus";
import { clocks, mayAcknowledge, titlesLine } from "../../parts/service";
import { useOrders } from "../../parts/useOrders";
import { Loading, ProblemBox } from "../../parts/Waiting";
import { useWords, type Words } from "../../words/words";
import { Arrivals } from "./Arrivals";
import { ClockBox } from "./ClockBox";
import { ConfirmSheet } from "./ConfirmSheet";
import { Contents } from "./Contents";
import { Suggestions, type Wanted } from "./Correct";
import { Doubts } from "./Doubts";
import { Related } from "./Facts";
import { ReceiptPanel } from "./ReceiptPanel";
import styles from "./ServicePage.module.css";
import { Teach } from "./Teach";
import { TrustBox } from "./TrustBox";

// A form that was opened is seen whole, not cut by the bar of the receipt.
const showForm = (event: FocusEvent<HTMLElement>) => {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) event.target.closest("form")?.scrollIntoView({ block: "nearest" });
};

interface Props {
  id: string;
  today: string;
  back: () => void;
  openCase: (number: string) => void;
  /** Whether nothing else is worked on together: then its keys are this one's. */
  alone: boolean;
}

export function ServicePane({ id, today, back, openCase, alone }: Props) {
  const words = useWords();
  const asked = useAsked((backend) => backend.service(id), id);
  const page = asked.value;
  return (
    <section className={styles.pane} aria-label={(page && titlesLine(words, page.row.titles)) || words.page.facts}>
      <Bar page={page} today={today} back={back} />
      <div className={styles.scroll} data-reading tabIndex={0} role="region" aria-label={words.page.facts} onFocus={showForm}>
        {asked.problem && <ProblemBox problem={asked.problem} again={asked.ask} />}
        {page ? <Reading page={page} today={today} ask={asked.ask} openCase={openCase} alone={alone} /> : !asked.problem && <Loading />}
      </div>
    </section>
  );
}

function Bar({ page, today, back }: { page: ServicePage | null; today: string; back: () => void }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  const preview = usePreview();
  const folder = () => {
    if (page) void order(() => backend.openFolder(page.row.id));
  };
  const filed = page?.documents.some((document) => document.path !== "") === true;
  useKeys(filed ? { folder } : {});
  return (
    <>
      <header className={styles.bar}>
        <button type="button" className={`button ${styles.back}`} onClick={back}>
          <Icon name="back" size={14} />
          {words.services.back}
        </button>
        <div className={styles.chips}>
          {page && clocks(words, page.row, today).map((clock) => <Chip key={clock.name + clock.left} clock={clock} />)}
        </div>
        {page && page.documents[0] && page.row.verdict !== "doubtful" && (
          <button type="button" className="button" data-testid="check-facts" onClick={() => page.documents[0] && preview(page.row.id, page.documents[0].id)}>
            {words.preview.check} <kbd>E</kbd>
          </button>
        )}
        {filed && (
          <button type="button" className="button" onClick={folder}>
            <Icon name="folder" size={14} />
            {words.services.openFolder} <kbd>O</kbd>
          </button>
        )}
      </header>
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}

interface ReadingProps extends Pick<Props, "today" | "openCase" | "alone"> {
  page: ServicePage;
  ask: () => void;
}

function Reading({ page, today, ask, openCase, alone }: ReadingProps) {
  const words = useWords();
  const { row } = page;
  const [sheet, setSheet] = useState<"closed" | "open">("closed");
  // What a doubt asks to be corrected; asked for again it is another wish.
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const correct = (fact: string, of: string | null) => setWanted((old) => ({ fact, of, turn: (old?.turn ?? 0) + 1 }));
  const acknowledge = () => {
    if (!mayAcknowledge(page.row)) return false;
    setSheet("open");
  };
  const preview = usePreview();
  const [first] = page.documents;
  const facts = () => {
    if (!first || row.verdict === "doubtful") return false;
    preview(row.id, first.id);
  };
  useKeys({ acknowledge, facts });
  const close = () => {
    setSheet("closed");
    // The button that opened the sheet may be gone.
    setTimeout(refocus, 60);
  };
  return (
    <article className={styles.reading}>
      <h2 lang="zh-CN">{heading(words, row)}</h2>
      <Where row={row} openCase={openCase} />
      <TrustBox row={row} reasons={page.reasons} />
      <Teach key={`teach ${row.id}`} page={page} />
      <ClockBox page={page} today={today} />
      <ReceiptPanel page={page} today={today} acknowledge={acknowledge} />
      {row.set_aside && <p className={styles.aside}><Icon name="info" /> {words.handling.aside(row.set_aside)}</p>}
      {alone && <Handling of={[row]} today={today} />}
      <Related page={page} />
      <Suggestions page={page} />
      <Doubts page={page} correct={correct} />
      <Documents documents={page.documents} verdict={row.verdict} missing={page.listed_not_attached} />
      <Contents page={page} wanted={wanted} ask={ask} />
      <Arrivals service={row.id} sightings={page.sightings} />
      {sheet === "open" && <ConfirmSheet page={page} today={today} close={close} />}
    </article>
  );
}

/** Court, case and cause; a case number leads to its case. */
function Where({ row, openCase }: { row: ServicePage["row"]; openCase: (number: string) => void }) {
  const words = useWords();
  const numbers = row.case_numbers.map((number) => (
    <button key={number} type="button" data-testid="open-case" onClick={() => openCase(number)}>
      {number}
    </button>
  ));
  const told = [row.court?.name ?? words.services.noCourt, ...(numbers.length > 0 ? numbers : [words.services.noCaseNumber]), row.cause];
  return (
    <p className={styles.where}>
      {told.filter(Boolean).map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && " · "}
          <span>{piece}</span>
        </Fragment>
      ))}
    </p>
  );
}

function heading(words: Words, row: ServicePage["row"]): string {
  const titles = titlesLine(words, row.titles);
  if (!titles) return row.subject || words.services.noTitle;
  return row.titles.length > 1 && titles === row.titles.join(words.format.list) ? words.services.titleCount(titles, row.titles.length) : titles;
}
