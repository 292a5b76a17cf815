//! Settings changed in the real window: followed without a new start, written into songda.toml, secrets in the keychain alone.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use songda_tests::casefiles::files_below;
use songda_tests::court;
use songda_tests::window::Window;
use songda_tests::{DROP, robot, secret, until};

const SOON: Duration = Duration::from_secs(40);
/// Longer than the time between two looks at what is due.
const DUE: Duration = Duration::from_secs(60);

fn named(id: &str) -> String {
    format!("[data-testid='{id}']")
}

/// A keychain of its own on a window's bus, unlocked.
struct Keychain {
    daemon: Child,
    _place: tempfile::TempDir,
}

impl Keychain {
    fn on(bus: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--unlock", "--foreground", "--components=secrets"]).env("DBUS_SESSION_BUS_ADDRESS", bus);
        for name in ["XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"] {
            daemon.env(name, place.path());
        }
        let mut daemon = daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        daemon.stdin.take().unwrap().write_all(b"unlock\n").unwrap();
        let asks = || {
            let mut ask = Command::new("dbus-send");
            ask.args(["--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"]);
            let told = ask.arg("string:org.freedesktop.secrets").env("DBUS_SESSION_BUS_ADDRESS", bus).output().ok()?;
            String::from_utf8_lossy(&told.stdout).contains("true").then_some(())
        };
        assert!(until(SOON, asks).is_some(), "the keychain does not come");
        Self { daemon, _place: place }
    }
}

