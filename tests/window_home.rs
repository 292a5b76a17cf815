//! The real window over an office's own home: first run against real servers, the tray, a second start, what comes from outside.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use songda_tests::court::{self, SENDER};
use songda_tests::servers::{COURT, OFFICE, PASSWORD, Servers};
use songda_tests::tray::Tray;
use songda_tests::window::Window;
use songda_tests::{DROP, until};

const SOON: Duration = Duration::from_secs(40);

fn named(id: &str) -> String {
    format!("[data-testid='{id}']")
}

/// Waits until a script of the page says yes.
fn wait_until(window: &Window, what: &str, script: &str) {
    let came = until(SOON, || (window.script(script) == true).then_some(()));
    assert!(came.is_some(), "{what}: {}", window.text("body"));
}

const MAY_SEND: &str = "const b = document.querySelector(\"[data-testid='acknowledge']\"); return !!b && !b.disabled";

/// Writes into the settings what a person adds after the first run: the court's sender, and whose checks of mails count.
fn name_the_court(home: &Path) {
    let file = home.join("songda.toml");
    let text = fs::read_to_string(&file).unwrap();
    let regime = "regime = \"confirmed\"\n";
    assert!(text.contains(regime), "{text}");
    let text = text.replace(regime, &format!("{regime}authserv_id = \"mx.example.test\"\n"));
    let court =
        "\n[[court]]\ncode = \"沪0112\"\nsenders = [\"sd@court.example.test\"]\nreceipt_to = \"sd@example.test\"\n";
    fs::write(file, text + court).unwrap();
}

/// Reads the service of this case, once it is there.
fn choose_case(window: &Window, number: &str) {
    let find = format!(
        "const row = [...document.querySelectorAll(\"[data-testid='service-row']\")] \
         .find(it => (it.getAttribute('aria-label') ?? '').includes('{number}')); return row ? row.dataset.id : '';"
    );
    let id = until(SOON, || window.script(&find).as_str().filter(|id| !id.is_empty()).map(str::to_owned));
    let id = id.unwrap_or_else(|| panic!("{number} does not come: {}", window.text("body")));
    window.click(&format!("[data-testid='service-row'][data-id='{id}']"));
    wait_until(
        window,
        number,
        &format!("return document.querySelector('[data-reading]').innerText.includes('{number}')"),
    );
}

/// Fills in the wizard as a person would, step by step, and checks what each step refuses.
fn connect(window: &Window, servers: &Servers) {
    window.click(&named("door-connect"));
    window.wait_for(&named("wizard-address"));
    window.click(&named("wizard-next"));
    window.wait_for_text("body", "请填写完整的邮箱地址");
    window.type_into(&named("wizard-address"), OFFICE);
    // The Enter that ends a composition of an input method leads no step further.
    let held = window.script(
        "const field = document.querySelector(\"[data-testid='wizard-address']\"); field.focus(); \
         const event = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }); \
         Object.defineProperty(event, 'keyCode', { value: 229 }); field.dispatchEvent(event); return event.defaultPrevented;",
    );
    assert_eq!(held, true, "the Enter of an input method is held back");
    assert!(window.find(&named("wizard-secret")).is_none());
    window.type_into(&named("wizard-address"), OFFICE);
    for (field, text) in [
        ("wizard-imap", "localhost".to_owned()),
        ("wizard-imap-port", servers.imaps.to_string()),
        ("wizard-smtp", "localhost".to_owned()),
        ("wizard-smtp-port", servers.smtps.to_string()),
        ("wizard-ca", servers.ca.display().to_string()),
    ] {
        window.wait_for(&named(field));
        window.type_into(&named(field), &text);
    }
    window.click(&named("wizard-next"));

    // A wrong password is told at the step it fails at, and there is no way on.
    window.wait_for(&named("wizard-secret"));
    window.type_into(&named("wizard-secret"), "not the password");
    window.click(&named("wizard-next"));
    window.wait_for("[data-step='login'][data-state='bad']");
    for step in ["dns", "tcp", "tls"] {
        window.wait_for(&format!("[data-step='{step}'][data-state='ok']"));
    }
    assert_eq!(window.script("return document.querySelector(\"[data-testid='wizard-next']\").disabled"), true);
    window
        .script("[...document.querySelectorAll('footer button')].find(b => b.textContent.includes('上一步')).click()");

    window.wait_for(&named("wizard-secret"));
    window.type_into(&named("wizard-secret"), PASSWORD);
    window.click(&named("wizard-next"));
    for step in ["dns", "tcp", "tls", "login", "folder", "read", "smtp"] {
        window.wait_for(&format!("[data-step='{step}'][data-state='ok']"));
    }
    window.click(&named("wizard-next"));

    window.wait_for(&named("wizard-office"));
    window.click(&named("wizard-save"));
    window.wait_for_text("body", "请填写单位名称");
    window.type_into(&named("wizard-office"), "示例物业管理有限公司");
    window.click(&named("wizard-save"));
    window.wait_for_text("body", "请选择一项");
    window.click(&named("regime-confirmed"));
    window.click(&named("computers-several"));
    window.click(&named("wizard-save"));
}

