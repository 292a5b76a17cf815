//! Is this really the court? A verdict with its reasons.
//!
//! Every reason has a code; what it does to the verdict and what it means stands in [`CODES`].
//! Reasons for, against and beside are always all listed. One reason against makes `doubtful`.
//! Without any: the sender on the court's own profile with an aligned authentication is `proven`;
//! everything else that fits a court is `likely`. A domain that only vouches for itself never fits.

mod authentication;
mod content;
mod court;
mod domain;
mod headers;
mod links;
mod money;
mod results;
mod sender;

#[cfg(test)]
mod tests;

use crate::doubt::Doubt;
use crate::identify::Found;
use crate::intake::Signals;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;
pub(crate) use court::PROVINCES;

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
    /// Stable kebab-case code, one of [`CODES`].
    pub code: &'static str,
    /// What it was seen in.
    pub detail: String,
}

/// What a reason does to the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Speaks for the court.
    For,
    /// Speaks against it: a person must verify.
    Against,
    /// Speaks neither way, but keeps the mail from being proven.
    Holds,
    /// Only said.
    Beside,
}

/// Every reason: its code, what it does, and what it means.
pub const CODES: [(&str, Side, &str); 51] = [
    ("sender-listed", Side::For, "the sender stands on the profile of the court the mail speaks for"),
    ("official-domain", Side::For, "the sender's domain belongs to a court or to the courts of its province"),
    ("dkim-aligned", Side::For, "our own check: a DKIM signature of the sender's organisation covers these bytes"),
    ("dkim-reported", Side::For, "the mailbox's own server saw such a signature pass"),
    ("dmarc-pass", Side::For, "the mailbox's own server saw DMARC pass for the sender's domain"),
    (
        "spf-aligned",
        Side::For,
        "the mailbox's own server saw SPF pass for the sender's organisation; not enough by itself",
    ),
    ("court-and-number-agree", Side::For, "the court code in the case numbers is that of the court"),
    ("not-authenticated", Side::Beside, "nothing could be authenticated; many court servers sign nothing"),
    ("dkim-no-answer", Side::Beside, "a signature could not be checked: no answer for its key"),
    ("dkim-unusable", Side::Beside, "a signature or its key could not be read, or belongs to another organisation"),
    (
        "dkim-weak",
        Side::Beside,
        "a signature verifies but proves nothing: short or test key, old algorithm, expired, headers left out",
    ),
    (
        "smime-fits",
        Side::Beside,
        "a digital signature (S/MIME) covers these bytes; who issued its certificate is not known to be right",
    ),
    ("smime-not-checked", Side::Beside, "a digital signature (S/MIME) could not be checked"),
    (
        "results-not-believed",
        Side::Beside,
        "an Authentication-Results line that the mailbox's own server did not write",
    ),
    (
        "spf-softfail",
        Side::Beside,
        "the mailbox's own server saw SPF fail or soft-fail, while something stronger passed or nothing did",
    ),
    ("dated-apart", Side::Beside, "the Date header lies more than three days from the arrival"),
    (
        "auto-forwarded",
        Side::Holds,
        "another mailbox passed the mail on by rule: it did not arrive first where we watch",
    ),
    ("no-service-claimed", Side::Beside, "the mail does not claim to serve anything"),
    ("sender-missing", Side::Against, "the mail names no sender"),
    ("sender-unknown", Side::Against, "the sender is on no court's profile and its domain is no court's"),
    (
        "sender-of-other-court",
        Side::Against,
        "the sender stands on the profile of another court than the mail speaks for",
    ),
    ("domain-of-other-court", Side::Against, "the official domain does not speak for the court named"),
    ("court-unknown", Side::Against, "an official domain, but the mail names no court and no case number"),
    (
        "lookalike-domain",
        Side::Against,
        "the sender's domain imitates a court's: swapped letters or digits, added words, subdomain tricks",
    ),
    ("punycode-domain", Side::Against, "the sender's domain hides foreign letters"),
    ("several-senders", Side::Against, "From names several addresses, or there are several From lines"),
    ("sender-group", Side::Against, "From is written as a group"),
    (
        "duplicate-header",
        Side::Against,
        "a header that may stand once stands several times: readers see different mails",
    ),
    ("name-poses-as-address", Side::Against, "the sender's display name shows another address"),
    ("name-poses-as-court", Side::Against, "the display name is a court's, the address is not"),
    (
        "hidden-characters",
        Side::Against,
        "sender or file name holds characters nobody sees or that turn the reading direction",
    ),
    ("sender-header-elsewhere", Side::Against, "Sender belongs to another organisation than From"),
    ("reply-to-elsewhere", Side::Against, "answers would go to somebody else"),
    ("code-against-name", Side::Against, "the court code of a case number is not that of the court named"),
    ("name-against-name", Side::Against, "subject, sender name or signature name another court"),
    ("dkim-failed", Side::Against, "the signature of the sender's organisation does not fit these bytes"),
    ("smime-broken", Side::Against, "the digital signature (S/MIME) of the mail does not fit these bytes"),
    ("dmarc-failed", Side::Against, "the mailbox's own server saw DMARC fail for the sender's domain"),
    (
        "spf-failed",
        Side::Against,
        "the mailbox's own server saw SPF fail for the sender's organisation, and nothing else passed",
    ),
    (
        "unsigned-content",
        Side::Against,
        "the signature leaves room for content it does not cover, and content is there",
    ),
    ("forwarded", Side::Against, "somebody who is no court passed a mail on"),
    ("resent", Side::Against, "the mail was sent again by somebody (Resent headers)"),
    ("dangerous-part", Side::Against, "a dangerous part"),
    ("payment-asked", Side::Against, "asks for money in a way courts do not"),
    ("payee-not-court", Side::Against, "names a payee that is no court or treasury"),
    ("secret-asked", Side::Against, "asks for a verification code, a password, screen sharing or an app"),
    ("link-shows-other-host", Side::Against, "a link shows another host than it leads to"),
    ("link-to-bare-ip", Side::Against, "a link leads to a bare network address"),
    ("link-hides-host", Side::Against, "a link hides where it leads: user name before the host, punycode, or script"),
    ("lookalike-link", Side::Against, "a link leads to a host that imitates a court's"),
    (
        "dated-far-from-arrival",
        Side::Against,
        "the Date header lies more than a week before the arrival or more than a day after it",
    ),
];

