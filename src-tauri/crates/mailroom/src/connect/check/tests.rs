//! What the test says of servers that refuse, each in its own way.

use super::*;
use crate::settings::Settings;

fn mailbox(text: &str) -> MailboxSettings {
    let text = format!("[[mailbox]]\nid = \"court\"\n{text}\npassword_command = [\"printf\", \"geheim\"]\n");
    Settings::parse(&text, Path::new("songda.toml"), &std::env::temp_dir()).unwrap().mailboxes.remove(0)
}

fn at(provider: &str) -> MailboxSettings {
    mailbox(&format!("address = \"a@example.test\"\nprovider = \"{provider}\""))
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T10:00:00+08:00").unwrap()
}

fn refused(provider: &str, stage: Stage, says: &str) -> Step {
    let (host, user) = ("imap.example.test".to_owned(), "a@example.test".to_owned());
    let error = match stage {
        Stage::Login => ConnectError::Login { host, user, says: says.to_owned() },
        _ => ConnectError::Folder { host, folder: "INBOX".to_owned(), says: says.to_owned() },
    };
    failing(&at(provider), stage, &error)
}

#[test]
fn the_words_of_known_servers_are_recognised() {
    let tencent = "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency \
                   limited, or system is busy.";
    for (provider, stage, says, step, code) in [
        ("exmail", Stage::Login, tencent, "login", "login-many-causes"),
        ("163", Stage::Folder, "EXAMINE Unsafe Login. Please contact kefu@188.com for help", "folder", "unsafe-login"),
        ("163", Stage::Login, "LOGIN Unsafe Login. Please contact kefu@188.com for help", "login", "unsafe-login"),
        ("qiye163", Stage::Login, "LOGIN ERR.LOGIN.IPDENY", "login", "ip-denied"),
        ("qiye163", Stage::Login, "ERR.LOGIN.DOMAINNOTEXIST", "login", "wrong-server-group"),
        ("outlook", Stage::Login, "LOGIN failed.", "login", "oauth-needed"),
        ("aliyun", Stage::Login, "LOGIN failed.", "login", "login-refused"),
        ("gmail", Stage::Login, "[ALERT] Application-specific password required", "login", "app-password-needed"),
        ("aliyun", Stage::Folder, "no such folder", "folder", "folder-refused"),
        ("aliyun", Stage::Read, "not today", "read", "reading-refused"),
    ] {
        let found = refused(provider, stage, says);
        assert_eq!((found.step, found.code, found.ok), (step, code, false), "{says}");
    }
}

#[test]
fn a_replaced_certificate_tells_who_issued_it() {
    let says = format!("invalid peer certificate: UnknownIssuer{}示例网关", tls::ISSUED_BY);
    let found = tls_step("tls", "imap.example.test", vec!["imap.example.test:993".to_owned(), says]);
    assert_eq!((found.code, found.facts.last().map(String::as_str)), ("certificate-replaced", Some("示例网关")));
}

#[test]
fn a_mailbox_that_shows_only_recent_mail_is_noticed() {
    let found = |days: i64, starts_late| Found {
        mails: 3,
        oldest: Some(now() - chrono::Duration::days(days)),
        starts_late,
        ..Found::default()
    };
    let code = |provider: &str, days, late| seen(&found(days, late), &at(provider), now()).code;
    assert_eq!(code("qq", 20, false), "recent-only");
    assert_eq!(code("qq", 200, true), "ok");
    assert_eq!(code("aliyun", 29, true), "recent-only");
    assert_eq!(code("aliyun", 29, false), "ok");
    assert_eq!(seen(&Found::default(), &at("qq"), now()).code, "empty");
}

#[tokio::test]
#[cfg(unix)]
async fn all_steps_are_listed_after_the_first_failed() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let server = format!("{{ host = \"127.0.0.1\", port = {closed} }}");
    let text = format!("address = \"a@example.test\"\nimap = {server}\nsmtp = {server}");
    let steps = check(&mailbox(&text), now()).await;
    assert_eq!(steps.iter().map(|it| it.step).collect::<Vec<_>>(), STEPS);
    let codes: Vec<_> = steps.iter().map(|it| (it.ok, it.code)).collect();
    let not_tried = (false, NOT_TRIED);
    let closed = (false, "port-closed");
    assert_eq!(codes, [(true, "ok"), closed, not_tried, not_tried, not_tried, not_tried, closed]);
}

#[tokio::test]
#[cfg(unix)]
async fn a_name_without_address_is_the_first_step() {
    let text = "address = \"a@example.test\"\nimap = { host = \"does-not-exist.invalid\", port = 993 }";
    let steps = check(&mailbox(text), now()).await;
    assert_eq!(steps.first().map(|it| it.code), Some("server-not-found"));
    assert_eq!(steps.last().map(|it| it.code), Some("receive-only"));
}

#[tokio::test]
async fn a_watched_folder_needs_only_to_be_readable() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.EML"), "x").unwrap();
    let steps = of_folder(folder.path()).await;
    assert!(steps.iter().all(|it| it.ok));
    assert_eq!(steps.last().map(|it| it.facts.clone()), Some(vec!["1".to_owned()]));
    let missing = of_folder(&folder.path().join("missing")).await;
    assert_eq!(missing.iter().filter(|it| !it.ok).count(), 2);
}

#[test]
fn a_server_that_repeats_the_password_is_not_quoted() {
    let mut step = Step::bad("login", "login-refused", ["bad password geheim".to_owned()]);
    scrub(&mut step, &Credential::Password("geheim".to_owned().into()));
    assert_eq!(step.facts, ["bad password ***"]);
}
