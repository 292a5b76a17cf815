//! What becomes of an answer that was given outside of this program.

use serde::{Deserialize, Serialize};

use crate::id::ServiceId;

/// One step after a service was recorded as answered outside of this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum ByHandFact {
    /// A person takes the record back: it was not answered so. A receipt may be sent then.
    TakenBack {
        /// The service.
        service: ServiceId,
        /// Why, in the person's words.
        why: String,
    },
    /// A claim is about to be laid into the mailboxes that several computers share, so that no other desk answers.
    Laying {
        /// The service.
        service: ServiceId,
        /// By what it is known again there.
        token: String,
    },
    /// Other desks can see it: it is registered as answered, or another desk had answered anyway; or nobody registers there.
    Told {
        /// The service.
        service: ServiceId,
    },
    /// That it was taken back is said where it was registered.
    Ended {
        /// The service.
        service: ServiceId,
    },
}

impl ByHandFact {
    /// The service it is about.
    pub fn service(&self) -> &ServiceId {
        match self {
            Self::TakenBack { service, .. }
            | Self::Laying { service, .. }
            | Self::Told { service }
            | Self::Ended { service } => service,
        }
    }
}
