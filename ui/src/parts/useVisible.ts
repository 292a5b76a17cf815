// Whether the window can be seen: what nobody sees is not asked for again and again.
import { useSyncExternalStore } from "react";

const heard = (told: () => void) => {
  document.addEventListener("visibilitychange", told);
  return () => document.removeEventListener("visibilitychange", told);
};

export function useVisible(): boolean {
  return useSyncExternalStore(heard, () => document.visibilityState !== "hidden");
}
