// The sheet before a letter that was drawn up earlier leaves: left over, of doubtful fate, held back, or waiting for a second person.
import { useState } from "react";
import { useBackend } from "../../api/backend";
import type { ReceiptRow } from "../../api/types";
import { useAsked } from "../../api/useAsked";
import { ime } from "../../keys";
import { useWords, type Words } from "../../words/words";
import { sendNow, waits } from "../receiptState";
import { refocus } from "../refocus";
import { letterOf, LetterSheet, type Saying } from "./LetterSheet";
import styles from "./Letter.module.css";

/** Why it did not leave by itself. */
function standing(words: Words, row: ReceiptRow): { title: string; says: string } {
  const { letters: say } = words;
  if (row.state === "draft") return { title: say.approveTitle, says: say.approveSays(row.by) };
  if (row.state === "unsure") return { title: say.againTitle, says: say.againSays };
  if (row.elsewhere) return { title: say.elsewhereTitle, says: say.elsewhereSays };
  return { title: say.heldTitle, says: waits(row, Date.now()) === "held" ? say.heldSays : "" };
}

export function ReleaseSheet({ row: latest, close }: { row: ReceiptRow; close: () => void }) {
  // What is let go is what was seen when the sheet opened, whatever becomes of it meanwhile.
  const [row] = useState(latest);
  const words = useWords();
  const backend = useBackend();
  const draft = useAsked((asked) => asked.queuedLetter(row.id), row.id);
  const [name, setName] = useState("");
  const needsName = row.state === "draft";
  const by = name.trim();
  const { title, says } = standing(words, row);
  const saying: Saying = {
    title,
    ask: [words.letters.to(draft.value?.to ?? row.to), says].filter(Boolean).join(words.format.gap),
    law: null,
    send: needsName ? words.answering.approve : words.receipt.confirm,
    acknowledges: row.kind === "received",
  };
  const leave = () => {
    close();
    setTimeout(refocus, 60);
  };
  return (
    <LetterSheet draft={draft} letter={letterOf(draft)} says={() => saying} isClosed={needsName && (by === "" || by === row.by)} close={leave}
      send={() => (needsName ? backend.approve(row.id, by, row.seen) : sendNow(backend, row))}>
      {needsName && (
        <label className={styles.approver}>
          {words.answering.approver}
          <input type="text" data-testid="approver" value={name} onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => { if (event.key === "Enter" && ime(event.nativeEvent)) event.preventDefault(); }} />
        </label>
      )}
    </LetterSheet>
  );
}
