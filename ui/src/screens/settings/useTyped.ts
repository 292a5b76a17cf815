// What a person types over what holds, until it is kept: then that is said, and what holds is shown again.
import { useState } from "react";
import { useAnnounce } from "../../parts/announce";
import { useOrders } from "../../parts/useOrders";

/** `says` is announced once it is kept, `done` done after that; a failure stays in `problem` and nothing typed is lost. */
export function useTyped<T extends object>(says: string, done: () => void) {
  const announce = useAnnounce();
  const { problem, order, clear } = useOrders();
  const [typed, setTyped] = useState<Partial<T>>({});
  const put = (change: Partial<T>) => {
    clear();
    setTyped({ ...typed, ...change });
  };
  const forget = () => {
    clear();
    setTyped({});
  };
  const keep = (run: () => Promise<unknown>) =>
    void order(run).then((kept) => {
      if (!kept) return;
      setTyped({});
      announce(says);
      done();
    });
  return { typed, put, forget, keep, clear, problem };
}

/** Whether something typed is not what holds. */
export function isOther<T extends object>(now: T, held: T): boolean {
  return (Object.keys(held) as (keyof T)[]).some((key) => now[key] !== held[key]);
}
