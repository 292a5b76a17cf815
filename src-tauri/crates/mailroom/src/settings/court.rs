//! What songda.toml says of one court: its senders, where receipts go, and the interface it takes them by.

use std::path::Path;

use serde::Deserialize;
use songda_core::office::{CourtProfile, ReplyDuty};
use toml::Spanned;

use super::{Interface, PasswordCommand};

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum DutyWord {
    None,
    NoneNeeded,
    ReadReceipt,
    SealedForm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CourtTable {
    code: String,
    #[serde(default)]
    senders: Vec<String>,
    receipt_to: Option<String>,
    reply_duty: Option<DutyWord>,
    #[serde(default)]
    read_receipts: bool,
    http: Option<Spanned<String>>,
    http_token_command: Option<Vec<String>>,
}

impl CourtTable {
    /// Where an address stands that receipts must not be sent to: nothing secret crosses a network in the open.
    pub(super) fn open_address(&self) -> Option<usize> {
        self.http.as_ref().filter(|url| !is_safe(url.get_ref())).map(|url| url.span().start)
    }

    /// The interface by which the court takes receipts.
    pub(super) fn interface(&self, home: &Path) -> Option<Interface> {
        let url = self.http.as_ref()?.get_ref().clone();
        let token = self.http_token_command.clone().filter(|argv| !argv.is_empty());
        let token = token.map(|argv| PasswordCommand { argv, dir: home.to_owned() });
        Some(Interface { court: self.code.clone(), url, token })
    }

    /// The court's code, where it may be sent read receipts.
    pub(super) fn read_receipts(&self) -> Option<String> {
        self.read_receipts.then(|| self.code.clone())
    }

    /// What the core knows of it.
    pub(super) fn profile(self) -> CourtProfile {
        CourtProfile {
            code: self.code,
            senders: self.senders,
            receipt_to: self.receipt_to,
            subjects: Vec::new(),
            hosts: Vec::new(),
            mails: Vec::new(),
            reply_duty: match self.reply_duty {
                Some(DutyWord::ReadReceipt) => ReplyDuty::ReadReceipt,
                Some(DutyWord::SealedForm) => ReplyDuty::SealedForm,
                Some(DutyWord::NoneNeeded) => ReplyDuty::NotNeeded,
                Some(DutyWord::None) | None => ReplyDuty::None,
            },
        }
    }
}

/// Encrypted, or on this very machine.
fn is_safe(url: &str) -> bool {
    let local = ["http://127.0.0.1:", "http://127.0.0.1/", "http://localhost:", "http://localhost/"];
    url.starts_with("https://") || local.iter().any(|start| url.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_crosses_a_network_in_the_open() {
        assert!(is_safe("https://receipts.court.example.test/v1"));
        assert!(is_safe("http://127.0.0.1:8080/receipts"));
        for open in ["http://receipts.court.example.test/", "http://127.0.0.1.example.test/", "ftp://x", ""] {
            assert!(!is_safe(open), "{open}");
        }
    }
}