#[test]
fn the_first_run_connects_a_real_mailbox_and_answers_the_court() {
    let servers = Servers::start();
    let sample = court::plain(52_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    assert!(until(SOON, || (!servers.inbox(OFFICE).is_empty()).then_some(())).is_some(), "{}", servers.logs());
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("家");
    let began = Instant::now();
    let window = Window::open(&["--home", &home.to_string_lossy()]);
    window.wait_for(&named("doors"));
    connect(&window, &servers);
    let saved = Instant::now();
    window.wait_for(&named("service-row"));
    wait_until(&window, "the case", "return document.body.innerText.includes('沪0112民初52001号')");
    eprintln!("first document {:?} after the last click, {:?} after the start", saved.elapsed(), began.elapsed());
    assert!(saved.elapsed() < Duration::from_secs(30), "{:?}", saved.elapsed());
    show(&window, "first-run");

    // Nobody said yet which sender is the court's: nothing can be sent there, and the papers stay closed.
    window.click(&named("service-row"));
    window.wait_for(&named("receipt-state"));
    assert_eq!(window.script(MAY_SEND), false, "{}", window.text("body"));
    name_the_court(&home);
    // What is saved is followed within moments; a mail that comes before is judged by what was known then.
    std::thread::sleep(Duration::from_secs(6));
    servers.deliver(SENDER, OFFICE, &court::plain(52_002).raw);
    choose_case(&window, "沪0112民初52002号");
    wait_until(&window, "the court is known now", MAY_SEND);
    window.click(&named("acknowledge"));
    window.click(&named("confirm-send"));
    window.click(&named("undo"));
    wait_until(&window, "taken back", "return document.querySelector(\"[data-testid='undo']\") === null");
    window.click(&named("acknowledge"));
    window.click(&named("confirm-send"));
    window.click(&named("send-now"));
    let came = until(SOON, || (servers.inbox(COURT).len() == 1).then_some(()));
    assert!(came.is_some(), "{}", servers.logs());
    window.wait_for("[data-testid='receipt-state'][data-state='sent']");
    assert!(
        fs::read_to_string(home.join("songda.toml")).is_ok_and(|text| !text.contains(PASSWORD)),
        "no password in a file"
    );
    assert!(servers.touched(OFFICE).is_empty(), "the mailbox is as it was");
}

#[test]
fn the_tray_brings_the_window_back_and_a_second_start_only_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    make_home(&home);
    let mut tray = None;
    let window = Window::open_with(&["--home", &home.to_string_lossy()], |bus| tray = Some(Tray::on(bus)));
    let tray = tray.unwrap();
    window.wait_for(&named("service-row"));
    tray.wait_for_mark();
    let lines =
        until(SOON, || Some(tray.menu()).filter(|lines| lines.iter().any(|(_, text)| text.contains("待签收 1 件"))));
    assert!(lines.is_some(), "the tray tells how things stand: {:?}", tray.menu());

    let is_seen = "return document.visibilityState === 'visible'";
    window.script("window.__TAURI_INTERNALS__.invoke('close_window', { way: 'hide' })");
    wait_until(&window, "hidden", "return document.visibilityState === 'hidden'");
    let clicked = Instant::now();
    tray.click("打开送达台");
    wait_until(&window, "shown again", is_seen);
    eprintln!("back from the tray in {:?}", clicked.elapsed());
    assert!(clicked.elapsed() < Duration::from_millis(1500), "{:?}", clicked.elapsed());

    window.script("window.__TAURI_INTERNALS__.invoke('close_window', { way: 'hide' })");
    wait_until(&window, "hidden", "return document.visibilityState === 'hidden'");
    let second = window.start_again(&["--home", &home.to_string_lossy(), "songda://today"]);
    assert!(second.success(), "a second start ends by itself: {second}");
    wait_until(&window, "shown by the second start", is_seen);
    window.wait_for("[data-testid='rail-today'][aria-current='page']");

    let mail = folder.path().join("送达.eml");
    fs::write(&mail, court::plain(52_077).raw).unwrap();
    assert!(window.start_again(&["--home", &home.to_string_lossy(), &mail.to_string_lossy()]).success());
    window.click(&named("rail-services"));
    wait_until(
        &window,
        "the mail opened with the program",
        "return document.body.innerText.includes('沪0112民初52077号')",
    );

    let process = window.process().expect("the window's process");
    let is_there = || Path::new(&format!("/proc/{process}")).exists();
    window.script("window.__TAURI_INTERNALS__.invoke('close_window', { way: 'hide' })");
    wait_until(&window, "hidden", "return document.visibilityState === 'hidden'");
    tray.click("退出");
    // Lines that are cut at the edge are no text to the driver.
    let lists = "return (document.querySelector(\"[data-testid='quit-open']\")?.textContent ?? '').includes('52010')";
    wait_until(&window, "what is open is listed", lists);
    wait_until(&window, "shown to list what is open", is_seen);
    window.wait_for_text(&named("quit-ask"), "件送达没有发送回执");
    show(&window, "quit-asked");
    window.click(&named("quit-stay"));
    wait_until(&window, "stayed", "return !document.querySelector(\"[data-testid='quit-ask']\")");
    // Where closing is to end the program, it asks as well.
    window.script("window.__TAURI_INTERNALS__.invoke('change_shell', { change: { close: 'quit', notifications: null, autostart: null } })");
    std::thread::sleep(Duration::from_millis(500));
    window.ask_to_close();
    window.wait_for(&named("quit-open"));
    window.click(&named("quit-stay"));
    wait_until(&window, "stayed again", "return !document.querySelector(\"[data-testid='quit-ask']\")");
    assert!(is_there(), "nobody decided to quit");
    tray.click("退出");
    window.wait_for(&named("quit-open"));
    window.click_the_end(&named("quit-go"));
    let ended = until(Duration::from_secs(8), || (!is_there()).then_some(()));
    assert!(ended.is_some(), "quitting ends the program once a person has seen what is open");
}

