// Whether the watcher is alive: silence is the worst failure.
import type { MailboxState, Overview } from "../api/types";
import { minutesBetween } from "../words/format";

/** Minutes without a successful check after which people are told. */
export const STALE_MINUTES = 30;

/** The mailboxes that are watched; a trouble of the home itself stands in the same list under its own kind. */
export function watched(overview: Overview): MailboxState[] {
  return overview.mailboxes.filter((mailbox) => mailbox.kind !== "home");
}

/** The mailbox people must hear about first, or null when all are watched. */
export function ailing(overview: Overview): MailboxState | null {
  const failed = overview.mailboxes.find((mailbox) => mailbox.state === "failed" || mailbox.problem !== null);
  return failed ?? overview.mailboxes.find((mailbox) => minutesSince(mailbox, overview.now) >= STALE_MINUTES) ?? null;
}

/** Codes of problems that say: there is no way to the server now. */
const unreachable: ReadonlySet<string> = new Set(["mailbox.unreachable", "mailbox.server-not-found", "mailbox.connection-broken"]);

/** Whether a mailbox cannot be reached, so that receipts have to wait. */
export function isOffline(overview: Overview): boolean {
  return watched(overview).some((mailbox) => mailbox.problem !== null && unreachable.has(mailbox.problem.code));
}

/** How many older mails are still to come in, at most. */
export function stillComing(overview: Overview): number {
  return watched(overview).reduce((sum, mailbox) => sum + mailbox.behind, 0);
}

/** Since when this window knows a mailbox that was never checked. */
const unchecked = new Map<string, string>();

/** Notes which mailboxes were never checked, so that waiting for their first check has an end. */
export function heardOf(overview: Overview) {
  for (const { id, last_check } of watched(overview)) {
    // Beside another program only that one checks.
    if (last_check !== null || overview.beside) unchecked.delete(id);
    else if (!unchecked.has(id)) unchecked.set(id, overview.now);
  }
}

/** Minutes since the last successful check, or since the first one was awaited. */
export function minutesSince(mailbox: MailboxState, now: string): number {
  return minutesBetween(mailbox.last_check ?? unchecked.get(mailbox.id) ?? now, now);
}

/** The last successful check of the mailbox checked longest ago; null while one of them has never been checked. */
export function lastCheck(overview: Overview): string | null {
  const checks = overview.mailboxes.filter((mailbox) => mailbox.kind !== "home").map((mailbox) => mailbox.last_check);
  if (checks.length === 0) return null;
  return checks.reduce((a, b) => (a === null || b === null ? null : Date.parse(a) <= Date.parse(b) ? a : b));
}
