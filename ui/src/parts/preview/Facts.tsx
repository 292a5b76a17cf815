// 核对要素: what was read from the mail and its papers, for a person to compare with the page beside it.
import { useBackend } from "../../api/backend";
import type { DoubtRow, ServicePage } from "../../api/types";
import { primaryKey, useKeys } from "../../keys";
import { fullMoment, shortDay } from "../../words/format";
import { byCode, useWords, type Words } from "../../words/words";
import { useAnnounce } from "../announce";
import { useOrders } from "../useOrders";
import { ProblemBox } from "../Waiting";
import { readHere, wordsOf } from "./factMarks";
import styles from "./Preview.module.css";

interface Props {
  page: ServicePage;
  document: string;
  seek: (words: string) => void;
  done: () => void;
}

function factsOf(words: Words, page: ServicePage, document: string): [string, string][] {
  const { row } = page;
  const paper = page.documents.find((one) => one.id === document);
  const missing = words.preview.notFound;
  const own = page.deadlines.filter((deadline) => deadline.document === paper?.title);
  return [
    [words.preview.court, row.court?.name ?? missing],
    [words.preview.number, paper?.case_number ?? row.case_numbers[0] ?? missing],
    [words.preview.document, paper?.title ?? missing],
    [words.preview.cause, row.cause ?? missing],
    [words.page.addressee, row.addressee ?? missing],
    [words.page.role, row.role ? (byCode<string>(words.roles, row.role) ?? row.role) : missing],
    [words.preview.arrived, row.arrived ? fullMoment(row.arrived) : missing],
    ...page.hearings.map((hearing): [string, string] => [words.page.hearings, [fullMoment(hearing.starts), hearing.place].filter(Boolean).join(" · ")]),
    ...own.map((deadline): [string, string] => [deadline.own ? deadline.name : words.format.rule(deadline.rule, deadline.name), deadline.last_day ? shortDay(words, deadline.last_day, row.first_seen) : words.format.reckoned(deadline.because)]),
  ];
}

export function Facts({ page, document, seek, done }: Props) {
  const words = useWords();
  const { preview: say } = words;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const open = page.doubts.filter((doubt) => !doubt.settled);
  const settle = (doubts: readonly DoubtRow[]) =>
    order(async () => {
      for (const doubt of doubts) await backend.settle(doubt.id, say.answer);
    });
  // Settling says that a person compared; it sends nothing and moves no deadline.
  const all = () => {
    if (open.length === 0) return done();
    void settle(open).then((settled) => {
      if (!settled) return;
      announce(say.settled(open.length));
      done();
    });
  };
  useKeys({ acknowledge: all }, "sheet");
  return (
    <>
      <h3>{say.check}</h3>
      <dl className={styles.list} data-testid="preview-facts">
        {factsOf(words, page, document).map(([name, value], at) => (
          <div key={at}>
            <dt>{name}</dt>
            <dd lang="zh-CN" className={value === say.notFound ? styles.missing : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      <Sources page={page} document={document} seek={seek} />
      {problem && <ProblemBox problem={problem} />}
      {open.length > 0 && (
        <>
          <h3>{words.page.doubts}</h3>
          <ul className={styles.doubts}>
            {open.map((doubt) => (
              <li key={doubt.id} data-testid="preview-doubt">
                <span>{pair(words, byCode<string>(words.doubts, doubt.code) ?? doubt.code, doubt.detail)}</span>
                <button type="button" className="button" onClick={() => void settle([doubt])}>{say.settle}</button>
              </li>
            ))}
          </ul>
        </>
      )}
      <footer className={styles.foot}>
        <button type="button" className="button primary large" data-testid="facts-right" onClick={all}>
          {open.length > 0 ? say.right : say.seen} <kbd>{primaryKey()} ↵</kbd>
        </button>
        <p className={styles.quiet}>{open.length > 0 ? say.rightSays : say.seenSays}</p>
      </footer>
    </>
  );
}

const pair = (words: Words, name: string, detail: string) => (detail ? words.format.pair(name, detail) : name);

/** Facts that were read in this paper, each leading to its sentence. */
function Sources({ page, document, seek }: Pick<Props, "page" | "document" | "seek">) {
  const words = useWords();
  const { reading, palette } = words;
  const facts = readHere(page, document);
  if (facts.length === 0) return null;
  return (
    <>
      <h3>{words.preview.sources}</h3>
      <ul className={styles.sources}>
        {facts.map((fact, at) => (
          <li key={at}>
            <button type="button" data-testid="preview-source" title={fact.sentence ?? undefined} onClick={() => seek(wordsOf(fact))}>
              <span>{byCode<string>(reading.fact, fact.fact) ?? fact.fact}</span>
              <span className={styles.quiet}>{[byCode<string>(reading.sure, fact.sure) ?? fact.sure, fact.page && palette.page(fact.page)].filter(Boolean).join(" · ")}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
