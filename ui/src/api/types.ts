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
 * Names of those who stand against us, as far as its papers tell.
 */
opponents: Array<string>, 
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
 * It is agreed that this court needs no answer.
 */
none_needed: boolean, 
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
next_deadline: DeadlineRow | null, 
/**
 * Who works on it.
 */
handler: string | null, 
/**
 * Until when its reminders rest, RFC 3339 +08:00; may have passed.
 */
snoozed_until: string | null, 
/**
 * Why a person set it aside as no service.
 */
set_aside: string | null, };

export type DocumentRow = { id: string, service: string, 
/**
 * Path of its part in the mail.
 */
part: string, case_number: string | null, kind: string | null, title: string, 
/**
 * File name as the court wrote it.
 */
name: string | null, sha256: string, size_bytes: number, pages: number | null, 
/**
 * Path below the case root; empty while it waits.
 */
path: string, 
/**
 * filed, waiting, missing, changed; away while nothing can be said because the case root is.
 */
state: string, 
/**
 * Whether a person put it to the service, and may take it back.
 */
by_hand: boolean, };

export type CaseRow = { id: string, case_number: string, court: Court | null, cause: string | null, role: string | null, 
/**
 * Names of those who stand against us, as far as its papers tell.
 */
opponents: Array<string>, 
/**
 * That a person closed it.
 */
closed: ClosingRow | null, 
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

export type ClosingRow = { 
/**
 * Why, in the person's words.
 */
why: string, by: string, 
/**
 * RFC 3339 +08:00.
 */
at: string, 
/**
 * Whether something was served in it since.
 */
served_since: boolean, };

export type PartyRow = { 
/**
 * Its standing as the paper words it.
 */
role: string, name: string, 
/**
 * Whether it stands against us, as far as both standings are told.
 */
is_opponent: boolean, };

export type StepRow = { 
/**
 * YYYY-MM-DD.
 */
date: string, says: string, };

export type Decide = { 
/**
 * confirmed, done, not-applicable, remedied, reopened, extended, counted-from, accepted, assigned.
 */
decision: string, 
/**
 * YYYY-MM-DD, where one goes with it.
 */
date: string | null, person: string | null, deputy: string | null, reason: string, };

export type OwnDeadline = { name: string, 
/**
 * YYYY-MM-DD; reckoned by the rule when it is not given.
 */
last_day: string | null, rule: string | null, from: string | null, 
/**
 * Length in days that a paper states, to be reckoned by instead of the rule's own.
 */
days?: number, service: string | null, case_number: string | null, reason: string, };

export type SittingRow = { service: string, 
/**
 * RFC 3339 +08:00.
 */
starts: string, place: string | null, 
/**
 * trial, evidence-exchange, conference, mediation.
 */
kind: string, case_numbers: Array<string>, court: Court | null, 
/**
 * Whether a notice of the court told another time for one of several sittings, and it may be this one.
 */
may_be_moved: boolean, };

export type DecidedRow = { 
/**
 * RFC 3339 +08:00.
 */
at: string, by: string, 
/**
 * added, confirmed, done, not-applicable, remedied, reopened, extended, counted-from, accepted, assigned.
 */
decision: string, 
/**
 * YYYY-MM-DD.
 */
date: string | null, reason: string, };

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
days_left: number | null, court: Court | null, 
/**
 * Our own day before the last one 预警日: three working days before it.
 */
internal_day: string | null, 
/**
 * Who is responsible, and who stands in.
 */
person: string | null, deputy: string | null, 
/**
 * A later last day that waits to be accepted; until then `last_day` stays.
 */
waits: string | null, 
/**
 * Until when the court gave more time.
 */
extended: string | null, 
/**
 * Whether a person added it.
 */
own: boolean, 
/**
 * Id of the service that brought the same paper earlier and from which it counts.
 */
earlier_service: string | null, 
/**
 * What persons decided, first one first.
 */
history: Array<DecidedRow>, };

export type MoveRow = { 
/**
 * Id of the deadline.
 */
deadline: string, service: string | null, case_number: string | null, rule: string, name: string, 
/**
 * When it was told, RFC 3339 +08:00; null when it would only be told so.
 */
at: string | null, 
/**
 * Last day before.
 */
was: string | null, 
/**
 * Last day now.
 */
last_day: string | null, 
/**
 * A later last day that waits to be accepted.
 */
waits: string | null, 
/**
 * final, provisional, undetermined, gone.
 */
status: string, 
/**
 * new, calendar, rules, facts, register, person, version.
 */
why: string, };

export type ReminderRow = { 
/**
 * RFC 3339 +08:00.
 */
at: string, 
/**
 * Id of the way in the settings, or `desktop`.
 */
by: string, 
/**
 * To whom, as far as it is known.
 */
to: string, 
/**
 * What it was about: deadlines with stage and day, or the daily list.
 */
about: Array<string>, 
/**
 * Code of why it was not delivered; null when it was.
 */
problem: string | null, 
/**
 * The other side's words.
 */
answer: string, };

export type RuleRow = { id: string, name: string, 
/**
 * Family it belongs to, such as 民事一审.
 */
group: string, 
/**
 * For whom, in words.
 */
for_whom: Array<string>, 
/**
 * Who fixes the date, in words.
 */
setting: string, 
/**
 * Length in words; empty where there is none.
 */
length: string, 
/**
 * The event counted from, in words.
 */
counts_from: string, 
/**
 * Whether a date can be said without a paper.
 */
dated: boolean, 
/**
 * What to do.
 */
action: string | null, 
/**
 * What happens when it is missed.
 */
consequence: string | null, 
/**
 * A remark.
 */
note: string | null, };

