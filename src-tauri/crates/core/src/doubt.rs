//! What a person must settle, and what they answered.
//!
//! Codes, each with its meaning.
//!
//! mail/parts
//!
//! | code | meaning |
//! |---|---|
//! | `header-missing` | The file starts with no header field; all of it was read as text. |
//! | `header-broken` | Lines among the header fields are no fields. |
//! | `line-ends-doubled` | Every line ends in CR CR LF, as in a file converted twice; read as CR LF. |
//! | `header-too-long` | More header fields, or a longer one, than is read; the first part was read. |
//! | `header-twice` | A field that may stand once stands twice; one of them was read. |
//! | `sender-unclear` | From holds no address, or more than one. |
//! | `boundary-missing` | A multipart names no boundary or a wrong one; the lines found in it were used, or it was kept whole. |
//! | `end-boundary-missing` | A multipart has no end; the mail may be cut short. |
//! | `part-after-end` | Parts stand after the end of their multipart; they were read. |
//! | `text-outside-parts` | Text stands before the first or after the last part, where no mail program shows it. |
//! | `parts-too-deep` | Parts or archives are nested deeper than is opened; kept whole. |
//! | `parts-too-many` | More parts than are listed; the rest was kept whole. |
//! | `transfer-encoding-unknown` | The transfer encoding has no known name; bytes kept as they are. |
//! | `transfer-encoding-broken` | The bytes are not what the transfer encoding says; what could be decoded was. |
//! | `transfer-encoding-wrong` | The bytes are base64 and nothing said so; they were decoded. |
//! | `uuencoded` | Files stood uuencoded in a text; they were taken out. |
//! | `alternatives-differ` | Plain text and page say different things; the page was read. |
//! | `hidden-text` | The text or a document holds words that no reader sees; they were not read. |
//! | `text-quoted` | The text is one that the mail passes on or quotes, and hardly says anything else; it was read. |
//! | `part-refused` | Dangerous: never filed as a document. |
//! | `part-empty` | An attachment has no bytes. |
//! | `part-incomplete` | A piece of a mail that was sent in pieces. |
//! | `part-elsewhere` | The content lies elsewhere; only its place is written. |
//! | `type-mismatch` | The name says PDF, the content is none. |
//! | `password-needed` | An archive or document is locked and no password in the mail opens it. |
//! | `mail-encrypted` | Encrypted for somebody; cannot be read here. |
//! | `archive-broken` | An archive is damaged or not what it says. |
//! | `archive-too-large` | An archive exceeds a limit on entries, bytes, ratio or memory; kept closed. |
//! | `text-not-read` | A document's text, or that of its later pages, was given up: too large, too slow or broken. |
//! | `no-text` | A document, or pages of it, holds no text that can be read here (a scan, a picture, an old format). |
//! | `text-by-ocr` | A scan's text was read by the system's character recognition and may be misread. |
//! | `format-unsupported` | An archive format or packing method that cannot be opened here. |
//!
//! Codes of identification:
//!
//! | code | meaning |
//! |---|---|
//! | `case-number-missing` | no case number was read in the mail, or several cases and a document that names none |
//! | `case-number-cited` | the only number of the serving court is one that the mail cites |
//! | `case-number-conflict` | a file's name and its first page name different cases |
//! | `case-number-implausible` | a case number's year lies after the arrival |
//! | `court-unknown` | no court was recognised, or a name that several courts bear |
//! | `court-code-unknown` | the court code in a case number stands in no table |
//! | `court-mismatch` | number, names in the mail and listed sender point to different courts |
//! | `title-differs-from-name` | a first page bears another title than the file's name |
//! | `several-documents-in-one-file` | further papers begin on later pages of one file |
//! | `hearing-time-unclear` | a summons, a notice or a mail that calls to a sitting without a date and time that could be read for sure |
//! | `brought-other-case` | a file that a person put to the service names a case that its mail does not name |
//! | `pickup-alike` | papers of one name on a platform's list came with the same content, though each stood there by itself |
//! | `pickup-held` | documents behind a link do not come by themselves any more |
//! | `link-unknown` | a pasted message or a believed mail brings nothing, and its link leads to no known platform |
//! | `link-strange-host` | a link has the shape of a platform's, and leads to a host that is none of that platform's |
//! | `file-gone` | files of a service were deleted below the case root, or lie nowhere there any more |
//! | `file-changed` | files of a service hold other bytes below the case root than what was served |
//! | `receipt-not-covering` | papers came in beside the mail after its receipt was drawn up |
//! | `addressee-not-us` | the addressee is clearly another company |
//! | `listed-not-attached` | the mail lists papers it does not carry |
//!
//! Codes of trust:
//!
//! | code | meaning |
//! |---|---|
//! | `sender-doubtful` | the mail claims to be a court's and something speaks against it; the detail lists the reasons |
//! | `text-addresses-a-program` | mail or paper holds sentences written to a program; nothing in them was taken as a fact |
//!
//! Codes of dates:
//!
//! | code | meaning |
//! |---|---|
//! | `arrival-unknown` | no reliable moment of arrival; no deadline is counted |
//! | `sent-date-unread` | the mail says when it was sent in a form nobody reads here; no period is final |
//! | `sent-date-strange` | sent and arrival dates lie more than three days apart |
//! | `stated-periods-differ` | the paper states several periods for one deadline |
//! | `stated-time-unread` | a time is stated whose day was not read for sure, such as 下周五前 |
//! | `stated-period-outside-law` | the paper states a period the law does not allow |

/// Something the program does not know for sure and a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Stable kebab-case code; its meaning is listed in the product's documentation.
    pub code: &'static str,
    /// A part's path, or `mail`.
    pub about: String,
    /// What was found, in plain words or as found in the mail.
    pub detail: String,
}

impl Doubt {
    /// A doubt about the whole mail.
    pub fn mail(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, about: "mail".to_owned(), detail: detail.into() }
    }

    /// A doubt about one part.
    pub fn part(code: &'static str, part: &str, detail: impl Into<String>) -> Self {
        Self { code, about: part.to_owned(), detail: detail.into() }
    }
}
