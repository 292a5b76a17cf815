//! Settings of reminders as a window changes them: what the file says before and after, and where secrets lie.

use std::fs;
use std::path::Path;

use super::*;
use crate::secrets::keychain::pretended;

const FILE: &str = r#"# 本单位的设置
[office]
name = "示例物业"   # 与署名一致

[[mailbox]]
id = "court"
address = "service@example.test"
imap = { host = "imap.example.test", port = 993 }
smtp = { host = "smtp.example.test", port = 465 }

# 期限提醒
[remind]
quiet = ["19:00", "08:00"]   # 值班前后
feed_port = 4711

# 法务群
[[remind.robot]]
id = "wecom"
kind = "wecom"       # 企业微信
level = "owner"

# 了解的法院
[[court]]
code = "沪0112"
"#;
const ADDRESS: &str = "https://oapi.dingtalk.com/robot/send?access_token=geheim0123456789";
const SIGN: &str = "SECgeheimgeheim";

fn home(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("songda.toml"), text).unwrap();
    folder
}

fn book(home: &Path, policy: &str) -> Reminding {
    Reminding::read(home.to_path_buf(), toml::from_str(policy).unwrap()).unwrap()
}

fn read(home: &Path) -> String {
    fs::read_to_string(home.join("songda.toml")).unwrap()
}

fn robot() -> RobotForm {
    RobotForm {
        kind: "dingtalk".to_owned(),
        level: "manager".to_owned(),
        mentions: vec![" 13800000000 ".to_owned(), String::new()],
        address: format!(" {ADDRESS}\n"),
        sign_key: SIGN.to_owned(),
        ..RobotForm::default()
    }
}

fn mail(to: &str) -> MailWayForm {
    MailWayForm { id: None, mailbox: "court".to_owned(), to: to.to_owned(), level: "owner".to_owned() }
}

#[test]
fn times_are_changed_where_they_stand_and_nothing_else_is() {
    let home = home(FILE);
    let change = RemindChange {
        quiet: Some(["20:30".to_owned(), " 7:15".to_owned()]),
        digest_at: Some("08:45".to_owned()),
        internal_days: Some(5),
        feed: Some(false),
    };
    let state = book(home.path(), "").change(&change).unwrap();
    assert_eq!((state.quiet, state.internal_days, state.feed), (["20:30".into(), "07:15".into()], 5, false));
    let wanted = FILE.replace("\"19:00\", \"08:00\"", "\"20:30\", \"07:15\"").replace("feed_port = 4711\n", "");
    let wanted = wanted.replace("[remind]\n", "[remind]\ninternal_days = 5\n");
    assert_eq!(read(home.path()), wanted, "what is as before, or as it is anyway, is not written");
    let on = book(home.path(), "").change(&RemindChange { feed: Some(true), ..RemindChange::default() }).unwrap();
    assert!(on.feed && read(home.path()).contains("\nfeed_port = 27"));
    assert!(book(home.path(), "").change(&RemindChange::default()).unwrap().feed, "what is null stays");
}

#[test]
fn what_cannot_be_followed_is_named_and_changes_nothing() {
    let home = home(FILE);
    let none = RemindChange::default;
    for (change, what, typed) in [
        (RemindChange { quiet: Some(["20:30".into(), "25:00".into()]), ..none() }, "quiet", "25:00"),
        (RemindChange { digest_at: Some("早上".into()), ..none() }, "digest", "早上"),
        (RemindChange { internal_days: Some(0), ..none() }, "days", "0"),
        (RemindChange { internal_days: Some(31), ..none() }, "days", "31"),
    ] {
        let problem = book(home.path(), "").change(&change).unwrap_err();
        assert_eq!(
            (problem.code.as_str(), problem.facts),
            ("settings.bad-form", vec![what.to_owned(), typed.to_owned()])
        );
    }
    for (form, what) in [
        (mail("nobody"), "to"),
        (MailWayForm { mailbox: "drop".to_owned(), ..mail("a@b.example") }, "mailbox"),
        (MailWayForm { level: "boss".to_owned(), ..mail("a@b.example") }, "level"),
    ] {
        assert_eq!(book(home.path(), "").keep_mail_way(&form).unwrap_err().facts.first().unwrap(), what);
    }
    assert_eq!(read(home.path()), FILE);
    // A section written in one line is for a person to change.
    let odd = self::home("remind = { quiet = [\"19:00\", \"08:00\"] }\n");
    let digest = RemindChange { digest_at: Some("09:00".into()), ..none() };
    assert_eq!(book(odd.path(), "").change(&digest).unwrap_err().code, "settings.by-hand");
    assert!(!read(odd.path()).contains("09:00"));
}

