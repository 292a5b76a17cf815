// Which language people read, and how a word is found by its code.
import { createContext, useContext } from "react";
import type { Same } from "./same";
import { zh } from "./zh";

/** The shape every language fills. */
export type Words = Same<typeof zh>;
export type Language = "zh" | "en";

export const WordsContext = createContext<Words>(zh);

/** The words of the language in use. */
export function useWords(): Words {
  return useContext(WordsContext);
}

/** The word for a code the mailroom sent, or undefined for a code this window does not know. */
export function byCode<T>(table: { readonly [code: string]: T }, code: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, code) ? table[code] : undefined;
}

/** A sentence for what went wrong; an unknown code shows itself so that it can be reported. */
export function problemSentence(words: Words, code: string, facts: readonly string[]): string {
  const says = byCode(words.problems, code);
  return says ? says(facts) : (byCode<string>(words.filing, code) ?? words.problemUnknown(code));
}
