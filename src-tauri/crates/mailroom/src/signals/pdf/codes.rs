//! What the codes of a PDF's fonts mean: where they are Unicode themselves, and maps of them that are quick to read.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use hayro_cmap::{CMap, CMapName, load_embedded};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object};

/// Encodings whose codes are UTF-16 themselves (ISO 32000-2, 9.7.5.2, table 116); those of vertical writing end in V.
const UNICODE_ENCODINGS: [&str; 8] = [
    "UniGB-UCS2-H",
    "UniGB-UCS2-V",
    "UniGB-UTF16-H",
    "UniGB-UTF16-V",
    "UniCNS-UCS2-H",
    "UniCNS-UTF16-H",
    "UniJIS-UCS2-H",
    "UniJIS-UTF16-H",
];

/// Glyph numbers below this are told exactly by a short map. The collections of Adobe have letters and digits, whose
/// widths a font states one by one, among their first thousand; Chinese characters have the usual width.
const NEAR: u32 = 1_000;
/// The numbers a short map gives to all others begin here, where no collection has glyphs.
const FAR: u32 = 0x1_0000;

/// Encodings whose codes are those of GBK (table 116).
const GBK_ENCODINGS: [&str; 8] =
    ["GBK-EUC-H", "GBK-EUC-V", "GBKp-EUC-H", "GBKp-EUC-V", "GBK2K-H", "GBK2K-V", "GBpc-EUC-H", "GB-EUC-H"];

/// What the codes of the composite fonts mean by the name of their encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Utf16,
    Gbk,
}

impl Script {
    fn of(encoding: &str) -> Option<Self> {
        if UNICODE_ENCODINGS.contains(&encoding) {
            return Some(Self::Utf16);
        }
        GBK_ENCODINGS.contains(&encoding).then_some(Self::Gbk)
    }
}

/// How the composite fonts of a PDF are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codes {
    /// All in codes that are Unicode themselves. What a glyph means then needs no map of a whole character collection,
    /// which costs more to read than a page.
    pub are_unicode: bool,
    /// None states the width of a glyph from [`NEAR`] on: which one that is makes no difference.
    has_near_widths: bool,
    /// What a code means that no map tells: a map of the file itself may know only some of them.
    script: Option<Script>,
    /// Codes below this may be those of a font whose letters are told otherwise.
    least: u32,
}

impl Codes {
    /// Looks at the fonts of a PDF, whose bytes these are.
    pub fn of(bytes: &[u8], pdf: &Pdf) -> Self {
        let untold = Self { are_unicode: false, has_near_widths: false, script: None, least: 0 };
        let names = [b"/Uni".as_slice(), b"/GB"];
        if names.iter().all(|name| memchr::memmem::find(bytes, name).is_none()) {
            return untold;
        }
        let mut codes = Self { are_unicode: true, has_near_widths: true, ..untold };
        for object in pdf.objects() {
            let Object::Dict(dict) = object else { continue };
            let name = |key: &str| dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned());
            if name("Type").as_deref() != Some("Font") {
                continue;
            }
            let encoding = name("Encoding");
            match name("Subtype").as_deref() {
                Some("Type0") => {
                    let script = encoding.as_deref().and_then(Script::of);
                    // Codes of several kinds cannot be told apart when a letter is drawn.
                    if script.is_none() || codes.script.is_some_and(|other| Some(other) != script) {
                        return untold;
                    }
                    codes.script = script;
                    codes.are_unicode &= script == Some(Script::Utf16) && !dict.contains_key("ToUnicode");
                    codes.has_near_widths &= has_near(&dict);
                }
                // Their glyphs are told by names; without such an encoding some may stay untold, and their codes say nothing.
                Some("Type1" | "TrueType" | "MMType1") if encoding.is_none() => codes.least = 0x100,
                Some("Type3") => codes.least = 0x100,
                _ => {}
            }
        }
        codes.are_unicode &= codes.script.is_some() && codes.least == 0;
        codes
    }

    /// The character of a code that no map tells.
    pub fn meaning(self, code: u32) -> Option<char> {
        match self.script.filter(|_| code >= self.least)? {
            Script::Utf16 => of_utf16(code),
            Script::Gbk => of_gbk(code),
        }
    }

    /// Settings by which text is read with no more maps than it takes.
    pub fn settings(self) -> InterpreterSettings {
        let usual = InterpreterSettings::default();
        if !self.are_unicode {
            return usual;
        }
        let resolver = usual.cmap_resolver.clone();
        let cmap_resolver = move |name: CMapName<'_>| match name {
            CMapName::AdobeGb1Ucs2
            | CMapName::AdobeCns1Ucs2
            | CMapName::AdobeJapan1Ucs2
            | CMapName::AdobeKorea1Ucs2 => None,
            other => short(other).filter(|_| self.has_near_widths).or_else(|| resolver(other)),
        };
        InterpreterSettings { cmap_resolver: Arc::new(cmap_resolver), ..usual }
    }
}

/// The character of a code of UTF-16: one unit, or a pair of them.
pub fn of_utf16(code: u32) -> Option<char> {
    let units = [u16::try_from(code >> 16).ok()?, u16::try_from(code & 0xffff).ok()?];
    let units = if code > 0xffff { &units[..] } else { units.get(1..)? };
    char::decode_utf16(units.iter().copied()).next()?.ok()
}

/// The character of a code of GBK: one byte, or two.
fn of_gbk(code: u32) -> Option<char> {
    let bytes = code.to_be_bytes();
    let written = bytes.get(usize::try_from(code.leading_zeros() / 8).ok()?..)?;
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(written)?;
    text.chars().next().filter(|letter| text.chars().count() == 1 && !letter.is_control())
}

