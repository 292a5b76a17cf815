// Links and codes of a service: what is behind them, until when, and the ways to get it. Nothing is opened without a second click.
import { useEffect, useRef, useState } from "react";
import { useBackend } from "../api/backend";
import type { PickupRow } from "../api/types";
import { recentMoment } from "../words/format";
import { byCode, useWords, type Words } from "../words/words";
import { useAnnounce } from "./announce";
import { noEnter } from "./letter/LetterSheet";
import styles from "./Pickups.module.css";
import { useOrders } from "./useOrders";
import { useVisible } from "./useVisible";
import { ProblemBox } from "./Waiting";

/** So often it is asked how far a running errand is. */
const EVERY = 1_000;
/** A question that nobody answered for so long is asked again. */
const UNANSWERED = 10_000;
/** So often the time that is left is told anew. */
const MINUTE = 60_000;

interface Props {
  pickups: readonly PickupRow[];
  today: string;
  /** Asks for the service again. */
  ask: () => void;
}

const runs = (of: PickupRow) => of.state === "asked" || of.state === "fetching" || of.on_its_way !== null;

/** Nobody is told of each piece that comes, so it is asked for while something runs and somebody can see it. */
function useProgress(pickups: readonly PickupRow[], ask: () => void) {
  const isSeen = useVisible();
  const isRunning = isSeen && pickups.some(runs);
  // Counted from the last answer: a slow one is waited for, not asked over.
  useEffect(() => {
    if (!isRunning) return;
    let timer = setTimeout(again, EVERY);
    function again() {
      ask();
      timer = setTimeout(again, UNANSWERED);
    }
    return () => clearTimeout(timer);
  }, [isRunning, pickups, ask]);
  // The time that is left moves by itself.
  const [, setMinute] = useState(0);
  const ends = isSeen && pickups.some((of) => of.expires_at !== null);
  useEffect(() => {
    if (!ends) return;
    const timer = setInterval(() => setMinute((old) => old + 1), MINUTE);
    return () => clearInterval(timer);
  }, [ends]);
}

export function Pickups({ pickups, today, ask }: Props) {
  const words = useWords();
  useProgress(pickups, ask);
  return (
    <section className={styles.part} data-testid="pickups">
      <h3>{words.pickups.title}</h3>
      {pickups.map((pickup) => (
        <Pickup key={pickup.errand} of={pickup} today={today} />
      ))}
    </section>
  );
}

/** How long a link still works, by the moment its sender gave. */
function term(words: Words, of: PickupRow, today: string): string | null {
  if (!of.expires_at) return of.expires && words.pickups.untilWords(of.expires);
  const left = Date.parse(of.expires_at) - Date.now();
  const moment = recentMoment(of.expires_at, today);
  if (left <= 0) return words.pickups.ended(moment);
  const hours = Math.floor(left / 3_600_000);
  const short = hours < 1 ? words.pickups.minutes(Math.ceil(left / 60_000)) : words.pickups.hours(hours);
  const until = words.pickups.until(moment, hours < 48 ? short : words.pickups.days(Math.floor(hours / 24)));
  return of.expires_at_latest ? `${words.pickups.latest}${until}` : until;
}

function standing(words: Words, of: PickupRow, today: string): string[] {
  const say = words.pickups;
  const percent = of.total ? ` ${Math.floor((of.bytes / of.total) * 100)}%` : "";
  const lines = [
    of.listed > 0 ? say.progress(of.stored, of.listed) : null,
    of.on_its_way && say.onItsWay(of.on_its_way, percent),
    of.held && [byCode<string>(words.filing, of.held) ?? of.held, of.says].filter(Boolean).join(words.format.list),
    of.again && say.retry(recentMoment(of.again, today)),
    of.missing.length > 0 && of.held ? `${say.missing} ${of.missing.join(words.format.list)}` : null,
    of.opened && say.opened(recentMoment(of.opened, today), of.opened_by ?? ""),
  ];
  return lines.filter((line): line is string => Boolean(line));
}

