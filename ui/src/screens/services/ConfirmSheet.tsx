// The sheet before the court is told something of a service: received, an objection, a correction, the sealed form, or a read receipt.
import { useId, useState } from "react";
import { useBackend } from "../../api/backend";
import { useAsked } from "../../api/useAsked";
import type { ReceiptDraft, ReceiptRow, ServicePage, Wished } from "../../api/types";
import { useAnnounce } from "../../parts/announce";
import { LetterSheet, type Saying } from "../../parts/letter/LetterSheet";
import { fullMoment, recentMoment } from "../../words/format";
import { useWords, type Words } from "../../words/words";
import { Objection, type Objecting } from "./Objection";
import { plainWish, useLetter } from "./useLetter";
import styles from "../../parts/letter/Letter.module.css";

interface Props {
  page: ServicePage;
  today: string;
  /** What is told; with none a person chooses between the receipt and an objection. */
  wish?: Wished;
  close: () => void;
  /** Called before closing, when it was sent. */
  sent?: () => void;
}

export function ConfirmSheet({ page, today, wish, close, sent }: Props) {
  const words = useWords();
  const announce = useAnnounce();
  const backend = useBackend();
  const base = wish ?? plainWish;
  const draft = useAsked((asked) => asked.letterDraft(page.row.id, base), `${page.row.id}\n${JSON.stringify(base)}`);
  const [objecting, setObjecting] = useState<Objecting | null>(null);
  const { letter, wished } = useLetter(draft, base, objecting);
  // A mail that proves nothing by itself is answered by whoever says how it was made sure of.
  const isLikely = draft.value !== null && draft.value.verdict !== "proven";
  const [how, setHow] = useState("");
  const isUnsure = isLikely && how.trim() === "";
  // What is addressed to somebody else cannot be acknowledged; an objection is sent as it is shown, not as it was before.
  const isForOthers = base.kind !== "corrected" && Boolean(draft.value?.cautions.includes("addressee-not-us"));
  const send = async (seen: string) => {
    const says = outcome(words, await backend.sendLetter(page.row.id, { ...wished, verified: isLikely ? how.trim() : "" }, seen), today);
    if (says !== null) announce(says);
    sent?.();
  };
  return (
    <LetterSheet draft={draft} letter={letter} documents={page.documents.map((row) => row.title)} close={close} send={send}
      says={(of) => saying(words, of, wished)} isClosed={isUnsure || (objecting ? !objecting.isComplete : isForOthers)}>
      {isLikely && <HowVerified how={how} change={setHow} />}
      {!wish && <Objection objecting={objecting} change={setObjecting} />}
    </LetterSheet>
  );
}

function HowVerified({ how, change }: { how: string; change: (how: string) => void }) {
  const { letters: say } = useWords();
  const id = useId();
  return (
    <div>
      <label className={styles.note}>
        {say.verified}
        <input type="text" data-testid="how-verified" list={`${id}-ways`} maxLength={200} value={how} aria-invalid={how.trim() === ""} onChange={(event) => change(event.target.value)} />
      </label>
      <datalist id={`${id}-ways`}>
        {Object.values(say.verifiedWays).map((way) => <option key={way} value={way} />)}
      </datalist>
      {how.trim() === "" && <span role="status">{say.verifiedNeeded}</span>}
    </div>
  );
}

function saying(words: Words, draft: ReceiptDraft, wished: Wished): Saying {
  const { answering, receipt, letters } = words;
  const court = draft.court?.name ?? words.services.noCourt;
  switch (wished.kind) {
    case "refused":
      return { title: answering.refusedTitle, ask: answering.refusedAsk(court, draft.to), law: answering.refusedLaw, send: answering.object, acknowledges: false };
    case "corrected":
      return { title: letters.correctTitle, ask: letters.correctAsk(court, draft.to), law: letters.correctLaw, send: receipt.confirm, acknowledges: false };
    case "sealed":
      return { title: letters.sealedTitle, ask: letters.sealedAsk(court, draft.to, wished.scan_name ?? ""), law: receipt.sheetLaw, send: receipt.confirm, acknowledges: true };
    case "read":
      return { title: letters.readTitle, ask: letters.readAsk(court, draft.to), law: receipt.sheetLaw, send: receipt.confirm, acknowledges: true };
    default: {
      const arrived = draft.arrived ? fullMoment(draft.arrived) : words.app.unknown;
      return { title: receipt.sheetTitle, ask: receipt.sheetAsk(court, draft.to, arrived, draft.documents), law: receipt.sheetLaw, send: receipt.confirm, acknowledges: true };
    }
  }
}

/** What is said of a receipt that is not on its way now; null for one that is: its countdown stands in the window. */
function outcome(words: Words, row: ReceiptRow, today: string): string | null {
  if (row.state === "queued" || row.state === "sending") return null;
  // Nothing was sent, or nobody knows: that must not be read as sent.
  if (row.state === "draft") return words.receipt.draftSays;
  if (row.state === "unsure") return words.receipt.unsureToast;
  // There was one already, from another window or computer: nothing more was sent.
  return words.receipt.already(row.by, recentMoment(row.sent_at ?? row.queued_at, today));
}
