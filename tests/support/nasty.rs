//! Names of files that break something somewhere, and what Windows, macOS and Linux demand of a name, written down
//! independently of the program.

/// Names of attachments as a hostile or careless sender writes them.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = PLAIN.iter().map(|name| (*name).to_owned()).collect();
    for wide in ["a", "案", "𠮷", "é", "﷽", "👨‍👩‍👧‍👦"] {
        names.push(format!("{}.pdf", wide.repeat(300)));
    }
    for device in ["con", "PRN", "Aux", "nul", "COM1", "com9", "COM¹", "LPT1", "lpt³", "CONIN$", "CONOUT$", "CLOCK$"]
    {
        names.extend(["", ".pdf", " .pdf", ".tar.pdf", "..pdf"].map(|ending| format!("{device}{ending}")));
    }
    for forbidden in "<>:\"/\\|?*".chars().chain((0_u8..32).map(char::from)).chain(['\u{7f}', '\u{85}', '\u{a0}']) {
        names.extend([format!("传{forbidden}票.pdf"), format!("{forbidden}传票.pdf"), format!("传票.pdf{forbidden}")]);
    }
    for hidden in [
        "\u{200b}",
        "\u{200e}",
        "\u{202a}",
        "\u{202e}",
        "\u{2066}",
        "\u{2069}",
        "\u{feff}",
        "\u{ad}",
        "\u{fe0f}",
        "\u{e0041}",
    ] {
        names.extend([
            format!("传{hidden}票.pdf"),
            format!("传票{hidden}.pdf"),
            format!("{hidden}传票fdp.exe{hidden}.pdf"),
        ]);
    }
    for up in 1..12 {
        names.extend([format!("{}传票.pdf", "../".repeat(up)), format!("{}传票.pdf", "..\\".repeat(up))]);
    }
    names
}

const PLAIN: [&str; 84] = [
    "",
    " ",
    ".",
    "..",
    "...",
    "....pdf",
    ".pdf",
    "  .pdf",
    ". .pdf",
    "传票.pdf .",
    "传票.pdf...",
    "传票. . .pdf",
    "传票\u{3000}.pdf",
    "传票.pdf",
    "传票.PDF",
    "传票.Pdf",
    "传票 (2).pdf",
    "传票 (2) (2).pdf",
    "01 传票.pdf",
    "00 来信原件.eml.pdf",
    "案件索引.txt",
    "案件索引.txt.pdf",
    ".songda-0123456789abcdef.tmp",
    ".songda-0123456789abcdef.tmp.pdf",
    "songda.toml.pdf",
    "/etc/传票.pdf",
    "/tmp/songda-evil.pdf",
    "~/传票.pdf",
    "~root/传票.pdf",
    "C:\\Windows\\传票.pdf",
    "C:传票.pdf",
    "\\\\server\\share\\传票.pdf",
    "\\\\?\\C:\\传票.pdf",
    "\\\\.\\PhysicalDrive0.pdf",
    "file:///etc/传票.pdf",
    "传票.pdf:Zone.Identifier.pdf",
    "传票.pdf::$DATA.pdf",
    "传票.pdf:stream:$DATA",
    "a/../../b.pdf",
    "a/./b.pdf",
    "a//b.pdf",
    "%2e%2e%2f传票.pdf",
    "..%2f..%2f传票.pdf",
    "..%5c传票.pdf",
    "..%c0%af传票.pdf",
    "..／..／传票.pdf",
    "..＼传票.pdf",
    "․․/传票.pdf",
    "desktop.ini",
    "desktop.ini.pdf",
    "Thumbs.db.pdf",
    "autorun.inf.pdf",
    ".DS_Store.pdf",
    "._传票.pdf",
    "~$传票.docx.pdf",
    "$RECYCLE.BIN.pdf",
    "System Volume Information.pdf",
    "-rf.pdf",
    "--help.pdf",
    "$(id).pdf",
    "`id`.pdf",
    "%TEMP%.pdf",
    "!important!.pdf",
    "传票&whoami.pdf",
    "传票;ls.pdf",
    "传票|ls.pdf",
    "传票\r\nContent-Type: text.pdf",
    "Café.pdf",
    "Cafe\u{301}.pdf",
    "が.pdf",
    "か\u{3099}.pdf",
    "한글.pdf",
    "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}.pdf",
    "Å.pdf",
    "\u{212b}.pdf",
    "A\u{30a}.pdf",
    "ß.pdf",
    "ẞ.pdf",
    "SS.pdf",
    "ſ.pdf",
    "İ.pdf",
    "ı.pdf",
    "ＣＯＮ.pdf",
    "传票．pdf",
];

/// What is wrong with one name of a folder or a file on Windows, macOS or Linux; none when all of them take it and
/// show it as it is.
pub fn wrong_with(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_uppercase();
    let is_device = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"].contains(&stem.as_str())
        || (stem.chars().count() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.chars().nth(3).is_some_and(|last| "0123456789¹²³".contains(last)));
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    match () {
        () if name.is_empty() || name == "." || name == ".." => Some("no name"),
        () if name.chars().any(|c| "<>:\"/\\|?*".contains(c) || c.is_control()) => Some("a forbidden character"),
        () if name.ends_with(['.', ' ']) || name.starts_with([' ', '.']) => Some("a blank or dot at an end"),
        () if is_device => Some("the name of a device"),
        () if name.encode_utf16().count() > 255 || name.len() > 255 => Some("too long"),
        () if name.chars().any(is_hidden) => Some("something that nobody sees"),
        () => None,
    }
}

/// What names that Windows or macOS take for one have in common.
pub fn folded(path: &str) -> String {
    path.to_lowercase().to_uppercase().to_lowercase()
}
