//! Mails as courts and others write them, built by hand.

mod beside;
mod claims;
mod documents;
mod heads;
mod notices;
mod numbers;
mod places;
mod rulings;
mod services;
mod sittings;
mod standing;
mod titles;
mod variants;

use std::sync::LazyLock;

use super::{Found, identify};
use crate::doubt::Doubt;
use crate::id::Digest;
use crate::intake::{DocumentText, Signals};
use crate::mail::{Became, Header, Mail, Part};
use crate::office::{CourtProfile, Office};
use crate::reference::Reference;

/// The built-in data, loaded once.
pub fn reference() -> &'static Reference {
    static DATA: LazyLock<Reference> = LazyLock::new(|| Reference::builtin().expect("built-in data loads"));
    &DATA
}

/// Our invented office.
pub fn office() -> Office {
    Office {
        name: "示例物业管理有限公司".to_owned(),
        aliases: vec!["示例物业".to_owned()],
        courts: vec![CourtProfile {
            code: "沪0112".to_owned(),
            senders: vec!["sd@court.example.test".to_owned()],
            ..CourtProfile::default()
        }],
        ..Office::default()
    }
}

/// A mail being put together.
pub struct Written {
    mail: Mail,
    signals: Signals,
}

impl Written {
    pub fn new(from: &str, subject: &str, text: &str) -> Self {
        let mail = Mail {
            sha256: Digest::of(subject.as_bytes()),
            size_bytes: 0,
            message_id: None,
            references: Vec::new(),
            from: Some(from.to_owned()),
            from_name: None,
            reply_to: Vec::new(),
            to: Vec::new(),
            subject: subject.to_owned(),
            dated: None,
            received: None,
            headers: Vec::new(),
            parts: Vec::new(),
            text: text.to_owned(),
            links: Vec::new(),
            anchors: Vec::new(),
            hidden: String::new(),
            older: String::new(),
            typed_passwords: Vec::new(),
        };
        Self { mail, signals: Signals::default() }
    }

    pub fn to(mut self, address: &str) -> Self {
        self.mail.to.push(address.to_owned());
        self
    }

    pub fn named(mut self, name: &str) -> Self {
        self.mail.from_name = Some(name.to_owned());
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.mail.headers.push(Header { name: name.to_owned(), value: value.to_owned() });
        self
    }

    pub fn link(mut self, link: &str) -> Self {
        self.mail.links.push(link.to_owned());
        self
    }

    /// When the mail reached us.
    pub fn arrived(mut self, moment: &str) -> Self {
        self.signals.arrived = chrono::DateTime::parse_from_rfc3339(moment).ok();
        self
    }

    /// A document of which only the name is known.
    pub fn file(self, name: &str) -> Self {
        self.part(name, "application/pdf", Became::Document)
    }

    pub fn part(mut self, name: &str, media_type: &str, became: Became) -> Self {
        let nth = self.mail.parts.len() + 2;
        let (path, base) = match name.rsplit_once('/') {
            Some((folder, base)) => (format!("1.2!送达材料.zip!{folder}/{base}"), base),
            None => (format!("1.{nth}"), name),
        };
        self.mail.parts.push(Part {
            path,
            media_type: media_type.to_owned(),
            name: Some(base.to_owned()),
            name_as_sent: None,
            size_bytes: 0,
            sha256: Digest::of(name.as_bytes()),
            became,
            why: None,
            bytes: Vec::new(),
        });
        self
    }

    /// A document with the text of its pages.
    pub fn paper(self, name: &str, pages: &[&str]) -> Self {
        let mut written = self.file(name);
        if let Some(part) = written.mail.parts.last() {
            let pages = pages.iter().map(|page| (*page).to_owned()).collect();
            written.signals.texts.insert(part.path.clone(), DocumentText::of(pages));
        }
        written
    }

    /// The texts so far were read off pictures.
    pub fn ocr(mut self) -> Self {
        self.signals.ocr = self.signals.texts.keys().cloned().collect();
        self
    }

    pub fn read(&self) -> (Found, Vec<Doubt>) {
        identify(&self.mail, &self.signals, &office(), reference())
    }

    pub fn found(&self) -> Found {
        self.read().0
    }

    pub fn codes(&self) -> Vec<&'static str> {
        self.read().1.iter().map(|doubt| doubt.code).collect()
    }
}

pub fn court_mail(subject: &str, text: &str) -> Written {
    Written::new("songda@mail.court-demo.invalid", subject, text)
}
