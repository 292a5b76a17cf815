//! Is this really the court? A verdict with its reasons.

use crate::identify::Found;
use crate::intake::Signals;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;

/// How far a mail may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// May start deadlines by itself.
    Proven,
    /// A person confirms with one click.
    Likely,
    /// A person must verify; deadlines are shown, never started.
    Doubtful,
    /// Does not claim to serve anything.
    NotCourt,
}

impl Verdict {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Likely => "likely",
            Self::Doubtful => "doubtful",
            Self::NotCourt => "not-court",
        }
    }

    /// Reads the word of the contract.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Proven, Self::Likely, Self::Doubtful, Self::NotCourt].into_iter().find(|verdict| verdict.code() == text)
    }
}

/// One reason for or against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Stable kebab-case code, such as `sender-listed`, `lookalike-domain`, `reply-to-elsewhere`.
    pub code: &'static str,
    /// What it was seen in.
    pub detail: String,
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The verdict.
    pub verdict: Verdict,
    /// All reasons, for and against.
    pub reasons: Vec<Reason>,
}

/// Judges one mail.
pub fn judge(_mail: &Mail, _found: &Found, _signals: &Signals, _office: &Office, _reference: &Reference) -> Trust {
    Trust { verdict: Verdict::NotCourt, reasons: Vec::new() }
}