#[tokio::test]
async fn a_robots_address_lies_in_the_keychain_and_nowhere_else() {
    pretended::begin();
    let home = home(FILE);
    let state = book(home.path(), "").keep_robot(&robot()).await.unwrap();
    assert_eq!((state.robots.len(), state.robots[1].id.as_str()), (2, "dingtalk"));
    assert_eq!(state.robots[1].mentions, ["13800000000"]);
    let new =
        "[[remind.robot]]\nid = \"dingtalk\"\nkind = \"dingtalk\"\nlevel = \"manager\"\nmentions = [\"13800000000\"]\n";
    assert_eq!(read(home.path()), FILE.replace("\n# 了解的法院", &format!("\n{new}\n# 了解的法院")));
    let lies = pretended::all();
    assert_eq!(lies.get("robot dingtalk").map(Vec::as_slice), Some(ADDRESS.as_bytes()));
    assert_eq!(lies.get("robot dingtalk secret").map(Vec::as_slice), Some(SIGN.as_bytes()));
    for told in [format!("{state:?}"), format!("{:?}", robot())] {
        assert!(!told.contains("geheim"), "{told}");
    }
    for entry in fs::read_dir(home.path()).unwrap() {
        let path = entry.unwrap().path();
        assert!(!String::from_utf8_lossy(&fs::read(&path).unwrap()).contains("geheim"), "{}", path.display());
    }

    // Left empty, the address stays; a new one takes the old one's signing key away.
    let same = RobotForm { id: Some("dingtalk".into()), address: String::new(), sign_key: String::new(), ..robot() };
    let named =
        RobotForm { name: "物业法务群".into(), mentions: Vec::new(), level: "handler".into(), ..same.clone() };
    let state = book(home.path(), "").keep_robot(&named).await.unwrap();
    assert_eq!((state.robots[1].name.as_str(), state.robots[1].level.as_str()), ("物业法务群", "handler"));
    assert!(!read(home.path()).contains("13800000000"));
    assert_eq!(pretended::all(), lies);
    let other = RobotForm { address: ADDRESS.replace("9", "8"), ..same.clone() };
    book(home.path(), "").keep_robot(&other).await.unwrap();
    assert!(pretended::all().values().eq([ADDRESS.replace("9", "8").as_bytes()]));

    // Another platform's robot is another robot.
    let moved = RobotForm { kind: "feishu".into(), ..same };
    assert_eq!(book(home.path(), "").keep_robot(&moved).await.unwrap_err().facts, ["address", ""]);
    book(home.path(), "").remove_way("dingtalk", false).await.unwrap();
    assert!(pretended::all().is_empty());
    assert_eq!(read(home.path()), FILE);
}

#[tokio::test]
async fn a_robot_that_cannot_be_kept_changes_nothing() {
    let home = home(FILE);
    let wrong = [
        (RobotForm { address: String::new(), ..robot() }, "settings.bad-form"),
        (RobotForm { kind: "icq".into(), ..robot() }, "settings.bad-form"),
        (RobotForm { mentions: vec!["王敏".into()], ..robot() }, "settings.bad-form"),
        (RobotForm { mentions: vec!["@all".into()], ..robot() }, "settings.bad-form"),
        (RobotForm { name: "群".repeat(41), ..robot() }, "settings.bad-form"),
        (
            RobotForm { address: "https://evil.example.test/robot/send?access_token=geheim".into(), ..robot() },
            "remind.other-host",
        ),
        (RobotForm { id: Some("nobody".into()), ..robot() }, "not-found"),
        // There is no keychain here.
        (robot(), "settings.no-keychain"),
    ];
    for (form, code) in wrong {
        let problem = book(home.path(), "").keep_robot(&form).await.unwrap_err();
        assert_eq!(problem.code, code, "{form:?}");
        assert!(!format!("{problem:?}").contains("geheim"), "{problem:?}");
    }
    assert_eq!(book(home.path(), "").remove_way("nobody", false).await.unwrap_err().code, "not-found");
    assert_eq!(read(home.path()), FILE);
}

#[tokio::test]
async fn mails_come_change_and_go() {
    let home = home(FILE);
    let state = book(home.path(), "").keep_mail_way(&mail(" boss@example.test ")).unwrap();
    assert_eq!((state.mails[0].id.as_str(), state.mails[0].to.as_str()), ("mail", "boss@example.test"));
    assert_eq!(state.senders.len(), 1);
    book(home.path(), "").keep_mail_way(&mail("other@example.test")).unwrap();
    let changed = MailWayForm { id: Some("mail".to_owned()), level: "manager".to_owned(), ..mail("boss@example.test") };
    let state = book(home.path(), "").keep_mail_way(&changed).unwrap();
    let ids: Vec<(&str, &str)> = state.mails.iter().map(|it| (it.id.as_str(), it.level.as_str())).collect();
    assert_eq!(ids, [("mail", "manager"), ("mail-2", "owner")]);
    for id in ["mail", "mail-2"] {
        book(home.path(), "").remove_way(id, false).await.unwrap();
    }
    assert_eq!(read(home.path()), FILE);
}

#[tokio::test]
async fn what_an_administrator_decided_is_shown_and_stays() {
    let home = home(FILE);
    let policy = "quiet = [\"21:00\", \"07:00\"]\nfeed = false\nrobots = false";
    let state = book(home.path(), policy).state();
    assert_eq!((state.quiet, state.feed), (["21:00".into(), "07:00".into()], false));
    assert_eq!(state.decided, ["quiet", "feed", "robots"]);
    let quiet = RemindChange { quiet: Some(["20:00".into(), "08:00".into()]), ..RemindChange::default() };
    assert_eq!(book(home.path(), policy).change(&quiet).unwrap_err().code, "policy.decided");
    assert_eq!(book(home.path(), policy).keep_robot(&robot()).await.unwrap_err().code, "policy.decided");
    assert_eq!(book(home.path(), policy).remove_way("wecom", false).await.unwrap_err().code, "policy.decided");
    assert_eq!(read(home.path()), FILE);
    let days = RemindChange { internal_days: Some(4), ..RemindChange::default() };
    assert_eq!(book(home.path(), policy).change(&days).unwrap().quiet[0], "21:00");
    assert!(read(home.path()).contains("\"19:00\""), "what was chosen stands for when nobody decides any more");
}

#[tokio::test]
async fn sample_data_tells_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::at(Place::Sample(folder.path().to_path_buf()));
    assert_eq!(desk.keep_robot(&robot()).await.unwrap_err().code, "demo.keeps-nothing");
    assert_eq!(desk.test_robot(&robot()).await.unwrap_err().code, "demo.keeps-nothing");
    assert_eq!(desk.test_mail_way(&mail("a@b.example")).await.unwrap_err().code, "demo.keeps-nothing");
}
