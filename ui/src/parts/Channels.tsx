// The channels by which a service was told, and others that seem to be the same one: a person joins or parts them.
import { useId, useState } from "react";
import { useBackend } from "../api/backend";
import { useAsked } from "../api/useAsked";
import type { ChannelRow, ServicePage, ServiceRow } from "../api/types";
import { recentMoment } from "../words/format";
import { byCode, useWords, type Words } from "../words/words";
import { useAnnounce } from "./announce";
import form from "./Form.module.css";
import styles from "./Pickups.module.css";
import { titlesLine } from "./service";
import { useOrders } from "./useOrders";
import { ProblemBox } from "./Waiting";

export function Channels({ page, today }: { page: ServicePage; today: string }) {
  const words = useWords();
  const say = words.channels;
  const backend = useBackend();
  const { problem, order } = useOrders();
  const [reason, setReason] = useState("");
  const lead = page.row.id;
  const isTold = page.channels.length > 1 || page.seems_same.length > 0;
  const part = (row: ChannelRow) => void order(() => backend.partService(row.service, reason.trim() || say.whyPart)).then((done) => done && setReason(""));
  return (
    <>
      {isTold && (
        <section className={styles.part} data-testid="channels">
          <h3>{say.title}</h3>
          {problem && <ProblemBox problem={problem} />}
          <ul>
            {page.channels.map((row, at) => <Channel key={at} row={row} lead={lead} today={today} part={() => part(row)} />)}
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
      )}
      {page.row.case_numbers.length > 0 && <Other key={lead} page={page} today={today} />}
    </>
  );
}

function Channel({ row, lead, today, part }: { row: ChannelRow; lead: string; today: string; part: () => void }) {
  const words = useWords();
  const say = words.channels;
  const [asking, setAsking] = useState(false);
  const day = row.channel === "paper" ? row.arrived : null;
  return (
    <li>
      {say.line(byCode<string>(say.names, row.channel) ?? row.channel, row.place, day ?? recentMoment(row.arrived ?? row.first_seen, today), row.documents)}
      {row.why && <small> {say.why(byCode<string>(words.filing, row.why) ?? row.why)}</small>}
      {row.service !== lead && (row.channel === "mail" || row.channel === "message") && (
        <button type="button" className="button bare" data-testid="part-service" onClick={part}>
          {say.part}
        </button>
      )}
      {day !== null && !asking && (
        <button type="button" className="button bare" data-testid="paper-back" onClick={() => setAsking(true)}>
          {say.paperBack}
        </button>
      )}
      {day !== null && asking && <PaperBack service={row.service} day={day} close={() => setAsking(false)} />}
    </li>
  );
}

/** A day of paper that was recorded by mistake moves deadlines: it is taken back with a reason. */
function PaperBack({ service, day, close }: { service: string; day: string; close: () => void }) {
  const { channels: say } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const id = useId();
  const [why, setWhy] = useState("");
  const back = () =>
    void order(() => backend.takePaperBack(service, day, why.trim())).then((done) => {
      if (!done) return;
      announce(say.paperTaken(day));
      close();
    });
  return (
    <form className={form.form} aria-label={say.paperBack} onSubmit={(event) => { event.preventDefault(); back(); }}>
      <p>{say.paperSays(day)}</p>
      <label htmlFor={id} className={form.wide}>
        {say.whyOther}
        <input id={id} required autoFocus maxLength={200} autoComplete="off" data-testid="paper-back-why" value={why} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button" data-testid="paper-back-sure" disabled={!why.trim()}>{say.paperSure}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}

/** Any other service of the case: what no program saw may still be one service. */
function Other({ page, today }: { page: ServicePage; today: string }) {
  const { channels: say } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details data-testid="join-other" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say.other}</summary>
      {isOpen && <Chooser page={page} today={today} done={() => setOpen(false)} />}
    </details>
  );
}

// One that is not believed is told as such: its day would count as well.
const lineOf = (words: Words, row: ServiceRow, today: string) =>
  [recentMoment(row.arrived ?? row.first_seen, today), row.verdict === "doubtful" && words.page.untrusted, titlesLine(words, row.titles) || row.subject || words.services.noTitle].filter(Boolean).join(" ");

function Chooser({ page, today, done }: { page: ServicePage; today: string; done: () => void }) {
  const words = useWords();
  const say = words.channels;
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order } = useOrders();
  const id = useId();
  const [chosen, setChosen] = useState("");
  const [why, setWhy] = useState("");
  const numbers = page.row.case_numbers;
  const cases = useAsked((asked) => Promise.all(numbers.map((number) => asked.casePage(number))), numbers.join("\n"));
  const joined = new Set([page.row.id, ...page.channels.map((row) => row.service)]);
  const all = new Map((cases.value ?? []).flatMap((one) => one.services).map((row) => [row.id, row]));
  const others = [...all.values()].filter((row) => !joined.has(row.id));
  const isOne = others.some((row) => row.id === chosen);
  const join = () =>
    void order(() => backend.joinServices([page.row.id, chosen], why.trim())).then((joins) => {
      if (!joins) return;
      announce(say.joined);
      done();
    });
  if (cases.problem) return <ProblemBox problem={cases.problem} again={cases.ask} />;
  if (cases.value && others.length === 0) return <p className={form.quiet}>{say.otherNone}</p>;
  return (
    <form className={form.form} aria-label={say.other} onSubmit={(event) => { event.preventDefault(); join(); }}>
      <p className={form.quiet}>{say.otherSays}</p>
      <label htmlFor={`${id}-of`} className={form.wide}>
        {say.otherChoose}
        <select id={`${id}-of`} required data-testid="other-service" value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{say.choose}</option>
          {others.map((row) => <option key={row.id} value={row.id}>{lineOf(words, row, today)}</option>)}
        </select>
      </label>
      <label htmlFor={id} className={form.wide}>
        {say.whyOther}
        <input id={id} required maxLength={200} autoComplete="off" data-testid="other-why" value={why} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button" data-testid="other-join" disabled={!isOne || !why.trim()}>{say.join}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}
