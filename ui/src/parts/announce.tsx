// One polite voice for what happened, read out and shown for a moment.
import { createContext, useContext } from "react";

export type Announce = (text: string) => void;
export const AnnounceContext = createContext<Announce>(() => undefined);
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
