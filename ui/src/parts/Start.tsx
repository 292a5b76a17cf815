// What stands in the window while there is no home to show: why, and what to do about it.
import { useBackend } from "../api/backend";
import type { Problem } from "../api/types";
import { useWords } from "../words/words";
import { useOrders } from "./useOrders";
import { Empty, ProblemBox } from "./Waiting";

export function Start({ problem, again }: { problem: Problem; again: () => void }) {
  const words = useWords();
  const backend = useBackend();
  const { problem: refused, order } = useOrders();
  const isNew = problem.code === "home.none";
  const isSettings = problem.code.startsWith("settings.");
  return (
    <>
      {!isNew && <ProblemBox problem={problem} again={again} />}
      {refused && <ProblemBox problem={refused} />}
      {isNew && (
        <Empty title={words.start.title} text={words.start.text(problem.facts[0] ?? "")}>
          <button type="button" className="button primary" onClick={() => void order(() => backend.makeHome())}>
            {words.start.make}
          </button>
        </Empty>
      )}
      {isSettings && (
        <Empty title={words.start.fix} text={words.start.followed}>
          <button type="button" className="button" onClick={() => void order(() => backend.openSettings())}>
            {words.start.openSettings}
          </button>
        </Empty>
      )}
    </>
  );
}