#[test]
fn search_deadlines_settings_and_handing_over_work_on_an_own_home() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    make_home(&home);
    let window = Window::open(&["--home", &home.to_string_lossy()]);
    window.click(&named("service-row"));
    window.click(&named("handling-assign"));
    window.type_into(&named("handling-text"), "李强");
    window.click(&named("handling-save"));
    window.wait_for_text(&named("handling-standing"), "李强");
    window.click(&named("handling-snooze"));
    window.click(&named("rest-morning"));
    window.wait_for_text(&named("handling-standing"), "提醒推迟到");
    show(&window, "handling");
    window.click(&named("handling-aside"));
    window.type_into(&named("handling-text"), "已电话核实，不是送达");
    window.click(&named("handling-save"));
    window.wait_for(&named("handling-back"));
    assert!(window.find(&named("acknowledge")).is_none());

    window.click(&named("rail-deadlines"));
    wait_until(
        &window,
        "no deadline runs",
        "return [...document.querySelectorAll(\"[data-testid='deadline-row']\")].every(row => !row.innerText.includes('天') || row.innerText.includes('不适用'))",
    );
    window.click(&named("rail-services"));
    window.click(&named("service-row"));
    window.click(&named("handling-back"));
    window.type_into(&named("handling-text"), "看错了");
    window.click(&named("handling-save"));
    window.wait_for(&named("acknowledge"));
    window.click(&named("rail-deadlines"));
    window.wait_for(&named("deadline-row"));

    window.click(&named("search"));
    let find = || {
        window.type_into(&named("palette-input"), "");
        window.type_into(&named("palette-input"), "传票");
        std::thread::sleep(Duration::from_millis(500));
        window.find("[data-testid='palette-entry'][data-group='found']")
    };
    assert!(until(SOON, find).is_some(), "a word of two characters is found");
    window.script("document.querySelector(\"[data-testid='palette-input']\").dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }))");
    window.script("document.querySelector(\"[data-testid='palette-input']\")?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }))");
    wait_until(&window, "the palette closes", "return document.querySelector(\"[data-testid='palette']\") === null");

    window.click(&named("rail-settings"));
    window.wait_for(&named("mailbox-row"));
    window.click(&named("choose-en"));
    wait_until(&window, "English", "return document.documentElement.lang === 'en'");
    window.click(&named("rail-services"));
    window.click(&named("service-row"));
    window.wait_for(&named("receipt-state"));
    let han = "const why = [...document.querySelectorAll('[data-reading] details ol li span')].map(it => it.textContent).join(' '); return /[\\u4e00-\\u9fff]/.test(why) ? why : ''";
    window.script("document.querySelectorAll('[data-reading] details').forEach(it => { it.open = true; })");
    assert_eq!(window.script(han), "", "the steps of a reckoning are told in English");
}

/// A home of an office that watches a folder in which one service lies already.
fn make_home(home: &Path) {
    fs::create_dir_all(home.join("drop")).unwrap();
    fs::write(home.join("songda.toml"), DROP).unwrap();
    fs::write(home.join("drop/1.eml"), court::plain(52_010).stamped()).unwrap();
}

/// Writes a picture of the window into the folder that `SONGDA_PICTURES` names, for a person to look at.
fn show(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("SONGDA_PICTURES") {
        window.picture(&Path::new(&folder).join(format!("{name}.png")));
    }
}
