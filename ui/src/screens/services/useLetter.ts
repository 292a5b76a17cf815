// The letter of the sheet as it would be sent: what was wished, or the objection drawn up for what was chosen last.
import { useEffect, useState } from "react";
import { useAsked, type Asked } from "../../api/useAsked";
import type { ReceiptDraft, Wished } from "../../api/types";
import { letterOf, type Letter } from "../../parts/letter/LetterSheet";
import type { Objecting } from "./Objection";

/** Milliseconds without a further key after which the objection is drawn up anew. */
const PAUSE = 300;

export const plainWish: Wished = { kind: "received", reason: null, note: "", scan: null, scan_name: null, verified: "" };

export function useLetter(draft: Asked<ReceiptDraft>, base: Wished, objecting: Objecting | null): { letter: Letter; wished: Wished } {
  const { reason = "", note = "", isComplete = false } = objecting ?? {};
  const typed = useRested(note);
  const service = draft.value?.service;
  const wished: Wished = objecting ? { ...plainWish, kind: "refused", reason, note } : base;
  const isAsked = service !== undefined && isComplete && typed === note;
  const asked = useAsked((asking) => (isAsked ? asking.letterDraft(service, wished) : Promise.resolve(null)), isAsked ? `${service}\n${reason}\n${note}` : "nothing");
  const [last, setLast] = useState<ReceiptDraft | null>(null);
  if (asked.value && asked.value !== last) setLast(asked.value);
  const { problem, ask: again } = asked;
  if (objecting === null) return { letter: letterOf(draft), wished };
  const isCurrent = isAsked && asked.value !== null && problem === null;
  // While the next one is drawn up the last one stays in sight; where none comes, none is shown.
  const shown = isCurrent ? asked.value : isComplete && problem === null ? last : null;
  return { letter: { subject: shown?.subject ?? "", body: shown?.body ?? "", seen: shown?.seen ?? "", isCurrent, problem, again }, wished };
}

/** A text once nobody has typed for a moment. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