export type ReckoningPage = { rule: string, name: string, 
/**
 * YYYY-MM-DD, as everywhere here.
 */
from: string, 
/**
 * Length in days that the paper states, where it was reckoned by one.
 */
days?: number, raw_end: string | null, last_day: string | null, safe_date: string | null, 
/**
 * final, provisional, undetermined.
 */
status: string, because: string, steps: Array<StepRow>, source: Array<string>, };

export type CalendarRow = { year: number, 
/**
 * First letter of the court codes it is for; null for the whole country.
 */
region: string | null, 
/**
 * Where it comes from.
 */
source: string, 
/**
 * When it was taken in, RFC 3339 +08:00; null when it came with the program.
 */
imported: string | null, 
/**
 * Digest of the file; null when it came with the program.
 */
sha256: string | null, 
/**
 * Days off and days worked in exchange, YYYY-MM-DD.
 */
rest: Array<string>, make_up: Array<string>, };

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
 * How whoever ordered it made sure that a mail which proves nothing by itself is the court's.
 */
verified: string | null, 
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
 * How it was registered in the mailbox before it left; null where it was not and need not be.
 */
claim: ClaimRow | null, 
/**
 * Mails that report on it, first one first.
 */
reports: Array<ReportRow>, 
/**
 * Where its sheet lies below the case root.
 */
sheet: string | null, 
/**
 * Where its exact bytes lie below the case root.
 */
letter: string | null, 
/**
 * How it stands, given back with an order about it: when it stands otherwise by then, nothing is done.
 */
seen: string, };

export type ByHandRow = { 
/**
 * platform, post, in-person, none-needed; taken-back where it was not answered so after all.
 */
how: string, 
/**
 * What was added, or why it was taken back.
 */
note: string, by: string, 
/**
 * RFC 3339 +08:00.
 */
at: string, };

export type ClaimRow = { 
/**
 * behind: another computer is first and its answer is waited for; overdue: a person must decide; held: it was the
 * first; taken-over, waived: a person let it go over another one, or unregistered; unregistered: the mailbox takes no
 * registration, and nobody said that several computers work with it.
 */
state: string, 
/**
 * Id of the mailbox in the settings; null where a person decided.
 */
mailbox: string | null, 
/**
 * Since when another computer's registration lies there, RFC 3339 +08:00; null where none is first.
 */
since: string | null, 
/**
 * From when on a person may take over, RFC 3339 +08:00.
 */
decide_from: string | null, 
/**
 * Who decided, and when.
 */
by: string | null, at: string | null, 
/**
 * Why a person decided so, or the server's words where it took no registration.
 */
why: string | null, 
/**
 * Whether the other computer says that it does not know whether its receipt left: the court may have that one.
 */
unsure: boolean, };

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
mail: string, 
/**
 * Where that mail lies below the case root.
 */
path: string | null, };

export type Choices = { 
/**
 * How long a receipt can be taken back: 0, 10, 30.
 */
undo_seconds: number, 
/**
 * One person draws a receipt up, another lets it go.
 */
two_people: boolean, 
/**
 * The original mail is filed beside its documents.
 */
keep_original: boolean, 
/**
 * Courts that could be answered without anybody.
 */
courts: Array<CourtChoice>, 
/**
 * Platforms whose documents can be fetched.
 */
platforms: Array<PlatformChoice>, 
/**
 * Mailboxes whose links could be followed.
 */
mailboxes: Array<SenderRow>, 
/**
 * What an administrator decided: two_people, automatic, fetch.
 */
decided: Array<string>, 
/**
 * What people changed, the newest first.
 */
made: Array<ChoiceMade>, };

export type CourtChoice = { code: string, name: string, 
/**
 * It is on.
 */
automatic: boolean, 
/**
 * Why it may not be switched on: no-agreement, no-reply, unconfirmed; null where it may.
 */
why_not: string | null, };

export type PlatformChoice = { id: string, name: string, 
/**
 * Whether opening a link is, or may be, recorded as receipt: is-receipt, may-be-receipt.
 */
opening: string, 
/**
 * Ids of the mailboxes whose links are followed without asking.
 */
fetch_for: Array<string>, 
/**
 * Hosts that are spoken with in TLS 1.2 only.
 */
old_tls: Array<string>, };

export type ChoiceMade = { 
/**
 * undo, two-people, automatic, keep-original, fetch, old-tls.
 */
what: string, of: Array<string>, before: string, value: string, at: string, by: string, };

export type Choice = { 
/**
 * undo, two-people, automatic, keep-original, fetch, old-tls.
 */
what: string, 
/**
 * What it is about: the code of a court; a platform, and the id of a mailbox.
 */
of: Array<string>, 
/**
 * on, off; seconds; hosts with blanks between.
 */
value: string, };

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
 * none, none-needed, read-receipt, sealed-form.
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
changes: number, changed_at: string, changed_by: string, 
/**
 * How many of the last changes brought no paper of their own: the signed document is older than they are.
 */
without_paper: number, 
/**
 * Every entry and change of it, the oldest first.
 */
history: Array<AgreementChange>, };

export type AgreementChange = { at: string, by: string, 
/**
 * What it changed; nothing for the first entry.
 */
changed: Array<AgreementField>, note: string, 
/**
 * Digest of the paper that came with it; null where it brought none.
 */
document: string | null, document_name: string | null, };

export type AgreementField = { 
/**
 * kind, courts, company, address, cases, levels, from, until, reply.
 */
field: string, before: Array<string>, after: Array<string>, };

