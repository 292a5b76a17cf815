//! What a person must settle, and what they answered.
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
//! | `hearing-time-unclear` | a summons or notice without a date and time that could be read for sure |
//! | `addressee-not-us` | the addressee is clearly another company |
//! | `listed-not-attached` | the mail lists papers it does not carry |
//! | `text-addresses-a-program` | mail or paper holds sentences written to a program; nothing in them was taken as a fact |

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
