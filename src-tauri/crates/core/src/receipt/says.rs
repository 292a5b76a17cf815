//! What a receipt may say: received, refused with a reason, or a correction of an earlier one.

/// What a receipt says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Says {
    /// The documents came in.
    #[default]
    Received,
    /// The service is objected to; that changes no deadline.
    Refused {
        /// Why.
        reason: Reason,
        /// What the person adds; needed for [`Reason::Other`].
        note: String,
    },
    /// An earlier receipt was wrong.
    Corrected {
        /// Message-ID of the earlier one.
        first: String,
        /// What the earlier one was, as the ledger calls it: `received`, `refused`, `corrected`.
        first_kind: String,
        /// When it left, RFC 3339.
        first_at: String,
        /// What was wrong with it.
        note: String,
    },
}

impl Says {
    /// The word of ledger and schema.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Refused { .. } => "refused",
            Self::Corrected { .. } => "corrected",
        }
    }
}

/// Why a service is objected to 异议、拒收.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The case is none of ours.
    NotOurCase,
    /// The company's name is wrong.
    WrongName,
    /// Attachments cannot be opened or lack pages.
    Unreadable,
    /// An agent is to receive it.
    AgentReceives,
    /// Another reason, which the note tells.
    Other,
}

impl Reason {
    /// Every reason, as a person chooses among them.
    pub const ALL: [Self; 5] = [Self::NotOurCase, Self::WrongName, Self::Unreadable, Self::AgentReceives, Self::Other];

    /// The word of ledger, schema and command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOurCase => "not-our-case",
            Self::WrongName => "wrong-name",
            Self::Unreadable => "unreadable",
            Self::AgentReceives => "agent-receives",
            Self::Other => "other",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == text)
    }

    /// How it is told to the court.
    pub fn to_court(self) -> &'static str {
        match self {
            Self::NotOurCase => "所送达的案件不是我单位的案件",
            Self::WrongName => "文书所列受送达人名称与我单位名称不符",
            Self::Unreadable => "附件无法打开或缺页",
            Self::AgentReceives => "本案文书应由我单位的诉讼代理人接收",
            Self::Other => "其他原因",
        }
    }
}
