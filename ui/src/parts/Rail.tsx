// The way between screens, and the two settings of the window itself.
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { Overview } from "../api/types";
import { primaryKey } from "../keys";
import { useWords } from "../words/words";
import { Icon, type IconName } from "./Icon";
import { themes, type Looks } from "./looks";
import styles from "./Rail.module.css";

export const screens = ["today", "services", "cases", "deadlines", "ledger", "receipts", "settings"] as const;
export type Screen = (typeof screens)[number];

export const icons: Record<Screen, IconName> = { today: "sun", services: "mail", cases: "folder", deadlines: "clock", ledger: "table", receipts: "send", settings: "sliders" };

interface Props {
  search: () => void;
  screen: Screen;
  go: (screen: Screen) => void;
  overview: Overview | null;
  looks: Looks;
}

function badges(overview: Overview | null): Record<Screen, number> {
  return {
    today: overview?.burning ?? 0,
    services: overview?.need_receipt ?? 0,
    cases: 0,
    deadlines: overview?.deadlines_soon ?? 0,
    ledger: 0,
    receipts: overview?.outbox ?? 0,
    settings: 0,
  };
}

export function Rail({ search, screen, go, overview, looks }: Props) {
  const { theme } = looks;
  const words = useWords();
  const count = badges(overview);
  const themeName = { system: words.app.themeSystem, light: words.app.themeLight, dark: words.app.themeDark };
  return (
    <nav className={styles.rail} aria-label={words.app.rail}>
      <button type="button" className={styles.search} data-testid="search" title={`${words.palette.open} ${primaryKey()}+K`} aria-label={words.palette.title} onClick={search}>
        <Icon name="search" size={18} />
        <span>{words.palette.open}</span>
        <kbd>{primaryKey()} K</kbd>
      </button>
      {screens.map((entry) => (
        <button key={entry} type="button" data-testid={`rail-${entry}`} title={words.app[entry]}
          aria-current={screen === entry ? "page" : undefined} onClick={() => go(entry)}
          aria-label={count[entry] > 0 ? `${words.app[entry]} (${words.app.badge(count[entry])})` : words.app[entry]}>
          <Icon name={icons[entry]} size={18} />
          <span>{words.app[entry]}</span>
          {count[entry] > 0 && <b>{count[entry] > 99 ? "99+" : count[entry]}</b>}
        </button>
      ))}
      <div className={styles.rest} />
      <MenuTrigger>
        <Button className={styles.quiet} aria-label={`${words.app.theme} (${themeName[theme]})`}>
          <Icon name="theme" size={18} />
          <span>{themeName[theme]}</span>
        </Button>
        <Popover placement="right bottom" className={styles.popover}>
          <Menu aria-label={words.app.theme} selectionMode="single" disallowEmptySelection selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const chosen = themes.find((name) => keys !== "all" && keys.has(name));
              if (chosen) looks.setTheme(chosen);
            }}>
            {themes.map((name) => (
              <MenuItem key={name} id={name} className={styles.item ?? ""} textValue={themeName[name]}>
                {({ isSelected }) => (
                  <>
                    <i>{isSelected && <Icon name="check" size={14} />}</i>
                    {themeName[name]}
                  </>
                )}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <button type="button" className={styles.quiet} data-testid="lang" title={words.app.languageName}
        aria-label={words.app.languageName} onClick={() => looks.setLanguage(looks.language === "zh" ? "en" : "zh")}>
        <Icon name="globe" size={18} />
        <span>{words.app.language}</span>
      </button>
    </nav>
  );
}
