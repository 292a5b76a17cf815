//! Ways of reminding as a person types them: checked, written into the settings, tried, taken away again.

use lettre::Address;
use secrecy::SecretString;
use toml::Value;

use super::Reminding;
use crate::problem::chain;
use crate::remind::{self, robots};
use crate::secrets;
use crate::settings::book::{Edit, bad, list_of, text_of};
use crate::settings::{Level, MailWay, RemindSettings, RobotKind, RobotWay};
use crate::view::{MailWayForm, Problem, RemindState, RobotForm};

/// Lists of the section, as the settings name them.
const ROBOTS: &str = "robot";
const MAILS: &str = "mail";
/// Longest name of a group, and longest telephone number with its country.
const LONGEST_NAME: usize = 40;
const LONGEST_NUMBER: usize = 20;
/// How WeCom calls everybody of a group.
const EVERYBODY: &str = "@all";

impl Reminding {
    pub(super) async fn keep_robot(mut self, form: &RobotForm) -> Result<RemindState, Problem> {
        self.is_free("robots")?;
        let known = self.chosen();
        let old = match &form.id {
            Some(id) => Some(found(known.robots.iter().enumerate(), |it| &it.id == id, id)?),
            None => None,
        };
        let robot = self.robot(form)?;
        let address = form.address.trim();
        // Another platform's robot has another address.
        if address.is_empty() && old.is_none_or(|(_, old)| old.kind != robot.kind) {
            return Err(bad("address", ""));
        }
        if !address.is_empty() {
            robots::check(&robot, address)?;
        }
        let (mut wanted, mut edit) = (known.clone(), self.edit());
        match old {
            Some((nth, old)) => {
                edit_robot(&mut edit, nth, old, &robot);
                if let Some(kept) = wanted.robots.get_mut(nth) {
                    kept.clone_from(&robot);
                }
            }
            None => {
                edit.append(ROBOTS, &entries_of(&robot));
                wanted.robots.push(robot.clone());
            }
        }
        // What cannot be written is refused before anything lies in the keychain.
        let changed = self.book.checked(edit, |said| said.remind == wanted)?;
        keep_secrets(&robot, form).await?;
        let written = self.book.write(changed);
        if written.is_err() && form.id.is_none() {
            let _ = forget_secrets(&robot.id).await;
        }
        written.map(|()| self.state())
    }

    pub(super) fn keep_mail_way(mut self, form: &MailWayForm) -> Result<RemindState, Problem> {
        self.is_free("mails")?;
        let known = self.chosen();
        let way = self.mail_way(form)?;
        let (mut wanted, mut edit) = (known.clone(), self.edit());
        if let Some(id) = &form.id {
            let (nth, old) = found(known.mails.iter().enumerate(), |it| &it.id == id, id)?;
            for (key, is_other, value) in [
                ("mailbox", old.mailbox != way.mailbox, way.mailbox.as_str()),
                ("to", old.to != way.to, way.to.as_str()),
                ("level", old.level != way.level, way.level.code()),
            ] {
                if is_other {
                    edit.put_in(MAILS, nth, key, Some(&text_of(value)));
                }
            }
            if let Some(kept) = wanted.mails.get_mut(nth) {
                *kept = way;
            }
        } else {
            let entries =
                [("id", &way.id), ("mailbox", &way.mailbox), ("to", &way.to)].map(|(key, it)| (key, text_of(it)));
            let level = ("level", text_of(way.level.code()));
            edit.append(MAILS, &entries.into_iter().chain([level]).collect::<Vec<_>>());
            wanted.mails.push(way);
        }
        self.write(edit, &wanted)?;
        Ok(self.state())
    }

    pub(super) async fn remove_way(mut self, id: &str, is_sample: bool) -> Result<RemindState, Problem> {
        let (mut wanted, mut edit) = (self.chosen().clone(), self.edit());
        if let Some(nth) = wanted.mails.iter().position(|it| it.id == id) {
            self.is_free("mails")?;
            wanted.mails.remove(nth);
            edit.remove(MAILS, nth);
            self.write(edit, &wanted)?;
            return Ok(self.state());
        }
        let (nth, _) = found(wanted.robots.iter().enumerate(), |it| it.id == id, id)?;
        self.is_free("robots")?;
        wanted.robots.remove(nth);
        edit.remove(ROBOTS, nth);
        self.write(edit, &wanted)?;
        // It tells nobody any more, whether its address could be taken out or not.
        if !is_sample && let Err(error) = forget_secrets(id).await {
            tracing::warn!(robot = id, says = %chain(&error), "the address of a robot stays in the keychain");
        }
        Ok(self.state())
    }

    pub(super) async fn test_robot(self, form: &RobotForm) -> Result<String, Problem> {
        self.is_free("robots")?;
        let robot = self.robot(form)?;
        let key = match secret_of(&form.address) {
            Some(url) => robots::Key { url, secret: signing(&robot, form) },
            None if form.id.is_some() => {
                let key = robots::key(&robot).await?;
                robots::Key { secret: signing(&robot, form).or(key.secret), url: key.url }
            }
            None => return Err(bad("address", "")),
        };
        remind::test_robot(&robot, &key).await
    }

    pub(super) async fn test_mail_way(self, form: &MailWayForm) -> Result<String, Problem> {
        self.is_free("mails")?;
        let way = self.mail_way(form)?;
        remind::test_mail(&self.book.settings, &way).await
    }

