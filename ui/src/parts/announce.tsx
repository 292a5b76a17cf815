// One polite voice for what happened, read out and shown for a moment.
import { createContext, useContext } from "react";

/** What can be done about what was said, by one button. */
export interface SaidAction {
  says: string;
  act: () => void;
}
export type Announce = (text: string, action?: SaidAction) => void;
export const AnnounceContext = createContext<Announce>(() => undefined);
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