export type Uncovered = { 
/**
 * Empty where the court was not read.
 */
court: string, court_name: string, address: string, cases: Array<string>, 
/**
 * Subjects of the services of which no case number was read.
 */
subjects: Array<string>, last_arrived: string | null, };

export type AgreementForm = { 
/**
 * The one that is changed; empty for a new one.
 */
id: string, 
/**
 * confirmation, promise, offer.
 */
kind: string, courts: Array<string>, 
/**
 * Empty for the office itself.
 */
company: string, address: string, cases: Array<string>, 
/**
 * first, second, retrial, enforcement; empty: every level.
 */
levels: Array<string>, 
/**
 * YYYY-MM-DD.
 */
from: string, until: string | null, 
/**
 * none, none-needed, read-receipt, sealed-form.
 */
reply: string, 
/**
 * Working days after the day of arrival; 0 the same day.
 */
reply_within: number | null, 
/**
 * What is agreed beside; for a change, why.
 */
note: string, 
/**
 * Digest of the signed paper as it was kept; null keeps the one there was.
 */
document: string | null, document_name: string | null, };

export type BatchLine = { service: string, court: Court | null, case_numbers: Array<string>, 
/**
 * Titles of the documents it acknowledges.
 */
documents: Array<string>, 
/**
 * Where it goes; empty when it does not go.
 */
to: string, arrived: string | null, 
/**
 * Why a person has to look at it alone: unconfirmed, likely, sender-changed, addressee-not-us, brought-other-case,
 * not-on-register, sealed-form-agreed, answered, unread, unopened-parts, not-possible; null when it goes with the
 * others.
 */
why: string | null, problem: Problem | null, 
/**
 * Another person lets it go.
 */
needs_second: boolean, 
/**
 * So long it can be taken back once it is queued.
 */
undo_seconds: number, 
/**
 * Digest of the letter that would be sent; given back with the order, only that is sent. Empty when it does not go.
 */
seen: string, 
/**
 * The receipt that was drawn up, or the one there was.
 */
receipt: ReceiptRow | null, };

export type Chosen = { service: string, 
/**
 * What stood on its line.
 */
seen: string, };

export type Register = { agreements: Array<AgreementRow>, uncovered: Array<Uncovered>, };

export type DoubtRow = { id: string, 
/**
 * Service id, or digest of the mail when it serves nothing.
 */
about: string, 
/**
 * Part path or `mail`.
 */
part: string, code: string, detail: string, since: string, settled: boolean, 
/**
 * What a person answered.
 */
answer: string | null, };

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
document: string, 
/**
 * stands, moved (the court told another time since), may-be-moved (told of one of several sittings, maybe this one).
 */
standing: string, };

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
 * Whether that moment is the latest it can be: counted from when a person entered the message, not from when it came.
 */
expires_at_latest: boolean, 
/**
 * Whether the link only looks like the platform's, and its host is none that is known: it is never fetched, and
 * opened only by whoever says that the court confirmed it.
 */
strange_host: boolean, 
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
 * mail, message, platform, dropped, paper.
 */
channel: string, 
/**
 * Mailbox, or who brought it.
 */
place: string, 
/**
 * Arrival in the agreed mailbox, RFC 3339 +08:00; the day of receipt, YYYY-MM-DD, for paper.
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

export type FactRow = { 
/**
 * court, case-number, cause, addressee, role, party, document-kind, document-case, hearing, contact, fee, appeal,
 * listed-not-attached, arrival-told.
 */
fact: string, 
/**
 * Name of the document it belongs to, where it is a document's.
 */
document: string | null, 
/**
 * The value; null when it was looked for and not found.
 */
value: string | null, 
/**
 * stated, inferred, missing, corrected.
 */
sure: string, 
/**
 * Path of the part it was read in, `mail` or `subject`.
 */
part: string | null, 
/**
 * Name of the document it was read in; null for the mail itself.
 */
read_in: string | null, 
/**
 * Page from 1.
 */
page: number | null, 
/**
 * The sentence, shortened.
 */
sentence: string | null, };

export type LessonRow = { 
/**
 * Its id.
 */
lesson: string, 
/**
 * The service whose mail was confirmed.
 */
service: string, 
/**
 * Court code.
 */
court: string, 
/**
 * The court's name.
 */
court_name: string, 
/**
 * Addresses the court sends from.
 */
senders: Array<string>, 
/**
 * Shapes of its subjects; `*` stands for case numbers, our name and other digits.
 */
subjects: Array<string>, 
/**
 * Hosts its links lead to.
 */
hosts: Array<string>, 
/**
 * What speaks against the mail: codes of reasons. A person looks at them before confirming.
 */
against: Array<string>, 
/**
 * Waiting mails that are judged again.
 */
waiting: number, 
/**
 * Who confirmed it; null while it is only proposed.
 */
by: string | null, 
/**
 * When, RFC 3339; null while it is only proposed.
 */
at: string | null, };

export type RelatedRow = { 
/**
 * Id of the earlier service.
 */
service: string, 
/**
 * duplicate, correction, sent-again, reminder.
 */
relation: string, 
/**
 * Titles in question, or the words that say so.
 */
because: Array<string>, subject: string, arrived: string | null, };

export type SuggestionRow = { 
/**
 * The fact, such as `role` or `document-kind`.
 */
fact: string, 
/**
 * Part of the document, for facts of documents.
 */
of: string | null, 
/**
 * What was read here.
 */
was: string | null, 
/**
 * What is suggested.
 */
value: string, 
/**
 * The same in words.
 */
shown: string, 
/**
 * Id of the service that was corrected.
 */
learned_from: string, };