    /// The robot that was typed; one without an id gets one that nobody has.
    fn robot(&self, form: &RobotForm) -> Result<RobotWay, Problem> {
        let kind = RobotKind::of(&form.kind).ok_or_else(|| bad("kind", &form.kind))?;
        let name = form.name.trim().to_owned();
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(bad("name", &name));
        }
        let mut mentions: Vec<String> = Vec::new();
        // Feishu's robots call nobody by a telephone number.
        let numbers = form.mentions.iter().filter(|_| kind != RobotKind::Feishu);
        for typed in numbers.map(|typed| typed.trim()).filter(|typed| !typed.is_empty()) {
            let is_everybody = kind == RobotKind::Wecom && typed == EVERYBODY;
            if !is_number(typed) && !is_everybody {
                return Err(bad("mention", typed));
            }
            if !mentions.iter().any(|known| known == typed) {
                mentions.push(typed.to_owned());
            }
        }
        let id = form.id.clone().unwrap_or_else(|| free_id(self.chosen(), kind.code()));
        Ok(RobotWay { id, name, kind, level: level(&form.level)?, mentions })
    }

    fn mail_way(&self, form: &MailWayForm) -> Result<MailWay, Problem> {
        let to = form.to.trim().to_owned();
        if to.parse::<Address>().is_err() {
            return Err(bad("to", &to));
        }
        let sender = self.book.settings.mailbox(&form.mailbox).filter(|mailbox| mailbox.channel.is_some());
        let mailbox = sender.ok_or_else(|| bad("mailbox", &form.mailbox))?.id.clone();
        let id = form.id.clone().unwrap_or_else(|| free_id(self.chosen(), MAILS));
        Ok(MailWay { id, mailbox, to, level: level(&form.level)? })
    }
}

fn level(typed: &str) -> Result<Level, Problem> {
    Level::of(typed).ok_or_else(|| bad("level", typed))
}

/// Digits, with the country before them where it is another one.
fn is_number(typed: &str) -> bool {
    let digits = typed.strip_prefix('+').unwrap_or(typed);
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_plain && typed.len() <= LONGEST_NUMBER && digits.chars().filter(char::is_ascii_digit).count() >= 5
}

/// The way of an id, with its place.
fn found<'a, T>(
    mut ways: impl Iterator<Item = (usize, &'a T)>,
    is_it: impl Fn(&T) -> bool,
    id: &str,
) -> Result<(usize, &'a T), Problem> {
    ways.find(|(_, way)| is_it(way)).ok_or_else(|| Problem::not_found(id))
}

/// A plain name that no way has: `wecom`, `wecom-2`.
fn free_id(known: &RemindSettings, wanted: &str) -> String {
    let ids: Vec<&String> = known.robots.iter().map(|it| &it.id).chain(known.mails.iter().map(|it| &it.id)).collect();
    let is_free = |id: &String| !ids.iter().any(|known| known.eq_ignore_ascii_case(id));
    let mut names = std::iter::once(wanted.to_owned()).chain((2_u32..).map(|nth| format!("{wanted}-{nth}")));
    names.find(is_free).unwrap_or_else(|| wanted.to_owned())
}

fn entries_of(robot: &RobotWay) -> Vec<(&'static str, Value)> {
    let mut entries = vec![("id", text_of(&robot.id))];
    if !robot.name.is_empty() {
        entries.push(("name", text_of(&robot.name)));
    }
    entries.extend([("kind", text_of(robot.kind.code())), ("level", text_of(robot.level.code()))]);
    if !robot.mentions.is_empty() {
        entries.push(("mentions", list_of(&robot.mentions)));
    }
    entries
}

/// Writes what is other about a robot; the rest of its table stays.
fn edit_robot(edit: &mut Edit, nth: usize, old: &RobotWay, new: &RobotWay) {
    let mut put = |key: &str, is_other: bool, value: Option<Value>| {
        if is_other {
            edit.put_in(ROBOTS, nth, key, value.as_ref());
        }
    };
    put("mentions", old.mentions != new.mentions, (!new.mentions.is_empty()).then(|| list_of(&new.mentions)));
    put("level", old.level != new.level, Some(text_of(new.level.code())));
    put("kind", old.kind != new.kind, Some(text_of(new.kind.code())));
    put("name", old.name != new.name, (!new.name.is_empty()).then(|| text_of(&new.name)));
}

fn secret_of(typed: &str) -> Option<SecretString> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.to_owned().into())
}

/// What its messages are signed with, where its platform signs at all.
fn signing(robot: &RobotWay, form: &RobotForm) -> Option<SecretString> {
    secret_of(&form.sign_key).filter(|_| robot.kind != RobotKind::Wecom)
}

/// Puts what was typed into the keychain. With a new address the old one's signing key goes, unless a new one came along.
async fn keep_secrets(robot: &RobotWay, form: &RobotForm) -> Result<(), Problem> {
    let refused =
        |error: secrets::SecretError| Problem::new("settings.no-keychain", ["robot".to_owned(), chain(&error)]);
    let [(address_at, _), (sign_at, _)] = robots::names(&robot.id);
    let address = secret_of(&form.address);
    let has_new = address.is_some();
    if let Some(address) = address {
        secrets::store_named(&address_at, address).await.map_err(refused)?;
    }
    match signing(robot, form) {
        Some(key) => secrets::store_named(&sign_at, key).await.map_err(refused),
        None if has_new => secrets::forget_named(&sign_at).await.map_err(refused),
        None => Ok(()),
    }
}

async fn forget_secrets(id: &str) -> Result<(), secrets::SecretError> {
    for (name, _) in robots::names(id) {
        secrets::forget_named(&name).await?;
    }
    Ok(())
}
