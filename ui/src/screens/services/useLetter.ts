// The letter of the sheet as it would be sent: the receipt, or the objection drawn up for what was chosen last.
import { useEffect, useState } from "react";
import { useAsked } from "../../api/useAsked";
import type { Problem, ReceiptDraft } from "../../api/types";
import type { Objecting } from "./Objection";

/** Milliseconds without a further key after which the objection is drawn up anew. */
const PAUSE = 300;

export interface Letter {
  subject: string;
  body: string;
  /** Whether it is the letter of what is chosen now; only then may it be sent. */
  isCurrent: boolean;
  problem: Problem | null;
  again: () => void;
}

export function useLetter(draft: ReceiptDraft | null, objecting: Objecting | null): Letter {
  const { reason = "", note = "", isComplete = false } = objecting ?? {};
  const typed = useRested(note);
  const service = draft?.service;
  const isAsked = service !== undefined && isComplete && typed === note;
  const asked = useAsked((asking) => (isAsked ? asking.refusalDraft(service, reason, note) : Promise.resolve(null)), isAsked ? `${service}\n${reason}\n${note}` : "nothing");
  const [last, setLast] = useState<ReceiptDraft | null>(null);
  if (asked.value && asked.value !== last) setLast(asked.value);
  const { problem, ask: again } = asked;
  if (objecting === null) return { subject: draft?.subject ?? "", body: draft?.body ?? "", isCurrent: draft !== null, problem: null, again };
  const isCurrent = isAsked && asked.value !== null && problem === null;
  // While the next one is drawn up the last one stays in sight; where none comes, none is shown.
  const shown = isCurrent ? asked.value : isComplete && problem === null ? last : null;
  return { subject: shown?.subject ?? "", body: shown?.body ?? "", isCurrent, problem, again };
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
