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
 * How it was answered other than by a receipt from here: platform, post, in-person, none-needed, and elsewhere
 * when another desk on the mailbox answered.
 */
by_hand: string | null, 
/**
 * Last day of the agreed term to answer, while no answer has left.
 */
answer_by: string | null, 
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
services: Array<string>, next_deadline: DeadlineRow | null, };

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
problem: string | null, 
/**
 * received, refused, corrected.
 */
kind: string, 
/**
 * Code of the reason of a refusal.
 */
reason: string | null, 
/**
 * What the person added.
 */
note: string | null, 
/**
 * Id of the receipt it corrects.
 */
corrects: string | null, 
/**
 * The second person who let it go.
 */
approved_by: string | null, 
/**
 * Folder of the mailbox in which a copy lies.
 */
copy_in: string | null, 
/**
 * Another desk's answer to the same mail.
 */
elsewhere: ElsewhereRow | null, 
/**
 * Mails that report on it, first one first.
 */
reports: Array<ReportRow>, 
/**
 * Where its sheet lies below the case root.
 */
sheet: string | null, };

export type ElsewhereRow = { by: string, at: string, message_id: string, folder: string, };

export type ReportRow = { 
/**
 * When it was recorded, RFC 3339 +08:00.
 */
at: string, 
/**
 * bounced, delayed, delivered, relayed, displayed, confirmed, replied.
 */
report: string, status: string, says: string, 
/**
 * Digest of the mail that reports.
 */
mail: string, };

export type AgreementRow = { id: string, 
/**
 * confirmation, promise, offer.
 */
kind: string, courts: Array<string>, court_names: Array<string>, company: string, address: string, 
/**
 * Case numbers it is limited to; empty: every case.
 */
cases: Array<string>, 
/**
 * first, second, retrial, enforcement; empty: every level.
 */
levels: Array<string>, from: string, until: string | null, 
/**
 * none, read-receipt, sealed-form.
 */
reply: string, 
/**
 * Working days after the day of arrival; 0 the same day.
 */
reply_within: number | null, 
/**
 * Digest of the signed document in the vault.
 */
document: string | null, document_name: string | null, note: string, 
/**
 * to-come, in-force, ended.
 */
state: string, 
/**
 * How often it was entered or changed.
 */
changes: number, changed_at: string, changed_by: string, };

export type Uncovered = { court: string, court_name: string, address: string, cases: Array<string>, last_arrived: string | null, };

export type Register = { agreements: Array<AgreementRow>, uncovered: Array<Uncovered>, };

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

export type PickupRow = { platform: string, 
/**
 * Who runs it, where one platform id stands for several, such as `qq` for a cloud attachment.
 */
provider: string | null, url: string | null, code: string | null, expires: string | null, };

export type PartRow = { path: string, media_type: string, name: string | null, size_bytes: number, sha256: string, 
/**
 * body, document, inline, wrapper, signature, structured, refused, unread.
 */
became: string, why: string | null, };

export type ServicePage = { row: ServiceRow, reasons: Array<ReasonRow>, documents: Array<DocumentRow>, deadlines: Array<DeadlineRow>, hearings: Array<HearingRow>, contacts: Array<ContactRow>, pickups: Array<PickupRow>, listed_not_attached: Array<string>, doubts: Array<DoubtRow>, 
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
undo_seconds: number, 
/**
 * Id of the agreement that covers the service.
 */
agreement: string | null, 
/**
 * Last day of the agreed term to answer.
 */
answer_by: string | null, 
/**
 * What should be seen first: not-on-register, sender-changed, addressee-not-us.
 */
cautions: Array<string>, 
/**
 * Another person lets it go.
 */
needs_second: boolean, };

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
