//! Documents behind links: fetched from a platform that breaks off and lets links run out, and never where it is not allowed.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use songda_tests::platform::{LINK, Manner, Platform, all_of, digests, mail, papers, pickup};
use songda_tests::{DROP, Songda, is_killed, text};

/// A home whose mailbox holds one mail with a link; `more` stands at the end of its settings.
fn home(more: &str) -> Songda {
    let songda = Songda::with(&format!("{DROP}{more}"));
    fs::write(songda.home().join("drop/link.eml"), mail(LINK)).unwrap();
    songda
}

#[test]
fn fifty_documents_come_whole_without_a_person() {
    let documents = papers(50);
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        breaks_every: 3,
        list_breaks_every: 7,
        has_ranges: true,
        ..Manner::default()
    });
    let songda = home(&platform.settings(&["drop"]));
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    let row = pickup(&songda);
    assert_eq!((text(&row, "state"), &row["listed"], &row["stored"]), ("done", &50.into(), &50.into()), "{row}");
    assert_eq!(digests(&songda), all_of(&documents));
    assert_eq!(songda.case_files().len(), 50, "each once");
    let services = songda.list("services");
    assert_eq!(services.len(), 1, "what came belongs to the service of its mail");
    assert_eq!((&services[0]["documents"], &services[0]["arrivals"]), (&50.into(), &2.into()));
    let filed = songda.list("documents");
    assert!(filed.iter().all(|row| row["state"] == "filed"));
    assert!(filed.iter().any(|row| row["name"] == "传票.pdf" && row["kind"] == "summons"), "{filed:?}");
    let (lists, files, ranges, expired) = platform.counts();
    assert!(lists > 50, "the list is asked anew before every document: {lists}");
    assert!(files > 50 && ranges > 5, "broken files are gone on with: {files} {ranges}");
    assert_eq!(expired, 0, "no link is used after it ran out");
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
    // Nothing of what is done is done again.
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(platform.counts().0, lists);
    // The whole is told again from the ledger alone.
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
    assert!(
        !songda.home().join("errands").join(text(&row, "errand")).read_dir().is_ok_and(|mut it| it.next().is_some())
    );
}

#[test]
fn a_link_that_runs_out_before_it_is_used_is_asked_for_anew() {
    let documents = papers(6);
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        runs_out_every: 2,
        breaks_every: 4,
        has_ranges: true,
        ..Manner::default()
    });
    let songda = home(&platform.settings(&["drop"]));
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!(pickup(&songda)["state"], "done", "without a person");
    assert_eq!(digests(&songda), all_of(&documents));
    let (_, _, ranges, expired) = platform.counts();
    assert!(expired >= 5, "every second list gave links that had run out: {expired}");
    assert!(ranges >= 1, "what came before a link ran out is gone on with by the next one: {ranges}");
}

