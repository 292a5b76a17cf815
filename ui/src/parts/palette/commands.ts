// What the palette can do by itself: go to a page, check the mailboxes, change how the window looks.
import { primaryKey } from "../../keys";
import type { Words } from "../../words/words";
import type { Looks } from "../looks";
import { icons, screens, type Screen } from "../Rail";
import type { PaletteCommand } from "./Palette";

interface Acts {
  go: (screen: Screen) => void;
  check: () => void;
  settingsFile: () => void;
  handover: () => void;
  month: () => void;
  calendar: () => void;
  mails: () => void;
  looks: Looks;
}

export function paletteCommands(words: Words, { go, check, settingsFile, handover, month, calendar, mails, looks }: Acts): PaletteCommand[] {
  const pages = screens.map((screen, at): PaletteCommand => ({
    id: screen, name: words.app[screen], icon: icons[screen], keys: `${primaryKey()} ${at + 1}`, run: () => go(screen),
  }));
  const dark = document.documentElement.dataset.theme === "dark";
  return [
    ...pages,
    { id: "check", name: words.status.checkNow, icon: "mail", keys: "F5", run: check },
    { id: "handover", name: words.exports.handover, icon: "table", run: handover },
    { id: "month", name: words.exports.month, icon: "table", run: month },
    { id: "calendar", name: words.calendarFile.export, icon: "calendar", run: calendar },
    { id: "mails", name: words.mails.title, icon: "mail", run: mails },
    { id: "theme", name: `${words.app.theme}：${dark ? words.app.themeLight : words.app.themeDark}`, icon: "theme", run: () => looks.setTheme(dark ? "light" : "dark") },
    { id: "language", name: words.app.languageName, icon: "globe", run: () => looks.setLanguage(looks.language === "zh" ? "en" : "zh") },
    { id: "settings-file", name: words.start.openSettings, icon: "file", run: settingsFile },
    { id: "keys", name: words.help.title, icon: "info", keys: "F1", run: () => go("settings") },
  ];
}
