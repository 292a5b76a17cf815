//! What the settings file may say, and what is refused with file, line and key.

use super::*;

fn parse(text: &str) -> Result<Settings, SettingsError> {
    Settings::parse(text, Path::new("/home/songda.toml"), Path::new("/home"))
}

const WHOLE: &str = r#"
[office]
name = "示例物业管理有限公司"
aliases = ["示例物业"]
case_root = "案件"
folder_pattern = "{court}/{case_number}"
handler = "王敏"
phone = "021-00000000"

[[mailbox]]
id = "court"
address = "service@example.test"
regime = "confirmed"
provider = "custom"
imap = { host = "127.0.0.1", port = 1993, security = "tls", user = "service@example.test" }
smtp = { host = "127.0.0.1", port = 1465, security = "starttls", user = "sender" }
tls_ca_file = "ca.pem"
folders = ["INBOX", "Junk"]
poll_seconds = 30
password_command = ["cat", "secret"]

[[mailbox]]
id = "drop"
kind = "folder"
path = "drop"
outbox = "outbox"

[[court]]
code = "沪0112"
senders = ["sd@court.example.test"]
receipt_to = "sd@court.example.test"
reply_duty = "read-receipt"
"#;

#[test]
fn the_whole_contract_is_understood() {
    let settings = parse(WHOLE).unwrap();
    assert_eq!(settings.office.name, "示例物业管理有限公司");
    assert_eq!(settings.case_root, Path::new("/home/案件"));
    assert_eq!(settings.undo, Duration::from_secs(10));
    assert_eq!(settings.office.courts[0].code, "沪0112");
    assert!(settings.read_receipts.is_empty(), "no court may be sent read receipts unless the office says so");
    let allowed = WHOLE.replace("reply_duty =", "read_receipts = true\nreply_duty =");
    assert_eq!(parse(&allowed).unwrap().read_receipts, ["沪0112"]);
    let court = settings.mailbox("court").unwrap();
    assert_eq!(court.regime, Regime::Confirmed);
    assert_eq!(court.poll, Duration::from_secs(30));
    assert_eq!(court.limit_bytes, 100 * 1024 * 1024);
    let raised = WHOLE.replace("poll_seconds = 30", "max_mail_mb = 250");
    assert_eq!(parse(&raised).unwrap().mailbox("court").unwrap().limit_bytes, 250 * 1024 * 1024);
    assert_eq!(court.look_back_days, Some(90));
    for (written, days) in [("30", Some(30)), ("\"all\"", None)] {
        let set = WHOLE.replace("poll_seconds = 30", &format!("look_back_days = {written}"));
        assert_eq!(parse(&set).unwrap().mailbox("court").unwrap().look_back_days, days);
    }
    let Source::Imap { server, folders } = &court.source else { panic!("not imap") };
    assert_eq!((server.port, server.security), (1993, Security::Tls));
    assert_eq!(server.ca_file.as_deref(), Some(Path::new("/home/ca.pem")));
    assert_eq!(folders.as_ref().unwrap().len(), 2);
    let Some(Channel::Smtp(smtp)) = &court.channel else { panic!("no smtp") };
    assert_eq!((smtp.security, smtp.user.as_str()), (Security::StartTls, "sender"));
    let command = court.password_command.as_ref().unwrap();
    assert_eq!((command.argv.len(), command.dir.as_path()), (2, Path::new("/home")));
    let drop = settings.mailbox("drop").unwrap();
    assert!(matches!(&drop.source, Source::Folder { path } if path == Path::new("/home/drop")));
    assert!(matches!(&drop.channel, Some(Channel::Outbox { path }) if path == Path::new("/home/outbox")));
}

#[test]
fn the_template_is_valid_as_it_stands_and_uncommented() {
    assert!(parse(template()).unwrap().mailboxes.is_empty());
    let uncommented: String = template()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || rest.contains(" = ") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let settings = parse(&uncommented).unwrap();
    assert_eq!(settings.mailboxes.len(), 2);
    assert_eq!(settings.office.courts.len(), 1);
    assert_eq!((settings.remind.robots.len(), settings.remind.mails.len()), (1, 1));
}

