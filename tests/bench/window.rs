//! Prints how long a person waits for the window of an office with years of services, and how much memory it takes.
//!
//! From the start to the first paint and the first row, each list, filter and order, statistics, back from the tray, all
//! lists after one more entry; and before that how long the headless program takes for the same list.
//!
//! Argument: how many services the home holds (5000). `--keep FOLDER` fills that home once and measures it again and again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use songda_tests::cost::{age_of, cpu_of, peak_of};
use songda_tests::large;
use songda_tests::tray::Tray;
use songda_tests::window::Window;
use songda_tests::{program, until, until_every};

const PATIENCE: Duration = Duration::from_secs(600);

/// Commands as the page gives them, with what they ask.
const ASKED: [(&str, &str, &str); 13] = [
    ("overview", "overview", "{}"),
    ("today", "today", "{}"),
    ("services, as opened", "service_list", "{query: {tab: 'all', text: '', current: null, offset: 0, limit: 200}}"),
    (
        "services, scrolled far",
        "service_list",
        "{query: {tab: 'all', text: '', current: null, offset: 4000, limit: 200}}",
    ),
    (
        "services, filtered for the first time",
        "service_list",
        "{query: {tab: 'all', text: '浦东 1000', current: null, offset: 0, limit: 200}}",
    ),
    ("services, filtered", "service_list", "{query: {tab: 'due', text: '静安', current: null, offset: 0, limit: 200}}"),
    ("deadlines", "deadline_list", "{query: {text: '', from: null, to: null, offset: 0, limit: 200}}"),
    ("deadlines, filtered", "deadline_list", "{query: {text: '举证', from: null, to: null, offset: 0, limit: 200}}"),
    ("cases", "case_list", "{query: {tab: 'all', text: '松江', offset: 0, limit: 200}}"),
    ("receipts", "receipt_list", "{query: {tab: 'all', offset: 0, limit: 200}}"),
    ("ledger", "ledger", LEDGER),
    ("ledger, ordered anew", "ledger", LEDGER_BY_CASE),
    ("statistics", "statistics", "{months: 12}"),
];

const LEDGER: &str = "{query: {text: '', court: null, from: null, to: null, receipt: null, deadline: null, verdict: null, \
                      sort: null, descending: false, offset: 0, limit: 100}}";
const LEDGER_BY_CASE: &str = "{query: {text: '', court: null, from: null, to: null, receipt: null, deadline: null, \
                              verdict: null, sort: 'case', descending: true, offset: 9000, limit: 100}}";

/// What a person does with one service and in other places, each after the list was opened. The second asks for papers of
/// the service that the first one told.
const DONE: [(&str, &str, &str); 12] = [
    ("one service", "service", "{id: document.querySelector('[data-service-row]').getAttribute('data-service-row')}"),
    ("its papers, copied", "copy_documents", "{ids: window.songdaTold.documents.map(paper => paper.id)}"),
    ("its folder's pattern", "preview_folders", "{pattern: '{court}/{case_number}', root: null}"),
    ("a search", "search", "{typed: '举证 静安'}"),
    ("outbox", "outbox", "{}"),
    ("sittings", "sittings", "{from: null, to: null}"),
    ("moves", "moves", "{}"),
    ("reminders", "reminders", "{}"),
    ("register", "register", "{}"),
    ("mails of nobody", "mail_list", "{query: {tab: 'all', text: '', offset: 0, limit: 200}}"),
    ("left behind", "left_behind", "{}"),
    ("diagnosis", "diagnosis", "{}"),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let count: usize = words.iter().find_map(|word| word.parse().ok()).unwrap_or(5_000);
    let kept = words.iter().position(|word| word == "--keep").and_then(|at| words.get(at + 1)).map(PathBuf::from);
    let folder = tempfile::tempdir().unwrap();
    let home = kept.unwrap_or_else(|| folder.path().join("home"));
    if !home.exists() {
        let began = Instant::now();
        songda_mailroom::runtime().unwrap().block_on(large::fill(&home, count));
        println!("{count} services written in {} s", began.elapsed().as_secs());
    }
    headless(&home);

    let home = home.to_string_lossy().into_owned();
    let (window, tray) = open(&home);
    // From the program's own start: the display and whoever drives the window were made before it.
    let process = window.process().expect("the program");
    let began = now() - age_of(process).unwrap().as_secs_f64() * 1000.0;
    until_every(Duration::from_millis(5), PATIENCE, || is_there(&window, "[data-testid='service-row']").then_some(()))
        .expect("a row");
    let rows = now() - began;
    let paint = "const p = performance.getEntriesByType('paint').find(it => it.name === 'first-contentful-paint'); \
                 return p ? performance.timeOrigin + p.startTime : 0";
    let painted = window.script(paint).as_f64().unwrap_or(0.0) - began;
    let busy = cpu_of(process).unwrap_or_default().as_millis();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    println!(
        "first paint {painted:.0} ms, first row at most {rows:.0} ms after the start, {busy} ms of CPU; load {load}"
    );
    memory(&window, "with the first row");
    for (what, command, question) in ASKED {
        println!("{what:<40} {:>6.0} ms", ask(&window, command, question));
    }
    for (what, command, question) in ASKED {
        println!("{:<40} {:>6.0} ms", format!("{what}, again"), ask(&window, command, question));
    }
    memory(&window, "after all lists");
    for (what, command, question) in DONE {
        println!("{what:<40} {:>6.0} ms", ask(&window, command, question));
    }
    memory(&window, "after what is done with one");
    for _ in 0..3 {
        window.script("window.__TAURI_INTERNALS__.invoke('close_window', { way: 'hide' })");
        assert!(until(PATIENCE, || (window.script("return document.hidden") == true).then_some(())).is_some());
        let clicked = Instant::now();
        tray.click("打开送达台");
        let is_back = || (window.script("return document.hidden") == false).then_some(());
        assert!(until_every(Duration::from_millis(10), PATIENCE, is_back).is_some());
        println!("back from the tray after {} ms", clicked.elapsed().as_millis());
    }
    // A new entry must not make the next answer wait.
    let chosen =
        "const row = document.querySelector('[data-service-row]'); return row.getAttribute('data-service-row')";
    let service = window.script(chosen).as_str().unwrap_or_default().to_owned();
    let assigned = ask(&window, "assign", &format!("{{service: '{service}', to: '王敏'}}"));
    println!("{:<40} {assigned:>6.0} ms", "one entry added");
    for (what, command, question) in ASKED {
        println!("{:<40} {:>6.0} ms", format!("{what}, after an entry"), ask(&window, command, question));
    }
    memory(&window, "at the end");
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0
}

