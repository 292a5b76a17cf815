//! Links that only a browser opens: every platform and cloud of the data, and links that merely look like one; what a
//! person does with them is on record, and the program itself connects to nobody.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use songda_core::id::Digest;
use songda_mailroom::demo::pdf::one_page;
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, runtime};
use songda_tests::platform::{LINK, digests, mail};
use songda_tests::proxy::Proxy;
use songda_tests::{DROP, Songda, text};

/// A link, the platform it belongs to, who runs that where it is a cloud, and what opening it may count as.
type Row = (&'static str, &'static str, Option<&'static str>, &'static str);

const ROWS: [Row; 19] = [
    ("https://sd.gdems.com/v3/dzsd/AbC123", "gdems", None, "is-receipt"),
    ("https://jysd.10102368.com/sd?key=a_b-1", "jysd", None, "is-receipt"),
    ("https://sd5.sifayun.com/sd?key=a_b-2", "jysd", None, "is-receipt"),
    ("http://dzsd.hbfy.gov.cn/hb/msg=Ab12", "daolv_public", None, "may-be-receipt"),
    ("http://sfsd.jxfy.gov.cn/sfsddz", "daolv_public", None, "may-be-receipt"),
    ("https://sfpt.cdfy12368.gov.cn/sfsdw//r/Ab12", "sfdw", None, "may-be-receipt"),
    ("https://splcgk.court.gov.cn/gzfwww/dzsd", "splcgk", None, "is-receipt"),
    ("https://songda.court.gov.cn/s/1", "songda", None, "may-be-receipt"),
    ("https://shszy.hshfy.sh.cn/x?code=1", "shanghai", None, "may-be-receipt"),
    ("https://wx.mail.qq.com/ftn/download?func=3&k=ex000&code=ex00", "cloud", Some("qq"), ""),
    ("https://dashi.163.com/html/cloud-attachment-download/?key=1", "cloud", Some("163"), ""),
    ("https://qiye.aliyun.com/alimail/openLinks/downloadMimeMetaDetail?id=1", "cloud", Some("aliyun"), ""),
    ("https://mail.10086.cn/largeattach/1", "cloud", Some("139"), ""),
    ("https://mail.sina.com.cn/filecenter/1", "cloud", Some("sina"), ""),
    ("https://pan.baidu.com/s/1example", "cloud", Some("baidu"), ""),
    ("https://cloud.189.cn/t/Example1", "cloud", Some("189"), ""),
    ("https://cloud.189.cn/web/share?code=Example2", "cloud", Some("189"), ""),
    ("https://share.weiyun.com/Example1", "cloud", Some("weiyun"), ""),
    ("https://www.alipan.com/s/Example1", "cloud", Some("alipan"), ""),
];

/// Links with the shape of a platform's on hosts nobody knows.
const STRANGE: [(&str, &str); 5] = [
    ("https://sd.example.test/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3", "zxfw"),
    ("https://dzsd.example.test/v3/dzsd/AbC123", "gdems"),
    ("http://dzsd.example.test/hb/msg=Ab12", "daolv_public"),
    ("https://sd.example.test/sfsdw//r/Ab12", "sfdw"),
    ("https://sd.example.test:28083/sfsdw//r/Ab34", "sfdw"),
];

fn number(nth: usize) -> String {
    format!("（2026）沪0112民初{}号", 20_001 + nth)
}

/// A believed mail of a case of its own, with this link, a code and a term.
fn mail_with(nth: usize, link: &str) -> String {
    let whole = String::from_utf8(mail(LINK)).unwrap();
    let whole = whole.replace(LINK, &format!("{link}\r\n提取码：K7x9，链接将于2026年12月24日 10:30失效"));
    whole.replace("（2026）沪0112民初12345号", &number(nth)).replace("<link-1@", &format!("<link-{nth}@"))
}

/// A home that reaches the net through a proxy alone, so that nothing goes out unseen.
fn home(proxy: &Proxy) -> Songda {
    Songda::with(&format!("{DROP}\n[proxy]\nuse = \"manual\"\naddress = \"{}\"\n", proxy.address()))
}

fn refused(songda: &Songda, words: &[&str]) -> String {
    let ended = songda.run(words);
    assert_eq!(ended.code, 1, "{words:?}: {}", ended.said);
    text(&ended.json["error"], "code").to_owned()
}

fn row_of(songda: &Songda, link: &str) -> Value {
    let mut rows = songda.list("pickups").into_iter().filter(|row| text(row, "url") == link);
    let found = rows.next().unwrap_or_else(|| panic!("{link} is no pickup"));
    assert!(rows.next().is_none(), "{link} once");
    found
}

