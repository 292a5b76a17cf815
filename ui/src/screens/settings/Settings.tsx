// 设置: what this window can change, and what the settings file has decided, as it is.
import { useRef, useState } from "react";
import { useKeys } from "../../keys";
import { FilterBox } from "../../parts/FilterBox";
import { plain } from "../../words/format";
import { useWords } from "../../words/words";
import { sections } from "./sections";
import type { SectionProps } from "./sections/section";
import styles from "./Settings.module.css";

export function Settings(props: SectionProps) {
  const words = useWords();
  const { settings: say } = words;
  const [sought, setSought] = useState("");
  const [found, setFound] = useState<ReadonlySet<string> | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  useKeys({ filter: () => box.current?.focus() });
  const seek = (text: string) => {
    setSought(text);
    // What a person searches for are the words in sight, so these are searched.
    const parts = [...(page.current?.querySelectorAll<HTMLElement>("[data-section]") ?? [])];
    const fits = parts.filter((part) => plain(part.textContent ?? "").includes(plain(text)));
    setFound(text.trim() ? new Set(fits.map((part) => part.dataset.section ?? "")) : null);
  };
  return (
    <section className="screen" aria-label={say.title}>
      <header className="bar">
        <h1>{say.title}</h1>
        <span className="rest" />
        <FilterBox box={box} label={say.search} value={sought} set={seek} />
      </header>
      <div className={styles.body}>
      <nav className={styles.contents} aria-label={say.title}>
        {sections.filter(({ id }) => found === null || found.has(id)).map(({ id, title }) => (
          <button key={id} type="button" data-testid={`settings-${id}`} onClick={() => page.current?.querySelector(`[data-section="${id}"]`)?.scrollIntoView({ block: "start" })}>
            {title(words)}
          </button>
        ))}
      </nav>
      <div ref={page} className={`scroll ${styles.page}`} data-reading tabIndex={0} role="region" aria-label={say.title}>
        {found?.size === 0 && <p className={styles.part}>{say.noneFound}</p>}
        {sections.map(({ id, title, Body }) => (
          <section key={id} className={styles.part} data-section={id} hidden={found !== null && !found.has(id)}>
            <h2>{title(words)}</h2>
            <Body {...props} />
          </section>
        ))}
      </div>
      </div>
    </section>
  );
}