function Pickup({ of, today }: { of: PickupRow; today: string }) {
  const words = useWords();
  const say = words.pickups;
  const [asking, setAsking] = useState<"fetch" | "open" | null>(null);
  const name = of.name ?? (of.platform === "cloud" ? [say.cloud, of.provider].filter(Boolean).join(" · ") : of.platform);
  const state = byCode<string>(say.states, of.state) ?? of.state;
  const ends = term(words, of, today);
  return (
    <article className={styles.pickup} data-testid="pickup" data-state={of.state}>
      <header>
        <strong>{name}</strong>
        {of.url && <span>{state}</span>}
      </header>
      {of.court && <p>{of.court.name}</p>}
      {of.url && <p className={styles.link}>{of.url}</p>}
      {of.code && <p>{say.code(of.code)}</p>}
      {ends && <p>{ends}</p>}
      {standing(words, of, today).map((line) => (
        <p key={line} role="status">
          {line}
        </p>
      ))}
      {of.allowed && <p>{say.allowed}</p>}
      {of.strange_host ? <p className={styles.strange}>{say.strange}</p> : !of.can_fetch && of.url && <p>{say.byHand}</p>}
      {asking ? <Asking of={of} what={asking} done={() => setAsking(null)} /> : <Ways of={of} ask={setAsking} />}
    </article>
  );
}

function Ways({ of, ask }: { of: PickupRow; ask: (what: "fetch" | "open") => void }) {
  const words = useWords();
  const say = words.pickups;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const chosen = useRef<HTMLInputElement>(null);
  const isRunning = of.state === "asked" || of.state === "fetching";
  const bring = (files: readonly File[]) =>
    void order(async () => {
      let count = 0;
      for (const file of files) count += await backend.bringFile(of.service, file.name, await file.arrayBuffer());
      announce(say.brought(count));
    });
  return (
    <>
      {problem && <ProblemBox problem={problem} />}
      <footer
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          bring([...event.dataTransfer.files]);
        }}
      >
        {of.can_fetch && of.state !== "done" && !isRunning && (
          <button type="button" className="button" data-testid="pickup-fetch" onClick={() => ask("fetch")}>
            {of.state === "open" ? say.fetch : say.again}
          </button>
        )}
        {isRunning && (
          <button type="button" className="button" data-testid="pickup-stop" onClick={() => void order(() => backend.stopPickup(of.service, of.errand))}>
            {say.stop}
          </button>
        )}
        {of.url && (
          <button type="button" className="button" data-testid="pickup-open" onClick={() => ask("open")}>
            {say.open}
          </button>
        )}
        <button type="button" className="button" data-testid="pickup-bring" onClick={() => chosen.current?.click()}>
          {say.bring}
        </button>
        <input ref={chosen} type="file" multiple hidden aria-label={say.bring}
          onChange={(event) => {
            bring([...(event.target.files ?? [])]);
            event.target.value = "";
          }} />
      </footer>
    </>
  );
}

/** The second click, with what it may mean. */
function Asking({ of, what, done }: { of: PickupRow; what: "fetch" | "open"; done: () => void }) {
  const words = useWords();
  const say = words.pickups;
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [password, setPassword] = useState("");
  const [isConfirmed, setIsConfirmed] = useState(false);
  const sure = () =>
    void order(() => (what === "fetch" ? backend.fetchPickup(of.service, of.errand, password.trim() || null) : backend.openPickup(of.service, of.errand, isConfirmed))).then(
      (ok) => ok && done(),
    );
  return (
    <div className={styles.asking} role="group" aria-label={what === "fetch" ? say.sure : say.sureOpen}>
      {problem && <ProblemBox problem={problem} />}
      <p>{of.opening === "is-receipt" ? say.isReceipt : say.mayBeReceipt}</p>
      {of.strange_host && (
        <label>
          <input type="checkbox" data-testid="pickup-confirmed" checked={isConfirmed} onChange={(event) => setIsConfirmed(event.target.checked)} />
          {say.strangeConfirmed}
        </label>
      )}
      {what === "fetch" && (
        <label>
          {say.password}
          <input value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="off" />
        </label>
      )}
      <footer>
        <button type="button" className="button" data-testid="pickup-cancel" autoFocus onClick={done}>
          {say.cancel}
        </button>
        {/* It may count as receipt: a second bare Enter must not open it. */}
        <button type="button" className="button primary" data-testid="pickup-sure" disabled={of.strange_host && !isConfirmed} onClick={sure} onKeyDown={noEnter}>
          {what === "fetch" ? say.sure : say.sureOpen}
        </button>
      </footer>
    </div>
  );
}
