//! What of a reading lies in memory: the words of papers stay in the ledger, from where whoever needs them asks for them.

use super::service::Now;
use super::{Told, ToldMail};
use crate::id::Digest;
use crate::ledger::{Entry, Fact, Seq, ServiceRecord, Understood};
use crate::{parties, teach};

impl Told {
    /// Lets go of what was read since this was asked last and is needed only where one service is looked at: the words of
    /// its papers, where each fact was read, the parts the mail is made of. An office has fifty thousand of them.
    pub fn lighten(&mut self) {
        for at in std::mem::take(&mut self.heavy) {
            if let Some(mail) = self.mails.get_mut(at) {
                mail.lighten();
            }
        }
    }

    /// By what the reading of a service's papers for its deadlines is known: all it depends on but program and rules. What
    /// the same program read under an equal key is what it would read anew.
    pub fn reading_key(&self, mail: &ToldMail, companies: &[&str]) -> Option<Digest> {
        let (_, entry) = mail.read?;
        let now = Now::of(self, mail, companies)?;
        let corrections = serde_json::to_string(&mail.corrections).ok()?;
        let chosen = self.lives.start_of(&mail.service).map(|(start, _)| start);
        let moment = now.arrived.map(|arrived| arrived.to_rfc3339()).unwrap_or_default();
        let stands = [u8::from(now.by_hand), u8::from(now.off_register), u8::from(chosen.is_some())];
        let day = chosen.map(|start| start.date.to_string()).unwrap_or_default();
        let own = companies.join("\n");
        let reason = chosen.map_or("", |start| start.reason.as_str());
        Some(Digest::of_pieces(&[
            entry.to_string().as_bytes(),
            corrections.as_bytes(),
            moment.as_bytes(),
            now.regime.code().as_bytes(),
            &stands,
            day.as_bytes(),
            reason.as_bytes(),
            own.as_bytes(),
        ]))
    }
}

impl ToldMail {
    fn lighten(&mut self) {
        let Some(understood) = self.understood.as_mut() else { return };
        match understood.service.as_mut() {
            Some(record) => {
                record.lighten();
                understood.parts = Vec::new();
            }
            // What such a mail brought along is counted and searched by its name in the list of mails.
            None => understood.parts.retain(|part| part.is_file() || part.name.is_some()),
        }
        // What stays is put together anew: between what was let go it would keep all that room from being given back.
        *understood = understood.clone();
        self.is_light = true;
    }

    /// The same mail as another reading understands it, which no entry holds.
    #[must_use]
    pub fn read_as(self, understood: Understood) -> Self {
        Self { understood: Some(understood), read: None, is_light: false, ..self }
    }

    /// Number of the entry with its whole reading, where that is not in memory.
    pub fn whole_lies_in(&self) -> Option<Seq> {
        self.read.map(|(seq, _)| seq).filter(|_| self.is_light)
    }

    /// Its whole reading out of that entry, with what people corrected since; `None` when it is another entry.
    pub fn whole_of(&self, entry: &Entry) -> Option<Understood> {
        if self.read != Some((entry.seq, entry.digest)) {
            return None;
        }
        let Ok(Fact::Understood(mut whole)) = Fact::read(&entry.fact) else { return None };
        teach::lay_over(&mut whole, self.corrections.iter());
        Some(*whole)
    }
}

impl ServiceRecord {
    fn lighten(&mut self) {
        for document in self.documents.iter_mut().chain(&mut self.unopened) {
            document.text = String::new();
        }
        self.body = String::new();
        // Who stands against us is told in every list.
        self.facts.retain(|fact| fact.fact == parties::PARTY);
        for fact in &mut self.facts {
            (fact.part, fact.page, fact.sentence) = (None, None, None);
        }
        self.facts.shrink_to_fit();
    }
}
