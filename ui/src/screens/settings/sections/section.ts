// What a section of the settings is given, and what it tells of itself.
import type { ComponentType } from "react";
import type { Overview } from "../../../api/types";
import type { Looks } from "../../../parts/looks";
import type { Words } from "../../../words/words";

export interface SectionProps {
  overview: Overview;
  looks: Looks;
}

/** One section: one file, one line in `sections.ts`. */
export interface Section {
  id: string;
  title: (words: Words) => string;
  Body: ComponentType<SectionProps>;
}