/// Whether a composite font states widths of glyphs below [`NEAR`] alone (ISO 32000-2, 9.7.4.3).
fn has_near(font: &Dict<'_>) -> bool {
    let inner = font.get::<Array<'_>>("DescendantFonts").and_then(|all| all.iter::<Dict<'_>>().next());
    let Some(inner) = inner.filter(|it| !it.contains_key("W2")) else { return false };
    if !inner.contains_key("W") {
        return true;
    }
    let Some(widths) = inner.get::<Array<'_>>("W") else { return false };
    let mut left = widths.iter::<Object<'_>>();
    let number = |object: &Object<'_>| match object {
        Object::Number(number) => u32::try_from(number.as_i64()).ok(),
        _ => None,
    };
    while let Some(first) = left.next() {
        let Some(first) = number(&first) else { return false };
        let end = match left.next() {
            Some(Object::Array(each)) => {
                u32::try_from(each.iter::<Object<'_>>().count()).ok().and_then(|it| first.checked_add(it))
            }
            // The width of all of them follows.
            Some(last) => left.next().and(number(&last)).and_then(|last| last.checked_add(1)),
            None => None,
        };
        if end.is_none_or(|end| end > NEAR) {
            return false;
        }
    }
    true
}

/// A map that knows the codes the embedded one of this name knows, made once; none where there is no short one (those of
/// other scripts have too many gaps).
fn short(name: CMapName<'_>) -> Option<&'static [u8]> {
    static GB: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    match name {
        CMapName::UniGbUcs2H => GB.get_or_init(|| shortened(name)).as_deref(),
        _ => None,
    }
}

/// The embedded map with one range for every run of codes whose glyphs need not be told apart. The embedded one has a
/// range for nearly every character, and each PDF would read all of them anew.
fn shortened(name: CMapName<'_>) -> Option<Vec<u8>> {
    let whole = CMap::parse(load_embedded(name)?, load_embedded)?;
    let codes = || 0..=0xffff_u32;
    if codes().any(|code| [1, 3, 4].iter().any(|bytes| whole.lookup_cid_code(code, *bytes).is_some())) {
        return None;
    }
    let told = |code: u32| whole.lookup_cid_code(code, 2).map(|cid| if cid < NEAR { cid } else { FAR + code });
    let mut runs: Vec<(u32, u32, u32)> = Vec::new();
    for code in codes() {
        let Some(cid) = told(code) else { continue };
        match runs.last_mut() {
            Some((first, last, begins)) if *last + 1 == code && *begins + (code - *first) == cid => *last = code,
            _ => runs.push((code, code, cid)),
        }
    }
    let supplement = whole.metadata().character_collection.as_ref().map_or(0, |it| it.supplement);
    let mut text = format!(
        "/Registry (Adobe) def\n/Ordering (GB1) def\n/Supplement {supplement} def\n/CMapName /{} def\n/WMode 0 def\n{} begincidrange\n",
        String::from_utf8_lossy(name.to_bytes()),
        runs.len(),
    );
    for (first, last, cid) in runs {
        let _ = writeln!(text, "<{first:04x}> <{last:04x}> {cid}");
    }
    text.push_str("endcidrange\n");
    Some(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::pdf::one_page;

    #[test]
    fn a_short_map_knows_the_same_codes_and_the_same_glyphs_of_stated_width() {
        let name = CMapName::UniGbUcs2H;
        let whole = CMap::parse(load_embedded(name).unwrap(), load_embedded).unwrap();
        let text = short(name).unwrap();
        let short = CMap::parse(text, load_embedded).unwrap();
        for (code, bytes) in (0..=0xffff).flat_map(|code| (1..=4).map(move |bytes| (code, bytes))) {
            let (cid, told) = (whole.lookup_cid_code(code, bytes), short.lookup_cid_code(code, bytes));
            let is_same = told == cid || cid.is_some_and(|cid| cid >= NEAR) && told.is_some_and(|it| it >= FAR);
            assert!(is_same, "{code:04x} of {bytes} bytes: {cid:?}, {told:?}");
        }
        let (one, other) = (whole.metadata(), short.metadata());
        assert_eq!(one.character_collection, other.character_collection);
        assert_eq!(one.writing_mode.unwrap_or_default(), other.writing_mode.unwrap_or_default());
        assert!(text.iter().filter(|byte| **byte == b'\n').count() < 2_000, "not short");
    }

    #[test]
    fn a_font_that_states_widths_of_characters_is_read_by_the_whole_map() {
        let page = one_page("传票 A-1", &["案号：（2026）沪0112民初12345号"]);
        let of = |bytes: &[u8]| Codes::of(bytes, &Pdf::new(bytes.to_vec()).unwrap());
        let found = of(&page);
        assert!(found.are_unicode && found.has_near_widths);
        let text = String::from_utf8(page).unwrap();
        let (begin, end) = (text.find("/W [").unwrap(), text.find(" /CIDSystemInfo").unwrap());
        let with = |widths: &str| {
            let widths = format!("{widths:<0$}", end - begin);
            of(format!("{}{widths}{}", &text[..begin], &text[end..]).as_bytes())
        };
        for (widths, is_near) in [
            ("", true),
            ("/W [1 95 500 814 [500 500]]", true),
            ("/W [998 [1 2]]", true),
            ("/W [999 [1 2]]", false),
            ("/W [1 95 500 4559 4560 900]", false),
            ("/W [1 95]", false),
            ("/W [(x) 2 3]", false),
            ("/W 3", false),
            ("/W2 [1 [1 2 3]]", false),
        ] {
            let found = with(widths);
            assert_eq!((found.are_unicode, found.has_near_widths), (true, is_near), "{widths}");
        }
    }
}
