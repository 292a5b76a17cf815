// When a reminder may come again: in an hour, this afternoon, tomorrow morning, by the court's clock.
import { courtStamp, courtTime, dayNumber, dayOf } from "../../words/format";

export type Rest = "hour" | "afternoon" | "morning";

/** Moments that still lie ahead of `now` (milliseconds), RFC 3339 in the court's zone. */
export function rests(now: number): { id: Rest; until: string }[] {
  const { date, time } = courtTime(new Date(now).toISOString());
  const found: { id: Rest; until: string }[] = [{ id: "hour", until: courtStamp(now + 3_600_000) }];
  // An afternoon that is nearly there, or over, is no rest.
  if (time < "13:00:00") found.push({ id: "afternoon", until: `${date}T14:00:00+08:00` });
  found.push({ id: "morning", until: `${dayOf(dayNumber(date) + 1)}T09:00:00+08:00` });
  return found;
}