#[test]
fn nothing_is_followed_unless_the_office_allowed_it_or_a_person_said_so() {
    let documents = papers(3);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    let songda = home(&platform.settings(&["another-mailbox"]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(platform.counts(), (0, 0, 0, 0));
    let row = pickup(&songda);
    assert_eq!(
        (text(&row, "state"), text(&row, "opening"), &row["allowed"]),
        ("open", "may-be-receipt", &false.into())
    );
    assert!(songda.case_files().is_empty());
    let fetched = songda.run(&["pickup", "fetch", text(&row, "service"), "--by", "李强"]);
    assert_eq!(fetched.code, 0, "{}", fetched.said);
    assert_eq!(fetched.json["pickup"]["state"], "done");
    assert_eq!(digests(&songda), all_of(&documents));
    // Opening in the browser is on record.
    let opened = songda.run(&["pickup", "open", text(&row, "service"), "--by", "李强"]);
    assert_eq!(opened.json["url"], LINK);
    assert_eq!(pickup(&songda)["opened_by"], "李强");
}

#[test]
fn a_mail_that_is_not_believed_is_not_followed_by_itself() {
    let platform = Platform::start(Manner { documents: papers(1), ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    let forged = String::from_utf8(mail(LINK)).unwrap().replace("sd@court.example.test", "sd@court-example.invalid");
    fs::write(songda.home().join("drop/link.eml"), forged.replace("dkim=pass", "dkim=fail")).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(platform.counts().0, 0);
}

#[test]
fn every_answer_has_its_own_state_and_words() {
    let platform = Platform::start(Manner::default());
    let songda = home(&platform.settings(&[]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let answers = [
        (400, r#"{"code":"RMFY109904","msg":"非法请求"}"#, "pickup.needs-browser", "held"),
        (200, r#"{"code":500,"msg":"请输入访问密码"}"#, "pickup.needs-password", "held"),
        (200, r#"{"code":500,"msg":"链接已失效"}"#, "pickup.expired", "held"),
        (200, r#"{"code":403,"msg":"无权查看"}"#, "pickup.refused", "held"),
        (200, r#"{"code":200,"msg":"","data":[]}"#, "pickup.empty", "waiting"),
        (200, "<html>维护中</html>", "pickup.strange-answer", "waiting"),
    ];
    for (status, says, code, state) in answers {
        platform.change(|manner| manner.says = Some((status, says.to_owned())));
        // A held errand is over with the command; one that waits is left to the next pass.
        let child = songda.command(&["pickup", "fetch", &service, "--json"]).output();
        let ended: Value = serde_json::from_slice(&child.unwrap().stdout).unwrap();
        assert_eq!((text(&ended["pickup"], "held"), text(&ended["pickup"], "state")), (code, state), "{says}");
    }
    // A password that a person gives is used; then the documents come.
    platform.change(|manner| {
        (manner.says, manner.password, manner.documents) = (None, Some("8848".to_owned()), papers(2));
    });
    assert_eq!(songda.run(&["pickup", "fetch", &service]).json["pickup"]["held"], "pickup.needs-password");
    let fetched = songda.run(&["pickup", "fetch", &service, "--password", "8848"]);
    assert_eq!(fetched.json["pickup"]["state"], "done", "{}", fetched.json);
    assert_eq!(songda.case_files().len(), 2);
}

#[test]
fn what_waits_for_a_person_is_a_doubt_until_it_comes_another_way() {
    let says = |msg: &str| Some((200, format!(r#"{{"code":500,"msg":"{msg}"}}"#)));
    let platform = Platform::start(Manner { says: says("链接已失效"), documents: papers(2), ..Manner::default() });
    let songda = home(&platform.settings(&["drop"]));
    let open = || -> Vec<Value> {
        let rows = songda.list("doubts").into_iter();
        rows.filter(|row| text(row, "code") == "pickup-held" && row["settled"] == false).collect()
    };
    songda.run(&["sync"]);
    let (service, doubts) = (text(&pickup(&songda), "service").to_owned(), open());
    assert_eq!((doubts.len(), text(&doubts[0], "about")), (1, service.as_str()), "{doubts:?}");
    assert_eq!(songda.list("services")[0]["documents"], 0);
    // Ordered anew in vain it is asked about anew, whatever was answered before.
    songda.run(&["settle", text(&doubts[0], "id"), "已电话联系"]);
    assert!(open().is_empty());
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    songda.run(&["pickup", "fetch", &service]);
    assert_eq!(open().len(), 1);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let file = songda.home().join("传票.pdf");
    fs::write(&file, &papers(1)[0].1).unwrap();
    assert_eq!(songda.run(&["pickup", "bring", &service, &file.to_string_lossy()]).code, 0);
    assert!(open().is_empty(), "brought by hand");
    // What is waited for by itself, and what a person stopped, asks nobody.
    platform.change(|manner| manner.says = Some((200, r#"{"code":200,"data":[]}"#.to_owned())));
    songda.run(&["pickup", "fetch", &service]);
    songda.run(&["pickup", "stop", &service]);
    assert!(open().is_empty(), "{:?}", open());
}

#[test]
fn what_comes_from_a_partial_list_is_filed_at_once_and_the_rest_later() {
    let documents = papers(4);
    let manner = Manner { documents: documents.clone(), without_link: vec![1, 3], ..Manner::default() };
    let platform = Platform::start(manner);
    let songda = home(&platform.settings(&[]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let row = songda.run(&["pickup", "fetch", &service]).json["pickup"].clone();
    assert_eq!(
        (text(&row, "held"), &row["stored"], row["missing"].as_array().unwrap().len()),
        ("pickup.partial", &2.into(), 2)
    );
    assert_eq!(songda.case_files().len(), 2);
    let before: BTreeSet<String> = songda.case_files().into_iter().map(|(path, _)| path).collect();
    platform.change(|manner| manner.without_link.clear());
    assert_eq!(songda.run(&["pickup", "fetch", &service]).json["pickup"]["state"], "done");
    assert_eq!(digests(&songda), all_of(&documents));
    let after: BTreeSet<String> = songda.case_files().into_iter().map(|(path, _)| path).collect();
    assert!(before.is_subset(&after), "what lies stays where it lies");
}

#[test]
fn one_document_that_does_not_come_keeps_no_other_away() {
    let documents = papers(5);
    let instead = |status, body: &str| Manner {
        documents: documents.clone(),
        instead_of: Some((1, status, body.to_owned())),
        ..Manner::default()
    };
    let link =
        |to: &str| Manner { documents: documents.clone(), link_of: Some((1, to.to_owned())), ..Manner::default() };
    let cases = [
        (instead(404, ""), "pickup.status", "waiting"),
        (instead(200, "no pdf at all"), "pickup.not-a-document", "waiting"),
        (instead(200, "<html>请登录</html>"), "pickup.not-a-document", "waiting"),
        (link("http://localhost/file/1"), "pickup.host-not-listed", "held"),
        (link("https://["), "pickup.no-address", "held"),
    ];
    for (manner, code, state) in cases {
        let platform = Platform::start(manner);
        let songda = home(&platform.settings(&[]));
        assert_eq!(songda.run(&["sync"]).code, 0);
        let service = text(&pickup(&songda), "service").to_owned();
        let row = songda.run(&["pickup", "fetch", &service]).json["pickup"].clone();
        assert_eq!((text(&row, "held"), text(&row, "state"), &row["stored"]), (code, state, &4.into()), "{row}");
        assert_eq!(row["missing"], serde_json::json!([documents[1].0]), "{code}");
        let says = text(&row, "says");
        assert!(says.contains(&documents[1].0) && !says.contains(&documents[2].0), "only the failed one: {says}");
        let mut four = documents.clone();
        four.remove(1);
        assert_eq!(digests(&songda), all_of(&four), "{code}: what came is there at once");
        assert_eq!(songda.list("services")[0]["documents"], 4);
        platform.change(|manner| (manner.instead_of, manner.link_of) = (None, None));
        assert_eq!(songda.run(&["pickup", "fetch", &service]).json["pickup"]["state"], "done", "{code}");
        assert_eq!(digests(&songda), all_of(&documents), "{code}");
    }
}

#[test]
fn a_platform_that_is_busy_is_asked_again() {
    let documents = papers(2);
    let says = r#"{"code":500,"msg":"系统繁忙，请稍后再试"}"#.to_owned();
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        says_first: Some((2, 503, says.clone())),
        ..Manner::default()
    });
    let songda = home(&platform.settings(&["drop"]));
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!((text(&pickup(&songda), "state"), digests(&songda)), ("done", all_of(&documents)));
    // One that says no in words nobody knows is asked a few times before a person is needed.
    let platform = Platform::start(Manner {
        says: Some((200, r#"{"code":500,"msg":"操作失败"}"#.to_owned())),
        ..Manner::default()
    });
    let songda = home(&platform.settings(&[]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let row = songda.run(&["pickup", "fetch", &service]).json["pickup"].clone();
    assert_eq!((text(&row, "held"), text(&row, "state")), ("pickup.refused", "waiting"), "{row}");
    assert!(row["again"].is_string());
}

#[test]
fn a_download_never_leads_where_it_may_not() {
    let platform = Platform::start(Manner { documents: papers(1), ..Manner::default() });
    let other = Platform::start(Manner { documents: papers(1), ..Manner::default() });
    let more = format!("{}max_file_mb = 1\n", platform.settings(&[]));
    let songda = home(&more);
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let elsewhere = format!("https://localhost:{}/file/0?Signature=s0", other.port());
    type Change = Box<dyn Fn(&mut Manner)>;
    let leads = |to: &str| -> Change {
        let to = to.to_owned();
        Box::new(move |manner| manner.links_to = Some(to.clone()))
    };
    let sends_on = |to: &str| -> Change {
        let to = to.to_owned();
        Box::new(move |manner| manner.sends_on_to = Some(to.clone()))
    };
    let cases: Vec<(Change, &str)> = vec![
        (leads("http://localhost:{port}/file/0"), "pickup.no-address"),
        (leads("http://10.0.0.1/file/0"), "pickup.host-not-listed"),
        (leads(&elsewhere), "pickup.host-not-listed"),
        (leads("https://10.0.0.1/file/0"), "pickup.host-not-listed"),
        (leads("https://zxfw.court.gov.cn.evil.invalid/file/0"), "pickup.host-not-listed"),
        (leads("file:///etc/passwd"), "pickup.no-address"),
        (sends_on(&elsewhere), "pickup.host-not-listed"),
        (sends_on("http://localhost:{port}/file/0"), "pickup.not-https"),
        (sends_on("https://169.254.169.254/latest/meta-data"), "pickup.host-not-listed"),
        (sends_on("https://localhost:{port}/again"), "pickup.redirects"),
        (Box::new(|manner| manner.documents[0].1 = vec![b'%'; 2 << 20]), "pickup.too-large"),
    ];
    for (change, code) in cases {
        platform.change(|manner| *manner = Manner { documents: papers(1), ..Manner::default() });
        platform.change(|manner| change(manner));
        let ended = songda.run(&["pickup", "fetch", &service]);
        assert_eq!((ended.code, text(&ended.json["pickup"], "held")), (3, code), "{}", ended.json);
        assert!(songda.case_files().is_empty());
    }
    assert_eq!(other.counts(), (0, 0, 0, 0), "nobody else was asked anything");
}

#[test]
fn a_further_host_for_files_may_not_lie_in_a_private_network() {
    let platform = Platform::start(Manner { documents: papers(1), ..Manner::default() });
    let other = Platform::start(Manner { documents: papers(1), ..Manner::default() });
    let place = format!("127.0.0.1:{}", other.port());
    platform.change(|manner| manner.links_to = Some(format!("https://{place}/file/0?Signature=s0")));
    let songda = home(&format!("{}file_hosts = [\"{place}\"]\n", platform.settings(&[])));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&pickup(&songda), "service").to_owned();
    let ended = songda.run(&["pickup", "fetch", &service]);
    assert_eq!((ended.code, text(&ended.json["pickup"], "held")), (3, "pickup.private-address"), "{}", ended.json);
    assert_eq!(other.counts(), (0, 0, 0, 0));
}

#[test]
fn a_stop_at_any_step_loses_nothing_and_brings_nothing_twice() {
    let documents = papers(4);
    for point in [
        "pickup.listed",
        "pickup.chunk",
        "pickup.chunk:3",
        "pickup.kept",
        "pickup.kept:2",
        "pickup.kept:4",
        "pickup.stored",
        "pickup.stored:2",
        "pickup.stored:4",
        "pickup.brought",
        // The list, a chain and a document on their way into the vault; the entries about them.
        "vault.written:3",
        "vault.synced:3",
        "vault.named:4",
        "vault.kept:4",
        "ledger.begun:4",
        "ledger.committed:4",
        "ledger.head-written:4",
        // What came on its way into the case folder.
        "folder.written",
        "folder.synced",
        "folder.named:2",
        "folder.all-named",
    ] {
        let platform = Platform::start(Manner { documents: documents.clone(), has_ranges: true, ..Manner::default() });
        let songda = home(&platform.settings(&["drop"]));
        let ended = songda.command(&["sync"]).env("SONGDA_FAULT", point).output().unwrap();
        assert!(is_killed(ended.status), "{point} was passed by: {}", ended.status);
        let again = songda.run(&["sync"]);
        assert_eq!(again.code, 0, "{point}: {}", again.said);
        assert_eq!(pickup(&songda)["state"], "done", "{point}");
        assert_eq!(digests(&songda), all_of(&documents), "{point}");
        assert_eq!(songda.case_files().len(), 4, "{point}");
        assert_eq!(songda.run(&["verify"]).json["ok"], true, "{point}");
        assert_eq!(songda.half_written(), Vec::<String>::new(), "{point}");
    }
}

#[test]
fn a_pasted_message_is_an_arrival_with_its_link_and_number() {
    let documents = papers(2);
    let platform = Platform::start(Manner {
        documents: documents.clone(),
        password: Some("K7x9".to_owned()),
        ..Manner::default()
    });
    let songda = Songda::with(&format!("{DROP}{}", platform.settings(&["paste", "drop"])));
    let message = format!(
        "【上海市闵行区人民法院】示例物业管理有限公司，上海市闵行区人民法院向您发送了（2026）沪0112民初12345号案件相关文书，请及时签收。\
         点击链接查阅：{LINK}，访问密码：K7x9。如非本人请忽略"
    );
    let file = songda.home().join("sms.txt");
    fs::write(&file, message).unwrap();
    let pasted = songda.run(&["paste", &file.to_string_lossy()]);
    assert_eq!(pasted.code, 0, "{}", pasted.said);
    let row = &pasted.json["pickups"][0];
    assert_eq!((text(row, "platform"), text(row, "url"), text(row, "code")), ("zxfw", LINK, "K7x9"), "{}", pasted.json);
    assert_eq!(row["case_numbers"][0], "（2026）沪0112民初12345号");
    assert_eq!(songda.run(&["paste", &file.to_string_lossy()]).code, 0);
    assert_eq!(songda.list("services").len(), 1, "the same message twice is one");
    assert_eq!(platform.counts().0, 0, "nobody who is not known is followed by itself");
    let fetched = songda.run(&["pickup", "fetch", text(row, "service")]);
    assert_eq!(fetched.json["pickup"]["state"], "done", "{}", fetched.json);
    assert_eq!(digests(&songda), all_of(&documents));
    assert!(platform.bodies().iter().all(|body| body.contains("K7x9")));
}

#[test]
fn files_brought_by_hand_belong_to_the_service_and_lie_once() {
    let songda = home("");
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = text(&songda.list("services")[0], "id").to_owned();
    let folder = songda.home().join("下载");
    fs::create_dir(&folder).unwrap();
    let mut files = Vec::new();
    for (name, bytes) in papers(2) {
        fs::write(folder.join(&name), bytes).unwrap();
        files.push(folder.join(&name).to_string_lossy().into_owned());
    }
    let bring = |files: &[String]| {
        let mut words = vec!["pickup", "bring", &service];
        words.extend(files.iter().map(String::as_str));
        songda.run(&words)
    };
    assert_eq!(bring(&files).json["new"], 2);
    assert_eq!(bring(&files).json["new"], 0);
    assert_eq!(digests(&songda), all_of(&papers(2)));
    assert_eq!(songda.list("services").len(), 1);
    assert_eq!(songda.list("services")[0]["documents"], 2);
    assert_eq!(bring(&[folder.join("没有.pdf").to_string_lossy().into_owned()]).code, 1);
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
}
