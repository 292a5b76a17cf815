// Shapes that cross from the mailroom to the window; written by `UPDATE=1 cargo test`.

export type Court = { 
/**
 * 法院代字, such as 沪0112.
 */
code: string, 
/**
 * Full name.
 */
name: string, };

export type ServiceRow = { id: string, mailbox: string, message_id: string | null, 
/**
 * Digest of the raw mail.
 */
sha256: string, from: string | null, from_name: string | null, subject: string, court: Court | null, case_numbers: Array<string>, cause: string | null, addressee: string | null, 
/**
 * plaintiff, defendant, third-party … as in the contract.
 */
role: string | null, 
/**
 * The mail's own date, RFC 3339 +08:00.
 */
dated: string | null, 
/**
 * Arrival in the agreed mailbox, RFC 3339 +08:00.
 */
arrived: string | null, 
/**
 * When this program first saw it, RFC 3339 +08:00.
 */
first_seen: string, 
/**
 * proven, likely, doubtful.
 */
verdict: string, 
/**
 * confirmed, offered, promised, unconfirmed.
 */
regime: string, 
/**
 * How many documents it serves.
 */
documents: number, 
/**
 * Their titles, in reading order.
 */
titles: Array<string>, 
/**
 * How many channels and sightings.
 */
arrivals: number, 
/**
 * `none`, or the state of its receipt.
 */
receipt: string, 
/**
 * Doubts still open.
 */
open_doubts: number, 
/**
 * The earliest open deadline with a date.
 */
next_deadline: DeadlineRow | null, };

export type DocumentRow = { id: string, service: string, case_number: string | null, kind: string | null, title: string, 
/**
 * File name as the court wrote it.
 */
name: string | null, sha256: string, size_bytes: number, pages: number | null, 
/**
 * Path below the case root; empty while it waits.
 */
path: string, 
/**
 * filed, waiting, missing, changed.
 */
state: string, };

export type CaseRow = { id: string, case_number: string, court: Court | null, cause: string | null, role: string | null, 
/**
 * Ids of its services.
 */
services: Array<string>, next_deadline: DeadlineRow | null, 
/**
 * What the office calls it.
 */
name: string | null, 
/**
 * Numbers of every case that a person joined with it, itself included, the leading one first.
 */
together: Array<string>, };

export type StepRow = { 
/**
 * YYYY-MM-DD.
 */
date: string, says: string, };

export type DeadlineRow = { id: string, service: string, case_number: string | null, rule: string, name: string, 
/**
 * Title of the document that starts it.
 */
document: string, 
/**
 * YYYY-MM-DD, or null when no date can be said.
 */
from: string | null, raw_end: string | null, last_day: string | null, safe_date: string | null, 
/**
 * final, provisional, undetermined.
 */
status: string, 
/**
 * Why, in one Chinese sentence.
 */
because: string, steps: Array<StepRow>, 
/**
 * Law and article, such as 民事诉讼法 第一百二十八条.
 */
source: Array<string>, 
/**
 * open, confirmed, done, not-applicable, overdue.
 */
state: string, 
/**
 * Days from today to the last day; negative when it has passed.
 */
days_left: number | null, court: Court | null, };

export type ReceiptRow = { id: string, service: string, message_id: string, to: string, subject: string, 
/**
 * draft, queued, sending, unsure, sent, confirmed, bounced, failed, withdrawn.
 */
state: string, attempts: number, queued_at: string, 
/**
 * Until when it can be taken back; null when it waits for a person (after a restart) or has left.
 */
undo_until: string | null, 
/**
 * Whether it was left over by a window that is gone and waits for a person to let it go.
 */
held: boolean, sent_at: string | null, 
/**
 * The server's words.
 */
answer: string | null, 
/**
 * Digest of the exact bytes.
 */
sha256: string, 
/**
 * Who acknowledged.
 */
by: string, 
/**
 * kebab-case code of what went wrong, if anything did.
 */
problem: string | null, };

export type DoubtRow = { id: string, 
/**
 * Service id, or digest of the mail when it serves nothing.
 */
about: string, 
/**
 * Part path or `mail`.
 */
part: string, code: string, detail: string, since: string, settled: boolean, };

export type MailRow = { sha256: string, message_id: string | null, mailbox: string, folder: string, subject: string, verdict: string | null, service: string | null, 
/**
 * kept, understood, stuck.
 */
state: string, first_seen: string, };

export type ReasonRow = { code: string, detail: string, };

export type HearingRow = { starts: string, place: string | null, kind: string, 
/**
 * Name of the document it was read from.
 */
document: string, };

export type ContactRow = { name: string, duty: string | null, phone: string | null, };

