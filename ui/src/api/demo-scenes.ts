// What the sample shows when something is wrong: a mail that could not be read, a disk without room.
import { courtStamp } from "../words/format";
import type { ClaimRow, MailboxState, MailRow, Problem, ReceiptRow } from "./types";

/** A mail the mailroom could keep but not read. */
export function unread(first_seen: string): MailRow {
  return { sha256: "5d".repeat(32), message_id: null, mailbox: "court", folder: "INBOX", subject: "", verdict: null, service: null, state: "stuck", first_seen };
}

/** Filing waits for room on the disk; the mailbox itself is watched. */
export const fullDisk: MailboxState = {
  id: "filing", address: "案件", kind: "home", state: "failed", last_check: null, next_check: null, behind: 0, shared: false, computers: "unsaid", answered_beside: false,
  watch: { last_look: null, folders: [], alarm_since: null, alarm_code: null, gaps: [], self_check: null },
  problem: { code: "home.disk-full", facts: ["案件", "No space left on device"], retries: true },
};

/** A ledger that is not the one of last time: receipts wait until a person has compared. */
export const wentBack: MailboxState = {
  ...fullDisk, id: "ledger", address: "台账", problem: { code: "home.went-back", facts: ["412", "398"], retries: false },
};

/** What the sample shows: a working day, a receipt left over from the last run or one the server did not take, one that stays back behind another computer of a shared mailbox or cannot be registered there, a mailbox that fails, a full disk, a ledger that went back, an empty first day, or a mailroom that does not answer. */
export type Scene = "day" | "held" | "retry" | "behind" | "overdue" | "unclaimed" | "stale" | "disk" | "empty" | "error" | "slow" | "many" | "first" | "offline" | "syncing" | "astray";

/** How the receipt of the sample's ruling waits in a scene; null when none does. */
export function leftOver(scene: Scene, now: number): Partial<ReceiptRow> | null {
  const ago = (minutes: number) => courtStamp(now - minutes * 60_000);
  const claim = (state: string, since: number): ClaimRow => ({ state, mailbox: "court", since: ago(since), decide_from: ago(since - 30), by: null, at: null, why: null, unsure: false });
  switch (scene) {
    case "held":
      return { held: true };
    case "retry":
      return { attempts: 2, problem: "receipt.not-now", undo_until: ago(60) };
    case "behind":
      return { problem: "receipt.claimed", claim: claim("behind", 6) };
    case "overdue":
      return { problem: "receipt.claim-overdue", claim: claim("overdue", 41) };
    case "unclaimed":
      return { problem: "receipt.no-claim", answer: "NO [OVERQUOTA] Quota exceeded (mailbox for user is full)" };
    default:
      return null;
  }
}

/** What is wrong with the mailbox in a scene, if anything is. */
function troubleIn(scene: Scene): Problem | null {
  if (scene === "stale") return { code: "mailbox.login-refused", facts: ["sd@office.example", "imap.office.example", "LOGIN Login error or password error"], retries: true };
  return scene === "offline" ? { code: "mailbox.unreachable", facts: ["imap.office.example", "993", "timed out"], retries: true } : null;
}

/** The sample's one mailbox. */
export function mailboxIn(scene: Scene, lastCheck: number, said: boolean | null = null): MailboxState {
  const problem = troubleIn(scene);
  const last = courtStamp(lastCheck);
  const isShared = said === true || ["behind", "overdue", "unclaimed"].includes(scene);
  return {
    id: "court",
    address: "sd@office.example",
    kind: "imap",
    state: problem ? "failed" : "watching",
    last_check: last,
    next_check: problem ? null : courtStamp(lastCheck + 120_000),
    behind: scene === "syncing" ? 240 : 0,
    problem,
    shared: isShared,
    computers: isShared ? "several" : said === null ? "unsaid" : "one",
    answered_beside: false,
    watch: {
      last_look: last,
      folders: ["INBOX", "垃圾邮件"].map((folder) => ({ folder, last_look: last })),
      alarm_since: problem ? last : null,
      alarm_code: problem?.code ?? null,
      gaps: [],
      self_check: { at: courtStamp(lastCheck - 3 * 3_600_000), ok: true, outcome: "same", sha256: "5d".repeat(32) },
    },
  };
}
