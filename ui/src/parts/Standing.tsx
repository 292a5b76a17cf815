// Whether a sitting still stands: the court may have told another time since.
import { useWords } from "../words/words";
import { Tag } from "./Chip";

export function Standing({ of }: { of: string }) {
  const says = useWords().time.standings[of];
  return says ? <Tag>{says}</Tag> : null;
}

/** How a row of the calendar stands, as a code. */
export function standingOf(row: { may_be_moved: boolean }): string {
  return row.may_be_moved ? "may-be-moved" : "stands";
}
