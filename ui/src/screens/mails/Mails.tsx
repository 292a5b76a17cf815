// 不是送达的邮件: what arrived and was not taken as service, so that one a court sent is found among it.
import { useEffect, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import type { MailLine } from "../../api/types";
import { usePart } from "../../api/usePart";
import { useKeys } from "../../keys";
import { Tag } from "../../parts/Chip";
import { FilterBox } from "../../parts/FilterBox";
import { Icon } from "../../parts/Icon";
import { Tabs } from "../../parts/Tabs";
import { Empty, Loading, ProblemBox } from "../../parts/Waiting";
import { shortMoment } from "../../words/format";
import { byCode, useWords } from "../../words/words";
import { MailPane } from "./MailPane";
import styles from "./Mails.module.css";

const tabs = ["court", "all"] as const;
type Tab = (typeof tabs)[number];

interface Props {
  today: string;
  back: () => void;
  openService: (id: string) => void;
}

export function Mails({ today, back, openService }: Props) {
  const words = useWords();
  const { mails: say } = words;
  const [tab, setTab] = useState<Tab>("court");
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [reading, setReading] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const mails = usePart("mails", `${tab} ${filter}`, (asked, limit) => asked.mailList({ tab, text: filter, offset: 0, limit }), (part) => part.fitting);
  const rows = mails.value?.rows ?? [];
  const counts = mails.value?.counts;
  const current = rows.find((row) => row.sha256 === chosen) ?? rows[0] ?? null;
  // Where no court may have written, all of them are shown at first.
  const turned = useRef(false);
  useEffect(() => {
    if (turned.current || !counts) return;
    turned.current = true;
    if (counts.court === 0) setTab("all");
  }, [counts]);
  const move = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.sha256 === current?.sha256);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return false;
    setChosen(next.sha256);
    document.querySelector<HTMLElement>(`[data-mail-row="${CSS.escape(next.sha256)}"]`)?.focus();
  };
  const read = () => {
    setReading(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-reading]")?.focus());
  };
  const list = () => {
    if (!reading) return back();
    setReading(false);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-mail-row][aria-selected="true"]')?.focus());
  };
  useKeys({ next: () => move(1), previous: () => move(-1), open: read, back: list, filter: () => box.current?.focus(), pane: () => (document.activeElement?.closest("[data-reading]") ? list() : read()) });
  const isNothing = counts?.all === 0;
  return (
    <div className={styles.screen} data-view={isNothing ? "none" : reading ? "page" : "list"} data-testid="mails">
      <section className={styles.list} aria-label={say.title}>
        <header className={styles.bar}>
          <button type="button" className="button" data-testid="mails-back" autoFocus aria-label={say.back} title={say.back} onClick={back}><Icon name="back" size={14} /></button>
          <h1>{say.title}</h1>
          <span className={styles.rest} />
          {counts && !isNothing && <FilterBox box={box} label={say.filter} value={filter} set={setFilter} />}
        </header>
        {counts && !isNothing && (
          <div className={styles.tabs}>
            <Tabs entries={tabs.map((id) => ({ id, name: say.tabs[id], count: counts[id] }))} chosen={tab} choose={setTab} />
          </div>
        )}
        {mails.problem && <ProblemBox problem={mails.problem} again={mails.ask} />}
        {!mails.value ? (
          !mails.problem && <Loading />
        ) : isNothing ? (
          <Empty title={say.none} text={say.noneText} />
        ) : rows.length === 0 ? (
          <Empty title={filter ? words.services.noneMatch : say.noneCourt}>
            {filter && <button type="button" className="button" onClick={() => setFilter("")}>{words.services.clearFilter}</button>}
          </Empty>
        ) : (
          <ListBox aria-label={say.title} className={styles.rows ?? ""} onScroll={mails.onScroll} selectionMode="single" selectionBehavior="replace" disallowEmptySelection
            selectedKeys={current ? [current.sha256] : []} onAction={read}
            onSelectionChange={(keys) => {
              const [key] = keys === "all" ? [] : [...keys];
              if (key !== undefined) setChosen(String(key));
            }}>
            {rows.map((row) => <Row key={row.sha256} row={row} today={today} read={read} />)}
          </ListBox>
        )}
      </section>
      {current ? <MailPane key={current.sha256} sha256={current.sha256} back={list} openService={openService} /> : <section className={styles.list}>{!isNothing && mails.value && <Empty title={say.pick} />}</section>}
    </div>
  );
}

function Row({ row, today, read }: { row: MailLine; today: string; read: () => void }) {
  const words = useWords();
  const { mails: say } = words;
  const subject = row.subject || say.noSubject;
  const from = row.from_name || row.from || say.noSender;
  const [hint] = row.hints;
  const name = [subject, from, ...row.hints.map((code) => byCode<string>(say.hints, code) ?? code)].join(words.format.list);
  return (
    <ListBoxItem id={row.sha256} textValue={name} aria-label={name} className={styles.row ?? ""} data-testid="mail-row" data-id={row.sha256} data-mail-row={row.sha256}
      onClick={() => matchMedia("(max-width: 999px)").matches && read()}>
      <span className={styles.line}>
        <span className={styles.subject}>{subject}</span>
        {hint && <Tag calm={hint !== "listed-sender"}>{byCode<string>(say.hints, hint) ?? hint}</Tag>}
      </span>
      <span className={`${styles.line} ${styles.quiet}`}>
        <span className={styles.from}>{from}</span>
        <span className={styles.side}>{[row.files > 0 && say.files(row.files), shortMoment(row.arrived ?? row.first_seen, today)].filter(Boolean).join(" · ")}</span>
      </span>
    </ListBoxItem>
  );
}
