//! What a person must settle, and what they answered.
//!
//! Codes of trust:
//!
//! | code | meaning |
//! |---|---|
//! | `sender-doubtful` | the mail claims to be a court's and something speaks against it; the detail lists the reasons |

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