export type PickupRow = { errand: string, service: string, court: Court | null, case_numbers: Array<string>, platform: string, 
/**
 * The platform's name, where it is one.
 */
name: string | null, 
/**
 * Who runs it, where one platform id stands for several, such as `qq` for a cloud attachment.
 */
provider: string | null, url: string | null, code: string | null, 
/**
 * When it stops working, in the sender's words.
 */
expires: string | null, 
/**
 * The same as a moment, RFC 3339 +08:00, where the words say one.
 */
expires_at: string | null, 
/**
 * may-be-receipt, is-receipt: what opening the link may count as; empty where nothing is known.
 */
opening: string, 
/**
 * Whether this program can fetch what is behind it.
 */
can_fetch: boolean, 
/**
 * Whether the office allowed that without asking, for this mailbox.
 */
allowed: boolean, 
/**
 * open, asked, fetching, waiting, held, done.
 */
state: string, 
/**
 * Documents the platform listed.
 */
listed: number, 
/**
 * Those of them that came.
 */
stored: number, 
/**
 * Names of those that did not.
 */
missing: Array<string>, 
/**
 * kebab-case code of why it does not go on.
 */
held: string | null, 
/**
 * The platform's own words.
 */
says: string | null, 
/**
 * When it is tried again by itself.
 */
again: string | null, 
/**
 * When a person last opened the link in the browser.
 */
opened: string | null, opened_by: string | null, 
/**
 * Name of the document that is coming now.
 */
on_its_way: string | null, 
/**
 * Bytes of it that came.
 */
bytes: number, 
/**
 * Its length, where it is known.
 */
total: number | null, };

export type ChannelRow = { 
/**
 * The service its mail stands for by itself.
 */
service: string, 
/**
 * mail, message, platform, dropped.
 */
channel: string, 
/**
 * Mailbox, or who brought it.
 */
place: string, 
/**
 * Arrival in the agreed mailbox, RFC 3339 +08:00.
 */
arrived: string | null, first_seen: string, 
/**
 * Why it was joined with the others.
 */
why: string | null, documents: number, };

export type PartRow = { path: string, media_type: string, name: string | null, size_bytes: number, sha256: string, 
/**
 * body, document, inline, wrapper, signature, structured, refused, unread.
 */
became: string, why: string | null, };

export type ServicePage = { row: ServiceRow, reasons: Array<ReasonRow>, documents: Array<DocumentRow>, deadlines: Array<DeadlineRow>, hearings: Array<HearingRow>, contacts: Array<ContactRow>, pickups: Array<PickupRow>, 
/**
 * Every channel by which it was told, the leading one first.
 */
channels: Array<ChannelRow>, 
/**
 * Ids of services that seem to be the same one; a person decides.
 */
seems_same: Array<string>, listed_not_attached: Array<string>, doubts: Array<DoubtRow>, 
/**
 * Parts that did not become documents.
 */
other_parts: Array<PartRow>, receipt: ReceiptRow | null, 
/**
 * Text of the mail, as a reader sees it.
 */
text: string, 
/**
 * The agreed address it arrived at.
 */
address: string, };

export type ReceiptDraft = { service: string, court: Court | null, to: string, subject: string, body: string, documents: number, arrived: string | null, 
/**
 * confirmed, offered, promised, unconfirmed: decides which warning is shown and which button is the default.
 */
regime: string, 
/**
 * proven, likely.
 */
verdict: string, 
/**
 * Seconds in which it can be taken back.
 */
undo_seconds: number, };

export type FolderPreview = { 
/**
 * The case root.
 */
root: string, 
/**
 * Path below it; null when the pattern cannot be followed.
 */
path: string | null, 
/**
 * Length of the whole path in UTF-16 units; Windows takes 259.
 */
length: number, 
/**
 * What is wrong with the pattern.
 */
problem: string | null, };

export type MailboxState = { id: string, 
/**
 * The agreed address, or the folder's path for a watched folder.
 */
address: string, 
/**
 * imap or folder.
 */
kind: string, 
/**
 * starting, checking, watching, failed.
 */
state: string, 
/**
 * Last successful check, RFC 3339 +08:00.
 */
last_check: string | null, next_check: string | null, 
/**
 * At most so many older mails are still to come in behind the new ones.
 */
behind: number, problem: Problem | null, };

export type Problem = { 
/**
 * Stable code, such as `mailbox.login-refused`.
 */
code: string, 
/**
 * Facts to put into the sentence: what was attempted, on what, the server's words.
 */
facts: Array<string>, 
/**
 * Whether it is tried again by itself.
 */
retries: boolean, };

export type Overview = { office: string, 
/**
 * Sample data; nothing is sent to the outside.
 */
demo: boolean, 
/**
 * Another songda holds this home, takes mail in and sends; this one looks and orders.
 */
beside: boolean, 
/**
 * Today in the court's time zone, YYYY-MM-DD.
 */
today: string, 
/**
 * The moment now, RFC 3339 +08:00.
 */
now: string, mailboxes: Array<MailboxState>, 
/**
 * Services whose receipt is still due.
 */
need_receipt: number, 
/**
 * Services with open doubts.
 */
to_check: number, 
/**
 * Services judged doubtful.
 */
suspicious: number, 
/**
 * Open deadlines that are overdue or due within seven days.
 */
deadlines_soon: number, 
/**
 * Receipts queued, sending, unsure or failed.
 */
outbox: number, 
/**
 * Years whose holiday notice is not loaded but which open deadlines touch or that begin within 60 days.
 */
provisional_years: Array<number>, 
/**
 * Where case folders lie.
 */
case_root: string, version: string, 
/**
 * Highest ledger entry; changes when anything happened.
 */
seq: number, };
