// How this window looks: language, theme and text size, remembered between starts.
import { useEffect, useState } from "react";
import { singles } from "../keys";
import type { Language } from "../words/words";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
export const sizes = ["small", "standard", "large", "larger", "largest"] as const;
export type Size = (typeof sizes)[number];

export const densities = ["normal", "compact"] as const;
export type Density = (typeof densities)[number];
export const motions = ["system", "none"] as const;
export type Motion = (typeof motions)[number];

export interface Looks {
  language: Language;
  setLanguage: (language: Language) => void;
  theme: Theme;
  setTheme: (theme: Theme) => void;
  size: Size;
  setSize: (size: Size) => void;
  density: Density;
  setDensity: (density: Density) => void;
  motion: Motion;
  setMotion: (motion: Motion) => void;
  /** Whether single letters are shortcuts. */
  singleKeys: "on" | "off";
  setSingleKeys: (singles: "on" | "off") => void;
}

export function useLooks(): Looks {
  const [language, setLanguage] = useRemembered<Language>("songda.language", ["zh", "en"], "zh");
  const [theme, setTheme] = useRemembered<Theme>("songda.theme", themes, "system");
  const [size, setSize] = useRemembered<Size>("songda.size", sizes, "standard");
  const [density, setDensity] = useRemembered<Density>("songda.density", densities, "normal");
  const [motion, setMotion] = useRemembered<Motion>("songda.motion", motions, "system");
  const [singleKeys, setSingleKeys] = useRemembered<"on" | "off">("songda.singleKeys", ["on", "off"], "on");
  useTheme(theme);
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { size, density, motion });
    singles.on = singleKeys === "on";
  }, [size, density, motion, singleKeys]);
  return { density, setDensity, motion, setMotion, singleKeys, setSingleKeys, language, setLanguage, theme, setTheme, size, setSize };
}

/** What this window remembers between starts; storage may be switched off by policy, then it lasts as long as the window. */
export const remembered = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Nothing to be done, and nothing lost but the memory of it.
    }
  },
};

/** Height in pixels of a one-line row, grown with the text size a person chose. */
export function useRowHeight(standard: number): number {
  const { size, density } = document.documentElement.dataset;
  const rows = density === "compact" ? 0.82 : 1;
  const factor = size === "largest" ? 1.375 : size === "larger" ? 1.25 : size === "large" ? 1.125 : size === "small" ? 0.95 : 1;
  return Math.round(standard * factor * rows);
}

/** A remembered choice of this window. */
function useRemembered<T extends string>(key: string, choices: readonly T[], first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => choices.find((choice) => choice === remembered.get(key)) ?? first);
  const set = (next: T) => {
    setValue(next);
    remembered.set(key, next);
  };
  return [value, set];
}

/** Puts the theme on the page; "system" follows the system while it changes. */
function useTheme(theme: Theme) {
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
    };
    apply();
    dark.addEventListener("change", apply);
    return () => dark.removeEventListener("change", apply);
  }, [theme]);
}