#[test]
fn an_unknown_key_is_refused_with_file_line_and_name() {
    let text = WHOLE.replace("poll_seconds = 30", "pol_seconds = 30");
    let error = parse(&text).unwrap_err();
    assert_eq!(error.code(), "settings.unknown-key");
    let said = error.to_string();
    assert!(said.contains("/home/songda.toml 第 19 行") && said.contains("pol_seconds"), "{said}");
    let error = parse("[office]\nname = \"x\"\n[bill]\n").unwrap_err();
    assert!(matches!(&error, SettingsError::UnknownKey { key, line: 3, .. } if key == "bill"), "{error}");
    let text = WHOLE.replace("security = \"tls\"", "secure = true");
    let error = parse(&text).unwrap_err();
    assert!(matches!(&error, SettingsError::UnknownKey { key, line: 15, .. } if key == "secure"), "{error}");
}

#[test]
fn plain_passwords_are_refused_wherever_they_stand() {
    for text in ["password = \"x\"", "[[mailbox]]\nimap = { Password = \"x\" }", "[[mailbox]]\nsmtp.passwd = \"x\""] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.code(), "settings.plain-password", "{error}");
        assert!(!error.to_string().contains("\"x\""));
    }
}

#[test]
fn wrong_values_name_their_key() {
    for (from, to, key, line) in [
        ("regime = \"confirmed\"", "regime = \"agreed\"", "regime", 13),
        ("port = 1993", "port = 70000", "port", 15),
        ("port = 1993", "port = 0", "port", 15),
        ("id = \"drop\"", "id = \"COURT\"", "id", 23),
        ("id = \"drop\"", "id = \"投件\"", "id", 23),
        ("poll_seconds = 30", "poll_seconds = 0", "poll_seconds", 19),
        ("poll_seconds = 30", "max_mail_mb = 0", "max_mail_mb", 19),
        ("poll_seconds = 30", "look_back_days = 0", "look_back_days", 19),
        ("poll_seconds = 30", "look_back_days = \"some\"", "look_back_days", 19),
        ("folders = [\"INBOX\", \"Junk\"]", "folders = []", "folders", 18),
        ("\"service@example.test\"\nregime", "\"nobody\"\nregime", "address", 12),
    ] {
        let error = parse(&WHOLE.replace(from, to)).unwrap_err();
        match &error {
            SettingsError::BadValue { key: found, line: at, .. } => {
                assert_eq!((found.as_str(), *at), (key, line), "{error}")
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn missing_keys_and_broken_toml_are_named() {
    let error = parse("[[mailbox]]\nid = \"a\"\naddress = \"a@example.test\"\n").unwrap_err();
    assert!(matches!(&error, SettingsError::MissingKey { key, line: 1, .. } if key == "imap"), "{error}");
    let error = parse("[office]\nname =\n").unwrap_err();
    assert!(matches!(&error, SettingsError::Syntax { line: 2, .. }), "{error}");
    assert_eq!(Settings::load(Path::new("/nonexistent")).unwrap_err().code(), "settings.unreadable");
}

#[test]
fn a_known_provider_brings_its_servers_and_written_ones_win() {
    let text = "[[mailbox]]\nid = \"a\"\naddress = \"a@qq.com\"\nprovider = \"qq\"\ntls_ca_file = \"ca.pem\"\n";
    let settings = parse(text).unwrap();
    let Source::Imap { server, .. } = &settings.mailboxes[0].source else { panic!("not imap") };
    assert_eq!((server.host.as_str(), server.port, server.user.as_str()), ("imap.qq.com", 993, "a@qq.com"));
    assert_eq!(server.ca_file.as_deref(), Some(Path::new("/home/ca.pem")));
    let Some(Channel::Smtp(smtp)) = &settings.mailboxes[0].channel else { panic!("no smtp") };
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.security), ("smtp.qq.com", 465, Security::Tls));

    let own = format!("{text}imap = {{ host = \"mail.example.test\", port = 143, security = \"starttls\" }}\n");
    let settings = parse(&own).unwrap();
    let Source::Imap { server, .. } = &settings.mailboxes[0].source else { panic!("not imap") };
    assert_eq!((server.host.as_str(), server.security), ("mail.example.test", Security::StartTls));
    let Some(Channel::Smtp(smtp)) = &settings.mailboxes[0].channel else { panic!("no smtp") };
    assert_eq!(smtp.host, "smtp.qq.com");

    let icloud = parse(&text.replace("\"qq\"", "\"icloud\"")).unwrap();
    let Some(Channel::Smtp(smtp)) = &icloud.mailboxes[0].channel else { panic!("no smtp") };
    assert_eq!((smtp.port, smtp.security, smtp.user.as_str()), (587, Security::StartTls, "a@qq.com"));
    let Source::Imap { server, .. } = &icloud.mailboxes[0].source else { panic!("not imap") };
    assert_eq!(server.user, "a", "what stands before the @ is what this server knows a person by");
}

#[test]
fn an_undo_time_that_is_none_of_the_three_is_followed_nearly_and_told_with_its_line() {
    let set = |seconds: &str| parse(&format!("[receipt]\nundo_seconds = {seconds}\n{WHOLE}")).unwrap();
    assert!(set("30").remarks.is_empty() && parse(WHOLE).unwrap().remarks.is_empty());
    let old = set("15");
    assert_eq!(old.undo, Duration::from_secs(30));
    let [remark] = &old.remarks[..] else { panic!("{:?}", old.remarks) };
    assert_eq!(
        (remark.code.as_str(), &*remark.facts[1], &*remark.facts[2]),
        ("settings.bad-value", "2", "undo_seconds")
    );
}

#[test]
fn a_provider_whose_servers_must_be_asked_needs_them_written() {
    let text = "[[mailbox]]\nid = \"a\"\naddress = \"a@example.test\"\nprovider = \"coremail\"\n";
    let error = parse(text).unwrap_err();
    assert!(matches!(&error, SettingsError::MissingKey { key, .. } if key == "imap"), "{error}");
}

#[test]
fn an_unknown_provider_is_refused_with_the_known_ones() {
    let error = parse(&WHOLE.replace("provider = \"custom\"", "provider = \"qqq\"")).unwrap_err();
    let SettingsError::BadValue { line: 14, key, says, .. } = &error else { panic!("{error}") };
    assert_eq!(key, "provider");
    assert!(says.contains("qqq") && says.contains("custom、exmail、qq、163"), "{says}");
}

const REMIND: &str = r#"
[calendar]
files = ["2027.json"]

[remind]
quiet = ["20:00", "07:30"]
digest_at = "08:00"
feed_port = 27183

[[remind.robot]]
id = "wecom"
kind = "wecom"
level = "owner"
mentions = ["13800000000"]

[[remind.mail]]
id = "boss"
mailbox = "court"
to = "boss@example.test"
level = "manager"
"#;

#[test]
fn reminders_and_calendar_files_are_understood() {
    let settings = parse(&format!("{WHOLE}{REMIND}")).unwrap();
    assert_eq!(settings.calendar_files, [Path::new("/home/2027.json")]);
    let remind = &settings.remind;
    assert_eq!((remind.quiet.0.to_string(), remind.quiet.1.to_string()), ("20:00:00".into(), "07:30:00".into()));
    assert_eq!((remind.feed_port, remind.robots[0].level), (Some(27183), Level::Owner));
    assert_eq!((remind.mails[0].to.as_str(), remind.mails[0].level), ("boss@example.test", Level::Manager));
    assert_eq!(parse(WHOLE).unwrap().remind, RemindSettings::default());
}

#[test]
fn reminders_that_cannot_be_followed_name_the_key() {
    for (from, to, key) in [
        ("\"20:00\"", "\"25:00\"", "quiet"),
        ("digest_at = \"08:00\"", "digest_at = \"morgens\"", "digest_at"),
        ("feed_port = 27183", "feed_port = 0", "feed_port"),
        ("feed_port = 27183", "internal_days = 0", "internal_days"),
        ("id = \"boss\"", "id = \"wecom\"", "id"),
        ("id = \"boss\"", "id = \"desktop\"", "id"),
        ("mailbox = \"court\"", "mailbox = \"nobody\"", "mailbox"),
        ("to = \"boss@example.test\"", "to = \"boss\"", "to"),
    ] {
        let error = parse(&format!("{WHOLE}{}", REMIND.replace(from, to))).unwrap_err();
        let SettingsError::BadValue { key: named, .. } = &error else { panic!("{from}: {error}") };
        assert_eq!(named, key, "{error}");
    }
    // The address of a robot is a secret: there is no key for it.
    let leaked = REMIND.replace("mentions =", "url = \"https://example.test\"\nmentions =");
    assert!(matches!(parse(&format!("{WHOLE}{leaked}")).unwrap_err(), SettingsError::UnknownKey { .. }));
}
