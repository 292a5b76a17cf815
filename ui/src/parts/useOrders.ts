// Orders to the mailroom from a button: while one runs it is not given again, and its failure is told.
import { useRef, useState } from "react";
import { asProblem } from "../api/backend";
import type { Problem } from "../api/types";

export function useOrders() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  /** Runs one order; answers whether it succeeded. A second one meanwhile is dropped. */
  async function order(run: () => Promise<unknown>): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    try {
      await run();
      setProblem(null);
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    } finally {
      running.current = false;
    }
  }
  return { problem, order, clear: () => setProblem(null) };
}