impl Reason {
    /// What this reason does to the verdict.
    pub fn side(&self) -> Side {
        CODES.iter().find(|(code, ..)| *code == self.code).map_or(Side::Against, |(_, side, _)| *side)
    }
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The verdict.
    pub verdict: Verdict,
    /// All reasons, for and against.
    pub reasons: Vec<Reason>,
}

impl Trust {
    /// What a person must settle about a mail that something speaks against.
    pub fn doubt(&self) -> Option<Doubt> {
        let against = self.reasons.iter().filter(|reason| reason.side() == Side::Against);
        let told: Vec<String> = against.map(|reason| format!("{} {}", reason.code, reason.detail)).collect();
        (self.verdict == Verdict::Doubtful).then(|| Doubt::mail("sender-doubtful", told.join("；")))
    }
}

/// One DKIM signature as our own check saw it (RFC 6376).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkimSeen {
    /// Signing domain `d=`, lower case.
    pub domain: String,
    /// Selector `s=`.
    pub selector: String,
    /// What came of the check.
    pub outcome: DkimOutcome,
    /// Why, where it is no pass.
    pub detail: String,
    /// The key record used, kept because keys are withdrawn later.
    pub key: Option<String>,
}

/// What came of checking one DKIM signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DkimOutcome {
    /// The signature covers these bytes.
    Pass,
    /// It does not.
    Fail,
    /// It verifies, but proves nothing (short or test key, `rsa-sha1`, expired, From or Subject not covered).
    Weak,
    /// It verifies, and content it does not cover is there.
    Hole,
    /// Its key could not be asked for.
    NoAnswer,
    /// It or its key cannot be read.
    Unusable,
}

/// The digital signature of a mail (S/MIME, RFC 8551) as our own check saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmimeSeen {
    /// What came of the check.
    pub outcome: SmimeOutcome,
    /// Who signed by the certificate, or why it was not checked.
    pub detail: String,
}

/// What came of checking a digital signature. Whether its certificate was issued by somebody to be trusted is another
/// question, and open: whoever wants can make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmimeOutcome {
    /// It covers these bytes.
    Fits,
    /// It does not.
    Broken,
    /// It is of a kind that cannot be checked, or nothing to check it with came along.
    NotChecked,
}

/// What all parts of the judgement look at.
struct Case<'a> {
    mail: &'a Mail,
    found: &'a Found,
    signals: &'a Signals,
    office: &'a Office,
    reference: &'a Reference,
    headers: headers::Headers<'a>,
}

/// Reasons gathered so far; one that was given stands once.
#[derive(Default)]
struct Reasons(Vec<Reason>);

impl Reasons {
    fn add(&mut self, code: &'static str, detail: impl Into<String>) {
        let reason = Reason { code, detail: shown(&detail.into()) };
        if !self.0.contains(&reason) {
            self.0.push(reason);
        }
    }

    fn has(&self, side: Side) -> bool {
        self.0.iter().any(|reason| reason.side() == side)
    }
}

/// Longest detail of a reason, in characters: it is shown, and the mail may be hostile.
const LONGEST_DETAIL: usize = 200;

/// Text as it may be shown: no control or direction characters, not too long.
fn shown(text: &str) -> String {
    let shown = text.chars().map(|c| if c.is_control() || headers::is_unseen(c) { '\u{fffd}' } else { c });
    shown.take(LONGEST_DETAIL).collect()
}

/// Judges one mail.
pub fn judge(mail: &Mail, found: &Found, signals: &Signals, office: &Office, reference: &Reference) -> Trust {
    let mut reasons = Reasons::default();
    if !found.claims_service {
        reasons.add("no-service-claimed", "");
        return Trust { verdict: Verdict::NotCourt, reasons: reasons.0 };
    }
    let headers = headers::Headers::of(mail, signals);
    let case = Case { mail, found, signals, office, reference, headers };
    let standing = sender::weigh(&case, &mut reasons);
    court::weigh(&case, &standing, &mut reasons);
    let is_authenticated = authentication::weigh(&case, &mut reasons);
    content::weigh(&case, &standing, is_authenticated, &mut reasons);
    let verdict = match standing {
        _ if reasons.has(Side::Against) => Verdict::Doubtful,
        sender::Standing::Unknown | sender::Standing::OfOther => Verdict::Doubtful,
        sender::Standing::Listed(_) if is_authenticated && !reasons.has(Side::Holds) => Verdict::Proven,
        sender::Standing::Listed(_) | sender::Standing::Official => Verdict::Likely,
    };
    Trust { verdict, reasons: reasons.0 }
}
