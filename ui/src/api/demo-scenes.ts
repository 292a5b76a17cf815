// What the sample shows when something is wrong: a mail that could not be read, a disk without room.
import type { MailboxState, MailRow } from "./types";

/** A mail the mailroom could keep but not read. */
export function unread(first_seen: string): MailRow {
  return { sha256: "5d".repeat(32), message_id: null, mailbox: "court", folder: "INBOX", subject: "", verdict: null, service: null, state: "stuck", first_seen };
}

/** Filing waits for room on the disk; the mailbox itself is watched. */
export const fullDisk: MailboxState = {
  id: "filing", address: "案件", kind: "home", state: "failed", last_check: null, next_check: null, behind: 0,
  watch: { last_look: null, folders: [], alarm_since: null, alarm_code: null, gaps: [], self_check: null },
  problem: { code: "home.disk-full", facts: ["案件", "No space left on device"], retries: true },
};
