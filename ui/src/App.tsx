// The frame: rail, one screen, status bar, and what must be seen on every screen.
import { useCallback, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import styles from "./App.module.css";
import { useBackend } from "./api/backend";
import { useAsked } from "./api/useAsked";
import { useKeys } from "./keys";
import { AnnounceContext, type Announce, type SaidAction } from "./parts/announce";
import { MailboxBanner } from "./parts/Banner";
import { CloseAsk } from "./parts/CloseAsk";
import { Dropped } from "./parts/Dropped";
import { Held } from "./parts/Held";
import { useExports } from "./parts/exports";
import { sizes, useLooks, type Looks } from "./parts/looks";
import { Notices } from "./parts/Notices";
import { Palette } from "./parts/palette/Palette";
import { paletteCommands } from "./parts/palette/commands";
import { PreviewContext, PreviewSheet } from "./parts/preview/Preview";
import { QuitAsk } from "./parts/QuitAsk";
import { Rail, type Screen } from "./parts/Rail";
import { ReceiptToasts, Said } from "./parts/ReceiptToasts";
import { Start } from "./parts/Start";
import { StatusBar } from "./parts/StatusBar";
import { did } from "./parts/tried";
import { useOutside } from "./parts/useOutside";
import { useOverview } from "./parts/useOverview";
import { useOrders } from "./parts/useOrders";
import { Loading, ProblemBox } from "./parts/Waiting";
import { Cases } from "./screens/cases/Cases";
import type { CaseTab } from "./screens/cases/cases";
import { Deadlines } from "./screens/deadlines/Deadlines";
import { Ledger } from "./screens/ledger/Ledger";
import { Mails } from "./screens/mails/Mails";
import { Receipts } from "./screens/receipts/Receipts";
import { Services } from "./screens/services/Services";
import type { Tab as ServiceTab } from "./screens/services/services";
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
  const [said, setSaid] = useState<{ text: string; action?: SaidAction | undefined; turn: number } | null>(null);
  const announce = useCallback<Announce>((text, action) => setSaid((old) => ({ text, action, turn: (old?.turn ?? 0) + 1 })), []);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), said.action ? 2 * SAID_MS : SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return { said, announce, silence: () => setSaid(null) };
}

