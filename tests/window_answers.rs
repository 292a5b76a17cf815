//! Answering courts in the real window: the court's blank, corrections, objections, the register, two people, many at once,
//! automatic sending; and case folders: files dropped by another program, restored, moved.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use songda_core::mail;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::casefiles::{digests, files_below};
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::faulty::Faulty;
use songda_tests::platform::{self, Manner, Platform, papers};
use songda_tests::window::Window;
use songda_tests::{DROP, until};

const SOON: Duration = Duration::from_secs(40);

fn named(name: &str) -> String {
    format!("[data-testid='{name}']")
}

/// A home whose watched folder holds these mails, and settings in which some words stand for others.
struct Home(tempfile::TempDir);

impl Home {
    fn with(settings: &str, mails: &[Vec<u8>]) -> Self {
        let folder = tempfile::Builder::new().prefix("songda-home").tempdir().unwrap();
        let home = Self(folder);
        fs::create_dir_all(home.path().join("drop")).unwrap();
        fs::write(home.path().join("songda.toml"), settings).unwrap();
        for (nth, raw) in mails.iter().enumerate() {
            fs::write(home.path().join(format!("drop/{nth}.eml")), raw).unwrap();
        }
        home
    }

    /// One that answers through this server, without a password of anybody.
    fn answering(server: &Faulty, change: impl Fn(String) -> String, samples: &[Sample]) -> Self {
        server.be_kind();
        let settings =
            server.settings().replace("path = \"drop\"", "path = \"drop\"\npassword_command = [\"echo\", \"x\"]");
        Self::with(&change(settings), &samples.iter().map(Sample::stamped).collect::<Vec<_>>())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn open(&self) -> Window {
        Window::open(&["--home", &self.path().to_string_lossy()])
    }
}

/// The part of each receipt that programs read, in the order in which the server took them over.
fn told(server: &Faulty) -> Vec<Value> {
    let machine = |raw: &[u8]| {
        let (letter, _) = mail::read(raw);
        let part = letter.parts.into_iter().find(|part| part.name.as_deref() == Some("songda-receipt.json"));
        serde_json::from_slice(&part.expect("the part that programs read").bytes).expect("JSON")
    };
    server.taken().iter().map(|one| machine(&one.raw)).collect()
}

fn wait_until(window: &Window, what: &str, script: &str) {
    let came = until(SOON, || (window.script(script) == true).then_some(()));
    assert!(came.is_some(), "{what}:\n{}", window.text("body"));
}

/// Opens the service of a case, as a person clicks it.
fn choose_case(window: &Window, number: &str) {
    let find = format!(
        "const row = [...document.querySelectorAll(\"[data-testid='service-row']\")] \
         .find(row => row.innerText.includes({number:?})); return row ? row.dataset.id : ''"
    );
    let id = until(SOON, || window.script(&find).as_str().filter(|id| !id.is_empty()).map(str::to_owned));
    let id = id.unwrap_or_else(|| panic!("{number} does not come: {}", window.text("body")));
    window.click(&format!("[data-testid='service-row'][data-id='{id}']"));
    let shown = format!("return (document.querySelector('[data-reading]')?.innerText ?? '').includes({number:?})");
    wait_until(window, number, &shown);
}

fn wait_for_taken(server: &Faulty, count: usize) {
    let came = until(SOON, || (server.taken().len() == count).then_some(()));
    assert!(came.is_some(), "{} of {count} left", server.taken().len());
    assert!(server.taken().iter().all(|one| one.to == SENDER), "to the court and to nobody else");
}

#[test]
fn the_courts_blank_is_filled_sealed_and_sent_and_the_receipt_corrected() {
    let server = Faulty::start(31);
    let blank = ["案号：（2026）沪0112民初61001号", "受送达人签名或盖章：", "          年    月    日", "备考"];
    let sample = court::plain(61_001).with_paper("送达回证.pdf", &one_page("送达回证", &blank));
    let home = Home::answering(&server, |settings| settings, &[sample]);
    let window = home.open();
    choose_case(&window, "沪0112民初61001号");
    window.click(&named("other-sealed"));
    window.click(&named("fill-blank"));
    let opened = until(SOON, || window.opened().pop());
    let filled = PathBuf::from(opened.expect("the filled form is handed to a program that prints it"));
    assert!(filled.ends_with("送达回证（待盖章）.pdf") && filled.is_file(), "{}", filled.display());
    window.show("sealed");
    window.click(&named("open-blank"));
    assert!(until(SOON, || (window.opened().len() == 2).then_some(())).is_some(), "{:?}", window.opened());
    window.choose_file(&named("other-scan"), "送达回证 盖章.pdf", b"%PDF-1.4 sealed and scanned");
    send_shown(&window);
    wait_for_taken(&server, 1);
    let (letter, _) = mail::read(&server.taken()[0].raw);
    let scan = letter.parts.iter().find(|part| part.name.as_deref() == Some("送达回证 盖章.pdf"));
    assert!(scan.is_some_and(|part| part.bytes == b"%PDF-1.4 sealed and scanned"), "the scan goes with it");
    window.wait_for("[data-testid='receipt-state'][data-state='sent']");

    window.click(&named("other-correct"));
    window.type_into(&named("other-text"), "经办人写错，应为王敏");
    window.show("correct");
    send_shown(&window);
    wait_for_taken(&server, 2);
    let told = told(&server);
    assert_eq!((told[0]["kind"].as_str(), told[1]["kind"].as_str()), (Some("received"), Some("corrected")));
    assert_eq!(told[1]["corrects"]["message_id"], told[0]["receipt"]["message_id"]);

    window.click(&named("rail-receipts"));
    window.wait_for(&named("open-sheet"));
    // The table is told anew while a receipt is on its way: what is clicked stays where it is only after that.
    let sent = "[data-testid='receipt-state'][data-state='sent']";
    window.wait_for(&format!("{}:first-of-type {sent}", named("receipt-row")));
    window.wait_for(&format!("{row} ~ {row} {sent}", row = named("receipt-row")));
    window.show("receipts");
    window.click(&named("open-sheet"));
    let sheet =
        until(SOON, || window.opened().get(2).cloned()).expect("the sheet is handed to a program that shows it");
    assert!(fs::read(&sheet).is_ok_and(|bytes| bytes.starts_with(b"%PDF")), "{sheet}");
    window.click(&named("open-letter"));
    let letter =
        until(SOON, || window.opened().get(3).cloned()).expect("the letter is handed to a program that shows it");
    let letter = fs::read(&letter).unwrap_or_else(|error| panic!("{letter}: {error}"));
    let ids: Vec<String> = told
        .iter()
        .map(|one| one["receipt"]["message_id"].as_str().unwrap().trim_matches(['<', '>']).to_owned())
        .collect();
    assert!(ids.iter().any(|id| String::from_utf8_lossy(&letter).contains(id.as_str())), "the letter as it left");
}

#[test]
fn the_register_is_kept_and_another_person_lets_go_of_an_objection_and_of_many() {
    let server = Faulty::start(32);
    let samples: Vec<Sample> = (0..3).map(|nth| court::plain(61_010 + nth)).collect();
    let home = Home::answering(
        &server,
        |text| text.replace("undo_seconds = 0", "undo_seconds = 0\ntwo_people = true"),
        &samples,
    );
    let window = home.open();
    window.wait_for(&named("service-row"));
    window.click(&named("rail-settings"));
    window.click("[data-testid='uncovered-row'] button");
    window.choose("[data-testid='agreement-form'] select[id$='-kind']", "promise");
    window.choose("[data-testid='agreement-form'] select[id$='-reply']", "read-receipt");
    window.type_into("[data-testid='agreement-form'] input[id$='-within']", "2");
    window.choose_file("[data-testid='agreement-form'] input[type='file']", "承诺协议.pdf", b"%PDF-1.4 signed");
    window.show("register");
    window.click(&named("agreement-save"));
    window.wait_for("[data-testid='agreement-row'][data-state='in-force']");
    wait_until(&window, "the court stands in it", "return !document.querySelector(\"[data-testid='uncovered-row']\")");
    window.wait_for_text(&named("agreement-row"), "有签署文件");
    window.click("[data-testid='agreement-row'] [data-testid='open-paper']");
    let opened = until(SOON, || window.opened().pop()).expect("the signed paper is handed to a program that shows it");
    assert_eq!(fs::read(&opened).unwrap(), b"%PDF-1.4 signed", "{opened}");
    assert!(opened.ends_with("承诺协议.pdf"), "{opened}");
    // Changed without a paper it says so, and the first one is still there.
    window.click(&named("agreement-change"));
    window.type_into(&named("agreement-note"), "增加执行程序");
    window.click(&named("agreement-save"));
    window.wait_for_text(&named("agreement-without-paper"), "没有附文件");
    window.click("[data-testid='agreement-history'] summary");
    window.wait_for_text(&named("agreement-history"), "增加执行程序");
    window.show("register-history");
    window.click("[data-testid='agreement-entry']:first-child [data-testid='open-paper']");
    assert!(until(SOON, || (window.opened().len() == 2).then_some(())).is_some(), "{:?}", window.opened());

    window.click(&named("rail-services"));
    choose_case(&window, &samples[0].case_number);
    window.click(&named("acknowledge"));
    window.wait_for_text(&named("confirm-sheet"), "两人复核");
    window.wait_for_text(&named("confirm-sheet"), "约定回复期限");
    window.show("confirm-two");
    window.click(&named("choose-refused"));
    window.click("[data-testid='objection'] label:nth-of-type(2) input");
    window.show("refuse");
    // The letter is drawn up first; until then it cannot be sent.
    window.wait_for("[data-testid='confirm-send']:not(:disabled)");
    window.click(&named("confirm-send"));
    window.wait_for("[data-testid='receipt-state'][data-state='draft']");
    approve_all(&window, 1);
    wait_for_taken(&server, 1);
    assert_eq!(told(&server)[0]["kind"], "refused");
    assert_eq!(told(&server)[0]["reason"]["code"], "wrong-name", "{:#}", told(&server)[0]);

    window.click(&named("rail-services"));
    window.click(&named("batch-open"));
    wait_until(&window, "two lines", "return document.querySelectorAll(\"[data-testid='batch-line']\").length === 2");
    window.show("batch");
    window.click(&named("batch-send"));
    wait_until(&window, "drawn up", "return !document.querySelector(\"[data-testid='batch-send']\")");
    window.show("batch-sent");
    window.click(&named("batch-close"));
    assert_eq!(server.taken().len(), 1, "nothing leaves before another person let it go");
    approve_all(&window, 2);
    wait_for_taken(&server, 3);
    let answered: BTreeSet<String> =
        told(&server).iter().map(|one| one["served_mail"]["message_id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(answered, samples.iter().map(|sample| sample.message_id.clone()).collect());
}

/// Looks at the letter of the form that is open, and sends it.
fn send_shown(window: &Window) {
    window.click(&named("other-save"));
    window.wait_for("[data-testid='confirm-send']:not(:disabled)");
    window.click(&named("confirm-send"));
}

/// Lets every draft go, as another person than the one who drew it up.
fn approve_all(window: &Window, count: usize) {
    window.click(&named("rail-receipts"));
    let drafts = "return document.querySelectorAll(\"[data-testid='approve']\").length";
    wait_until(window, "drafts", &format!("{drafts} === {count}"));
    window.click(&named("approve"));
    window.wait_for(&named("letter"));
    window.type_into(&named("approver"), "王敏");
    let may = window.script("return !document.querySelector(\"[data-testid='confirm-send']\").disabled");
    assert_eq!(may, false, "who drew it up does not let it go");
    window.click(&named("confirm-cancel"));
    for left in (0..count).rev() {
        window.click(&named("approve"));
        window.wait_for(&named("letter"));
        window.type_into(&named("approver"), "李华");
        window.show("approve");
        window.click(&named("confirm-send"));
        wait_until(window, "let go", &format!("{drafts} === {left}"));
    }
}

#[test]
fn once_switched_on_for_a_court_its_receipts_leave_by_themselves_and_say_so() {
    let server = Faulty::start(33);
    let home = Home::answering(&server, |settings| settings, &[court::plain(61_020)]);
    let window = home.open();
    choose_case(&window, "沪0112民初61020号");
    std::thread::sleep(Duration::from_secs(3));
    assert!(server.taken().is_empty(), "off by default");
    let file = home.path().join("songda.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("undo_seconds = 0", "undo_seconds = 0\nautomatic = [\"沪0112\"]")).unwrap();
    wait_for_taken(&server, 1);
    window.click(&named("rail-receipts"));
    window.wait_for_text(&named("receipt-row"), "自动");
    window.wait_for("[data-testid='receipt-row'] [data-state='sent']");
    window.show("automatic");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(server.taken().len(), 1, "once");
}

#[test]
fn files_dragged_from_another_program_are_taken_in() {
    let link = platform::mail(platform::LINK);
    let home = Home::with(DROP, &[link]);
    let away = tempfile::tempdir().unwrap();
    let mail = away.path().join("法院 来信 1.eml");
    fs::write(&mail, court::plain(61_030).raw).unwrap();
    let files: Vec<PathBuf> = papers(2)
        .into_iter()
        .map(|(name, bytes)| {
            let path = away.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    let window = home.open();
    choose_case(&window, "沪0112民初12345号");
    window.drop_files(&[&mail]);
    wait_until(&window, "the mail", "return document.body.innerText.includes('沪0112民初61030号')");
    window.show("dropped-mail");
    assert!(window.find(&named("dropped")).is_none(), "a mail needs no second look");

    choose_case(&window, "沪0112民初12345号");
    window.drop_files(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    window.wait_for_text(&named("dropped"), "沪0112民初12345号");
    window.show("dropped");
    window.click(&named("bring-dropped"));
    wait_until(
        &window,
        "both papers",
        "return document.querySelectorAll(\"[data-reading] [data-testid='document']\").length === 2",
    );
    let wanted = digests(&papers(2).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>());
    let root = home.path().join("案件/上海市闵行区人民法院/（2026）沪0112民初12345号");
    let filed = || digests(&files_below(&root).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>());
    assert!(until(SOON, || (filed() == wanted).then_some(())).is_some(), "{:?}", files_below(&root).len());
    window.show("brought");

    // A message that was saved as a text is an arrival of its own where a person says so.
    let message = away.path().join("短信.txt");
    let link = platform::LINK.replace("SD2026112001", "SD2026112002");
    let words = format!("【上海市闵行区人民法院】您有（2026）沪0112民初61031号案件文书，请点击{link}查收");
    fs::write(&message, words).unwrap();
    window.drop_files(&[&message]);
    window.wait_for_text(&named("dropped-message"), "沪0112民初61031号");
    window.show("dropped-message");
    window.click(&named("take-dropped"));
    choose_case(&window, "沪0112民初61031号");
    window.show("message");
}

#[test]
fn what_lies_behind_a_link_is_asked_for_opened_fetched_in_sight_and_brought() {
    let slowly = Some(Duration::from_millis(150));
    let platform = Platform::start(Manner { documents: papers(3), slowly, ..Manner::default() });
    let home = Home::with(&format!("{DROP}{}", platform.settings(&[])), &[platform::mail(platform::LINK)]);
    let window = home.open();
    choose_case(&window, "沪0112民初12345号");
    window.click(&named("pickup-open"));
    window.wait_for_text(&named("pickup"), "可能被平台记为签收");
    window.show("pickup-ask");
    assert!(window.opened().is_empty(), "nothing is opened before the second click");
    window.click(&named("pickup-sure"));
    assert!(until(SOON, || (window.opened() == [platform::LINK]).then_some(())).is_some(), "{:?}", window.opened());
    window.wait_for_text(&named("pickup"), "在浏览器打开");
    assert_eq!(platform.counts().0, 0, "the program did not go there itself");

    window.click(&named("pickup-fetch"));
    window.click(&named("pickup-sure"));
    // It moves while a person looks on, though nothing but bytes come.
    let percent = || {
        let text = window.text(&named("pickup"));
        text.contains("正在下载").then(|| text.split('%').next()?.rsplit(' ').next()?.parse::<u32>().ok())?
    };
    let mut seen = BTreeSet::new();
    let moved = until(SOON, || {
        seen.extend(percent());
        (seen.len() > 2).then_some(())
    });
    assert!(moved.is_some(), "it stays at {seen:?}: {}", window.text(&named("pickup")));
    window.show("pickup-fetching");
    window.wait_for("[data-testid='pickup'][data-state='done']");
    let extra = one_page("补充材料", &["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号"]);
    window.choose_file("[data-testid='pickup'] input[type='file']", "补充材料.pdf", &extra);
    let papers: Vec<Vec<u8>> = papers(3).into_iter().map(|(_, bytes)| bytes).chain([extra]).collect();
    let root = home.path().join("案件");
    let lies = || digests(&files_below(&root).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>());
    assert!(until(SOON, || (lies() == digests(&papers)).then_some(())).is_some(), "{:?}", files_below(&root).len());
    window.show("pickup-done");
}

#[test]
fn a_deleted_paper_is_restored_and_the_case_folders_move_with_every_file_compared() {
    let sample = court::plain(61_040);
    let home = Home::with(DROP, &[sample.stamped()]);
    let window = home.open();
    choose_case(&window, "沪0112民初61040号");
    let old = home.path().join("案件");
    let whole = digests(&sample.documents);
    // A note in the old folder tells where it moved.
    let is_paper = |name: &str| !name.ends_with("案件文件夹已移到新位置.txt");
    let lies = |root: &Path| {
        let papers = files_below(root).into_iter().filter(|(name, _)| is_paper(name));
        digests(&papers.map(|(_, bytes)| bytes).collect::<Vec<_>>())
    };
    assert!(until(SOON, || (lies(&old) == whole).then_some(())).is_some(), "{:?}", files_below(&old).len());
    let (gone, _) = files_below(&old).remove(0);
    fs::remove_file(old.join(&gone)).unwrap();
    window.wait_for(&named("restore"));
    window.show("missing");
    window.click(&named("restore"));
    assert!(until(SOON, || old.join(&gone).is_file().then_some(())).is_some(), "{gone} is back");

    window.click(&named("rail-settings"));
    // The paths above come a moment later and push what stands below them on; what is said at the foot of the window lies
    // over nothing that stands in the middle.
    window.wait_for("[data-testid='folder-pattern'] li");
    let middle = "document.querySelector(\"[data-testid='move-root']\").scrollIntoView({ block: 'center' })";
    window.script(middle);
    window.click(&named("move-root-open"));
    let new = home.path().join("新盘/案件");
    window.type_into(&named("move-root-to"), &new.to_string_lossy());
    window.script(middle);
    window.show("move-root");
    window.click(&named("move-root-go"));
    window.wait_for(&named("root-moved"));
    window.show("root-moved");
    assert_eq!((lies(&new), lies(&old)), (whole.clone(), whole), "the old folder stays as it was");
    window.wait_for_text(&named("case-root"), "新盘");
    // What arrives from then on is filed there, also what arrived while the home was opened anew.
    fs::write(home.path().join("drop/9.eml"), court::plain(61_041).stamped()).unwrap();
    let later = new.join("上海市闵行区人民法院/（2026）沪0112民初61041号");
    assert!(until(SOON, || (files_below(&later).len() == 3).then_some(())).is_some(), "{}", later.display());
}