export type ServicePage = { row: ServiceRow, reasons: Array<ReasonRow>, 
/**
 * Whether it may be learned from how its court sends: nothing in the mail hides or disproves its sender.
 */
teachable: boolean, documents: Array<DocumentRow>, deadlines: Array<DeadlineRow>, hearings: Array<HearingRow>, contacts: Array<ContactRow>, pickups: Array<PickupRow>, 
/**
 * Every channel by which it was told, the leading one first.
 */
channels: Array<ChannelRow>, 
/**
 * Ids of services that seem to be the same one; a person decides.
 */
seems_same: Array<string>, listed_not_attached: Array<string>, 
/**
 * Every fact with where it was read.
 */
facts: Array<FactRow>, 
/**
 * Earlier services that it repeats, corrects or reminds of.
 */
related: Array<RelatedRow>, 
/**
 * What corrections of other services suggest.
 */
suggestions: Array<SuggestionRow>, doubts: Array<DoubtRow>, 
/**
 * Parts that did not become documents.
 */
other_parts: Array<PartRow>, receipt: ReceiptRow | null, 
/**
 * What a person said last of an answer outside of this program.
 */
by_hand: ByHandRow | null, 
/**
 * The mail asks its receiver for a read receipt, to its own sender.
 */
asked_read_receipt: boolean, 
/**
 * Text of the mail, as a reader sees it.
 */
text: string, 
/**
 * The agreed address it arrived at.
 */
address: string, 
/**
 * Every sighting of the mail, as evidence of its arrival.
 */
sightings: Array<SightingRow>, };

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
 * confirmation, promise, offer: what the agreement is.
 */
agreement_kind: string | null, 
/**
 * Since when it holds.
 */
agreement_from: string | null, 
/**
 * Last day of the agreed term to answer.
 */
answer_by: string | null, 
/**
 * What should be seen first: not-on-register, sender-changed, addressee-not-us, brought-other-case,
 * sealed-form-agreed, unopened-parts, unread.
 */
cautions: Array<string>, 
/**
 * Another person lets it go.
 */
needs_second: boolean, 
/**
 * Digest of what is shown; given back with the order, only that is sent.
 */
seen: string, };

export type Wished = { 
/**
 * received, refused, corrected, sealed, read.
 */
kind: string, 
/**
 * Code of the reason of a refusal.
 */
reason: string | null, 
/**
 * What is added; what was wrong with the letter that is corrected.
 */
note: string, 
/**
 * Digest of the sealed and scanned form, as it was kept.
 */
scan: string | null, 
/**
 * Its file name, as the court sees it.
 */
scan_name: string | null, 
/**
 * How the person made sure that a mail which proves nothing by itself is the court's.
 */
verified: string, };

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
problem: string | null, 
/**
 * The pattern in use.
 */
current: string, 
/**
 * Where the first documents of the newest services would go, each path once.
 */
examples: Array<string>, };

export type RootMoved = { from: string, to: string, files: number, };

export type Restored = { paths: Array<string>, refused: Problem | null, };

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
behind: number, problem: Problem | null, 
/**
 * How well it is watched, also in earlier runs.
 */
watch: WatchRow, 
/**
 * The office says that several computers work with it: what cannot be registered in it does not leave.
 */
shared: boolean, 
/**
 * several, one, or unsaid: how many computers work with it, as far as the office said.
 */
computers: string, 
/**
 * Another computer with this program was seen to answer from it, or to register there what it answers.
 */
answered_beside: boolean, };

export type OfficeForm = { 
/**
 * Name of the office served.
 */
name: string, 
/**
 * Who acknowledges.
 */
handler: string, 
/**
 * Printed on receipts; may be empty.
 */
phone: string, 
/**
 * confirmed, offered, promised, unconfirmed: what the address is to the court.
 */
regime: string, 
/**
 * Where case folders lie; empty for the home's own place.
 */
case_root: string, 
/**
 * How far back the first look goes: a number of days, or `all`.
 */
look_back: string, 
/**
 * Whether several computers work with the mailbox; none where nobody said so.
 */
shared: boolean | null, };

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
 * What burns today: deadlines overdue or due today, and receipts whose fate a person must decide.
 */
burning: number, 
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

export type LedgerRow = { 
/**
 * Id of the document; empty when the service has none.
 */
document: string, service: string, 
/**
 * Arrival in the agreed mailbox, RFC 3339 +08:00.
 */
arrived: string | null, 
/**
 * When this program first saw it, RFC 3339 +08:00.
 */
first_seen: string, 
/**
 * Full name of the court.
 */
court: string | null, case_number: string | null, cause: string | null, 
/**
 * Our standing, as in the contract.
 */
role: string | null, 
/**
 * Names of those who stand against us, as far as the papers tell.
 */
opponents: Array<string>, title: string, 
/**
 * Id of the kind of document, where one fits.
 */
kind: string | null, pages: number | null, 
/**
 * imap, folder, import.
 */
channel: string, from: string | null, 
/**
 * proven, likely, doubtful.
 */
verdict: string, 
/**
 * `none`, or the state of the service's receipt.
 */
receipt: string, 
/**
 * When the server took the receipt, RFC 3339 +08:00.
 */
receipt_at: string | null, 
/**
 * Who acknowledged.
 */
handler: string | null, 
/**
 * The document's earliest deadline with a date; else its first one.
 */
deadline: string | null, 
/**
 * Its rule, by which its name is told in another language; none for one of the office's own.
 */
deadline_rule: string | null, 
/**
 * YYYY-MM-DD.
 */
last_day: string | null, safe_date: string | null, 
/**
 * final, provisional, undetermined.
 */
deadline_status: string | null, 
/**
 * open, confirmed, done, not-applicable, overdue.
 */
deadline_state: string | null, 
/**
 * Days from today to the last day; negative when it has passed.
 */
days_left: number | null, 
/**
 * How many deadlines the document starts.
 */
deadlines: number, 
/**
 * Path below the case root; empty while it waits.
 */
path: string, 
/**
 * Digest of the raw mail.
 */
sha256: string, 
/**
 * Doubts about its service that are still open.
 */
open_doubts: number, };

