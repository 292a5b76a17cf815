// What else the mail said: hearings, people, links, and every part that is no document.
import type { PartRow, ServicePage } from "../../api/types";
import { Channels } from "../../parts/Channels";
import { Hearings } from "../../parts/Hearings";
import { PaperBox } from "../../parts/PaperBox";
import { Pickups } from "../../parts/Pickups";
import { courtStamp, fileSize } from "../../words/format";
import { byCode, useWords } from "../../words/words";
import { Correct, type Wanted } from "./Correct";
import { Facts } from "./Facts";
import styles from "./ServicePage.module.css";

interface Props {
  page: ServicePage;
  wanted: Wanted | null;
  /** Asks for the service again. */
  ask: () => void;
}

export function Contents({ page, wanted, ask }: Props) {
  const words = useWords();
  const { row } = page;
  const today = courtStamp(Date.now()).slice(0, 10);
  const facts: [string, string | null][] = [
    [words.page.from, row.from],
    [words.page.mailbox, page.address],
    [words.page.addressee, row.addressee],
    [words.page.role, row.role && (byCode<string>(words.roles, row.role) ?? row.role)],
    [words.page.subject, row.subject],
  ];
  return (
    <>
      {page.hearings.length > 0 && (
        <section className={styles.part}>
          <h3>{words.page.hearings}</h3>
          <Hearings of={page.hearings} quiet={styles.quiet} />
        </section>
      )}
      {page.contacts.length > 0 && row.verdict !== "doubtful" && (
        <section className={styles.part}>
          <h3>{words.page.contacts}</h3>
          <ul>
            {page.contacts.map((contact, at) => (
              <li key={at}>{[contact.name, contact.duty, contact.phone].filter(Boolean).join(" · ")}</li>
            ))}
          </ul>
        </section>
      )}
      {page.pickups.length > 0 && <Pickups pickups={page.pickups} today={today} ask={ask} />}
      <Channels page={page} today={today} />
      {row.verdict !== "doubtful" && <PaperBox service={row.id} today={today} />}
      <section className={styles.part}>
        <h3>{words.page.facts}</h3>
        <dl className={styles.facts}>
          {facts.flatMap(([name, value]) => (value ? [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>] : []))}
        </dl>
        {row.arrivals > 1 && <p className={styles.quiet}>{words.page.arrivals(row.arrivals)}</p>}
        <Facts facts={page.facts} />
        <Correct key={wanted?.turn ?? 0} page={page} wanted={wanted} />
        <details>
          <summary>{words.page.mailText}</summary>
          <pre className={styles.text}>{page.text}</pre>
        </details>
        {page.other_parts.length > 0 && <Others parts={page.other_parts} />}
      </section>
    </>
  );
}

function Others({ parts }: { parts: readonly PartRow[] }) {
  const words = useWords();
  return (
    <details>
      <summary>{words.page.others(parts.length)}</summary>
      <ul className={styles.others}>
        {parts.map((part) => (
          <li key={part.path}>
            <span>{part.name ?? part.media_type}</span>
            <span className={styles.quiet}>
              {[byCode<string>(words.page.became, part.became) ?? part.became, part.why, fileSize(part.size_bytes)].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
