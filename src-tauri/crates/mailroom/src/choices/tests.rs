//! Choices as a window changes them: what the file says before and after, what may not be chosen, and what is on record.

use std::fs;

use songda_core::ledger::Agreement;

use super::*;
use crate::Mailroom;
use crate::home::Home;

const FILE: &str = r#"[office]
name = "示例物业"   # 与署名一致
handler = "王敏"

# 约定邮箱
[[mailbox]]
id = "court"
kind = "folder"
address = "sd@office.example.test"
path = "drop"

[[court]]
code = "沪0112"
"#;

struct Place {
    folder: tempfile::TempDir,
    mailroom: Mailroom,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("drop")).unwrap();
        fs::write(folder.path().join("songda.toml"), FILE).unwrap();
        let mailroom = Mailroom::open(Home::at(folder.path())).await.unwrap();
        Self { folder, mailroom }
    }

    fn text(&self) -> String {
        fs::read_to_string(self.folder.path().join("songda.toml")).unwrap()
    }

    async fn choose_under(&self, policy: &Policy, what: &str, of: &[&str], value: &str) -> Result<Choices, Problem> {
        let of = of.iter().map(ToString::to_string).collect();
        let choice = Choice { what: what.to_owned(), of, value: value.to_owned() };
        let mut book = Book::read(self.folder.path().to_path_buf()).unwrap();
        choose(self.mailroom.room(), &mut book, policy, &choice).await?;
        told(self.mailroom.room(), &book.settings, policy).await
    }

    async fn choose(&self, what: &str, of: &[&str], value: &str) -> Result<Choices, Problem> {
        self.choose_under(&Policy::default(), what, of, value).await
    }
}

#[tokio::test]
async fn each_choice_is_written_where_it_stands_and_taken_back_there() {
    let place = Place::new().await;
    place.choose("undo", &[], "30").await.unwrap();
    place.choose("two-people", &[], "on").await.unwrap();
    place.choose("keep-original", &[], "on").await.unwrap();
    place.choose("fetch", &["zxfw", "court"], "on").await.unwrap();
    let told = place.choose("old-tls", &["zxfw"], " Old.example.test  older.example.test ").await.unwrap();
    let text = place.text();
    assert!(text.contains("[receipt]\ntwo_people = true\nundo_seconds = 30\n"), "{text}");
    assert!(text.contains("[office]\nkeep_original = true\nname = \"示例物业\"   # 与署名一致\n"), "{text}");
    let table = "[[platform]]\nold_tls = [\"old.example.test\", \"older.example.test\"]\nid = \"zxfw\"\nfetch_for = [\"court\"]\n";
    assert!(text.ends_with(table), "{text}");
    assert_eq!((told.undo_seconds, told.two_people, told.keep_original), (30, true, true));
    let zxfw = &told.platforms[0];
    assert_eq!((zxfw.id.as_str(), zxfw.fetch_for.as_slice()), ("zxfw", ["court".to_owned()].as_slice()));
    let made: Vec<&str> = told.made.iter().map(|made| made.what.as_str()).collect();
    assert_eq!(made, ["old-tls", "fetch", "keep-original", "two-people", "undo"]);
    assert!(told.made.iter().all(|made| made.by == "王敏" && !made.at.is_empty()));
    assert_eq!((told.made[4].before.as_str(), told.made[4].value.as_str()), ("10", "30"));
    let back: [(&str, &[&str]); 3] = [("two-people", &[]), ("keep-original", &[]), ("fetch", &["zxfw", "court"])];
    for (what, of) in back {
        place.choose(what, of, "off").await.unwrap();
    }
    let told = place.choose("old-tls", &["zxfw"], "").await.unwrap();
    let back = text
        .replace("two_people = true", "two_people = false")
        .replace("keep_original = true", "keep_original = false")
        .replace(table, "[[platform]]\nold_tls = []\nid = \"zxfw\"\nfetch_for = []\n");
    assert_eq!(place.text(), back);
    assert_eq!(told.made.len(), 9);
    // What is so already is no change.
    assert_eq!(place.choose("undo", &[], "30").await.unwrap().made.len(), 9);
}

#[tokio::test]
async fn what_cannot_be_followed_is_refused_and_nothing_is_recorded() {
    let place = Place::new().await;
    let wrong: [(&str, &[&str], &str, &str); 7] = [
        ("undo", &[], "15", "settings.bad-form"),
        ("two-people", &[], "maybe", "settings.bad-form"),
        ("fetch", &["zxfw", "none"], "on", "not-found"),
        ("fetch", &["nowhere", "court"], "on", "settings.bad-value"),
        ("old-tls", &["zxfw"], "https://old.example.test/", "settings.bad-form"),
        ("automatic", &["沪0112"], "on", "receipt.not-agreed"),
        ("else", &[], "on", "settings.bad-form"),
    ];
    for (what, of, value, code) in wrong {
        assert_eq!(place.choose(what, of, value).await.unwrap_err().code, code, "{what} {value}");
    }
    let policy = Policy { two_people: Some(true), automatic: Some(false), fetch: Some(false), ..Policy::default() };
    let decided: [(&str, &[&str]); 3] =
        [("two-people", &[]), ("automatic", &["沪0112"]), ("fetch", &["zxfw", "court"])];
    for (what, of) in decided {
        assert_eq!(place.choose_under(&policy, what, of, "on").await.unwrap_err().code, "policy.decided", "{what}");
    }
    let told = place.choose_under(&policy, "undo", &[], "10").await.unwrap();
    assert!(told.two_people && told.made.is_empty());
    assert_eq!(told.decided, ["two_people", "automatic", "fetch"]);
    assert_eq!(place.text(), FILE);
}

#[tokio::test]
async fn a_court_is_answered_without_anybody_only_where_arrival_and_answer_are_agreed() {
    let place = Place::new().await;
    let room = place.mailroom.room();
    let agreed = |kind: &str, reply: &str| Agreement {
        id: "minhang".into(),
        kind: kind.into(),
        courts: vec!["沪0112".into()],
        company: "示例物业".into(),
        address: "sd@office.example.test".into(),
        from: "2026-01-01".into(),
        reply: reply.into(),
        ..Agreement::default()
    };
    let why_not = async || place.choose("undo", &[], "10").await.unwrap().courts[0].why_not.clone();
    assert_eq!(why_not().await.as_deref(), Some("unconfirmed"), "no register, and the mailbox says nothing");
    for (agreement, wanted) in [
        (agreed("promise", "none"), Some("no-reply")),
        (Agreement { courts: vec!["沪0115".into()], ..agreed("promise", "read-receipt") }, Some("no-agreement")),
        (Agreement { until: Some("2026-01-02".into()), ..agreed("promise", "read-receipt") }, Some("no-agreement")),
        (agreed("promise", "read-receipt"), None),
    ] {
        register::enter(room, agreement, None, "王敏").await.unwrap();
        assert_eq!(why_not().await.as_deref(), wanted);
    }
    let told = place.choose("automatic", &["沪0112"], "on").await.unwrap();
    assert!(told.courts[0].automatic && place.text().contains("[receipt]\nautomatic = [\"沪0112\"]\n"));
    // It ends where the agreement ends, and can be switched off all the same.
    let ended = Agreement { until: Some("2026-01-02".into()), ..agreed("promise", "read-receipt") };
    register::enter(room, ended, None, "王敏").await.unwrap();
    assert!(!place.choose("automatic", &["沪0112"], "off").await.unwrap().courts[0].automatic);
}
