// The rows of 待签收: what, which case, which clock.
import { useLayoutEffect, useRef, useState, type UIEvent } from "react";
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from "react-aria-components";
import type { ServiceRow } from "../../api/types";
import { Chip, Tag } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { receiptState } from "../../parts/receiptState";
import { clocks, opponentsLine, receiptDue, titleLine } from "../../parts/service";
import { shortMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Services.module.css";

interface Props {
  rows: readonly ServiceRow[];
  /** How many there are, of which `rows` are those fetched yet. */
  fitting: number;
  current: string | null;
  /** Rows that are worked on together. */
  marked: ReadonlySet<string>;
  today: string;
  choose: (id: string) => void;
  read: () => void;
  /** Called when the end of the rows comes into sight. */
  more: () => void;
}

/** Pixels before the end at which more rows are asked for. */
const AHEAD = 800;
/** From so many on only the rows in sight are drawn: each step through thousands took seconds otherwise. */
const LONG = 200;

export function ServiceList({ rows, fitting, current, marked, today, choose, read, more }: Props) {
  const words = useWords();
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    if (box.scrollTop + box.clientHeight > box.scrollHeight - AHEAD) more();
  };
  const probe = useRef<HTMLSpanElement>(null);
  const height = useHeight(probe);
  const list = (
    <ListBox onScroll={onScroll} aria-label={words.services.title} className={styles.rows ?? ""} selectionMode="single" selectionBehavior="replace" data-service-list
      items={rows} dependencies={[marked, today, words]} disallowEmptySelection selectedKeys={current ? [current] : []} onAction={read}
      onSelectionChange={(keys) => {
        const [key] = keys === "all" ? [] : [...keys];
        if (key !== undefined) choose(String(key));
      }}>
      {(row) => <Row row={row} isMarked={marked.has(row.id)} today={today} read={read} />}
    </ListBox>
  );
  return (
    <>
      <span ref={probe} className={styles.probe} aria-hidden="true" />
      {fitting > LONG ? <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: height }}>{list}</Virtualizer> : list}
    </>
  );
}

/** The height of a row in pixels: it follows the size of the text. */
function useHeight(probe: { current: HTMLElement | null }): number {
  const [height, setHeight] = useState(48);
  useLayoutEffect(() => {
    const { current: span } = probe;
    if (!span) return;
    const measure = () => { if (span.offsetHeight > 0) setHeight(span.offsetHeight); };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(span);
    return () => watch.disconnect();
  }, [probe]);
  return height;
}

/** Brings the row at `at` into sight, and the focus to it where wanted; one that is not drawn has to be scrolled to first. */
export function reachRow(id: string, at: number, isFocused: boolean): void {
  const row = () => document.querySelector<HTMLElement>(`[data-service-row="${CSS.escape(id)}"]`);
  const reach = () => {
    if (isFocused) row()?.focus();
    row()?.scrollIntoView({ block: "nearest" });
  };
  if (row()) return reach();
  const list = document.querySelector<HTMLElement>("[data-service-list]");
  const height = list?.querySelector<HTMLElement>("[data-service-row]")?.offsetHeight;
  if (!list || !height || at < 0) return;
  // The list first has to become as high as its new rows are.
  requestAnimationFrame(() => {
    list.scrollTop = at * height - list.clientHeight / 2;
    requestAnimationFrame(() => requestAnimationFrame(reach));
  });
}

function Row({ row, isMarked, today, read }: { row: ServiceRow; isMarked: boolean; today: string; read: () => void }) {
  const words = useWords();
  const [clock] = clocks(words, row, today);
  const title = titleLine(words, row);
  const number = row.case_numbers[0] ?? words.services.noCaseNumber;
  // Many cases of an office have one cause: whoever stands against it tells them apart.
  const about = [opponentsLine(words, row.opponents), row.cause].filter(Boolean).join(" · ") || row.addressee || row.from || "";
  const doubtful = row.verdict === "doubtful";
  const clockText = clock ? `${clock.name}${clock.left}` : "";
  const spoken = words.services.rowName(title, number, clockText, receiptState(words, row.receipt));
  const name = [isMarked && words.handling.marked(1), row.set_aside && words.handling.asideShort, doubtful && words.page.untrusted, spoken].filter(Boolean).join(" ");
  return (
    <ListBoxItem id={row.id} textValue={name} aria-label={name} className={styles.row ?? ""}
      data-testid="service-row" data-id={row.id} data-service-row={row.id} data-quiet={row.set_aside || (!receiptDue(row) && !doubtful) ? "" : undefined} data-marked={isMarked ? "" : undefined}
      onClick={() => matchMedia("(max-width: 999px)").matches && read()}>
      <span className={styles.line}>
        <span className={styles.what}>
          {isMarked && <Icon name="check" size={14} />}
          {row.set_aside ? <Tag>{words.handling.asideShort}</Tag> : doubtful && <Tag>{words.page.untrusted}</Tag>}
          <span>{title}</span>
        </span>
        <span className={styles.side}>{clock && <Chip clock={clock} />}</span>
      </span>
      <span className={styles.line}>
        <span className={styles.case}>
          <span className={styles.number}>{number}</span>
          {about && <span className={styles.about}>{` · ${about}`}</span>}
        </span>
        <span className={styles.side}>
          {row.handler && <span className={styles.person}>{row.handler}</span>}
          {row.open_doubts > 0 && <em>{words.services.toCheck(row.open_doubts)}</em>}
          {shortMoment(row.arrived ?? row.first_seen, today)}
        </span>
      </span>
    </ListBoxItem>
  );
}
