// The rows of 待签收: what, which case, which clock.
import type { UIEvent } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import type { ServiceRow } from "../../api/types";
import { Chip, Tag } from "../../parts/Chip";
import { receiptState } from "../../parts/receiptState";
import { clocks, receiptDue, titleLine } from "../../parts/service";
import { shortMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./Services.module.css";


interface Props {
  rows: readonly ServiceRow[];
  current: string | null;
  today: string;
  choose: (id: string) => void;
  read: () => void;
  /** Called when the end of the rows comes into sight. */
  more: () => void;
}

/** Pixels before the end at which more rows are asked for. */
const AHEAD = 800;

export function ServiceList({ rows, current, today, choose, read, more }: Props) {
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
        <Row key={row.id} row={row} today={today} read={read} />
      ))}
    </ListBox>
  );
}

function Row({ row, today, read }: { row: ServiceRow; today: string; read: () => void }) {
  const words = useWords();
  const [clock] = clocks(words, row, today);
  const title = titleLine(words, row);
  const number = row.case_numbers[0] ?? words.services.noCaseNumber;
  const about = row.cause ?? row.addressee ?? row.from ?? "";
  const doubtful = row.verdict === "doubtful";
  const clockText = clock ? `${clock.name}${clock.left}` : "";
  const name = words.services.rowName(title, number, clockText, receiptState(words, row.receipt));
  return (
    <ListBoxItem id={row.id} textValue={name} aria-label={doubtful ? `${words.page.untrusted} ${name}` : name} className={styles.row ?? ""}
      data-testid="service-row" data-id={row.id} data-service-row={row.id} data-quiet={!receiptDue(row) && !doubtful ? "" : undefined}
      onClick={() => matchMedia("(max-width: 999px)").matches && read()}>
      <span className={styles.line}>
        <span className={styles.what}>
          {doubtful && <Tag>{words.page.untrusted}</Tag>}
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
          {row.open_doubts > 0 && <em>{words.services.toCheck(row.open_doubts)}</em>}
          {shortMoment(row.arrived ?? row.first_seen, today)}
        </span>
      </span>
    </ListBoxItem>
  );
}
