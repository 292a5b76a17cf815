// Files this window had drawn up: while one is being drawn, where it lies, and the way to it.
import { useState } from "react";
import { asProblem, useBackend } from "../api/backend";
import type { Exported } from "../api/types";
import { useWords, problemSentence, type Language } from "../words/words";
import { did } from "./tried";
import { useAnnounce, type Announce } from "./announce";

export interface Exports {
  exporting: boolean;
  /** Ends the drawing; no file is written then. */
  stop: () => void;
  start: (order: (language: Language) => Promise<Exported>) => Promise<void>;
}

/** Draws a file up and tells where it lies, by a voice of its own above the frame; a second order waits until the first has ended. */
export function useExports(voice?: Announce): Exports {
  const backend = useBackend();
  const words = useWords();
  const nearest = useAnnounce();
  const announce = voice ?? nearest;
  const [exporting, setExporting] = useState(false);
  const start: Exports["start"] = async (order) => {
    if (exporting) return;
    setExporting(true);
    const language: Language = document.documentElement.lang.startsWith("en") ? "en" : "zh";
    try {
      const { name, folder } = await order(language);
      did("export");
      announce(words.exports.done(name, folder), {
        says: words.exports.show,
        act: () => void backend.showExport(name).catch((thrown: unknown) => announce(problemOf(words, thrown))),
      });
    } catch (thrown) {
      announce(problemOf(words, thrown));
    } finally {
      setExporting(false);
    }
  };
  return { exporting, start, stop: () => void backend.stopExport() };
}

function problemOf(words: ReturnType<typeof useWords>, thrown: unknown): string {
  const { code, facts } = asProblem(thrown);
  return problemSentence(words, code, facts);
}
