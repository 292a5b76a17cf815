// The channels by which a service was told, and others that seem to be the same one: a person joins or parts them.
import { useBackend } from "../api/backend";
import type { ServicePage } from "../api/types";
import { recentMoment } from "../words/format";
import { byCode, useWords } from "../words/words";
import styles from "./Pickups.module.css";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function Channels({ page, today }: { page: ServicePage; today: string }) {
  const words = useWords();
  const say = words.channels;
  const backend = useBackend();
  const { problem, order } = useOrders();
  if (page.channels.length < 2 && page.seems_same.length === 0) return null;
  const lead = page.row.id;
  return (
    <section className={styles.part} data-testid="channels">
      <h3>{say.title}</h3>
      {problem && <ProblemBox problem={problem} />}
      <ul>
        {page.channels.map((row, at) => (
          <li key={at}>
            {say.line(byCode<string>(say.names, row.channel) ?? row.channel, row.place, recentMoment(row.arrived ?? row.first_seen, today), row.documents)}
            {row.why && <small> {say.why(row.why)}</small>}
            {row.service !== lead && (row.channel === "mail" || row.channel === "message") && (
              <button type="button" className="button bare" data-testid="part-service" onClick={() => void order(() => backend.partService(row.service, say.whyPart))}>
                {say.part}
              </button>
            )}
          </li>
        ))}
      </ul>
      {page.seems_same.length > 0 && (
        <p>
          {say.same(page.seems_same.length)}{" "}
          <button type="button" className="button" data-testid="join-services" onClick={() => void order(() => backend.joinServices([lead, ...page.seems_same], say.whyJoin))}>
            {say.join}
          </button>
        </p>
      )}
    </section>
  );
}
