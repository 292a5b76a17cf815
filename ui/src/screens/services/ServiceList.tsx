// The rows of 待签收: what, which case, which clock.
import type { UIEvent } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import type { ServiceRow } from "../../api/types";
import { Chip, Tag } from "../../parts/Chip";
import { Icon } from "../../parts/Icon";
import { receiptState } from "../../parts/receiptState";
import { clocks, receiptDue, titleLine } from "../../parts/service";
import { shortMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Services.module.css";


interface Props {
  rows: readonly ServiceRow[];
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

export function ServiceList({ rows, current, marked, today, choose, read, more }: Props) {
  const words = useWords();
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    if (box.scrollTop + box.clientHeight > box.scrollHeight - AHEAD) more();
  };
  return (
    <ListBox onScroll={onScroll} aria-label={words.services.title} className={styles.rows ?? ""} selectionMode="single" selectionBehavior="replace"
      disallowEmptySelection selectedKeys={current ? [current] : []} onAction={read}
      onSelectionChange={(keys) => {
        const [key] = keys === "all" ? [] : [...keys];
        if (key !== undefined) choose(String(key));
      }}>
      {rows.map((row) => (
        <Row key={row.id} row={row} isMarked={marked.has(row.id)} today={today} read={read} />
      ))}
    </ListBox>
  );
}

function Row({ row, isMarked, today, read }: { row: ServiceRow; isMarked: boolean; today: string; read: () => void }) {
  const words = useWords();
  const [clock] = clocks(words, row, today);
  const title = titleLine(words, row);
  const number = row.case_numbers[0] ?? words.services.noCaseNumber;
  const about = row.cause ?? row.addressee ?? row.from ?? "";
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