fn is_there(window: &Window, css: &str) -> bool {
    window.script(&format!("return document.querySelector({css:?}) !== null")) == true
}

/// How long the headless program takes for whole lists, and what that costs.
fn headless(home: &Path) {
    let folder = tempfile::tempdir().unwrap();
    for what in ["services", "services", "deadlines", "cases", "mails"] {
        let (began, listed) = (Instant::now(), folder.path().join("list.json"));
        let mut command = Command::new(program("songda"));
        command.args(["list", what, "--json", "--home"]).arg(home).stdout(fs::File::create(&listed).unwrap());
        let mut list = command.spawn().unwrap();
        let (mut peak, mut cpu) = (0, Duration::ZERO);
        let ended = loop {
            if let Some(ended) = list.try_wait().unwrap() {
                break ended;
            }
            peak = peak.max(peak_of(list.id()).unwrap_or(0));
            cpu = cpu.max(cpu_of(list.id()).unwrap_or_default());
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(ended.success(), "list {what} ended with {ended}");
        println!(
            "headless list of {what}: {} ms, {} ms of CPU, {} MiB at most, {} KiB",
            began.elapsed().as_millis(),
            cpu.as_millis(),
            peak / 1024,
            fs::metadata(&listed).unwrap().len() / 1024
        );
    }
}

/// How many milliseconds the page waits for an answer.
fn ask(window: &Window, command: &str, question: &str) -> f64 {
    window.script(&format!(
        "const began = performance.now(); window.songdaAsked = null; \
         window.__TAURI_INTERNALS__.invoke('{command}', {question}).then( \
         told => {{ window.songdaTold = told; window.songdaAsked = performance.now() - began; }}, \
         problem => {{ window.songdaAsked = JSON.stringify(problem); }});"
    ));
    let answer = until_every(Duration::from_millis(10), PATIENCE, || {
        Some(window.script("return window.songdaAsked")).filter(|it| !it.is_null())
    });
    let answer = answer.expect("an answer");
    answer.as_f64().unwrap_or_else(|| panic!("{command}: {answer}"))
}

fn memory(window: &Window, when: &str) {
    let Some(process) = window.process() else { return };
    let of = |name| measured(process, name) / 1024;
    let (now, own, most) = (of("VmRSS:"), of("RssAnon:"), of("VmHWM:"));
    println!("memory of the program {when}: {now} MiB ({own} of its own), at most {most} MiB");
    let pages: u64 = children_of(process).map(|child| measured(child, "VmRSS:") / 1024).sum();
    println!("memory of the page's programs {when}: {pages} MiB");
}

/// The programs that a program started: those that draw the page, and fetch what it shows.
fn children_of(process: u32) -> impl Iterator<Item = u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let number = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    number.filter(move |child| measured(*child, "PPid:") == u64::from(process))
}

fn open(home: &str) -> (Window, Tray) {
    let mut tray = None;
    let window = Window::open_with(&["--home", home], |bus| tray = Some(Tray::on(bus)));
    (window, tray.unwrap())
}

/// KiB that lie, or lay, in memory.
fn measured(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
