//! What a window asks and orders about reminding: times, the calendar feed, robots and mails, written into songda.toml.
//! A robot's address goes into the keychain and nowhere else.

mod ways;

use std::path::PathBuf;

use chrono::NaiveTime;
use toml::Value;

use crate::desk::{Desk, Place};
use crate::feed;
use crate::policy::{Policy, RemindPolicy};
use crate::settings::book::{Book, EDITING, Edit, bad, list_of, text_of};
use crate::settings::{INTERNAL_DAYS, RemindSettings, time_of};
use crate::view::{MailWayForm, MailWayRow, Problem, RemindChange, RemindState, RobotForm, RobotRow, SenderRow};

/// The section of the settings.
const SECTION: &str = "remind";

impl Desk {
    /// How people are reminded, as the settings say now.
    ///
    /// # Errors
    /// `settings.*`, `policy.broken`.
    pub fn reminding(&self) -> Result<RemindState, Problem> {
        Ok(Reminding::of(self)?.state())
    }

    /// Changes times, our own day and the calendar feed; followed soon after.
    ///
    /// # Errors
    /// `settings.bad-form` with what was typed; `policy.decided`; `settings.*`: nothing changed then.
    pub async fn change_reminding(&self, change: &RemindChange) -> Result<RemindState, Problem> {
        let _editing = EDITING.lock().await;
        Reminding::of(self)?.change(change)
    }

    /// Adds a robot or changes one. What was typed as its address goes into the keychain.
    ///
    /// # Errors
    /// `remind.*`, `policy.decided`, `settings.*`: nothing changed then.
    pub async fn keep_robot(&self, form: &RobotForm) -> Result<RemindState, Problem> {
        self.speaks()?;
        let _editing = EDITING.lock().await;
        Reminding::of(self)?.keep_robot(form).await
    }

    /// Adds somebody to be reminded by mail, or changes it.
    ///
    /// # Errors
    /// `settings.bad-form`, `policy.decided`, `settings.*`: nothing changed then.
    pub async fn keep_mail_way(&self, form: &MailWayForm) -> Result<RemindState, Problem> {
        let _editing = EDITING.lock().await;
        Reminding::of(self)?.keep_mail_way(form)
    }

    /// Takes a robot or a mail away; a robot's address goes out of the keychain with it.
    ///
    /// # Errors
    /// `not-found`, `policy.decided`, `settings.*`: nothing changed then.
    pub async fn remove_way(&self, id: &str) -> Result<RemindState, Problem> {
        let is_sample = self.speaks().is_err();
        let _editing = EDITING.lock().await;
        Reminding::of(self)?.remove_way(id, is_sample).await
    }

    /// Sends a test message by a robot as it was typed; what was left empty is taken from the keychain. Records nothing.
    ///
    /// # Errors
    /// `remind.*` with the platform's words.
    pub async fn test_robot(&self, form: &RobotForm) -> Result<String, Problem> {
        self.speaks()?;
        Reminding::of(self)?.test_robot(form).await
    }

    /// Sends a test message as a mail. Records nothing.
    ///
    /// # Errors
    /// `remind.*` with the server's words.
    pub async fn test_mail_way(&self, form: &MailWayForm) -> Result<String, Problem> {
        self.speaks()?;
        Reminding::of(self)?.test_mail_way(form).await
    }

    /// The address to subscribe to the calendar; its secret is made the first time.
    ///
    /// # Errors
    /// `remind.feed-port` while it is off, `remind.feed-secret` when there is no keychain to keep the secret in.
    pub async fn feed_address(&self) -> Result<String, Problem> {
        feed::address(&Reminding::of(self)?.held()).await
    }

    /// Sample data tells nobody anything, and keeps no robot's address.
    fn speaks(&self) -> Result<(), Problem> {
        match self.place() {
            Place::Sample(_) => Err(Problem::new("demo.keeps-nothing", [])),
            Place::Own(_) => Ok(()),
        }
    }
}

/// The settings file as it stands, and what an administrator decided over it.
struct Reminding {
    book: Book,
    policy: RemindPolicy,
}

