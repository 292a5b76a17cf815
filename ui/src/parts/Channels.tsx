// The channels by which a service was told, and others that seem to be the same one: a person joins or parts them.
import { useState } from "react";
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
  const [reason, setReason] = useState("");
  if (page.channels.length < 2 && page.seems_same.length === 0) return null;
  const lead = page.row.id;
  return (
    <section className={styles.part} data-testid="channels">
      <h3>{say.title}</h3>
      {problem && <ProblemBox problem={problem} />}
      <ul>
        {page.channels.map((row, at) => (
          <li key={at}>
            {say.line(byCode<string>(say.names, row.channel) ?? row.channel, row.place, row.channel === "paper" && row.arrived ? row.arrived : recentMoment(row.arrived ?? row.first_seen, today), row.documents)}
            {row.why && <small> {say.why(byCode<string>(words.filing, row.why) ?? row.why)}</small>}
            {row.service !== lead && (row.channel === "mail" || row.channel === "message") && (
              <button type="button" className="button bare" data-testid="part-service" onClick={() => void order(() => backend.partService(row.service, reason.trim() || say.whyPart)).then((done) => done && setReason(""))}>
                {say.part}
              </button>
            )}
          </li>
        ))}
      </ul>
      {(page.seems_same.length > 0 || page.channels.some((row) => row.service !== lead)) && (
        <label>
          {say.reason} <input data-testid="channel-reason" value={reason} maxLength={200} autoComplete="off" onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {page.seems_same.length > 0 && (
        <p>
          {say.same(page.seems_same.length)}{" "}
          <button type="button" className="button" data-testid="join-services" onClick={() => void order(() => backend.joinServices([lead, ...page.seems_same], reason.trim() || say.whyJoin)).then((done) => done && setReason(""))}>
            {say.join}
          </button>
        </p>
      )}
    </section>
  );
}
