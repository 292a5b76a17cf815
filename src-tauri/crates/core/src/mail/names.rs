//! Names of parts and of what lies in archives: decoded, cleaned, checked for danger before anything uses them.

use unicode_normalization::UnicodeNormalization as _;

/// Longest name kept, in characters; the ending is kept.
const LONGEST: usize = 200;

/// Characters that turn or hide what is written (Unicode UAX 9 embeddings, overrides, isolates).
pub fn turns_writing(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The last component of a name, without control characters and characters nobody sees. `None` when nothing is left.
pub fn base_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).map(str::trim).find(|piece| !piece.is_empty())?;
    let clean: String = last
        .chars()
        .map(|character| if character == '\t' { ' ' } else { character })
        .filter(|character| !character.is_control() && !turns_writing(*character) && !is_unseen(*character))
        .collect();
    let clean = clean.trim();
    if clean.is_empty() || clean.chars().all(|character| character == '.') {
        return None;
    }
    let count = clean.chars().count();
    if count <= LONGEST {
        return Some(clean.to_owned());
    }
    let ending = extension(clean);
    let kept: String = clean.chars().take(LONGEST).collect();
    Some(if ending.is_empty() { kept } else { format!("{kept}.{ending}") })
}

/// Ending of a name in lower case, as the system that opens the file reads it: full-width letters made plain,
/// trailing dots and blanks dropped. Empty when there is none.
pub fn extension(name: &str) -> String {
    let plain: String = name.nfkc().filter(|c| !turns_writing(*c) && !is_unseen(*c) && !c.is_control()).collect();
    let plain = plain.trim_end_matches(['.', ' ']).to_lowercase();
    let ending = plain.rsplit_once('.').map(|(_, ending)| ending.trim().to_owned()).unwrap_or_default();
    if ending.len() <= 24 && !ending.contains(['/', '\\']) { ending } else { String::new() }
}

/// Name of an archive entry: UTF-8 if it is valid, else GB18030, which Chinese systems write without saying so;
/// decoded before any path check, because a GBK character may end in a backslash.
pub fn entry_name(raw: &[u8]) -> String {
    super::header::text_by_trying(raw).replace('\\', "/")
}

/// Why an entry's path must not be used; `None` when it is a plain relative path.
pub fn path_danger(path: &str) -> Option<&'static str> {
    let pieces: Vec<&str> = path.split('/').collect();
    if path.starts_with('/') || pieces.first().is_some_and(|first| first.len() == 2 && first.ends_with(':')) {
        return Some("压缩包内使用绝对路径");
    }
    if pieces.iter().any(|piece| piece.trim() == "..") {
        return Some("压缩包内的路径跳出文件夹");
    }
    if path.chars().any(char::is_control) {
        return Some("文件名含控制字符");
    }
    pieces.iter().any(|piece| is_device(piece)).then_some("文件名是系统设备名")
}

/// Names that Windows takes for devices, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|digit| matches!(digit, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    });
    numbered || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("C:\\送达\\传票.pdf", Some("传票.pdf"))]
    #[case("a/b/", Some("b"))]
    #[case("传\u{200b}票\r\n.pdf", Some("传票.pdf"))]
    #[case("..", None)]
    #[case("", None)]
    fn base_names(#[case] name: &str, #[case] expected: Option<&str>) {
        assert_eq!(base_name(name).as_deref(), expected);
    }

    #[rstest]
    #[case("传票.pdf.EXE", "exe")]
    #[case("传票．ｅｘｅ", "exe")]
    #[case("传票.exe. ", "exe")]
    #[case("传票", "")]
    fn extensions(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(extension(name), expected);
    }

    #[test]
    fn paths_that_leave_or_name_devices_are_dangerous() {
        for path in ["../a.pdf", "/etc/a", "C:/a", "a/../../b", "NUL.pdf", "x/com1", "a\u{0}b"] {
            assert!(path_danger(path).is_some(), "{path}");
        }
        assert_eq!(path_danger("甲案/传票..pdf"), None);
    }

    #[test]
    fn a_gbk_name_that_ends_in_a_backslash_byte_is_one_name() {
        let (gbk, ..) = encoding_rs::GB18030.encode("誠信/传票.pdf");
        assert!(gbk.contains(&b'\\'));
        assert_eq!(entry_name(&gbk), "誠信/传票.pdf");
    }
}
