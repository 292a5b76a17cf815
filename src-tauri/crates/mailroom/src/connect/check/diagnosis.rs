//! The connection test as a text that can be copied and sent to whoever helps: no secret, no mail, no full address.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use super::{Step, words};
use crate::clock;
use crate::settings::{Channel, MailboxSettings, Security, ServerSettings, Source};

/// The text for a test that was made at `now`.
pub fn diagnosis(mailbox: &MailboxSettings, steps: &[Step], now: DateTime<FixedOffset>) -> String {
    let mut text = format!(
        "送达台 Songda {} · {} {} · {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        clock::written(now)
    );
    let domain = mailbox.address.rsplit_once('@').map_or("", |(_, domain)| domain);
    let way = match (&mailbox.oauth, &mailbox.password_command) {
        (Some(_), _) => "oauth",
        (None, Some(_)) => "password_command",
        (None, None) => "password",
    };
    let _ = writeln!(text, "mailbox {} · @{domain} · provider {} · login {way}", mailbox.id, mailbox.provider);
    if let Source::Imap { server, .. } = &mailbox.source {
        let _ = writeln!(text, "imap {}", place(server));
    }
    if let Some(Channel::Smtp(server)) = &mailbox.channel {
        let _ = writeln!(text, "smtp {}", place(server));
    }
    for step in steps {
        let (says, _) = words::step(step, mailbox);
        let facts = step.facts.iter().filter(|fact| !fact.is_empty()).cloned().collect::<Vec<_>>().join(" | ");
        let mark = if step.ok { "✓" } else { "✗" };
        let _ = writeln!(text, "{mark} {} {} · {}\n    {facts}", step.step, step.code, says.0);
    }
    masked(&text, mailbox)
}

fn place(server: &ServerSettings) -> String {
    let security = match server.security {
        Security::Tls => "tls",
        Security::StartTls => "starttls",
    };
    let own_root = if server.ca_file.is_some() { " · own root" } else { "" };
    format!("{}:{} {security}{own_root}", server.host, server.port)
}

/// The name before the @ tells whose mailbox it is; its first letter and its length are enough to find a slip.
fn masked(text: &str, mailbox: &MailboxSettings) -> String {
    let mut names: Vec<&str> = vec![&mailbox.address];
    if let Source::Imap { server, .. } = &mailbox.source {
        names.push(&server.user);
    }
    if let Some(Channel::Smtp(server)) = &mailbox.channel {
        names.push(&server.user);
    }
    names.iter().filter(|name| name.len() > 2).fold(text.to_owned(), |text, name| {
        let (local, domain) = name.split_once('@').unwrap_or((name, ""));
        let first: String = local.chars().take(1).collect();
        let at = if domain.is_empty() { "" } else { "@" };
        text.replace(name, &format!("{first}***({}){at}{domain}", local.chars().count()))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::Settings;

    #[test]
    fn a_diagnosis_names_servers_and_codes_and_neither_person_nor_secret() {
        let text = "[[mailbox]]\nid = \"court\"\naddress = \"wangmin@example.test\"\nprovider = \"qq\"\n";
        let mailbox = Settings::parse(text, Path::new("songda.toml"), Path::new("/")).unwrap().mailboxes.remove(0);
        let facts = ["wangmin@example.test", "imap.qq.com", "Login fail for wangmin@example.test"];
        let step = Step { step: "login", ok: false, code: "login-refused", facts: facts.map(str::to_owned).to_vec() };
        let said = diagnosis(&mailbox, &[step], clock::now());
        assert!(
            said.contains("imap.qq.com:993 tls") && said.contains("login-refused") && said.contains("@example.test")
        );
        assert!(!said.contains("wangmin"), "{said}");
        assert!(said.contains("w***(7)@example.test"), "{said}");
    }
}
