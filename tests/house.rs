//! The laws of the house: who may depend on whom, where the clock is, how large a file may be, and that the map is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const LARGEST_FILE: usize = 420;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Our own files below `folder` with one of these endings, as path from the root and text.
fn sources(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk_own(&root().join(folder), &mut |path| {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
        if endings.iter().any(|ending| name.ends_with(ending)) {
            // Example mails are bytes in many encodings.
            found.push((name, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()));
        }
    });
    found.sort();
    assert!(!found.is_empty(), "nothing below {folder}");
    found
}

fn walk_own(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_foreign =
            ["node_modules", "dist", "target", "gen", "shots"].contains(&name.as_str()) || name.starts_with('.');
        match path.is_dir() {
            true if !is_foreign => walk_own(&path, see),
            false => see(&path),
            _ => {}
        }
    }
}

/// The part of a Rust file that runs in the product: without comments and without its tests.
fn product_code(path: &str, text: &str) -> String {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return String::new();
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn dependencies(manifest: &str, table: &str) -> BTreeSet<String> {
    let parsed: toml::Table = toml::from_str(&read(manifest)).unwrap();
    parsed.get(table).and_then(toml::Value::as_table).map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn the_core_depends_only_on_what_cannot_touch_the_world() {
    let allowed = [
        "base64",
        "chardetng",
        "chrono",
        "encoding_rs",
        "flate2",
        "infer",
        "mail-parser",
        "regex",
        "serde",
        "serde_json",
        "sevenz-rust2",
        "sha2",
        "tar",
        "thiserror",
        "toml",
        "unicode-normalization",
        "zip",
    ];
    for name in dependencies("src-tauri/crates/core/Cargo.toml", "dependencies") {
        assert!(allowed.contains(&name.as_str()), "the core may not depend on {name}");
    }
    for (path, text) in sources("src-tauri/crates/core/src", &[".rs"]) {
        for banned in [
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "std::thread",
            "tokio::",
            "SystemTime",
            "Utc::now",
            "Local::now",
        ] {
            assert!(!product_code(&path, &text).contains(banned), "{path} names {banned}");
        }
    }
}

#[test]
fn dependencies_point_one_way() {
    let mailroom = dependencies("src-tauri/crates/mailroom/Cargo.toml", "dependencies");
    assert!(mailroom.iter().all(|name| !name.starts_with("tauri")), "the mailroom opens no window");
    let desktop = dependencies("src-tauri/Cargo.toml", "dependencies");
    assert!(
        !desktop.contains("songda-core") && !desktop.contains("sqlx"),
        "the desktop asks the mailroom, nobody else"
    );
    for (path, text) in sources("src-tauri/crates", &[".rs"]) {
        assert!(!product_code(&path, &text).contains("tauri::"), "{path} names tauri");
    }
    for (path, text) in sources("ui/src", &[".ts", ".tsx"]) {
        assert!(path == "ui/src/api/tauri.ts" || !text.contains("@tauri-apps"), "{path} imports Tauri");
        let screen = path.strip_prefix("ui/src/screens/").and_then(|rest| rest.split('/').next());
        for line in text.lines().filter(|line| line.contains("from \"")) {
            let other = line.split("screens/").nth(1).and_then(|rest| rest.split(['/', '"']).next());
            let is_crossing = screen.is_some() && other.is_some() && screen != other;
            assert!(!is_crossing, "{path} imports another screen: {line}");
            let is_part = path.starts_with("ui/src/parts/");
            assert!(!is_part || !line.contains("screens/"), "{path} imports a screen: {line}");
        }
    }
}

#[test]
fn clock_and_keychain_have_one_place_each() {
    for (path, text) in sources("src-tauri", &[".rs"]) {
        let code = product_code(&path, &text);
        let asks_time = code.contains("Utc::now") || code.contains("Local::now") || code.contains("SystemTime::now");
        assert!(!asks_time || path.ends_with("mailroom/src/clock.rs"), "{path} asks the time");
        assert!(!code.contains("keyring::") || path.ends_with("secrets/keychain.rs"), "{path} names the keychain");
    }
}

#[test]
fn the_law_is_data() {
    for (path, text) in sources("src-tauri/crates/core/src", &[".rs"]) {
        for law in ["民事诉讼法", "民诉法解释", "行政诉讼法", "刑事诉讼法", "court.gov.cn"] {
            assert!(!product_code(&path, &text).contains(law), "{path} holds {law}: that belongs into src-tauri/data");
        }
    }
    let reference = songda_core::reference::Reference::builtin().unwrap();
    assert!(reference.rules.len() >= 115, "{} rules", reference.rules.len());
    assert!((2008..=2026).all(|year| reference.calendar.is_published(year)));
}

/// What is true is kept between starts by the one program that told it, and read by no other: none of these shapes needs
/// to be read by a later version.
const KEPT_BETWEEN_STARTS: [&str; 13] = [
    "case.rs",
    "case/by_hand.rs",
    "case/claimed.rs",
    "case/kept.rs",
    "case/outgoing.rs",
    "case/places.rs",
    "deadline/life.rs",
    "deadline/life/kept.rs",
    "errand.rs",
    "handling.rs",
    "lesson.rs",
    "matter.rs",
    "service.rs",
];

#[test]
fn only_facts_are_written_for_ever() {
    let core = "src-tauri/crates/core/src";
    for (path, text) in sources(core, &[".rs"]) {
        let below = path.strip_prefix(core).unwrap_or(&path).trim_start_matches('/');
        let may = path.contains("/ledger") || path.ends_with("/id.rs") || KEPT_BETWEEN_STARTS.contains(&below);
        assert!(may || !product_code(&path, &text).contains("Serialize, "), "{path} derives Serialize");
    }
}

#[test]
fn every_file_opens_with_its_duty_and_stays_readable() {
    let rust = ["src-tauri", "tests"].into_iter().flat_map(|folder| sources(folder, &[".rs"]));
    for (path, text) in rust.chain(sources("ui/src", &[".ts", ".tsx"])) {
        let first = text.lines().next().unwrap_or("");
        let opens = first.starts_with("//! ")
            || first.starts_with("// ")
            || first.starts_with("/** ")
            || first.starts_with("/// ");
        assert!(opens, "{path} does not open with its duty: {first}");
        let lines = text.lines().count();
        assert!(
            path.ends_with("/types.ts") || path.ends_with("/codes.ts") || lines <= LARGEST_FILE,
            "{path} has {lines} lines"
        );
        let open = [["TO", "DO"].concat(), ["FIX", "ME"].concat()];
        assert!(!open.iter().any(|mark| text.contains(mark)), "{path} holds something left open");
    }
}

#[test]
fn one_version_of_what_must_agree() {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let names: Vec<&str> =
        lock["package"].as_array().unwrap().iter().map(|package| package["name"].as_str().unwrap()).collect();
    for name in ["rustls", "ring", "mail-parser", "libsqlite3-sys", "zip", "chrono"] {
        assert_eq!(names.iter().filter(|other| **other == name).count(), 1, "{name}");
    }
    for name in ["aws-lc-sys", "openssl-sys"] {
        assert!(!names.contains(&name), "{name} came in");
    }
}

/// Eighteen digits with the check digit of an identity number (GB 11643), or a mobile telephone number.
fn looks_personal(digits: &str) -> bool {
    match digits.len() {
        11 => digits.starts_with('1') && digits.as_bytes()[1] >= b'3',
        18 => {
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: usize =
                digits.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
            digits.as_bytes()[17] == b"10X98765432"[sum % 11] && (digits[6..8] == *"19" || digits[6..8] == *"20")
        }
        _ => false,
    }
}

#[test]
fn no_example_holds_a_persons_number() {
    // Invented for examples: numbers of ranges that no operator gives out.
    let invented = ["19900000000", "13800000000", "13900000000", "13000000000"];
    let endings = [".rs", ".ts", ".tsx", ".toml", ".md", ".json", ".csv", ".eml"];
    for (path, text) in ["src-tauri", "tests", "ui/src"].into_iter().flat_map(|folder| sources(folder, &endings)) {
        for digits in text.split(|character: char| !character.is_ascii_digit()) {
            assert!(!looks_personal(digits) || invented.contains(&digits), "{path} holds {digits}");
        }
    }
}

/// The map in ARCHITECTURE.md is written from the first lines of the files; `UPDATE=1` writes it anew.
#[test]
fn the_map_is_true() {
    let text = read("ARCHITECTURE.md");
    let mut told = String::new();
    let mut lines = text.lines();
    let mut is_mapped = false;
    while let Some(line) = lines.next() {
        told += line;
        told.push('\n');
        let folder = line.split_once("/ — ").map(|(folder, _)| folder).filter(|folder| root().join(folder).is_dir());
        let Some(folder) = folder else { continue };
        if lines.clone().nth(1) != Some("```") {
            continue;
        }
        is_mapped = true;
        lines.next();
        lines.next();
        lines.by_ref().find(|line| *line == "```");
        told += &format!("\n```\n{}```\n", map_of(folder));
    }
    assert!(is_mapped, "ARCHITECTURE.md holds no map");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join("ARCHITECTURE.md"), &told).unwrap();
        return;
    }
    assert_eq!(
        text, told,
        "the map in ARCHITECTURE.md is not true: run UPDATE=1 cargo test -p songda-tests --test house"
    );
}

fn map_of(folder: &str) -> String {
    let files = sources(folder, &[".rs", ".ts", ".tsx"]);
    let rows: Vec<(&str, String)> = files
        .iter()
        .filter(|(path, _)| !path.contains(".test.") && !path.ends_with("vite-env.d.ts"))
        .map(|(path, text)| (path.strip_prefix(folder).unwrap().trim_start_matches('/'), duty(text)))
        .collect();
    let width = rows.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    rows.iter().map(|(path, duty)| format!("{path:width$}  {duty}\n")).collect()
}

fn duty(text: &str) -> String {
    let first = text.lines().next().unwrap_or("");
    first.trim_start_matches(['/', '!', '*']).trim().trim_end_matches("*/").trim().to_owned()
}