function Frame({ looks }: { looks: Looks }) {
  const backend = useBackend();
  const words = useWords();
  const [screen, setScreen] = useState<Screen | "mails">("services");
  const [chosen, setChosen] = useState<string | null>(null);
  // Where there is room for one of them: the service that is being read, or the list.
  const [reading, setReading] = useState(false);
  const [quitting, setQuitting] = useState(false);
  const [serviceTab, setServiceTab] = useState<ServiceTab>("all");
  const [caseTab, setCaseTab] = useState<CaseTab>("all");
  const [ofDeadline, setOfDeadline] = useState<string | null>(null);
  const [ofCase, setOfCase] = useState<string | null | undefined>(undefined);
  const { said, announce, silence } = useSaid();
  const { problem, order } = useOrders();
  const { start } = useExports(announce);
  const { overview, problem: untold, ask } = useOverview();
  const receipts = useAsked((asked) => asked.outbox(), "outbox");
  useEffect(() => backend.onQuitting(() => setQuitting(true)), [backend]);
  const go = (next: Screen) => {
    // The rail leads to the list of cases or services, not back into the one read last.
    if (next === "cases") setOfCase(undefined);
    if (next !== "deadlines") setOfDeadline(null);
    setReading(false);
    if (next !== screen) {
      setServiceTab("all");
      setCaseTab("all");
    }
    setScreen(next);
  };
  const [palette, setPalette] = useState(false);
  const [paper, setPaper] = useState<{ service: string; document: string } | null>(null);
  const preview = useCallback((service: string, document: string) => {
    did("facts");
    setPaper({ service, document });
  }, []);
  const check = () => void order(() => backend.checkNow()).then((done) => done && announce(words.status.checked));
  useKeys({
    palette: () => setPalette(true),
    settings: () => go("settings"),
    help: () => {
      go("settings");
      requestAnimationFrame(() => document.querySelector('[data-section="keys"]')?.scrollIntoView({ block: "start" }));
    },
    larger: () => looks.setSize(sizes[Math.min(sizes.length - 1, sizes.indexOf(looks.size) + 1)] ?? looks.size),
    smaller: () => looks.setSize(sizes[Math.max(0, sizes.indexOf(looks.size) - 1)] ?? looks.size),
    standard: () => looks.setSize("standard"),
    "go-1": () => go("today"),
    "go-2": () => go("services"),
    "go-3": () => go("cases"),
    "go-4": () => go("deadlines"),
    "go-5": () => go("ledger"),
    "go-6": () => go("receipts"),
    "go-7": () => go("settings"),
    check,
    print: () => void order(() => backend.printPage()),
    quit: () => setQuitting(true),
  });
  const openService = (id: string) => {
    did("open");
    setChosen(id);
    go("services");
    setReading(true);
  };
  const choose = (id: string | null) => {
    if (chosen !== null && id !== chosen) did("open");
    setChosen(id);
  };
  const rows = useMemo(() => receipts.value ?? [], [receipts.value]);
  const openCase = (number: string) => {
    setOfCase(number);
    setScreen("cases");
  };
  useOutside({ openService, openCase, openToday: () => go("today"), announce });
  const today = overview?.today ?? "";
  // Nothing can be shown at all; what was known before stays in sight with the reason why it is not renewed.
  const isAtStart = untold !== null && (overview === null || untold.code === "home.none");
  const commands = paletteCommands(words, { go, check, looks, settingsFile: () => void order(() => backend.openSettings()),
    handover: () => void start((language) => backend.exportHandover(language)),
    month: () => void start((language) => backend.exportMonth(today, language)),
    calendar: () => void start((language) => backend.exportCalendar(language)),
    mails: () => setScreen("mails"),
  });
  return (
    <AnnounceContext.Provider value={announce}>
      <PreviewContext.Provider value={preview}>
      <div className={styles.frame}>
        <Rail search={() => setPalette(true)} screen={screen === "mails" ? "services" : screen} go={go} overview={overview} looks={looks} />
        <main className={styles.main} tabIndex={-1}>
          {overview && <MailboxBanner overview={overview} />}
          {overview && <Notices overview={overview} />}
          <Held receipts={rows} look={() => go("receipts")} />
          {problem && <ProblemBox problem={problem} />}
          {untold && !isAtStart && <ProblemBox problem={untold} again={ask} />}
          {untold && isAtStart ? (
            <Start problem={untold} again={ask} />
          ) : overview === null ? (
            <Loading />
          ) : screen === "today" ? (
            <TodayScreen overview={overview} isCurrent={untold === null} receipts={rows} openService={openService} openDeadlines={(of) => { setOfDeadline(of ?? null); go("deadlines"); }}
              openServices={(tab) => { go("services"); setServiceTab(tab); }} openCases={(tab) => { go("cases"); setCaseTab(tab); }} openMails={() => setScreen("mails")} />
          ) : screen === "services" ? (
            <Services today={today} overview={overview} tab={serviceTab} setTab={setServiceTab} chosen={chosen} choose={choose} reading={reading} setReading={setReading} openCase={openCase} openMails={() => setScreen("mails")} />
          ) : screen === "mails" ? (
            <Mails today={today} back={() => setScreen("services")} openService={openService} />
          ) : screen === "cases" ? (
            <Cases today={today} overview={overview} tab={caseTab} setTab={setCaseTab} chosen={ofCase} choose={setOfCase} openService={openService} />
          ) : screen === "deadlines" ? (
            <Deadlines today={today} openService={openService} first={ofDeadline} />
          ) : screen === "ledger" ? (
            <Ledger overview={overview} openService={openService} />
          ) : screen === "receipts" ? (
            <Receipts today={today} openService={openService} />
          ) : (
            <Settings overview={overview} looks={looks} />
          )}
        </main>
        <StatusBar overview={overview} problem={untold} />
        <div className={styles.toasts}>
          {said && <Said key={said.turn} text={said.text} action={said.action} close={silence} />}
          <ReceiptToasts receipts={rows} reading={screen === "services" ? chosen : null} />
        </div>
        <div role="status" aria-live="polite" className="unseen">
          {said?.text}
        </div>
      </div>
      {paper && <PreviewSheet key={paper.document} service={paper.service} document={paper.document} close={() => setPaper(null)} />}
      <CloseAsk receipts={rows} today={today} />
      {quitting && <QuitAsk receipts={rows} today={today} close={() => setQuitting(false)} />}
      <Dropped service={screen === "services" ? chosen : null} opened={openService} />
      {palette && <Palette commands={commands} openService={openService} openDocument={preview} close={() => setPalette(false)} />}
      </PreviewContext.Provider>
    </AnnounceContext.Provider>
  );
}
