//! Facts of the desks: whose a service is, until when its reminders rest, and that a person found it to be none.

use serde::{Deserialize, Serialize};

use crate::id::ServiceId;

/// What a person said about working on a service. None of it moves a deadline or answers the court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum HandlingFact {
    /// 转交: who works on it from now on.
    Assigned {
        /// The service.
        service: ServiceId,
        /// The person's name; empty when nobody in particular does.
        to: String,
    },
    /// 稍后提醒: its reminders rest until then. The deadlines run on.
    Snoozed {
        /// The service.
        service: ServiceId,
        /// RFC 3339; a moment that has passed ends an earlier rest.
        until: String,
    },
    /// 不是送达邮件: a person looked and found that it serves nothing.
    SetAside {
        /// The service.
        service: ServiceId,
        /// Why, in the person's words.
        why: String,
    },
    /// What was set aside counts again.
    TakenBack {
        /// The service.
        service: ServiceId,
        /// Why, in the person's words.
        why: String,
    },
}
