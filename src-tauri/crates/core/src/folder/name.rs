//! One name that Windows, macOS and Linux all accept and show alike.

use unicode_normalization::UnicodeNormalization as _;

/// Longest name of one folder or file, in UTF-16 units as Windows counts; leaves room for the rest of a path.
pub const LONGEST_NAME: usize = 80;
/// Longest name in UTF-8 bytes: Linux takes 255 (NAME_MAX), and a number or a temporary ending may still be added.
pub const MOST_BYTES: usize = 200;

/// One folder or file name that Windows, macOS and Linux all accept and show alike.
///
/// Forbidden characters become their full-width forms; control, direction and other invisible characters go;
/// the result is NFC, has no dots or blanks at its ends and is no device name.
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
pub fn name_of(text: &str) -> String {
    cut(&cleaned(text), LONGEST_NAME)
}

/// The same, of any length: for pieces that are cut elsewhere.
pub fn cleaned(text: &str) -> String {
    let cleaned: String = text.nfc().filter_map(allowed).collect();
    let mut name = trimmed(&cleaned).to_owned();
    if name.is_empty() {
        return "未命名".to_owned();
    }
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_uppercase();
    if is_device_name(&stem) || is_special(&name) {
        name.insert(0, '_');
    }
    name
}

/// Length as Windows counts it, in UTF-16 units.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whether a name is short enough for every system.
pub fn fits(name: &str, limit: usize) -> bool {
    units(name) <= limit && name.len() <= MOST_BYTES
}

/// The beginning of a cleaned name that is short enough, clean again at its end.
pub fn cut(name: &str, limit: usize) -> String {
    let mut short = name.to_owned();
    while !fits(&short, limit) {
        short.pop();
    }
    if short.len() == name.len() { short } else { trimmed(&short).to_owned() }
}

/// Without blanks at either end, dots and blanks at the end (Windows drops them silently), dots at the beginning
/// (hidden on macOS and Linux), and the mark of an office program's lock file.
fn trimmed(text: &str) -> &str {
    let mut text = text;
    loop {
        let next = text.trim().trim_end_matches(['.', ' ']).trim_start_matches('.').trim_start_matches("~$");
        if next == text {
            return text;
        }
        text = next;
    }
}

fn allowed(character: char) -> Option<char> {
    match character {
        '<' => Some('＜'),
        '>' => Some('＞'),
        ':' => Some('：'),
        '"' => Some('＂'),
        '/' => Some('／'),
        '\\' => Some('＼'),
        '|' => Some('｜'),
        '?' => Some('？'),
        '*' => Some('＊'),
        '\t' | '\n' | '\r' | '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Soft hyphen, joiners, directions, fillers, variation selectors, tags: nobody sees them, and two names that
        // look alike must be one.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' => None,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => None,
        '\u{e0000}'..='\u{e0fff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

fn is_device_name(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| {
            let mut rest = rest.chars();
            matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || numbered("COM")
        || numbered("LPT")
}

/// Names by which a file manager takes its orders.
fn is_special(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "desktop.ini" | "autorun.inf" | "thumbs.db" | "$recycle.bin" | "system volume information")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What Windows demands of one name, written down a second time and independently of the code above.
    fn is_legal_on_windows(name: &str) -> Result<(), String> {
        let fail = |what: &str| Err(format!("{what}: {name:?}"));
        if name.is_empty() || name == "." || name == ".." {
            return fail("no name");
        }
        if name.chars().any(|c| "<>:\"/\\|?*".contains(c) || (c as u32) < 32 || c as u32 == 127) {
            return fail("forbidden character");
        }
        if name.ends_with('.') || name.ends_with(' ') || name.starts_with(' ') {
            return fail("blank or dot at an end");
        }
        let stem = name.split('.').next().unwrap_or("").trim_end().to_uppercase();
        let devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
        let numbered = stem.chars().count() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.chars().nth(3).is_some_and(|c| "0123456789¹²³".contains(c));
        if devices.contains(&stem.as_str()) || numbered {
            return fail("device name");
        }
        if name.encode_utf16().count() > 255 || name.len() > 255 {
            return fail("too long");
        }
        Ok(())
    }

    const NASTY: &[&str] = &[
        "",
        " ",
        ".",
        "..",
        "...",
        "....pdf",
        ". .",
        "con",
        "CON.pdf",
        "con .txt",
        "nul.tar.gz",
        "AUX",
        "prn.",
        "COM1",
        "com¹",
        "LPT9.docx",
        "COM0",
        "conin$",
        "CLOCK$",
        "a/b",
        "a\\b",
        "..\\..\\windows\\system32",
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "C:x",
        "\\\\server\\share\\x",
        "\\\\?\\C:\\x",
        "x:stream",
        "传票.pdf::$DATA",
        "传票.pdf:Zone.Identifier",
        "a\0b",
        "a\u{1}b\u{1f}c",
        "a\u{7f}b",
        "a\u{85}b",
        "tab\there",
        "line\r\nbreak",
        "  传票  ",
        "传票.",
        "传票. . .",
        "传票\u{3000}",
        "\u{a0}传票\u{a0}",
        "\u{202e}fdp.exe",
        "传\u{200b}票",
        "传票\u{feff}",
        "\u{2066}传票\u{2069}",
        "desktop.ini",
        "Thumbs.db",
        "~$传票.docx",
        ".DS_Store",
        ".bashrc",
        "*?<>|\"",
        "e\u{301}",
        "\u{1100}\u{1161}",
        "\u{115f}",
        "传票\u{fe0f}",
        "葛\u{e0100}",
        "%TEMP%",
        "$(id)",
        "`id`",
        "-rf",
        "--help",
        "𠮷𠮷𠮷",
        "\u{ffff}",
        "a\u{ad}b",
        "🧾",
    ];

    #[test]
    fn every_nasty_name_becomes_one_that_windows_takes() {
        for nasty in NASTY {
            let name = name_of(nasty);
            is_legal_on_windows(&name).unwrap_or_else(|says| panic!("{nasty:?} became {says}"));
            assert_eq!(name_of(&name), name, "{nasty:?} changes again");
        }
        for wide in ["案", "𠮷", "a", "é"] {
            let name = name_of(&wide.repeat(400));
            is_legal_on_windows(&name).unwrap();
            assert!(fits(&name, LONGEST_NAME) && units(&name) >= 60 || wide == "𠮷", "{wide}");
        }
    }

    #[test]
    fn names_read_as_they_did() {
        assert_eq!(name_of("a/b\\c:d*?"), "a／b＼c：d＊？");
        assert_eq!(name_of("  传票.. "), "传票");
        assert_eq!(name_of("con"), "_con");
        assert_eq!(name_of("COM1.txt"), "_COM1.txt");
        assert_eq!(name_of("\u{202e}fdp.传票"), "fdp.传票");
        assert_eq!(name_of(".."), "未命名");
        assert_eq!(name_of("e\u{301}"), "\u{e9}");
        assert_eq!(name_of("（2026）沪0112民初12345号之一"), "（2026）沪0112民初12345号之一");
        assert_eq!(name_of(&"案".repeat(200)), "案".repeat(66));
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder(text in "\\PC{0,120}|[\\x00-\\x7f]{0,40}|.{0,60}") {
            let name = name_of(&text);
            prop_assert!(is_legal_on_windows(&name).is_ok(), "{:?}", is_legal_on_windows(&name));
            prop_assert_eq!(name_of(&name), name);
        }
    }
}
