//! One way of writing for what senders write in many: widths, brackets, dashes, invisible characters.

/// The text with half-width digits, letters and brackets, and without invisible characters.
/// Line ends stay; Chinese punctuation stays.
pub fn plain(text: &str) -> String {
    text.chars().filter_map(plain_char).collect()
}

/// [`plain`] without any blank or line end.
pub fn compact(text: &str) -> String {
    text.chars().filter_map(plain_char).filter(|c| !c.is_whitespace()).collect()
}

fn plain_char(character: char) -> Option<char> {
    match character {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => None,
        '（' | '〔' | '［' | '【' | '〖' | '｛' | '[' | '{' | '⦅' => Some('('),
        '）' | '〕' | '］' | '】' | '〗' | '｝' | ']' | '}' | '⦆' => Some(')'),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＿' | '．' | '／' | '＋' | '＝' | '＆' | '＃' | '＠' => {
            char::from_u32(u32::from(character) - 0xfee0)
        }
        '－' | '—' | '–' | '‐' | '‑' | '−' => Some('-'),
        '～' | '〜' | '∼' => Some('~'),
        '\u{a0}' | '\u{3000}' | '\t' => Some(' '),
        other => Some(other),
    }
}

/// Whether a character is a Chinese one.
pub fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character) || ('\u{3400}'..='\u{4dbf}').contains(&character)
}

/// The last `count` characters.
pub fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    if count == 0 { "" } else { text.get(start..).unwrap_or("") }
}

/// The first `count` characters.
pub fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

/// The number a Chinese numeral writes, up to 9999: 十二, 二十, 〇, and digit by digit 二〇二六.
pub fn numeral(text: &str) -> Option<u32> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|one| one == c).and_then(|at| u32::try_from(at).ok());
    let text: String = text
        .chars()
        .map(|c| {
            if "零○ＯO".contains(c) {
                '〇'
            } else if c == '两' {
                '二'
            } else {
                c
            }
        })
        .collect();
    if text.is_empty() || text.chars().count() > 5 {
        return None;
    }
    if let Some((tens, ones)) = text.split_once('十') {
        let one_digit = |text: &str, empty: u32| {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (None, _) => Some(empty),
                (Some(c), None) => digit(c),
                _ => None,
            }
        };
        return Some(one_digit(tens, 1)? * 10 + one_digit(ones, 0)?);
    }
    text.chars().try_fold(0_u32, |sum, c| Some(sum * 10 + digit(c)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_blanks() {
        assert_eq!(plain("（２０２６）\u{200b}沪〔Ａ〕－１"), "(2026)沪(A)-1");
        assert_eq!(compact("民 事\u{3000}判\n决 书"), "民事判决书");
        assert_eq!(last_chars("一二三", 2), "二三");
        assert_eq!(first_chars("一二三", 2), "一二");
        assert_eq!(last_chars("一", 5), "一");
    }

    #[test]
    fn numerals() {
        let all = [
            ("二〇二六", 2026),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十一", 31),
            ("九", 9),
            ("零五", 5),
            ("二○二六", 2026),
        ];
        for (text, number) in all {
            assert_eq!(numeral(text), Some(number), "{text}");
        }
        assert_eq!(numeral(""), None);
        assert_eq!(numeral("百"), None);
    }
}
