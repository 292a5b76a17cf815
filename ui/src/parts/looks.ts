// How this window looks: language, theme and text size, remembered between starts.
import { useEffect, useState } from "react";
import type { Language } from "../words/words";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
export const sizes = ["standard", "large", "larger", "largest"] as const;
export type Size = (typeof sizes)[number];

export interface Looks {
  language: Language;
  setLanguage: (language: Language) => void;
  theme: Theme;
  setTheme: (theme: Theme) => void;
  size: Size;
  setSize: (size: Size) => void;
}

export function useLooks(): Looks {
  const [language, setLanguage] = useRemembered<Language>("songda.language", ["zh", "en"], "zh");
  const [theme, setTheme] = useRemembered<Theme>("songda.theme", themes, "system");
  const [size, setSize] = useRemembered<Size>("songda.size", sizes, "standard");
  useTheme(theme);
  useEffect(() => {
    document.documentElement.dataset.size = size;
  }, [size]);
  return { language, setLanguage, theme, setTheme, size, setSize };
}

/** A remembered choice of this window; storage may be switched off by policy. */
function useRemembered<T extends string>(key: string, choices: readonly T[], first: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      return choices.find((choice) => choice === localStorage.getItem(key)) ?? first;
    } catch {
      return first;
    }
  });
  const set = (next: T) => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // The choice then lasts as long as the window.
    }
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