impl Drop for Keychain {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn press(window: &Window, css: &str) {
    window.wait_for(css);
    window.script(&format!("document.querySelector({css:?}).click()"));
}

fn says(home: &Path, wanted: &str) {
    let file = home.join("songda.toml");
    let came = until(SOON, || fs::read_to_string(&file).ok()?.contains(wanted).then_some(()));
    assert!(came.is_some(), "{wanted} does not stand in:\n{}", fs::read_to_string(&file).unwrap());
}

fn get(address: &str) -> Option<String> {
    let rest = address.strip_prefix("http://")?;
    let (host, path) = rest.split_once('/')?;
    let mut stream = TcpStream::connect(host).ok()?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

#[test]
fn a_clerk_sets_a_robot_up_and_it_tells_without_a_new_start() {
    let (port, seen) = robot::start(r#"{"errcode":0,"errmsg":"ok"}"#);
    let folder = tempfile::Builder::new().prefix("songda-home").tempdir().unwrap();
    let home = folder.path();
    let before = format!("# 本单位的设置\n{DROP}");
    fs::write(home.join("songda.toml"), &before).unwrap();
    fs::create_dir_all(home.join("drop")).unwrap();
    let mut keychain = None;
    let window = Window::open_with(&["--home", &home.to_string_lossy()], |bus| keychain = Some(Keychain::on(bus)));
    press(&window, &named("rail-settings"));
    for (field, typed) in [("remind-from", "0点"), ("remind-until", "00:00"), ("remind-digest", "0:00")] {
        window.type_into(&named(field), typed);
    }
    window.click(&named("remind-save"));
    says(home, "quiet = [\"00:00\", \"00:00\"]");

    window.click(&named("robot-add"));
    window.choose(&named("robot-kind"), "dingtalk");
    window.type_into(&named("robot-name"), "物业法务群");
    window.type_into(&named("robot-mentions"), "13800000000");
    window.type_into(&named("robot-address"), "https://oapi.example.test/robot/send?access_token=geheim0815");
    window.click(&named("robot-save"));
    window.wait_for_text(&named("robot-form"), "oapi.example.test");
    window.type_into(&named("robot-address"), &format!("http://127.0.0.1:{port}/robot/send?access_token=geheim0815"));
    window.type_into(&named("robot-sign"), "SECgeheim0816");
    window.click(&named("robot-try"));
    let tried = seen.recv_timeout(SOON).expect("the test message is sent");
    assert!(tried.starts_with("POST /robot/send?access_token=geheim0815&timestamp="), "{tried}");
    assert!(tried.contains("&sign=") && tried.contains("测试消息") && tried.contains("13800000000"), "{tried}");
    window.wait_for(&named("way-delivered"));
    window.show("robot-tried");
    window.click(&named("robot-save"));
    window.wait_for("[data-testid='robot-row'][data-id='dingtalk']");
    says(home, "[[remind.robot]]\nid = \"dingtalk\"\nname = \"物业法务群\"\n");
    // The watcher follows the settings by itself: the daily list is due.
    let told = seen.recv_timeout(DUE).expect("the daily list is told without a new start");
    assert!(told.contains("access_token=geheim0815") && told.contains("sign=") && !told.contains("测试消息"), "{told}");

    press(&window, &format!("[data-section='remind'] {}", named("choose-on")));
    window.click(&named("feed-copy"));
    window.wait_for(&named("feed-address"));
    let address = window.text(&named("feed-address"));
    let fed = until(SOON, || get(&address).filter(|answer| answer.contains("BEGIN:VCALENDAR")));
    assert!(fed.is_some(), "{address} gives no calendar");

    // Set up again from the file alone, the window shows the robot, and its address to nobody.
    window.script("window.isOld = true; location.reload()");
    let is_new = || (window.script("return window.isOld === undefined") == true).then_some(());
    assert!(until(SOON, is_new).is_some(), "the page comes anew");
    press(&window, &named("rail-settings"));
    window.wait_for("[data-testid='robot-row'][data-id='dingtalk']");
    let page = window.script("return document.documentElement.outerHTML");
    secret::assert_not_said(page.as_str().unwrap(), "geheim0815");
    for hidden in ["geheim0815", "SECgeheim0816"] {
        secret::assert_in_no_file(home, hidden);
    }

    press(&window, &named("way-remove"));
    press(&window, &named("way-remove-sure"));
    let gone = until(SOON, || (!fs::read_to_string(home.join("songda.toml")).ok()?.contains("robot")).then_some(()));
    assert!(gone.is_some());
    let after = fs::read_to_string(home.join("songda.toml")).unwrap();
    assert!(after.starts_with(&before), "what its owner wrote stays as it was:\n{after}");
}

#[test]
fn what_may_happen_by_itself_is_chosen_in_the_window_and_on_record() {
    let folder = tempfile::Builder::new().prefix("songda-home").tempdir().unwrap();
    let home = folder.path();
    let before = format!("# 本单位的设置\n{}\nreply_duty = \"read-receipt\"\n", DROP.trim_end());
    fs::write(home.join("songda.toml"), &before).unwrap();
    fs::create_dir_all(home.join("drop")).unwrap();
    let window = Window::open(&["--home", &home.to_string_lossy()]);
    press(&window, &named("rail-settings"));
    let choice = |what: &str, chosen: &str| format!("[data-what='{what}'] {}", named(chosen));
    let made = |what: &str, wanted: &str| {
        window.wait_for_text(&format!("[data-testid='choice-made'][data-what='{what}']"), wanted);
    };
    for (what, chosen, written) in [
        ("undo", "choose-30", "[receipt]\nundo_seconds = 30\n"),
        ("two-people", "choose-on", "[receipt]\ntwo_people = true\n"),
        ("keep-original", "choose-on", "[office]\nkeep_original = true\n"),
    ] {
        press(&window, &choice(what, chosen));
        says(home, written);
        made(what, "王敏");
    }
    // What a mail could set off is switched on behind a warning.
    for (what, warned, written) in [
        ("automatic", "不经任何人查看", "automatic = [\"沪0112\"]\n"),
        ("fetch", "签收", "[[platform]]\nid = \"zxfw\"\nfetch_for = [\"drop\"]\n"),
    ] {
        press(&window, &choice(what, "choose-on"));
        window.wait_for_text(&named("choice-warning"), warned);
        press(&window, &named("choice-cancel"));
        assert!(!fs::read_to_string(home.join("songda.toml")).unwrap().contains(written));
        press(&window, &choice(what, "choose-on"));
        window.show(what);
        press(&window, &named("choice-go"));
        says(home, written);
        made(what, "王敏");
    }
    window.type_into(&named("old-tls-hosts"), "old.example.test");
    press(&window, &named("old-tls-save"));
    window.wait_for_text(&named("choice-warning"), "TLS 1.2");
    press(&window, &named("choice-go"));
    says(home, "old_tls = [\"old.example.test\"]\n");
    made("old-tls", "old.example.test");
    // Nothing else of the file was touched, and it is followed without a new start.
    let text = fs::read_to_string(home.join("songda.toml")).unwrap();
    assert!(before.lines().all(|line| text.lines().any(|it| it == line)), "{text}");
    std::thread::sleep(Duration::from_secs(6));
    fs::write(home.join("drop/1.eml"), court::plain(52_090).stamped()).unwrap();
    let root = home.join("案件");
    let original = || files_below(&root).into_iter().find(|(name, _)| name.ends_with(".eml"));
    let filed = until(SOON, || root.is_dir().then(original).flatten());
    assert!(filed.is_some(), "the original lies beside its documents");
    press(&window, &choice("automatic", "choose-off"));
    made("automatic", "关");
    says(home, "automatic = []\n");
}
