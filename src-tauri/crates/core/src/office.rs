//! Who we are: names, agreed addresses, case folder pattern, the courts we know better than the built-in data.

use crate::id::ServiceId;

/// The office that is served: its names and habits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Name as written on receipts.
    pub name: String,
    /// Other names this office is served under.
    pub aliases: Vec<String>,
    /// Pattern of the folder of one service below the case root.
    pub folder_pattern: String,
    /// Whether the mail itself is filed beside its documents.
    pub keeps_original: bool,
    /// Who handles receipts by default.
    pub handler: String,
    /// Telephone printed on receipts; empty when none is given.
    pub phone: String,
    /// The office's own court profiles, laid over the built-in data by code.
    pub courts: Vec<CourtProfile>,
}

/// The pattern used where the office sets none.
pub const DEFAULT_FOLDER_PATTERN: &str = "{court}/{case_number}/{arrived_on} 送达";

impl Default for Office {
    fn default() -> Self {
        Self {
            name: String::new(),
            aliases: Vec::new(),
            folder_pattern: DEFAULT_FOLDER_PATTERN.to_owned(),
            keeps_original: false,
            handler: String::new(),
            phone: String::new(),
            courts: Vec::new(),
        }
    }
}

impl Office {
    /// The names the office is served under; none that is empty.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.name).chain(&self.aliases).map(String::as_str);
        all.filter(|name| !name.trim().is_empty())
    }
}

/// What the office knows of one court.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourtProfile {
    /// Court code 法院代字, such as 沪0112.
    pub code: String,
    /// Addresses (or `@domain`) this court sends from.
    pub senders: Vec<String>,
    /// Shapes of its subjects, learned from mails that people confirmed.
    pub subjects: Vec<String>,
    /// Hosts its links lead to, learned likewise.
    pub hosts: Vec<String>,
    /// Mails that people confirmed as this court's: each serves, whatever it says.
    pub mails: Vec<ServiceId>,
    /// Where receipts go; when empty, to the listed sender.
    pub receipt_to: Option<String>,
    /// What answer the court asks for.
    pub reply_duty: ReplyDuty,
}

/// The answer a court asks for by agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplyDuty {
    /// None agreed.
    #[default]
    None,
    /// A reply that says received 已读回执.
    ReadReceipt,
    /// The court's form, sealed and returned 送达回证.
    SealedForm,
    /// No answer is needed 无需回执.
    NotNeeded,
}

/// How the address became one for service; decides what a reply does.
/// Source: 人民法院在线诉讼规则 第二十九条、第三十一条.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// Confirmed by the party: arrival is service.
    Confirmed,
    /// Offered in pleadings: arrival is service.
    Offered,
    /// Promised before suit: arrival is service.
    Promised,
    /// Neither offered nor confirmed: a reply or an act completes service.
    #[default]
    Unconfirmed,
}

impl Regime {
    /// Whether arrival alone is service.
    pub fn arrival_is_service(self) -> bool {
        self != Self::Unconfirmed
    }

    /// The word used in settings and rows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Offered => "offered",
            Self::Promised => "promised",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Reads the word used in settings.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Confirmed, Self::Offered, Self::Promised, Self::Unconfirmed]
            .into_iter()
            .find(|regime| regime.code() == text)
    }
}
