//! The real window over a real home: open, see the service, acknowledge, undo, acknowledge, see it sent.

use std::fs;
use std::path::Path;
use std::time::Duration;

use songda_tests::until;
use songda_tests::window::Window;

fn receipts_in(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_receipt_is_taken_back_and_then_sent() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("demo");
    let outbox = home.join("回执");
    let window = Window::open(&["--demo", "--out", &home.to_string_lossy()]);

    window.click("[data-testid='rail-services']");
    window.wait_for("[data-testid='service-row']");
    let is_listed = || window.script("return document.body.innerText.includes('（2026）沪0112民初90001号')") == true;
    assert!(until(Duration::from_secs(20), || is_listed().then_some(())).is_some(), "{}", window.text("body"));
    choose_proven(&window);
    show(&window, "services");

    window.click("[data-testid='acknowledge']");
    window.wait_for("[data-testid='confirm-sheet']");
    show(&window, "confirm");
    window.click("[data-testid='confirm-send']");
    window.click("[data-testid='undo']");
    let gone = until(Duration::from_secs(10), || window.find("[data-testid='undo']").is_none().then_some(()));
    assert!(gone.is_some(), "the receipt is taken back");
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(receipts_in(&outbox), 0, "nothing left");

    window.click("[data-testid='acknowledge']");
    window.click("[data-testid='confirm-send']");
    let sent = until(Duration::from_secs(30), || (receipts_in(&outbox) == 1).then_some(()));
    assert!(sent.is_some(), "the receipt leaves when the undo time is over");
    window.wait_for("[data-testid='receipt-state'][data-state='sent']");
    assert!(window.find("[data-testid='acknowledge']").is_none(), "there is nothing left to acknowledge");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(receipts_in(&outbox), 1, "once");

    window.click("[data-testid='rail-deadlines']");
    window.wait_for("[data-testid='deadline-row']");
    show(&window, "deadlines");
    for screen in ["today", "cases", "receipts", "settings"] {
        window.click(&format!("[data-testid='rail-{screen}']"));
        std::thread::sleep(Duration::from_millis(400));
        show(&window, screen);
    }
}

/// Writes a picture of the window into the folder that `SONGDA_PICTURES` names, for a person to look at.
fn show(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("SONGDA_PICTURES") {
        window.picture(&Path::new(&folder).join(format!("{name}.png")));
    }
}

/// Opens the first service whose sender is proven: the others ask for more than a click.
fn choose_proven(window: &Window) {
    let count =
        window.script("return document.querySelectorAll(\"[data-testid='service-row']\").length").as_u64().unwrap();
    for nth in 1..=count {
        window.script(&format!("document.querySelectorAll(\"[data-testid='service-row']\")[{}].click()", nth - 1));
        std::thread::sleep(Duration::from_millis(300));
        let is_ready = "const b = document.querySelector(\"[data-testid='acknowledge']\"); return !!b && !b.disabled";
        if window.script(is_ready) == true {
            return;
        }
    }
    panic!("no service can be acknowledged: {}", window.text("body"));
}

#[test]
fn the_page_has_no_power_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("demo");
    let window = Window::open(&["--demo", "--out", &home.to_string_lossy()]);
    window.wait_for("[data-testid='rail-services']");
    let fetched = window.script(
        "const r = new XMLHttpRequest(); try { r.open('GET', 'http://127.0.0.1:9/', false); r.send(); return 'reached'; } catch (e) { return 'refused'; }",
    );
    assert_eq!(fetched, "refused");
    let evaluated = window.script("try { return window.eval('1+1'); } catch (e) { return 'refused'; }");
    assert_eq!(evaluated, "refused", "the page's policy forbids made-up code");
    let file = window.script(
        "const r = new XMLHttpRequest(); try { r.open('GET', 'file:///etc/hostname', false); r.send(); return r.responseText || 'refused'; } catch (e) { return 'refused'; }",
    );
    assert_eq!(file, "refused");
}
