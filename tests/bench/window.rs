//! Prints how long a person waits for the window: from the start to the first paint and the first row, back from the tray,
//! and how much memory window and page take. The home holds as many services as the argument says.

use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use songda_tests::court;
use songda_tests::tray::Tray;
use songda_tests::window::Window;
use songda_tests::{DROP, until};

const PATIENCE: Duration = Duration::from_secs(300);

fn main() {
    let count: u32 = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(20);
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    fs::create_dir_all(home.join("drop")).unwrap();
    fs::write(home.join("songda.toml"), DROP).unwrap();
    for nth in 0..count {
        fs::write(home.join(format!("drop/{nth}.eml")), court::plain(60_000 + nth).stamped()).unwrap();
    }
    let home = home.to_string_lossy().into_owned();
    // The first start takes everything in; the second one is what a working day begins with.
    let first = open(&home);
    let is_in =
        || first.0.script("return document.querySelectorAll(\"[data-testid='service-row']\").length > 0") == true;
    assert!(until(PATIENCE, || is_in().then_some(())).is_some());
    std::thread::sleep(Duration::from_secs(1 + u64::from(count) / 20));
    drop(first);

    let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0;
    let (window, tray) = open(&home);
    window.wait_for("[data-testid='service-row']");
    let rows = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0 - began;
    let paint = "const p = performance.getEntriesByType('paint').find(it => it.name === 'first-contentful-paint'); \
                 return p ? performance.timeOrigin + p.startTime : 0";
    let painted = window.script(paint).as_f64().unwrap_or(0.0) - began;
    println!("{count} services: first paint {painted:.0} ms, first row at most {rows:.0} ms after the start");
    if let Some(process) = window.process() {
        println!("memory of the program itself: {} MiB", resident(process) / 1024);
    }
    for _ in 0..3 {
        window.script("window.__TAURI_INTERNALS__.invoke('close_window', { way: 'hide' })");
        assert!(until(PATIENCE, || (window.script("return document.hidden") == true).then_some(())).is_some());
        let clicked = Instant::now();
        tray.click("打开送达台");
        assert!(until(PATIENCE, || (window.script("return document.hidden") == false).then_some(())).is_some());
        println!("back from the tray after {} ms", clicked.elapsed().as_millis());
    }
}

fn open(home: &str) -> (Window, Tray) {
    let mut tray = None;
    let window = Window::open_with(&["--home", home], |bus| tray = Some(Tray::on(bus)));
    (window, tray.unwrap())
}

/// KiB that lie in memory.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
