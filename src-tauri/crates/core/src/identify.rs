//! Which court, which case, which documents, for whom.

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::intake::Signals;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;

/// A court, by code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtName {
    /// Court code 法院代字, such as 沪0112.
    pub code: String,
    /// Full name.
    pub name: String,
}

/// Our standing in the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 原告
    Plaintiff,
    /// 被告
    Defendant,
    /// 第三人
    ThirdParty,
    /// 上诉人
    Appellant,
    /// 被上诉人
    Appellee,
    /// 申请人
    Applicant,
    /// 被申请人
    Respondent,
    /// 债权人
    Creditor,
    /// 债务人、被执行人
    Debtor,
    /// 案外人
    Outsider,
    /// 协助义务人
    AssistingUnit,
}

impl Role {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Plaintiff, "plaintiff"),
        (Self::Defendant, "defendant"),
        (Self::ThirdParty, "third-party"),
        (Self::Appellant, "appellant"),
        (Self::Appellee, "appellee"),
        (Self::Applicant, "applicant"),
        (Self::Respondent, "respondent"),
        (Self::Creditor, "creditor"),
        (Self::Debtor, "debtor"),
        (Self::Outsider, "outsider"),
        (Self::AssistingUnit, "assisting-unit"),
    ];

    /// The word of the contract.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, code)| code)
    }

    /// Reads the word of the contract.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, code)| *code == text).map(|(role, _)| *role)
    }
}

/// One served document 文书, before it has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDocument {
    /// Path of its part.
    pub part: String,
    /// Title as written on the document, else the readable file name.
    pub title: String,
    /// Id of the kind in the document data; `None` when no kind fits.
    pub kind: Option<String>,
    /// Where the kind was read: from the first page (true) or only from the file name (false).
    pub kind_from_text: bool,
    /// Normalised case number this document belongs to.
    pub case_number: Option<String>,
    /// Suffix 之一 of the number on this document.
    pub suffix: Option<String>,
    /// Pages, where known.
    pub pages: Option<u32>,
    /// Text of the document, where it could be read.
    pub text: String,
}

/// A court sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// Start, in the court's time.
    pub starts: DateTime<FixedOffset>,
    /// Room or link.
    pub place: Option<String>,
    /// `trial`, `evidence-exchange`, `conference` or `mediation`.
    pub kind: &'static str,
    /// Path of the part it was read from, or `mail`.
    pub part: String,
}

/// A person at the court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Duty, such as 书记员.
    pub duty: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A link or code that leads to documents 提取.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickup {
    /// Id of the platform.
    pub platform: String,
    /// The link.
    pub url: Option<String>,
    /// The pickup code.
    pub code: Option<String>,
    /// When it stops working, as written.
    pub expires: Option<String>,
}

/// All that was identified in one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The court.
    pub court: Option<CourtName>,
    /// Normalised case numbers being served, in order; no suffixes, no numbers that are only cited.
    pub case_numbers: Vec<String>,
    /// Cause of action 案由.
    pub cause: Option<String>,
    /// Whom the mail serves, as written.
    pub addressee: Option<String>,
    /// Our standing.
    pub role: Option<Role>,
    /// Served documents in reading order.
    pub documents: Vec<FoundDocument>,
    /// Court sittings.
    pub hearings: Vec<Hearing>,
    /// People at the court.
    pub contacts: Vec<Contact>,
    /// Links and codes.
    pub pickups: Vec<Pickup>,
    /// Titles the mail lists but does not carry.
    pub listed_not_attached: Vec<String>,
    /// Whether the mail claims to serve something at all.
    pub claims_service: bool,
}

/// Identifies court, cases, documents and the rest in one mail.
pub fn identify(_mail: &Mail, _signals: &Signals, _office: &Office, _reference: &Reference) -> (Found, Vec<Doubt>) {
    (Found::default(), Vec::new())
}
