//! Working on services, from outside: whose one is, that it was set aside as none and taken back, what was put to it by hand; nothing of it moves a deadline.

use std::fs;

use serde_json::Value;
use songda_tests::court;
use songda_tests::{DROP, Songda, text};

fn with_one() -> (Songda, String) {
    let songda = Songda::with(DROP);
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let id = text(&songda.list("services")[0], "id").to_owned();
    (songda, id)
}

fn days(songda: &Songda) -> Vec<Value> {
    songda.list("deadlines").into_iter().map(|row| row["last_day"].clone()).collect()
}

fn states(songda: &Songda) -> Vec<String> {
    songda.list("deadlines").iter().map(|row| text(row, "state").to_owned()).collect()
}

#[test]
fn what_serves_nothing_is_set_aside_and_can_be_taken_back() {
    let (songda, id) = with_one();
    let (before, stood) = (days(&songda), states(&songda));
    assert!(!before.is_empty());
    assert_eq!(songda.run(&["service", "set-aside", &id, "--reason", " "]).code, 1, "not without a reason");
    let told = songda.run(&["service", "set-aside", &id, "--reason", "推广邮件，已电话核实", "--by", "李明"]);
    assert_eq!((told.code, &told.json["service"]["set_aside"]), (0, &"推广邮件，已电话核实".into()), "{}", told.said);
    assert!(states(&songda).iter().all(|state| state == "not-applicable"), "{:?}", states(&songda));
    assert_eq!(days(&songda), before, "the days stay as they are counted");

    let refused = songda.run(&["acknowledge", &id, "--no-undo"]);
    assert_eq!(refused.code, 1, "{}", refused.json);
    assert!(
        refused.said.contains("已标为非送达邮件") || refused.json.to_string().contains("service.set-aside"),
        "{}",
        refused.said
    );
    assert!(songda.list("receipts").is_empty(), "nothing leaves for what serves nothing");
    assert_eq!(songda.list("mails").len(), 1, "the mail stays");

    assert_eq!(songda.run(&["verify"]).code, 0);
    let lists = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), lists);

    assert_eq!(songda.run(&["service", "take-back", &id, "--reason", "看错了"]).code, 0);
    assert_eq!(states(&songda), stood);
    assert_eq!(songda.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    let late = songda.run(&["service", "set-aside", &id, "--reason", "太晚"]);
    assert_eq!((late.code, text(&late.json["error"], "code")), (1, "service.receipt-given"), "{}", late.json);
}

#[test]
fn a_service_is_handed_over_and_its_reminders_rest_for_three_days_at_most() {
    let (songda, id) = with_one();
    let before = days(&songda);
    let told = songda.run(&["service", "assign", &id, "--to", " 李强 "]);
    assert_eq!((told.code, text(&told.json["service"], "handler")), (0, "李强"), "{}", told.said);
    assert_eq!(songda.run(&["service", "assign", &id, "--to", ""]).json["service"]["handler"], Value::Null);
    let hour = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let told = songda.run(&["service", "snooze", &id, "--until", &hour.to_rfc3339()]);
    assert!(text(&told.json["service"], "snoozed_until").ends_with("+08:00"), "{} {}", told.json, told.said);
    let far = (hour + chrono::TimeDelta::days(4)).to_rfc3339();
    for until in [far.as_str(), "soon", ""] {
        let refused = songda.run(&["service", "snooze", &id, "--until", until]);
        assert_eq!((refused.code, text(&refused.json["error"], "code")), (1, "service.no-moment"), "{until}");
    }
    assert_eq!(songda.run(&["service", "assign", "s0000", "--to", "李强"]).code, 1);
    assert_eq!(days(&songda), before, "no deadline moves");
}

fn codes(songda: &Songda) -> Vec<String> {
    let open = songda.list("doubts").into_iter().filter(|row| row["settled"] == false);
    open.map(|row| text(&row, "code").to_owned()).collect()
}

#[test]
fn a_file_put_to_the_wrong_service_is_doubted_and_can_be_taken_back() {
    let (songda, id) = with_one();
    let (before, documents) = (days(&songda), songda.list("documents").len());
    let file = songda.home().join("判决书.txt");
    fs::write(&file, "上海市闵行区人民法院\n民事判决书\n（2026）沪0112民初777号\n如不服本判决，可在判决书送达之日起十五日内提起上诉。").unwrap();
    let bring = || songda.run(&["pickup", "bring", &id, &file.to_string_lossy()]).json["new"].clone();
    assert_eq!(bring(), 1);
    assert!(codes(&songda).contains(&"brought-other-case".to_owned()), "{:?}", codes(&songda));
    let many = songda.run(&["acknowledge", &id, &id]);
    assert_eq!((many.code, text(&many.json["lines"][0], "why")), (3, "brought-other-case"), "{}", many.json);
    assert!(songda.list("receipts").is_empty(), "of many nothing is drawn up that was not listed");
    let rows = songda.list("documents");
    let wrong = rows.iter().find(|row| row["name"] == "判决书.txt").unwrap();
    let came = rows.iter().find(|row| row["name"] != "判决书.txt").unwrap();
    let refused = songda.run(&["pickup", "take-back", &id, text(came, "id")]);
    assert_eq!((refused.code, text(&refused.json["error"], "code")), (1, "pickup.not-by-hand"), "{}", refused.said);
    let files = songda.case_files();
    assert_eq!(songda.run(&["pickup", "take-back", &id, text(wrong, "id")]).code, 0);
    assert_eq!((songda.list("documents").len(), days(&songda)), (documents, before));
    assert!(!codes(&songda).contains(&"brought-other-case".to_owned()));
    assert_eq!(songda.case_files(), files, "the file stays");
    let lists = songda.lists();
    assert_eq!((songda.run(&["rebuild"]).code, songda.run(&["verify"]).code), (0, 0));
    assert_eq!(songda.lists(), lists);
    assert_eq!(bring(), 1, "it may be put there again");
    assert_eq!(songda.list("documents").len(), documents + 1, "and stands there then");
}

#[test]
fn what_came_beside_the_mail_is_told_apart_and_missed_where_the_receipt_does_not_name_it() {
    let (songda, id) = with_one();
    let case = songda.list("services")[0]["case_numbers"][0].as_str().unwrap().to_owned();
    let bring = |name: &str| {
        let file = songda.home().join(name);
        fs::write(&file, format!("上海市闵行区人民法院\n举证通知书\n{case}\n{name}")).unwrap();
        assert_eq!(songda.run(&["pickup", "bring", &id, &file.to_string_lossy()]).code, 0);
    };
    let missed = || codes(&songda).contains(&"receipt-not-covering".to_owned());
    let send = |words: &[&str]| {
        assert_eq!(songda.run(words).code, 0);
        assert_eq!(songda.run(&["send"]).code, 0);
    };
    bring("举证通知书.txt");
    send(&["acknowledge", &id, "--no-undo"]);
    assert!(!missed());
    let letters: Vec<_> = fs::read_dir(songda.home().join("回执")).unwrap().map(|it| it.unwrap().path()).collect();
    let (letter, _) = songda_core::mail::read(&fs::read(&letters[0]).unwrap());
    assert!(letter.text.contains("不随邮件到达") && letter.text.contains("（存入时间 "), "{}", letter.text);
    bring("补充通知书.txt");
    assert!(missed(), "{:?}", codes(&songda));
    send(&["acknowledge", &id, "--no-undo", "--correct", "补充列明后来取得的文书"]);
    assert!(!missed());
}
