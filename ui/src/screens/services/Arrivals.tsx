// The arrival record: every sighting of the mail with server, certificate, place and moments, as evidence.
import { useBackend } from "../../api/backend";
import type { SightingRow } from "../../api/types";
import { useExports } from "../../parts/exports";
import { fullMoment } from "../../words/format";
import { useWords } from "../../words/words";
import styles from "./ServicePage.module.css";

export function Arrivals({ service, sightings }: { service: string; sightings: readonly SightingRow[] }) {
  const { arrivals: say, bundle } = useWords();
  const backend = useBackend();
  const { exporting, start, stop } = useExports();
  if (sightings.length === 0) return null;
  return (
    <section className={styles.part}>
      <p className={styles.bundle}>
        <button type="button" className="button" data-testid="export-bundle" disabled={exporting} onClick={() => void start(() => backend.exportBundle(service))}>{bundle.export}</button>
        {exporting && <button type="button" className="button" onClick={stop}>{bundle.stop}</button>}
        <span className={styles.quiet}>{bundle.says}</span>
      </p>
      <details data-testid="arrivals">
        <summary>{say.title(sightings.length)}</summary>
        {sightings.map((seen) => (
          <Sighting key={seen.seq} seen={seen} />
        ))}
      </details>
    </section>
  );
}

function Sighting({ seen }: { seen: SightingRow }) {
  const { arrivals: say } = useWords();
  const clock = seen.clock_ahead_secs;
  const facts: [string, string | null][] = [
    [say.arrived, seen.internal_date && fullMoment(seen.internal_date)],
    [say.firstSeen, seen.first_seen && fullMoment(seen.first_seen)],
    [say.clock, clock === null ? null : clock < 0 ? say.behind(-clock) : say.ahead(clock)],
    [say.by, seen.mailbox === "import" ? say.byHand : seen.address || seen.mailbox],
    [say.folder, seen.folder || null],
    ["UIDVALIDITY / UID", seen.uid === null ? null : `${seen.uid_validity} / ${seen.uid}`],
    [say.file, seen.file],
    [say.server, seen.server && `${seen.server}:${seen.port}`],
    [say.certificate, seen.certificate],
    [say.greeting, seen.greeting],
    [say.id, seen.server_id.map(([name, value]) => `${name} ${value}`).join(" · ") || null],
    ["SHA-256", seen.sha256],
    [say.entry, `${seen.seq} · ${fullMoment(seen.recorded)}`],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => value && (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(seen.authentication_results.length > 0 || seen.received.length > 0) && (
        <details>
          <summary>{say.way(seen.received_lines)}</summary>
          <pre style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {[...seen.authentication_results.map((line) => `Authentication-Results: ${line}`), ...seen.received.map((line) => `Received: ${line}`)].join("\n")}
          </pre>
        </details>
      )}
    </>
  );
}
