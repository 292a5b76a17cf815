// The frame: rail, one screen, status bar, and what must be seen on every screen.
import { useCallback, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import styles from "./App.module.css";
import { useBackend } from "./api/backend";
import { useAsked } from "./api/useAsked";
import { useKeys } from "./keys";
import { AnnounceContext } from "./parts/announce";
import { MailboxBanner } from "./parts/Banner";
import { Held } from "./parts/Held";
import { useLooks, type Looks } from "./parts/looks";
import { Notices } from "./parts/Notices";
import { Rail, type Screen } from "./parts/Rail";
import { ReceiptToasts, Said } from "./parts/ReceiptToasts";
import { Start } from "./parts/Start";
import { StatusBar } from "./parts/StatusBar";
import { useOrders } from "./parts/useOrders";
import { Loading, ProblemBox } from "./parts/Waiting";
import { Cases } from "./screens/cases/Cases";
import { Deadlines } from "./screens/deadlines/Deadlines";
import { Receipts } from "./screens/receipts/Receipts";
import { Services } from "./screens/services/Services";
import { Settings } from "./screens/settings/Settings";
import { TodayScreen } from "./screens/today/Today";
import { en } from "./words/en";
import { useWords, WordsContext } from "./words/words";
import { zh } from "./words/zh";

export function App() {
  const looks = useLooks();
  const { language } = looks;
  const words = language === "zh" ? zh : en;
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = words.app.name;
  }, [language, words]);
  return (
    <I18nProvider locale={language === "zh" ? "zh-CN" : "en-GB"}>
      <WordsContext.Provider value={words}>
        <Frame looks={looks} />
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

function Frame({ looks }: { looks: Looks }) {
  const backend = useBackend();
  const words = useWords();
  const [screen, setScreen] = useState<Screen>("services");
  const [chosen, setChosen] = useState<string | null>(null);
  const [ofCase, setOfCase] = useState<string | null | undefined>(undefined);
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
  const go = (next: Screen) => {
    // The rail leads to the list of cases, not back into the one read last.
    if (next === "cases") setOfCase(undefined);
    setScreen(next);
  };
  useKeys({
    "go-1": () => go("today"),
    "go-2": () => go("services"),
    "go-3": () => go("cases"),
    "go-4": () => go("deadlines"),
    "go-5": () => go("receipts"),
    "go-6": () => go("settings"),
    check: () => void order(() => backend.checkNow()).then((done) => done && announce(words.status.checked)),
  });
  const openService = (id: string) => {
    setChosen(id);
    setScreen("services");
  };
  const rows = useMemo(() => receipts.value ?? [], [receipts.value]);
  const openCase = (number: string) => {
    setOfCase(number);
    setScreen("cases");
  };
  const today = overview.value?.today ?? "";
  return (
    <AnnounceContext.Provider value={announce}>
      <div className={styles.frame}>
        <Rail screen={screen} go={go} overview={overview.value} looks={looks} />
        <main className={styles.main} tabIndex={-1}>
          {overview.value && <MailboxBanner overview={overview.value} />}
          {overview.value && <Notices overview={overview.value} />}
          <Held receipts={rows} look={() => go("receipts")} />
          {problem && <ProblemBox problem={problem} />}
          {overview.problem && !overview.value ? (
            <Start problem={overview.problem} again={ask} />
          ) : overview.value === null ? (
            <Loading />
          ) : screen === "today" ? (
            <TodayScreen overview={overview.value} receipts={rows} openService={openService} openDeadlines={() => go("deadlines")} />
          ) : screen === "services" ? (
            <Services today={today} overview={overview.value} chosen={chosen} choose={setChosen} openCase={openCase} />
          ) : screen === "cases" ? (
            <Cases today={today} chosen={ofCase} choose={setOfCase} openService={openService} />
          ) : screen === "deadlines" ? (
            <Deadlines today={today} openService={openService} />
          ) : screen === "receipts" ? (
            <Receipts receipts={receipts} today={today} openService={openService} />
          ) : (
            <Settings overview={overview.value} looks={looks} />
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
