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
    for screen in ["today", "cases", "ledger", "receipts", "settings"] {
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
fn a_document_is_read_inside_and_found_by_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("demo");
    let window = Window::open(&["--demo", "--out", &home.to_string_lossy()]);
    window.click("[data-testid='rail-services']");
    window.wait_for("[data-testid='service-row']");
    choose_proven(&window);
    window.click("[data-testid='document']");
    window.wait_for("[data-testid='preview'] canvas");
    let drawn = "const c = document.querySelector(\"[data-testid='preview'] canvas\"); if (!c.width) return 0; \
                 const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; \
                 let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] < 100 && d[i + 3] > 0) n++; return n;";
    let is_drawn = || window.script(drawn).as_u64().is_some_and(|points| points > 300).then_some(());
    assert!(
        until(Duration::from_secs(20), is_drawn).is_some(),
        "the paper's Chinese is drawn: {}",
        window.text("body")
    );
    show(&window, "preview");
    window.click("[data-testid='preview-text']");
    window.click("[data-testid='preview-close']");

    window.click("[data-testid='search']");
    window.wait_for("[data-testid='palette-input']");
    // The index is filled behind: what was typed is asked again until it knows.
    let find = || {
        type_into(&window, "[data-testid='palette-input']", "");
        type_into(&window, "[data-testid='palette-input']", "传票");
        std::thread::sleep(Duration::from_millis(600));
        window.find("[data-testid='palette-entry'][data-group='found']")
    };
    assert!(until(Duration::from_secs(30), find).is_some(), "a word of two characters is found");
    show(&window, "palette");
}

#[test]
fn the_first_start_leads_into_the_sample_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("none yet");
    let window = Window::open(&["--home", &home.to_string_lossy()]);
    window.wait_for("[data-testid='doors']");
    show(&window, "doors");
    window.click("[data-testid='door-demo']");
    window.wait_for("[data-testid='service-row']");
    window.click("[data-testid='end-demo']");
    window.wait_for("[data-testid='doors']");
    assert!(!home.exists(), "looking at the sample makes no home");
    window.click("[data-testid='door-connect']");
    window.wait_for("[data-testid='wizard-address']");
    show(&window, "wizard");
}

/// Puts a text into a field as typing would.
fn type_into(window: &Window, css: &str, text: &str) {
    window.script(&format!(
        "const field = document.querySelector({css:?}); \
         Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, {text:?}); \
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    ));
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