impl Reminding {
    fn of(desk: &Desk) -> Result<Self, Problem> {
        Self::read(desk.root()?, Policy::of_machine()?.remind)
    }

    fn read(home: PathBuf, policy: RemindPolicy) -> Result<Self, Problem> {
        Ok(Self { book: Book::read(home)?, policy })
    }

    /// What was chosen.
    fn chosen(&self) -> &RemindSettings {
        &self.book.settings.remind
    }

    /// What holds.
    fn held(&self) -> RemindSettings {
        self.policy.over(self.chosen().clone())
    }

    fn state(&self) -> RemindState {
        // Robots and mails that are not used are shown all the same, as they would be used again.
        let RemindSettings { robots, mails, .. } = self.chosen();
        let held = self.held();
        let robots = robots.iter().map(|it| RobotRow {
            id: it.id.clone(),
            name: it.name.clone(),
            kind: it.kind.code().to_owned(),
            level: it.level.code().to_owned(),
            mentions: it.mentions.clone(),
        });
        let mails = mails.iter().map(|it| MailWayRow {
            id: it.id.clone(),
            mailbox: it.mailbox.clone(),
            to: it.to.clone(),
            level: it.level.code().to_owned(),
        });
        let sending = self.book.settings.mailboxes.iter().filter(|mailbox| mailbox.channel.is_some());
        let senders = sending.map(|it| SenderRow { id: it.id.clone(), address: it.address.clone() });
        RemindState {
            quiet: [clock(held.quiet.0), clock(held.quiet.1)],
            digest_at: clock(held.digest_at),
            internal_days: held.internal_days,
            feed: held.feed_port.is_some(),
            robots: robots.collect(),
            mails: mails.collect(),
            senders: senders.collect(),
            decided: self.policy.decided(),
        }
    }

    /// Refuses what an administrator decided.
    fn is_free(&self, what: &str) -> Result<(), Problem> {
        let is_decided = self.policy.decided().iter().any(|decided| decided == what);
        if is_decided { Err(Problem::new("policy.decided", [what.to_owned()])) } else { Ok(()) }
    }

    fn change(mut self, change: &RemindChange) -> Result<RemindState, Problem> {
        let known = self.chosen();
        let (mut wanted, mut edit) = (known.clone(), self.edit());
        if let Some([from, until]) = &change.quiet {
            self.is_free("quiet")?;
            wanted.quiet = (time("quiet", from)?, time("quiet", until)?);
            if wanted.quiet != known.quiet {
                edit.put("quiet", Some(&list_of(&[clock(wanted.quiet.0), clock(wanted.quiet.1)])));
            }
        }
        if let Some(at) = &change.digest_at {
            self.is_free("digest_at")?;
            wanted.digest_at = time("digest", at)?;
            if wanted.digest_at != known.digest_at {
                edit.put("digest_at", Some(&text_of(&clock(wanted.digest_at))));
            }
        }
        if let Some(days) = change.internal_days {
            self.is_free("internal_days")?;
            if !INTERNAL_DAYS.contains(&days) {
                return Err(bad("days", &days.to_string()));
            }
            wanted.internal_days = days;
            if days != known.internal_days {
                edit.put("internal_days", Some(&Value::Integer(days.into())));
            }
        }
        if let Some(on) = change.feed.filter(|on| *on != known.feed_port.is_some()) {
            self.is_free("feed")?;
            wanted.feed_port = on.then(feed::free_port);
            edit.put("feed_port", wanted.feed_port.map(|port| Value::Integer(port.into())).as_ref());
        }
        self.write(edit, &wanted)?;
        Ok(self.state())
    }

    fn edit(&self) -> Edit {
        Edit::of(&self.book.text, SECTION)
    }

    fn write(&mut self, edit: Edit, wanted: &RemindSettings) -> Result<(), Problem> {
        let changed = self.book.checked(edit, |said| said.remind == *wanted)?;
        self.book.write(changed)
    }
}

fn time(what: &str, typed: &str) -> Result<NaiveTime, Problem> {
    time_of(typed.trim()).ok_or_else(|| bad(what, typed))
}

fn clock(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

#[cfg(test)]
mod tests;
