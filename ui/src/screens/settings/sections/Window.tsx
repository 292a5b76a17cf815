// 本窗口: language, theme and text size, remembered between starts.
import { Choice } from "../../../parts/Choice";
import { densities, sizes, themes, type Size, type Theme } from "../../../parts/looks";
import { useWords, type Language } from "../../../words/words";
import type { SectionProps } from "./section";
import styles from "../Settings.module.css";

export function Window({ looks }: SectionProps) {
  const words = useWords();
  const { settings: say, app } = words;
  const themeName: Record<Theme, string> = { system: app.themeSystem, light: app.themeLight, dark: app.themeDark };
  const languages: { id: Language; name: string }[] = [
    { id: "zh", name: "中文" },
    { id: "en", name: "English" },
  ];
  const named: { id: Size; name: string }[] = sizes.map((id) => ({ id, name: say.sizes[id] }));
  return (
    <div className={styles.choices}>
      <Choice label={say.language} entries={languages} chosen={looks.language} choose={looks.setLanguage} />
      <Choice label={say.theme} entries={themes.map((id) => ({ id, name: themeName[id] }))} chosen={looks.theme} choose={looks.setTheme} />
      <Choice label={say.size} entries={named} chosen={looks.size} choose={looks.setSize} />
      <Choice label={words.density.label} entries={densities.map((id) => ({ id, name: words.density[id] }))} chosen={looks.density} choose={looks.setDensity} />
      <Choice label={words.motion.label} entries={[{ id: "system", name: words.motion.system }, { id: "none", name: words.motion.none }]} chosen={looks.motion} choose={looks.setMotion} />
    </div>
  );
}

