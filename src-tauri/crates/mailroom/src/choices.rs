//! What a window asks and orders about sending, filing and fetching: choices of the settings, each on record with who and when.

use std::collections::BTreeSet;

use songda_core::ledger::{Chosen, Fact};
use toml::Value;

use crate::Room;
use crate::acknowledge::register;
use crate::desk::Desk;
use crate::policy::Policy;
use crate::settings::book::{Book, Changed, EDITING, Edit, bad, list_of, text_of};
use crate::settings::{PlatformSettings, Settings};
use crate::view::{Choice, ChoiceMade, Choices, CourtChoice, PlatformChoice, Problem, SenderRow};

/// As many changes are shown; all of them stand in the ledger.
const MOST_SHOWN: usize = 100;

impl Desk {
    /// What the office chose of sending, filing and fetching, as the settings say now.
    ///
    /// # Errors
    /// `settings.*`, `policy.broken`; when the ledger cannot be read.
    pub async fn choices(&self) -> Result<Choices, Problem> {
        let book = Book::read(self.root()?)?;
        told(self.mailroom().await?.room(), &book.settings, &Policy::of_machine()?).await
    }

    /// Changes one choice; followed soon after, and on record with who and when.
    ///
    /// # Errors
    /// `settings.bad-form` with what was typed, `receipt.not-agreed`, `policy.decided`, `settings.*`: nothing changed then.
    pub async fn choose(&self, choice: &Choice) -> Result<Choices, Problem> {
        let (mailroom, policy) = (self.mailroom().await?, Policy::of_machine()?);
        let _editing = EDITING.lock().await;
        let mut book = Book::read(self.root()?)?;
        choose(mailroom.room(), &mut book, &policy, choice).await?;
        told(mailroom.room(), &book.settings, &policy).await
    }
}

/// Writes a choice, once it stands in the ledger: nothing happens by itself of which nobody could tell who wanted it.
async fn choose(room: &Room, book: &mut Book, policy: &Policy, choice: &Choice) -> Result<(), Problem> {
    let by_policy = match choice.what.as_str() {
        "two-people" => "two_people",
        what => what,
    };
    if policy.decided().iter().any(|decided| decided == by_policy) {
        return Err(Problem::new("policy.decided", [choice.what.clone()]));
    }
    if let ("automatic", Some(code), "on") = (choice.what.as_str(), choice.of.first(), choice.value.as_str()) {
        room.refresh().await?;
        let why_not = register::why_not_by_itself(&*room.told.read().await, &book.settings, code);
        if let Some(why_not) = why_not {
            return Err(Problem::new("receipt.not-agreed", [code.clone(), why_not.to_owned()]));
        }
    }
    let (changed, before) = changed(book, choice)?;
    let value = choice.value.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    if before == value {
        return Ok(());
    }
    let by = &book.settings.office.handler.clone();
    let fact = |before: String, value: String| {
        Fact::Chosen(Chosen { what: choice.what.clone(), of: choice.of.clone(), before, value })
    };
    room.store.append(&room.stamp(), by, &[fact(before.clone(), value.clone())], None).await?;
    if let Err(problem) = book.write(changed) {
        room.store.append(&room.stamp(), by, &[fact(value, before)], None).await?;
        return Err(problem);
    }
    room.changed().await
}

/// The settings with the choice made, and what held before.
fn changed(book: &Book, choice: &Choice) -> Result<(Changed, String), Problem> {
    let Choice { what, of, value } = choice;
    let is_on = || match value.as_str() {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(bad(what, value)),
    };
    let word = |is_on: bool| match is_on {
        true => "on".to_owned(),
        false => "off".to_owned(),
    };
    let of = |nth: usize| of.get(nth).ok_or_else(|| bad(what, ""));
    let now = &book.settings;
    match what.as_str() {
        "undo" => {
            let seconds = value.parse::<u32>().ok().filter(|seconds| matches!(seconds, 0 | 10 | 30));
            let seconds = seconds.ok_or_else(|| bad(what, value))?;
            let mut edit = Edit::of(&book.text, "receipt");
            edit.put("undo_seconds", Some(&Value::Integer(seconds.into())));
            let changed = book.checked(edit, |said| said.undo.as_secs() == u64::from(seconds))?;
            Ok((changed, now.undo.as_secs().to_string()))
        }
        "two-people" => {
            let on = is_on()?;
            let mut edit = Edit::of(&book.text, "receipt");
            edit.put("two_people", Some(&Value::Boolean(on)));
            Ok((book.checked(edit, |said| said.two_people == on)?, word(now.two_people)))
        }
        "keep-original" => {
            let on = is_on()?;
            let mut edit = Edit::of(&book.text, "office");
            edit.put("keep_original", Some(&Value::Boolean(on)));
            Ok((book.checked(edit, |said| said.office.keeps_original == on)?, word(now.office.keeps_original)))
        }
        "automatic" => {
            let wanted = with(&now.automatic, of(0)?, is_on()?);
            let mut edit = Edit::of(&book.text, "receipt");
            edit.put("automatic", Some(&list_of(&wanted)));
            Ok((book.checked(edit, |said| said.automatic == wanted)?, word(now.automatic.contains(of(0)?))))
        }
        "fetch" => {
            let (platform, mailbox) = (of(0)?, of(1)?);
            if now.mailbox(mailbox).is_none() {
                return Err(Problem::not_found(mailbox));
            }
            let known = now.platform(platform).fetch_for;
            let wanted = with(&known, mailbox, is_on()?);
            let changed = platform_with(book, platform, "fetch_for", &wanted, |said| &said.fetch_for)?;
            Ok((changed, word(known.contains(mailbox))))
        }
        "old-tls" => {
            let wanted = hosts(value)?;
            let known = now.platform(of(0)?).old_tls.join(" ");
            Ok((platform_with(book, of(0)?, "old_tls", &wanted, |said| &said.old_tls)?, known))
        }
        _ => Err(bad(what, value)),
    }
}

