//! How well the mailboxes were watched: gaps, alarms and daily self-checks, as facts and as told by them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// What the alarm says when a known mail could not be read as it was.
pub const SELF_CHECK_FAILED: &str = "mailbox.self-check";

/// A mailbox was not looked at for a while, and then it was: what came meanwhile has been fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// The last complete look before it, RFC 3339 +08:00.
    pub from: String,
    /// The first complete look after it, RFC 3339 +08:00.
    pub until: String,
    /// Why: `slept` (the computer), `not-running` (this program), `unreachable` (the server, or the way to it).
    pub code: String,
}

/// The alarm over a mailbox that is not watched as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// Since when there was no complete look, RFC 3339 +08:00.
    pub since: String,
    /// Code of what kept it from being looked at, as far as is known; else `mailbox.stale`, or [`SELF_CHECK_FAILED`].
    pub code: String,
}

/// The daily self-check: a mail that is known was fetched once more and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfCheck {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// `same`, `nothing-known` (no mail is known yet), `differs`, `unchecked` (no known mail lies there any more, and
    /// the newest one is not known either), or the code of what failed.
    pub outcome: String,
    /// Folder of the mail that was fetched.
    #[serde(default)]
    pub folder: Option<String>,
    /// UIDVALIDITY and UID of the mail that was fetched.
    #[serde(default)]
    pub uid: Option<(u32, u32)>,
    /// The mail that was expected.
    #[serde(default)]
    pub mail: Option<Digest>,
}

impl SelfCheck {
    /// Whether it shows that the mailbox can be read.
    pub fn is_well(&self) -> bool {
        matches!(self.outcome.as_str(), "same" | "nothing-known")
    }

    /// Whether it shows that the mailbox cannot be read as it should: what could not be checked shows neither.
    pub fn has_failed(&self) -> bool {
        !self.is_well() && self.outcome != "unchecked"
    }
}

/// What the ledger tells of the watching of one mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watched {
    /// Gaps, first one first.
    pub gaps: Vec<Gap>,
    /// The alarm that is on, with the moment it was raised.
    pub alarm: Option<(Alarm, String)>,
    /// The last self-check, with its moment.
    pub self_check: Option<(SelfCheck, String)>,
}

/// What the ledger tells of the watching, by mailbox.
pub type AllWatched = BTreeMap<String, Watched>;

/// Takes in a gap: with it the alarm over the silence is over.
pub fn take_gap(all: &mut AllWatched, gap: Gap) {
    let watched = all.entry(gap.mailbox.clone()).or_default();
    watched.alarm = watched.alarm.take().filter(|(alarm, _)| alarm.code == SELF_CHECK_FAILED);
    watched.gaps.push(gap);
}

/// Takes in an alarm.
pub fn take_alarm(all: &mut AllWatched, alarm: Alarm, at: &str) {
    let watched = all.entry(alarm.mailbox.clone()).or_default();
    watched.alarm = Some((alarm, at.to_owned()));
}

/// Takes in a self-check.
pub fn take_self_check(all: &mut AllWatched, check: SelfCheck, at: &str) {
    let watched = all.entry(check.mailbox.clone()).or_default();
    // Its own alarm is over once it goes well; that of a silent mailbox is not its to end.
    if check.is_well() {
        watched.alarm = watched.alarm.take().filter(|(alarm, _)| alarm.code != SELF_CHECK_FAILED);
    }
    watched.self_check = Some((check, at.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Fact;

    #[test]
    fn a_gap_ends_the_alarm_and_stays() {
        let mut all = AllWatched::new();
        let at = "2026-11-20T10:00:00+08:00";
        let alarm = Alarm { mailbox: "court".into(), since: at.into(), code: "mailbox.stale".into() };
        take_alarm(&mut all, alarm, "2026-11-20T10:30:00+08:00");
        assert!(all["court"].alarm.is_some());
        let gap = Gap { mailbox: "court".into(), from: at.into(), until: at.into(), code: "slept".into() };
        take_gap(&mut all, gap);
        assert!(all["court"].alarm.is_none() && all["court"].gaps.len() == 1);
    }

    #[test]
    fn the_self_checks_alarm_ends_with_a_good_one_only() {
        let mut all = AllWatched::new();
        let alarm = Alarm { mailbox: "court".into(), since: "a".into(), code: SELF_CHECK_FAILED.into() };
        take_alarm(&mut all, alarm, "a");
        let gap = Gap { mailbox: "court".into(), from: "a".into(), until: "b".into(), code: "slept".into() };
        take_gap(&mut all, gap);
        let check = |outcome: &str| SelfCheck {
            mailbox: "court".into(),
            outcome: outcome.into(),
            folder: None,
            uid: None,
            mail: None,
        };
        assert!(check("differs").has_failed() && !check("unchecked").has_failed() && !check("unchecked").is_well());
        for no_better in ["differs", "unchecked"] {
            take_self_check(&mut all, check(no_better), "c");
            assert!(all["court"].alarm.is_some());
        }
        take_self_check(&mut all, check("same"), "d");
        assert!(all["court"].alarm.is_none());
    }

    #[test]
    fn facts_of_the_watching_read_as_they_were_written() {
        for text in [
            r#"{"fact":"gap","mailbox":"court","from":"a","until":"b","code":"slept"}"#,
            r#"{"fact":"alarm","mailbox":"court","since":"a","code":"mailbox.stale"}"#,
            r#"{"fact":"self-checked","mailbox":"court","outcome":"same","folder":"INBOX","uid":[7,2],"mail":null}"#,
        ] {
            let fact: Fact = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&fact).unwrap(), text);
        }
    }
}
