// Whether anything needs a person now.
import type { TodayPage } from "../../api/types";

/** How many things burn: what the badge of this screen shows. */
export function burning(today: TodayPage): number {
  return today.overdue.count + today.due_today.count + today.left.count;
}

/** Whether nothing at all asks for a person today. */
export function isClear(today: TodayPage): boolean {
  const waiting = [today.receipts, today.week, today.check, today.suspicious];
  return burning(today) + today.stuck.length + today.sittings.length + waiting.reduce((sum, one) => sum + one.count, 0) === 0;
}
