// The rows of 待签收 as far as they were scrolled to; old ones stay visible while newer ones are fetched.
import { useEffect, useRef, useState } from "react";
import { useAsked } from "../../api/useAsked";
import type { Problem, ServiceList } from "../../api/types";
import type { Tab } from "./services";

/** Rows fetched at first, and each time the end comes near. */
const STEP = 200;

export interface Listed {
  list: ServiceList | null;
  /** Whether the list answers what is asked now, and not what was asked before. */
  isCurrent: boolean;
  /** Whether the one being read was asked for: where it is missing now, there is none. */
  hasLooked: boolean;
  problem: Problem | null;
  ask: () => void;
  /** The end of what was fetched is near. */
  more: () => void;
}

export function useServiceList(tab: Tab, text: string, chosen: string | null): Listed {
  const of = `${tab} ${text}`;
  const [grown, setGrown] = useState({ of, limit: STEP });
  const limit = grown.of === of ? grown.limit : STEP;
  const { value, problem, ask } = useAsked(
    (backend) => backend.serviceList({ tab, text, current: chosen, offset: 0, limit }).then((list) => ({ list, of, chosen })),
    "services",
  );
  const list = value?.list ?? null;
  const isCurrent = value?.of === of;
  const place = isCurrent ? (list?.place ?? 0) : 0;
  // Always up to the one being read, and some beyond.
  const reach = place < limit ? limit : place + STEP / 4;
  if (reach !== limit) setGrown({ of, limit: reach });
  const isKnown = chosen === null || list === null || list.current?.id === chosen || list.rows.some((row) => row.id === chosen);
  const asked = useRef("");
  useEffect(() => {
    const now = `${of} ${limit} ${isKnown ? "" : chosen}`;
    // The first time it is asked anyway.
    if (asked.current !== "" && asked.current !== now) ask();
    asked.current = now;
  }, [ask, of, limit, isKnown, chosen]);
  const more = () => {
    if (list && isCurrent && list.rows.length >= limit && list.rows.length < list.fitting) setGrown({ of, limit: limit + STEP });
  };
  return { list, isCurrent, hasLooked: chosen === null || value?.chosen === chosen, problem, ask, more };
}
