// The frame: rail, one screen, status bar, and what must be seen on every screen.
import { useCallback, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import styles from "./App.module.css";
import { useBackend } from "./api/backend";
import { useAsked } from "./api/useAsked";
import { useKeys } from "./keys";
import { AnnounceContext } from "./parts/announce";
import { Banner, MailboxBanner } from "./parts/Banner";
import { Notices } from "./parts/Notices";
import { Rail, themes, type Screen, type Theme } from "./parts/Rail";
import { ReceiptToasts, Said } from "./parts/ReceiptToasts";
import { Start } from "./parts/Start";
import { StatusBar } from "./parts/StatusBar";
import { useOrders } from "./parts/useOrders";
import { ProblemBox } from "./parts/Waiting";
import { Deadlines } from "./screens/deadlines/Deadlines";
import { Receipts } from "./screens/receipts/Receipts";
import { Services } from "./screens/services/Services";
import { en } from "./words/en";
import { useWords, WordsContext, type Language } from "./words/words";
import { zh } from "./words/zh";

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

export function App() {
  const [language, setLanguage] = useRemembered<Language>("songda.language", ["zh", "en"], "zh");
  const words = language === "zh" ? zh : en;
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = words.app.name;
  }, [language, words]);
  return (
    <I18nProvider locale={language === "zh" ? "zh-CN" : "en-GB"}>
      <WordsContext.Provider value={words}>
        <Frame switchLanguage={() => setLanguage(language === "zh" ? "en" : "zh")} />
      </WordsContext.Provider>
    </I18nProvider>
  );
}

/** A sentence stays long enough to read and act on. */
const SAID_MS = 6000;

function useSaid() {
  const [said, setSaid] = useState<{ text: string; turn: number } | null>(null);
  const announce = useCallback((text: string) => setSaid((old) => ({ text, turn: (old?.turn ?? 0) + 1 })), []);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return { said, announce };
}

function Frame({ switchLanguage }: { switchLanguage: () => void }) {
  const backend = useBackend();
  const words = useWords();
  const [screen, setScreen] = useState<Screen>("services");
  const [chosen, setChosen] = useState<string | null>(null);
  const [theme, setTheme] = useRemembered<Theme>("songda.theme", themes, "system");
  useTheme(theme);
  const { said, announce } = useSaid();
  const { problem, order } = useOrders();
  const overview = useAsked((asked) => asked.overview(), "overview");
  const receipts = useAsked((asked) => asked.receipts(), "receipts");
  const { ask } = overview;
  useEffect(() => {
    // Time passes without events: "last check" must not look fresher than it is.
    const timer = setInterval(ask, 30_000);
    return () => clearInterval(timer);
  }, [ask]);
  useKeys({
    "go-1": () => setScreen("services"),
    "go-2": () => setScreen("deadlines"),
    "go-3": () => setScreen("receipts"),
    check: () => void order(() => backend.checkNow()).then((done) => done && announce(words.status.checked)),
  });
  const openService = (id: string) => {
    setChosen(id);
    setScreen("services");
  };
  const rows = useMemo(() => receipts.value ?? [], [receipts.value]);
  const held = rows.filter((row) => row.state === "queued" && row.undo_until === null);
  const today = overview.value?.today ?? "";
  return (
    <AnnounceContext.Provider value={announce}>
      <div className={styles.frame}>
        <Rail screen={screen} go={setScreen} overview={overview.value} theme={theme} setTheme={setTheme} switchLanguage={switchLanguage} />
        <main className={styles.main}>
          {overview.value && <MailboxBanner overview={overview.value} />}
          {overview.value && <Notices overview={overview.value} />}
          <Held count={held.length} look={() => setScreen("receipts")} />
          {problem && <ProblemBox problem={problem} />}
          {overview.problem && !overview.value ? (
            <Start problem={overview.problem} again={ask} />
          ) : overview.value === null ? null : screen === "services" ? (
            <Services today={today} overview={overview.value} chosen={chosen} choose={setChosen} />
          ) : screen === "deadlines" ? (
            <Deadlines today={today} openService={openService} />
          ) : (
            <Receipts receipts={receipts} today={today} openService={openService} />
          )}
        </main>
        <StatusBar overview={overview.value} />
        <div className={styles.toasts}>
          {said && <Said key={said.turn} text={said.text} />}
          <ReceiptToasts receipts={rows} />
        </div>
        <div role="status" aria-live="polite" className="unseen">
          {said?.text}
        </div>
      </div>
    </AnnounceContext.Provider>
  );
}

/** Receipts left over from the last run: a person decides, they never leave by themselves. */
function Held({ count, look }: { count: number; look: () => void }) {
  const words = useWords();
  if (count === 0) return null;
  return (
    <Banner tone="calm">
      <p>{words.status.held(count)}</p>
      <button type="button" className="button" onClick={look}>
        {words.status.look}
      </button>
    </Banner>
  );
}