export type LedgerQuery = { 
/**
 * Every word of it must stand in the row.
 */
text: string, 
/**
 * Full name of the court.
 */
court: string | null, 
/**
 * First day of arrival, YYYY-MM-DD.
 */
from: string | null, 
/**
 * Last day of arrival, YYYY-MM-DD.
 */
to: string | null, 
/**
 * due, done.
 */
receipt: string | null, 
/**
 * open, overdue, provisional, none.
 */
deadline: string | null, 
/**
 * proven, likely, doubtful.
 */
verdict: string | null, 
/**
 * arrived, court, case, title, last-day; newest arrival first when empty.
 */
sort: string | null, 
/**
 * Whether the order is turned round.
 */
descending: boolean, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type LedgerPage = { 
/**
 * Rows in the whole ledger.
 */
all: number, 
/**
 * Rows that fit.
 */
fitting: number, offset: number, rows: Array<LedgerRow>, 
/**
 * Every court in the ledger, the most frequent first.
 */
courts: Array<Counted>, };

export type Counted = { name: string, count: number, };

export type Statistics = { 
/**
 * The months told of, YYYY-MM, oldest first.
 */
months: Array<string>, 
/**
 * How much work: services and documents by week.
 */
weeks: Array<Week>, 
/**
 * From where: services by court in these months, the most frequent first.
 */
courts: Array<Counted>, 
/**
 * Are we fast: hours from arrival, by month.
 */
speed: Array<Speed>, 
/**
 * Can we show the court: receipts by how soon they left.
 */
receipts: Array<ReceiptMonth>, 
/**
 * Risk: deadlines by the month of their last day.
 */
deadlines: Array<DeadlineMonth>, 
/**
 * Which documents: kinds by month.
 */
kinds: Array<KindMonths>, 
/**
 * What is ahead: the next fourteen days.
 */
ahead: Array<DayAhead>, 
/**
 * What people had to settle, by code of the doubt.
 */
doubts: Array<DoubtCount>, 
/**
 * Which mails were believed, by month.
 */
trust: Array<TrustMonth>, };

export type Week = { 
/**
 * Its Monday, YYYY-MM-DD.
 */
monday: string, services: number, documents: number, };

export type Speed = { month: string, 
/**
 * Half of the services were seen within this many hours.
 */
seen_half: number | null, 
/**
 * Nine of ten services were seen within this many hours.
 */
seen_most: number | null, receipt_half: number | null, receipt_most: number | null, };

export type ReceiptMonth = { month: string, same_day: number, 
/**
 * Within two working days.
 */
two_days: number, later: number, 
/**
 * Not sent, though due.
 */
missing: number, };

export type DeadlineMonth = { month: string, open: number, done: number, not_applicable: number, overdue: number, };

export type KindMonths = { 
/**
 * Name of the kind; the title where no kind fits.
 */
name: string, 
/**
 * In the order of `Statistics::months`.
 */
counts: Array<number>, };

export type DayAhead = { 
/**
 * YYYY-MM-DD.
 */
date: string, is_working_day: boolean, deadlines: number, hearings: number, };

export type DoubtCount = { code: string, open: number, settled: number, };

export type TrustMonth = { month: string, proven: number, likely: number, doubtful: number, };

export type FoundRow = { 
/**
 * The service it belongs to; null for a mail that serves nothing.
 */
service: string | null, 
/**
 * Digest of the raw mail.
 */
sha256: string, 
/**
 * Id of the document in which it was found, if it was one.
 */
document: string | null, 
/**
 * Where it was found: head (what is known of the service), mail, document.
 */
kind: string, 
/**
 * Title of the document, or subject of the mail.
 */
title: string, case_number: string | null, 
/**
 * Full name of the court.
 */
court: string | null, 
/**
 * RFC 3339 +08:00.
 */
arrived: string, 
/**
 * Page of the document, from 1.
 */
page: number | null, 
/**
 * Some text on either side of it.
 */
snippet: string, };

export type SearchAnswer = { rows: Array<FoundRow>, 
/**
 * Whether more was found than is given.
 */
more: boolean, 
/**
 * Mails whose text is not in the index yet.
 */
waiting: number, };

export type Exported = { 
/**
 * Its name.
 */
name: string, 
/**
 * The folder it lies in.
 */
folder: string, 
/**
 * How many things are damaged, gone or could not be read: they are listed in it.
 */
left_out: number, };

export type Progress = { done: number, of: number, };

export type Preview = { id: string, title: string, 
/**
 * pdf, picture, text, none: none must be opened with the system's own program.
 */
shape: string, 
/**
 * What the bytes really are, for a picture.
 */
media_type: string, 
/**
 * Text by page; empty when none could be read.
 */
pages: Array<string>, 
/**
 * Sentences that facts were read from.
 */
marks: Array<MarkRow>, };

export type MarkRow = { 
/**
 * deadline, case-number, hearing.
 */
what: string, 
/**
 * The words as they stand in the document.
 */
words: string, 
/**
 * Page, from 1, where it was found in the text.
 */
page: number | null, };

export type ShellState = { 
/**
 * ask, hide, quit: what closing the window means.
 */
close: string, 
/**
 * Whether there is a tray to hide in.
 */
has_tray: boolean, 
/**
 * Whether system notifications are shown; null while nobody was asked.
 */
notifications: boolean | null, 
/**
 * Whether the program starts with the system; null where that cannot be told.
 */
autostart: boolean | null, 
/**
 * What an administrator has decided: names as in the policy file.
 */
decided: Array<string>, 
/**
 * `off`, an address, or empty where nobody decided.
 */
updates: string, 
/**
 * Whether new versions can be asked for: an address and a key are set.
 */
can_update: boolean, };

export type ShellChange = { 
/**
 * hide, quit, ask.
 */
close: string | null, notifications: boolean | null, autostart: boolean | null, };

export type BroughtIn = { 
/**
 * Mails read from the files.
 */
mails: number, 
/**
 * Ids of their services.
 */
services: Array<string>, 
/**
 * Files that could not be read.
 */
unreadable: Array<string>, 
/**
 * Files of folders that were not taken for mails.
 */
passed_over: Array<PassedOver>, };

export type PassedOver = { 
/**
 * `.msg`; `link` for links.
 */
ending: string, count: number, 
/**
 * Whether mails may lie in them all the same.
 */
may_hold_mails: boolean, };

export type Opening = { 
/**
 * service, case, today.
 */
what: string, 
/**
 * Id of the service, or the case number.
 */
id: string, };

export type ServiceQuery = { 
/**
 * all, due, check, suspicious, done.
 */
tab: string, 
/**
 * It must stand in the row; blanks, widths and capitals make no difference.
 */
text: string, 
/**
 * The service being read.
 */
current: string | null, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type ServiceCounts = { all: number, due: number, check: number, suspicious: number, done: number, };

export type ServiceList = { 
/**
 * Of all services, whatever is asked.
 */
counts: ServiceCounts, 
/**
 * Rows that fit.
 */
fitting: number, offset: number, rows: Array<ServiceRow>, 
/**
 * The service being read, also when it does not fit.
 */
current: ServiceRow | null, 
/**
 * Its place among those that fit, from 0.
 */
place: number | null, };

export type DeadlineBlock = { count: number, rows: Array<DeadlineRow>, };

export type ServiceBlock = { count: number, rows: Array<ServiceRow>, };

export type TodayPage = { overdue: DeadlineBlock, due_today: DeadlineBlock, 
/**
 * Services whose receipt waits for a decision: left over, not certain, returned or not sent.
 */
left: ServiceBlock, 
/**
 * Services never acknowledged, the one waiting longest first.
 */
receipts: ServiceBlock, 
/**
 * Court sittings within a week, and later ones that the court may have moved; the earliest first.
 */
sittings: Array<SittingRow>, 
/**
 * Due within a week.
 */
week: DeadlineBlock, check: ServiceBlock, suspicious: ServiceBlock, 
/**
 * Mail that came in and could not be read.
 */
stuck: Array<MailRow>, 
/**
 * Due later than in a week.
 */
next: DeadlineBlock, 
/**
 * Open, without a last day.
 */
undetermined: DeadlineBlock, 
/**
 * Cases for which no last day is known at all.
 */
cases_without_deadline: number, 
/**
 * Services whose case number was not recognised.
 */
services_without_case: number, 
/**
 * Mails of the last days that were taken for no service and that a court may have sent.
 */
mails_of_courts: number, };

export type DeadlineQuery = { 
/**
 * It must stand in the row; blanks, widths and capitals make no difference.
 */
text: string, 
/**
 * Only open ones whose last day is this one or later, YYYY-MM-DD.
 */
from: string | null, 
/**
 * Only open ones whose last day is this one or earlier.
 */
to: string | null, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type DeadlineList = { 
/**
 * Of all, whatever is asked.
 */
all: number, 
/**
 * Open ones of all.
 */
open: number, 
/**
 * Of those that fit: open with a last day, open without, closed.
 */
dated: number, undetermined: number, closed: number, offset: number, rows: Array<DeadlineRow>, };

export type CaseQuery = { 
/**
 * all (that are not closed), due (a receipt is), running (a deadline is), none (no last day is known), unnumbered,
 * closed.
 */
tab: string, 
/**
 * It must stand in the case; blanks, widths and capitals make no difference.
 */
text: string, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type CaseCounts = { 
/**
 * With a number, and not closed.
 */
all: number, due: number, running: number, none: number, 
/**
 * Services without a number.
 */
unnumbered: number, closed: number, };

export type CaseLine = { number: string | null, court: Court | null, cause: string | null, 
/**
 * What the office calls it.
 */
name: string | null, 
/**
 * Names of those who stand against us, as far as its papers tell.
 */
opponents: Array<string>, 
/**
 * That a person closed it.
 */
closed: ClosingRow | null, 
/**
 * Who works on its newest service.
 */
handler: string | null, 
/**
 * First document of its newest service.
 */
title: string, 
/**
 * Arrival of the newest service, RFC 3339 +08:00.
 */
latest: string, services: number, 
/**
 * The earliest open deadline with a last day.
 */
next: DeadlineRow | null, receipts_due: number, doubtful: boolean, };

export type CaseList = { counts: CaseCounts, fitting: number, offset: number, rows: Array<CaseLine>, };

export type CasePage = { number: string | null, court: Court | null, cause: string | null, role: string | null, 
/**
 * Its parties besides us, as far as its papers tell.
 */
parties: Array<PartyRow>, 
/**
 * That a person closed it.
 */
closed: ClosingRow | null, 
/**
 * What the office calls it.
 */
name: string | null, 
/**
 * Numbers of every case that a person joined with it, itself included, the leading one first.
 */
together: Array<string>, 
/**
 * Newest first; not more than are shown at once.
 */
services: Array<ServiceRow>, 
/**
 * How many there are.
 */
service_count: number, 
/**
 * By last day, those without one at the end.
 */
deadlines: Array<DeadlineRow>, next: DeadlineRow | null, };

export type ReceiptQuery = { 
/**
 * all, open, sent, withdrawn.
 */
tab: string, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type ReceiptCounts = { all: number, open: number, sent: number, withdrawn: number, };

export type ReceiptList = { counts: ReceiptCounts, fitting: number, offset: number, rows: Array<ReceiptRow>, };

export type MailQuery = { 
/**
 * court (a court may have sent it), all.
 */
tab: string, 
/**
 * It must stand in sender, subject or a file's name; blanks, widths and capitals make no difference.
 */
text: string, offset: number, 
/**
 * Most rows of the answer.
 */
limit: number, };

export type MailCounts = { 
/**
 * Those that a court may have sent.
 */
court: number, all: number, };

export type MailLine = { sha256: string, from: string | null, from_name: string | null, subject: string, 
/**
 * Arrival in the agreed mailbox, RFC 3339 +08:00.
 */
arrived: string | null, 
/**
 * When this program first saw it, RFC 3339 +08:00.
 */
first_seen: string, 
/**
 * Id of the mailbox.
 */
mailbox: string, folder: string, 
/**
 * Files that came with it.
 */
files: number, 
/**
 * Why a court may have sent it: listed-sender, official-domain, names-court, names-case; empty where nothing says so.
 */
hints: Array<string>, };

export type MailList = { counts: MailCounts, fitting: number, offset: number, rows: Array<MailLine>, };

export type MailPage = { line: MailLine, 
/**
 * Text of the mail, as a reader sees it.
 */
text: string, reasons: Array<ReasonRow>, parts: Array<PartRow>, 
/**
 * What confirming it as its court's would teach, where its sender is known to be a court's.
 */
lesson: LessonRow | null, 
/**
 * Why it can never be confirmed: the code of what hides or disproves its sender.
 */
forged: string | null, };

export type RemindState = { 
/**
 * From when to when nobody is disturbed, HH:MM.
 */
quiet: [string, string], 
/**
 * When the daily list goes out, HH:MM.
 */
digest_at: string, 
/**
 * Working days our own day 预警日 lies before the last day.
 */
internal_days: number, 
/**
 * Whether the calendar can be subscribed to on this computer.
 */
feed: boolean, robots: Array<RobotRow>, mails: Array<MailWayRow>, 
/**
 * Mailboxes that reminders can leave from.
 */
senders: Array<SenderRow>, 
/**
 * What an administrator decided: quiet, digest_at, internal_days, feed, robots, mails.
 */
decided: Array<string>, };

export type RobotRow = { id: string, 
/**
 * What the office calls its group; may be empty.
 */
name: string, 
/**
 * wecom, dingtalk, feishu.
 */
kind: string, 
/**
 * handler, owner, manager: from which stage on it tells.
 */
level: string, 
/**
 * Telephone numbers of those it calls by name.
 */
mentions: Array<string>, };

export type MailWayRow = { id: string, 
/**
 * Id of the mailbox it leaves from.
 */
mailbox: string, to: string, 
/**
 * handler, owner, manager.
 */
level: string, };

export type SenderRow = { id: string, address: string, };

export type RemindChange = { quiet: [string, string] | null, digest_at: string | null, internal_days: number | null, feed: boolean | null, };

export type RobotForm = { 
/**
 * Null for a new one.
 */
id: string | null, name: string, kind: string, level: string, mentions: Array<string>, 
/**
 * Its address; empty keeps the one that lies in the keychain.
 */
address: string, 
/**
 * What its messages are signed with 加签; goes with the address.
 */
sign_key: string, };

export type MailWayForm = { 
/**
 * Null for a new one.
 */
id: string | null, mailbox: string, to: string, level: string, };

export type Signature = { 
/**
 * Name of the office served.
 */
name: string, 
/**
 * Names that courts use besides.
 */
aliases: Array<string>, 
/**
 * Who acknowledges.
 */
handler: string, 
/**
 * May be empty.
 */
phone: string, };

export type ProxyState = { 
/**
 * none, system, manual.
 */
way: string, 
/**
 * Scheme, host and port; empty but for `manual`.
 */
address: string, 
/**
 * Hosts that are reached without it.
 */
except: Array<string>, user: string, };

export type ProxyForm = { way: string, address: string, except: Array<string>, user: string, 
/**
 * Empty keeps the one that lies in the keychain.
 */
password: string, };

export type SightingRow = { 
/**
 * Number of the ledger entry.
 */
seq: number, 
/**
 * When it was recorded, RFC 3339 +08:00.
 */
recorded: string, 
/**
 * SHA-256 of the raw bytes.
 */
sha256: string, 
/**
 * Id of the mailbox; `import` for a mail taken in by hand, whose time of import is not its arrival.
 */
mailbox: string, 
/**
 * The agreed address of the mailbox.
 */
address: string, folder: string, uid_validity: number | null, uid: number | null, 
/**
 * File name, for watched folders and imports.
 */
file: string | null, 
/**
 * When the server took it in (INTERNALDATE), RFC 3339 +08:00.
 */
internal_date: string | null, 
/**
 * When the bytes were in our hands by our own clock, RFC 3339.
 */
first_seen: string | null, 
/**
 * Seconds by which our clock was ahead of the server's, at most; null where the mail does not show it.
 */
clock_ahead_secs: number | null, server: string | null, port: number | null, 
/**
 * SHA-256 of the server's certificate.
 */
certificate: string | null, greeting: string | null, 
/**
 * What the server says of itself (RFC 2971).
 */
server_id: Array<[string, string]>, 
/**
 * `Received` lines, topmost first; of a flood only the first ones.
 */
received: Array<string>, 
/**
 * How many there are.
 */
received_lines: number, 
/**
 * `Authentication-Results` of the mailbox's own server.
 */
authentication_results: Array<string>, };

export type CheckedRow = { 
/**
 * Nothing altered, missing or cut off.
 */
ok: boolean, vault_files: number, ledger_entries: number, 
/**
 * The first thing found wrong: ledger or vault; entry number or digest; altered, missing, cut-off, foreign.
 */
bad: Array<string>, 
/**
 * Mails in the vault that no entry knows: the next pass over the mailboxes takes them in.
 */
unknown: number, };

export type FolderLook = { 
/**
 * The folder as people read it; empty for a watched folder.
 */
folder: string, 
/**
 * RFC 3339 +08:00.
 */
last_look: string, };

export type GapRow = { 
/**
 * RFC 3339 +08:00.
 */
from: string, 
/**
 * RFC 3339 +08:00.
 */
until: string, 
/**
 * slept, not-running, unreachable.
 */
code: string, };

export type SelfCheckRow = { 
/**
 * RFC 3339 +08:00.
 */
at: string, 
/**
 * Whether it shows that the mailbox can be read.
 */
ok: boolean, 
/**
 * same, nothing-known, unchecked, differs, or the code of what failed.
 */
outcome: string, 
/**
 * Digest of the mail that was fetched.
 */
sha256: string | null, };

export type WatchRow = { 
/**
 * Last complete look at all its folders, RFC 3339 +08:00.
 */
last_look: string | null, 
/**
 * Last successful look at each folder.
 */
folders: Array<FolderLook>, 
/**
 * The alarm, while it is on: since when there was no complete look, RFC 3339 +08:00.
 */
alarm_since: string | null, 
/**
 * Code of what the alarm is about.
 */
alarm_code: string | null, 
/**
 * The last gaps, newest first.
 */
gaps: Array<GapRow>, 
/**
 * The last self-check.
 */
self_check: SelfCheckRow | null, };

export type ServerRow = { host: string, port: number, 
/**
 * tls or starttls.
 */
security: string, };

export type ProviderRow = { id: string, name: string, name_en: string, 
/**
 * Host, port and security; null where the office must ask its administrator.
 */
imap: ServerRow | null, smtp: ServerRow | null, 
/**
 * app-code or oauth.
 */
login: string, 
/**
 * Whether a sign-in in the browser is possible.
 */
has_oauth: boolean, 
/**
 * What it calls the password for programs.
 */
secret: string, secret_en: string, 
/**
 * Three steps to it.
 */
steps: Array<string>, steps_en: Array<string>, quirks: Array<string>, 
/**
 * What of them a person should know.
 */
notes: Array<string>, notes_en: Array<string>, 
/**
 * Where mail programs are turned on.
 */
page: string | null, };

export type Found = { 
/**
 * `domain`, `mx`, or how it ended: `unknown` (a provider nobody knows, or the office's own server), `no-mx`
 * (the domain takes no mail), `no-answer` (the name service could not be asked: offline, or blocked),
 * `no-address` (this is no mail address).
 */
by: string, 
/**
 * Mail exchangers, the preferred first; empty when they were not asked for.
 */
mx: Array<string>, 
/**
 * The provider, when one is known.
 */
provider: ProviderRow | null, };

export type ServerForm = { 
/**
 * Host name or address.
 */
host: string, 
/**
 * Port.
 */
port: number, 
/**
 * tls or starttls.
 */
security: string, 
/**
 * User name; the address when it is empty.
 */
user: string | null, };

export type MailboxForm = { 
/**
 * Id; `court` when it is empty.
 */
id: string | null, 
/**
 * The agreed address.
 */
address: string, 
/**
 * Id of the provider's preset; `custom` when it is empty.
 */
provider: string | null, 
/**
 * Where mail is read, unless the preset says so.
 */
imap: ServerForm | null, 
/**
 * Where receipts are handed in, unless the preset says so.
 */
smtp: ServerForm | null, 
/**
 * PEM file with a root of the office's own.
 */
tls_ca_file: string | null, 
/**
 * Folders to watch; none means INBOX and junk.
 */
folders: Array<string> | null, 
/**
 * For a sign-in by OAuth: how this program is known to the provider.
 */
client_id: string | null, 
/**
 * Password or 授权码 as typed; blanks around it are not part of it.
 */
password: string | null, };

export type TestedStep = { 
/**
 * dns, tcp, tls, login, folder, read, smtp.
 */
step: string, ok: boolean, code: string, name: string, name_en: string, says: string, says_en: string, 
/**
 * What to do next; empty when nothing is to be done.
 */
next: string, next_en: string, };

export type TestRow = { receives: boolean, sends: boolean, steps: Array<TestedStep>, 
/**
 * A text to copy for whoever helps: no secret, no full address.
 */
diagnostics: string, };
