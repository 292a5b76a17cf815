// Calm lines about how this window stands: beside another program that watches, or without a mailbox.
import { useBackend } from "../api/backend";
import type { Overview } from "../api/types";
import { problemSentence, useWords } from "../words/words";
import { Banner } from "./Banner";
import { watched } from "./health";
import { useOrders } from "./useOrders";

export function Notices({ overview }: { overview: Overview }) {
  const words = useWords();
  const backend = useBackend();
  const { problem, order } = useOrders();
  if (overview.beside) {
    return (
      <Banner tone="calm">
        <p>{words.status.beside}</p>
      </Banner>
    );
  }
  if (watched(overview).length > 0) return null;
  return (
    <Banner tone="calm">
      <p>
        {words.status.noMailbox} {words.first.importHint} {problem && problemSentence(words, problem.code, problem.facts)}
      </p>
      <button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>
        {words.start.openSettings}
      </button>
    </Banner>
  );
}