#[test]
fn every_platform_and_cloud_that_needs_a_browser_is_shown_opened_by_a_person_and_brought_by_hand() {
    let proxy = Proxy::start(None);
    let songda = home(&proxy);
    for (nth, (link, ..)) in ROWS.iter().enumerate() {
        fs::write(songda.home().join(format!("drop/{nth}.eml")), mail_with(nth, link)).unwrap();
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(songda.list("pickups").len(), ROWS.len());
    let mut brought = BTreeSet::new();
    for (nth, (link, platform, provider, opening)) in ROWS.into_iter().enumerate() {
        let row = row_of(&songda, link);
        assert_eq!(
            (text(&row, "platform"), row["provider"].as_str(), text(&row, "opening")),
            (platform, provider, opening)
        );
        assert_eq!(row["name"].is_string(), platform != "cloud", "{row}");
        assert_eq!((text(&row["court"], "code"), &row["case_numbers"][0]), ("沪0112", &number(nth).into()), "{row}");
        assert_eq!((text(&row, "code"), text(&row, "expires_at")), ("K7x9", "2026-12-24T10:30:00+08:00"), "{row}");
        let flags = ["can_fetch", "allowed", "strange_host"].map(|flag| row[flag].as_bool());
        assert_eq!(flags, [Some(false); 3], "{row}");
        assert_eq!((text(&row, "state"), &row["opened"]), ("open", &Value::Null), "{row}");
        let service = text(&row, "service");
        assert_eq!(refused(&songda, &["pickup", "fetch", service]), "pickup.by-hand-only", "{link}");
        let opened = songda.run(&["pickup", "open", service, "--by", "李强"]);
        assert_eq!((opened.code, text(&opened.json, "url"), text(&opened.json, "code")), (0, link, "K7x9"));
        let row = row_of(&songda, link);
        assert!(text(&row, "opened_by") == "李强" && row["opened"].is_string(), "{row}");
        // What was downloaded there belongs to the service, and is filed in its case.
        let paper = one_page("传票", &["上海市闵行区人民法院", &format!("案号：{}", number(nth)), link]);
        let file = songda.home().join("传票.pdf");
        fs::write(&file, &paper).unwrap();
        let told = songda.run(&["pickup", "bring", service, &file.to_string_lossy(), "--by", "李强"]);
        assert_eq!((told.code, &told.json["new"]), (0, &1.into()), "{}", told.said);
        brought.insert(Digest::of(&paper).to_string());
    }
    assert_eq!(digests(&songda), brought);
    let services = songda.list("services");
    assert!(services.len() == ROWS.len() && services.iter().all(|row| row["documents"] == 1), "{services:?}");
    let filed = songda.list("documents");
    assert!(filed.iter().all(|row| row["state"] == "filed" && row["kind"] == "summons"), "{filed:?}");
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(proxy.seen(), Vec::<String>::new(), "the program itself connected to nobody");
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
}

#[test]
fn a_link_that_only_looks_like_a_platform_is_a_lead_to_ask_the_court_about() {
    let proxy = Proxy::start(None);
    let allowed = "\n[[platform]]\nid = \"zxfw\"\nfetch_for = [\"drop\"]\n";
    let songda =
        Songda::with(&format!("{DROP}{allowed}\n[proxy]\nuse = \"manual\"\naddress = \"{}\"\n", proxy.address()));
    for (nth, (link, _)) in STRANGE.iter().enumerate() {
        fs::write(songda.home().join(format!("drop/{nth}.eml")), mail_with(nth, link)).unwrap();
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    let doubts = songda.list("doubts");
    for (link, platform) in STRANGE {
        let row = row_of(&songda, link);
        let service = text(&row, "service");
        assert_eq!((text(&row, "platform"), &row["strange_host"]), (platform, &true.into()), "{row}");
        let flags = ["can_fetch", "allowed"].map(|flag| row[flag].as_bool());
        assert_eq!((flags, text(&row, "state")), ([Some(false); 2], "open"), "{row}");
        let asked = doubts.iter().any(|doubt| doubt["code"] == "link-strange-host" && doubt["about"] == row["service"]);
        assert!(asked, "{doubts:?}");
        assert_eq!(refused(&songda, &["pickup", "fetch", service]), "pickup.strange-host");
        assert_eq!(refused(&songda, &["pickup", "open", service]), "pickup.strange-host");
        assert_eq!(row_of(&songda, link)["opened"], Value::Null, "what was refused is not on record as opened");
        let opened = songda.run(&["pickup", "open", service, "--court-confirmed", "--by", "李强"]);
        assert_eq!((opened.code, text(&opened.json, "url")), (0, link), "{}", opened.said);
        assert_eq!(row_of(&songda, link)["opened_by"], "李强");
    }
    let said = songda.command(&["list", "pickups"]).output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("主机不在已知之列，请先向法院核实"), "{said}");
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(proxy.seen(), Vec::<String>::new(), "nothing of it is asked for");
}

#[test]
fn an_unknown_link_of_a_believed_mail_that_brings_nothing_is_asked_about() {
    let songda = Songda::with(DROP);
    let link = "https://sd.example.test/notice/1?c=2";
    fs::write(songda.home().join("drop/1.eml"), mail_with(1, link)).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert!(songda.list("pickups").is_empty());
    let doubts = songda.list("doubts");
    let found = doubts.iter().find(|row| row["code"] == "link-unknown").unwrap_or_else(|| panic!("{doubts:?}"));
    assert_eq!(text(found, "detail"), link);
}

#[test]
fn a_browser_that_does_not_start_opened_nothing() {
    let songda = Songda::with(DROP);
    let (link, ..) = ROWS[0];
    fs::write(songda.home().join("drop/1.eml"), mail_with(1, link)).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let row = row_of(&songda, link);
    let runtime = runtime().unwrap();
    let mailroom = runtime.block_on(Mailroom::open(Home::at(songda.home()))).unwrap();
    let (service, errand) = (text(&row, "service"), text(&row, "errand"));
    let opened = runtime.block_on(mailroom.open_pickup(service, Some(errand), false, Some("李强"))).unwrap();
    assert_eq!(opened.url, link);
    runtime.block_on(mailroom.pickup_not_opened(service, errand, "no browser", Some("李强"))).unwrap();
    drop(mailroom);
    assert_eq!(row_of(&songda, link)["opened"], Value::Null);
    let log = songda.run(&["export", "bundle", service, "--out", &songda.home().join("证据.zip").to_string_lossy()]);
    assert_eq!(log.code, 0, "{}", log.said);
    let mut archive = zip::ZipArchive::new(fs::File::open(songda.home().join("证据.zip")).unwrap()).unwrap();
    let mut table = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("06_操作记录.csv").unwrap(), &mut table).unwrap();
    assert!(table.contains("not-opened") && table.contains("no browser"), "both are on record: {table}");
}
