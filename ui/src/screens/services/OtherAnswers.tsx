// What else a person can tell about the answer: that a receipt was wrong, that a read receipt does, or that the court was
// answered elsewhere.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import type { ServicePage, Wished } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import { FileField } from "../../parts/FileField";
import { mayAcknowledge } from "../../parts/service";
import { useFormFocus } from "../../parts/useFormFocus";
import { useOrders } from "../../parts/useOrders";
import { ProblemBox } from "../../parts/Waiting";
import { byCode, useWords } from "../../words/words";
import { ConfirmSheet } from "./ConfirmSheet";
import { plainWish } from "./useLetter";
import time from "../../parts/Form.module.css";
import styles from "./ServicePage.module.css";

/** What can be told besides the plain receipt, while none was sent. */
const offered = ["read", "sealed", "hand"] as const;
const hows = ["platform", "post", "in-person", "none-needed"] as const;

/** Receipts that left and can be corrected by another one. */
const left: ReadonlySet<string> = new Set(["sent", "confirmed"]);

type Asks = "correct" | (typeof offered)[number];

export function OtherAnswers({ page, today }: { page: ServicePage; today: string }) {
  const { other: say, answering, letters } = useWords();
  const backend = useBackend();
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const id = useId();
  const [asks, setAsks] = useState<Asks | null>(null);
  const [text, setText] = useState("");
  const [scan, setScan] = useState<File | null>(null);
  const [how, setHow] = useState<(typeof hows)[number]>("platform");
  const state = page.receipt?.state ?? "none";
  // Nobody knows, or another desk is taken to have answered: a word by telephone or paper settles it.
  const isOpen = state === "unsure" || (state === "withdrawn" && page.receipt?.elsewhere);
  const offers: readonly Asks[] = page.row.verdict === "doubtful" ? [] : left.has(state) ? ["correct"] : mayAcknowledge(page.row) ? offered.filter((offer) => offer !== "read" || page.asked_read_receipt) : isOpen ? ["hand"] : [];
  // The court's own blank, where it came with the mail.
  const blank = page.documents.find((row) => row.kind === "proof-of-service");
  const names: Record<Asks, string> = { correct: say.correct, read: say.read, sealed: say.sealed, hand: say.byHand };
  const [wish, setWish] = useState<Wished | null>(null);
  const [opened, setOpened] = useState<Asks>("hand");
  // A read receipt asks for nothing first: its letter is shown at once.
  const open = (offer: Asks) => {
    if (offer === "read") return setWish({ ...plainWish, kind: "read" });
    setAsks(offer);
    setOpened(offer);
  };
  const close = () => { setAsks(null); setText(""); setScan(null); clear(); };
  // Nothing goes to the court from here: its letter is shown first.
  const show = async (kind: string, note: string, of: File | null) => {
    const kept = of && (await backend.keepPaper(of.name, await of.arrayBuffer()));
    setWish({ kind, reason: null, note, scan: kept, scan_name: of?.name ?? null, verified: "" });
  };
  const save = () =>
    void order(async () => {
      if (asks === "correct") await show("corrected", text.trim(), null);
      else if (asks === "sealed") await show("sealed", "", scan);
      else await backend.answeredByHand(page.row.id, how, text);
    }).then((done) => done && asks === "hand" && close());
  const focus = useFormFocus(asks !== null, `[data-testid="other-${opened}"]`, close);
  const sheet = wish && <ConfirmSheet page={page} today={today} wish={wish} close={() => setWish(null)} sent={close} />;
  if (asks === null) {
    return (
      <span className={styles.offers}>
        {sheet}
        {offers.map((offer) => (
          <button key={offer} type="button" className="button bare" data-testid={`other-${offer}`} onClick={() => open(offer)}>
            {names[offer]}
          </button>
        ))}
      </span>
    );
  }
  return (
    <>
    {sheet}
    <form {...focus} className={time.form} aria-label={names[asks]} onSubmit={(event) => { event.preventDefault(); save(); }}>
      {asks !== "hand" && <p className={time.quiet}>{asks === "correct" ? say.correctAsk : blank ? say.sealedAsk : say.sealedAskNone}</p>}
      {asks === "sealed" && blank && (
        <>
          <button type="button" className="button" data-testid="fill-blank" onClick={() => void order(() => backend.fillForm(page.row.id)).then((done) => done && announce(say.filled))}>
            {say.fillBlank}
          </button>
          <button type="button" className="button" data-testid="open-blank" onClick={() => void order(() => backend.openDocument(blank.id))}>
            {say.openBlank(blank.title)}
          </button>
        </>
      )}
      {asks === "sealed" && (
        <label htmlFor={`${id}-scan`} className={time.wide}>
          {say.scan}
          <FileField id={`${id}-scan`} testId="other-scan" required accept=".pdf,.jpg,.jpeg,.png" set={setScan} />
        </label>
      )}
      {asks === "hand" && (
        <label htmlFor={`${id}-how`}>
          {say.how}
          <select id={`${id}-how`} value={how} onChange={(event) => setHow(hows.find((it) => it === event.target.value) ?? "platform")}>
            {hows.map((it) => <option key={it} value={it}>{byCode<string>(answering.byHand, it) ?? it}</option>)}
          </select>
        </label>
      )}
      {asks !== "sealed" && (
        <label htmlFor={`${id}-text`} className={time.wide}>
          {asks === "correct" ? say.what : say.note}
          <input id={`${id}-text`} data-testid="other-text" required={asks === "correct"} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
      )}
      <button type="submit" className="button primary" data-testid="other-save">{asks === "hand" ? say.record : letters.look}</button>
      <button type="button" className="button" onClick={close}>{say.cancel}</button>
      {problem && <ProblemBox problem={problem} />}
    </form>
    </>
  );
}