/// A list with one entry more, or without it.
fn with(list: &[String], one: &str, is_in: bool) -> Vec<String> {
    let others = list.iter().filter(|it| *it != one).cloned();
    others.chain(is_in.then(|| one.to_owned())).collect()
}

/// Names of servers, as they were typed.
fn hosts(typed: &str) -> Result<Vec<String>, Problem> {
    let is_host = |host: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        host.contains('.') && host.chars().all(is_plain) && !host.starts_with(['.', '-']) && !host.ends_with(['.', '-'])
    };
    let mut hosts: Vec<String> = Vec::new();
    for host in typed.split_whitespace().map(str::to_ascii_lowercase) {
        if !is_host(&host) {
            return Err(bad("server", &host));
        }
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// The settings with another list for a platform, which gets a table of its own where it has none.
fn platform_with(
    book: &Book,
    id: &str,
    key: &str,
    wanted: &[String],
    of: impl Fn(&PlatformSettings) -> &Vec<String>,
) -> Result<Changed, Problem> {
    let at = book.settings.platforms.iter().position(|platform| platform.id == id);
    let mut edit = Edit::of(&book.text, "platform");
    match at {
        Some(at) => edit.put_each(at, key, Some(&list_of(wanted))),
        None => edit.append_each(&[("id", text_of(id)), (key, list_of(wanted))]),
    }
    book.checked(edit, |said| of(&said.platform(id)) == wanted)
}

/// How things are chosen, and by whom.
async fn told(room: &Room, settings: &Settings, policy: &Policy) -> Result<Choices, Problem> {
    room.refresh().await?;
    let (settings, _) = settings.clone().governed(Ok(policy.clone()));
    let told = room.told.read().await;
    let reference = room.reference();
    let known = settings.office.courts.iter().map(|court| court.code.clone());
    let agreed = told.agreements.values().flat_map(|agreement| agreement.courts.iter().cloned());
    let codes: BTreeSet<String> = known.chain(agreed).chain(settings.automatic.iter().cloned()).collect();
    let courts = codes.into_iter().map(|code| CourtChoice {
        name: reference.courts.by_code(&code).map_or_else(|| code.clone(), |court| court.name.to_string()),
        automatic: settings.automatic.contains(&code),
        why_not: register::why_not_by_itself(&told, &settings, &code).map(str::to_owned),
        code,
    });
    let fetched = reference.platforms.all().iter().filter(|platform| platform.interface.is_some());
    let platforms = fetched.map(|platform| {
        let PlatformSettings { fetch_for, old_tls, .. } = settings.platform(&platform.id);
        let (id, name) = (platform.id.clone(), platform.name.clone());
        PlatformChoice { id, name, opening: platform.opening.clone(), fetch_for, old_tls }
    });
    let mailboxes = settings.mailboxes.iter().map(|mailbox| {
        let address = if mailbox.address.is_empty() { &mailbox.id } else { &mailbox.address };
        SenderRow { id: mailbox.id.clone(), address: address.clone() }
    });
    let made = told.choices.iter().rev().take(MOST_SHOWN).map(|(at, by, chosen)| ChoiceMade {
        what: chosen.what.clone(),
        of: chosen.of.clone(),
        before: chosen.before.clone(),
        value: chosen.value.clone(),
        at: at.clone(),
        by: by.clone(),
    });
    Ok(Choices {
        undo_seconds: u32::try_from(settings.undo.as_secs()).unwrap_or(u32::MAX),
        two_people: settings.two_people,
        keep_original: settings.office.keeps_original,
        courts: courts.collect(),
        platforms: platforms.collect(),
        mailboxes: mailboxes.collect(),
        decided: policy.decided(),
        made: made.collect(),
    })
}

#[cfg(test)]
mod tests;
