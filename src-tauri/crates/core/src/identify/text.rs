//! One way of writing for what senders write in many: widths, brackets, dashes, invisible characters.

use std::sync::LazyLock;

use regex::Regex;

use super::radicals::ideograph;

/// The text with half-width digits, letters and brackets, and without invisible characters.
/// Line ends stay; Chinese punctuation stays.
pub fn plain(text: &str) -> String {
    rewritten(text, plain_char)
}

/// [`plain`] without any blank or line end.
pub fn compact(text: &str) -> String {
    rewritten(text, |character| plain_char(character).filter(|c| !c.is_whitespace()))
}

/// The text with each character written as `write` says. What stays as it is, and that is most of a text, is copied in
/// one piece.
fn rewritten(text: &str, write: impl Fn(char) -> Option<char>) -> String {
    // Nothing is written longer than it was.
    let mut rewritten = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, character) in text.char_indices() {
        let written = write(character);
        if written == Some(character) {
            continue;
        }
        rewritten.push_str(text.get(copied..at).unwrap_or(""));
        rewritten.extend(written);
        copied = at + character.len_utf8();
    }
    rewritten.push_str(text.get(copied..).unwrap_or(""));
    rewritten
}

fn plain_char(character: char) -> Option<char> {
    match character {
        // What nearly every character is.
        '\u{4e00}'..='\u{9fff}' | ' '..='Z' | 'a'..='z' | '\n' => Some(character),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' => None,
        '（' | '〔' | '［' | '【' | '〖' | '｛' | '[' | '{' | '⦅' | '﹝' | '﹙' | '〘' | '❲' => Some('('),
        '）' | '〕' | '］' | '】' | '〗' | '｝' | ']' | '}' | '⦆' | '﹞' | '﹚' | '〙' | '❳' => Some(')'),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＿' | '．' | '／' | '＋' | '＝' | '＆' | '＃' | '＠' => {
            char::from_u32(u32::from(character) - 0xfee0)
        }
        '－' | '—' | '–' | '‐' | '‑' | '−' => Some('-'),
        '～' | '〜' | '∼' => Some('~'),
        '\u{a0}' | '\u{3000}' | '\t' => Some(' '),
        other => Some(ideograph(other)),
    }
}

/// Shortest line that a page's width may have cut, in characters.
const FULL_LINE: usize = 24;

/// The text with numbers put together again that the width of a page cut in two: 上午9时3 / 0分, 2026年1 / 2月.
pub fn rejoined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut last: Option<&str> = None;
    for line in text.split('\n') {
        if last.is_some_and(|last| is_cut(last, line)) {
            joined.truncate(joined.trim_end().len());
            joined.push_str(line.trim_start());
        } else {
            if last.is_some() {
                joined.push('\n');
            }
            joined.push_str(line);
        }
        last = Some(line);
    }
    joined
}

/// The text with lines joined that the width of a page cut in the middle of a paragraph.
pub fn flowing(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for (nth, line) in text.split('\n').enumerate() {
        let last = joined.rsplit('\n').next().unwrap_or("");
        let ends = last.trim_end().ends_with(['。', '；', ';', ':', '：', '!', '！']);
        let is_prose = last.contains(['，', '。', '；', ',']) || !last.trim().contains(' ');
        let is_paragraph = last.chars().count() >= FULL_LINE && is_prose && !ends && !begins_anew(line);
        match nth {
            0 => {}
            _ if is_paragraph => joined.truncate(joined.trim_end().len()),
            _ => joined.push('\n'),
        }
        joined.push_str(if is_paragraph { line.trim_start() } else { line });
    }
    joined
}

/// Whether a line begins with the name of a field or the number of an item, so that no line ahead goes on in it.
fn begins_anew(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.split([':', '：']).next().filter(|name| name.len() < line.len());
    let is_field = name.is_some_and(|name| name.chars().count() <= 8 && name.chars().all(|c| is_han(c) || c == ' '));
    let item = line.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十(".contains(c));
    let is_date = line.trim_end().ends_with('日') && line.chars().count() <= 12;
    line.is_empty() || is_field || is_date || item.len() < line.len() && item.starts_with(['、', '.', ')', ' '])
}

/// At most so many characters behind a place of a text, with cut lines joined. The line the place stands in begins ahead
/// of it: only with that does one see that the page's width cut it.
pub fn behind(text: &str, at: usize, count: usize) -> String {
    let ahead = text.get(..at).unwrap_or("");
    // The end of a long line says as much; each moment of a text in one line would copy all that stands ahead.
    let line = last_chars(ahead.rsplit('\n').next().unwrap_or(""), 200);
    let joined = flowing(&format!("{line}{}", first_chars(text.get(at..).unwrap_or(""), count)));
    joined.get(line.len()..).unwrap_or("").to_owned()
}

/// A cell of a table cuts where it is full, however short: 2026年12月1 / 1日, 年十 / 二月, 20 / 26年, 第二法 / 庭.
fn is_cut_in_cell(line: &str, next: &str) -> bool {
    let is_numeral = |c: char| "〇零○一二三四五六七八九十".contains(c);
    let may_go_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || is_numeral(c));
    if !may_go_on(line.chars().next_back()) || !may_go_on(next.chars().next()) {
        return false;
    }
    let back: String = line.chars().rev().collect();
    let run = |text: &str, is: &dyn Fn(char) -> bool| text.chars().take_while(|c| is(*c)).count();
    let is_digit = |c: char| c.is_ascii_digit();
    let goes_on = |is: &dyn Fn(char) -> bool, longest: usize| {
        let (ends, begins) = (run(&back, is), run(next, is));
        let ahead = back.chars().nth(ends);
        let unit = next.chars().skip(begins).find(|c| !c.is_whitespace());
        let (Some(unit), true, true) = (unit, ends > 0, begins > 0) else { return false };
        if unit == '年' {
            return ends + begins == 4 && back.chars().nth(ends - 1).is_some_and(|c| c == '2' || c == '二');
        }
        let belongs = [("年", "月"), ("月", "日"), ("日午", "时点:："), ("时点:：", "分")];
        let fits = |first: &str, then: &str| ahead.is_some_and(|c| first.contains(c)) && then.contains(unit);
        ends.max(begins) <= longest && belongs.iter().any(|(first, then)| fits(first, then))
    };
    goes_on(&is_digit, 1) || goes_on(&is_numeral, 2)
}

/// Whether a room's name goes on in the next line.
fn is_cut_room(line: &str, next: &str) -> bool {
    let is_court = line.ends_with(['法', '判']) && next.starts_with('庭') && !next.starts_with("庭审");
    line.contains('第') && (is_court || line.ends_with('审') && next.starts_with("判庭"))
}

/// Whether a line goes on in the next one in the middle of a number. 3、注意事项 begins an item; 0分 ends a number.
fn is_cut(line: &str, next: &str) -> bool {
    let is_numeral = |c: char| c.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(c);
    let (line, next) = (line.trim_end(), next.trim_start());
    if is_cut_room(line, next) {
        return true;
    }
    if line.chars().count() < FULL_LINE {
        return is_cut_in_cell(line, next);
    }
    let number = next.find(|c: char| !is_numeral(c)).map_or(next, |at| next.get(..at).unwrap_or(""));
    let unit = next.get(number.len()..).and_then(|rest| rest.chars().next());
    // 北楼301 / 2026年12月15日, 开庭地点 / 2026年12月15日: a whole year begins a row; only a label's value goes on with it.
    if number.len() == 4 && number.starts_with("20") && unit.is_some_and(|unit| "年-/".contains(unit)) {
        return line.ends_with([':', '：']);
    }
    let is_unit = unit.is_some_and(|unit| "年月日时点分:：号整".contains(unit));
    let words = [("上", "午"), ("下", "午"), ("中", "午"), ("星", "期"), ("礼", "拜")];
    if words.iter().any(|(ends, begins)| line.ends_with(ends) && next.starts_with(begins)) {
        return true;
    }
    if number.is_empty() {
        return line.ends_with(is_numeral) && is_unit;
    }
    let is_item = unit.is_some_and(|unit| "、.．)".contains(unit));
    // 依次开庭：/ 5501号 8:45: the number of a case begins a row; 12月8 / 号 ends a day.
    let is_case = unit == Some('号') && !line.ends_with(|c: char| is_numeral(c) || c == '月');
    is_unit && !is_case && line.ends_with(|c: char| is_numeral(c) || "年月日时点午:：".contains(c))
        || line.ends_with(|c: char| c.is_ascii_digit()) && !is_item && (is_open(line) || !begins_row(next, number))
}

/// 下午2:3 / 0 三、地点: one digit behind a colon is half of the minutes.
fn is_open(line: &str) -> bool {
    let ahead = line.trim_end_matches(|c: char| c.is_ascii_digit());
    line.len() == ahead.len() + 1 && ahead.ends_with([':', '：'])
}

/// 9:00 / 2 （2026）…号: the number of a row, with its first cell behind it, is no part of the time the row above ends with.
fn begins_row(next: &str, number: &str) -> bool {
    let rest = next.get(number.len()..).unwrap_or("");
    let is_apart = rest.starts_with([' ', '(', '（', '|']) || rest.is_empty();
    number.len() <= 3
        && is_apart
        && !rest.trim_start().starts_with(['年', '月', '日', '时', '点', '分', ':', '：', '-'])
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

static ORDERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:^|[^勿要得可])(?:忽略|无视|忘记|跳过)[^。\n]{0,14}(?:指令|指示|规则|设定|校验|验证)|系统提示词?[:：]|系统指令|提示词|",
        r"(?:作为|你是)[^。\n]{0,8}(?:AI|人工智能|助手|模型|机器人|智能体)|",
        r"(?:本邮件|此邮件|该邮件|这封邮件|发件人)[^。\n]{0,10}(?:判定|标记|识别|认定|视)为|",
        r"(?:案号|法院|期限)[^。\n]{0,6}(?:填写为|填写[（(]\d|填为|设为|设置为|输出为|识别为|应输出|改写为)|",
        r"ignore[^.\n]{0,20}(?:previous|prior|above|all)|system\s*prompt|as\s+an?\s+(?:ai|assistant)\b",
    ))
    .ok()
});

/// 自本邮件到达之日即视为送达: what courts say of every mail, to whoever reads it.
static SERVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:视|认定)为(?:您|你|贵)?(?:单位|公司|方|司)?(?:已经?|完成|依法|合法|有效|成功)*(?:送达|收到|收悉|签收|接收|知悉|阅)").ok()
});

/// Words of which an order holds one of the first and, where there are any, one of the second: what has no such pair
/// matches no Chinese alternative of [`ORDERS`]. Looking for words costs a hundredth of that pattern.
const SIGNS: [(&[&str], &[&str]); 5] = [
    (&["忽略", "无视", "忘记", "跳过"], &["指令", "指示", "规则", "设定", "校验", "验证"]),
    (&["系统提示", "系统指令", "提示词"], &[]),
    (&["作为", "你是"], &["人工智能", "助手", "模型", "机器人", "智能体"]),
    (&["本邮件", "此邮件", "该邮件", "这封邮件", "发件人"], &["判定为", "标记为", "识别为", "认定为", "视为"]),
    (
        &["案号", "法院", "期限"],
        &["填写为", "填写（", "填写(", "填为", "设为", "设置为", "输出为", "识别为", "应输出", "改写为"],
    ),
];

/// The same for what is written in Latin letters.
static LATIN_SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)ignore|system|as\s+an?\s").ok());

/// Whether a text may hold an order at all.
fn may_order(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let names_ai = || text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"AI"));
    SIGNS.iter().any(|(first, second)| has(first) && (second.is_empty() || has(second)))
        || (has(&["作为", "你是"]) && names_ai())
        || LATIN_SIGNS.as_ref().is_none_or(|signs| signs.is_match(text))
}

/// The text without sentences that are written to a program and not to a reader; `None` when there are none.
/// What such a sentence says is no fact.
pub fn without_orders(text: &str) -> Option<String> {
    // The pattern itself takes long to make: it is made only where a text needs it.
    let orders = if may_order(text) { ORDERS.as_ref()? } else { return None };
    let served = SERVED.as_ref()?;
    let is_order = |words: &str| orders.is_match(&served.replace_all(words, ""));
    if !is_order(text) {
        return None;
    }
    let sentences = text.split_inclusive(['。', '！', '!', '\n']);
    Some(sentences.filter(|sentence| !is_order(sentence)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_blanks() {
        assert_eq!(plain("（２０２６）\u{200b}沪〔Ａ〕－１"), "(2026)沪(A)-1");
        assert_eq!(compact("民 事\u{3000}判\n决 书"), "民事判决书");
        assert_eq!(plain("\u{2ea0}初\u{2ed4}"), "民初门");
        assert_eq!(last_chars("一二三", 2), "二三");
        assert_eq!(first_chars("一二三", 2), "一二");
        assert_eq!(last_chars("一", 5), "一");
    }

    #[test]
    fn numbers_cut_by_the_width_of_a_page_are_put_together() {
        let full = "一".repeat(20);
        assert_eq!(rejoined(&format!("{full}开庭时间为上午9时3\n0分")), format!("{full}开庭时间为上午9时30分"));
        assert_eq!(rejoined(&format!("{full}时间:下午2:3\n0  三、地点")), format!("{full}时间:下午2:30  三、地点"));
        assert_eq!(rejoined(&format!("{full}开庭时间为2026年1\n 2月8日")), format!("{full}开庭时间为2026年12月8日"));
        assert_eq!(
            rejoined(&format!("{full}开庭时间为二〇二六\n年十二月")),
            format!("{full}开庭时间为二〇二六年十二月")
        );
        assert_eq!(rejoined(&format!("{full}定于12月8日（星\n期二）上午")), format!("{full}定于12月8日（星期二）上午"));
        for kept in [
            format!("{full}开庭时间9:30\n2、注意事项"),
            "证据1\n1日内提交".to_owned(),
            format!("{full}开庭\n地点"),
            "\n\n甲\n".to_owned(),
            format!("{full}北楼301\n2026年12月15日"),
            format!("{full}示例甲 9:00\n2 (2026)沪0112民初2号 9:30\n3 (2026)沪0112民初3号 9:50"),
            format!("{full}示例甲 9:00\n2\n示例乙"),
            format!("{full}依次开庭:\n5501号 8:45\n5502号 9:30"),
        ] {
            assert_eq!(rejoined(&kept), kept);
        }
        // A narrow cell of a form.
        assert_eq!(rejoined("20\n26年12月1\n1日上午9时3\n0分"), "2026年12月11日上午9时30分");
    }

    #[test]
    fn whatever_is_an_order_shows_a_sign_of_it() {
        let orders = ORDERS.as_ref().unwrap();
        let product = |first: &[&str], between: &str, second: &[&str]| -> Vec<String> {
            let of = |one: &&str| second.iter().map(|two| format!("{one}{between}{two}")).collect::<Vec<_>>();
            first.iter().flat_map(of).collect()
        };
        let mut all = product(
            &["请忽略", "无视", "忘记", "现在跳过"],
            "以上所有",
            &["指令", "指示", "规则", "设定", "校验", "验证"],
        );
        all.extend(product(&["系统提示词：", "系统提示:", "系统指令", "提示词"], "", &["", "如下"]));
        all.extend(product(
            &["作为", "你是"],
            "一个",
            &["AI", "ai", "Ai", "人工智能", "助手", "模型", "机器人", "智能体"],
        ));
        all.extend(product(
            &["本邮件", "此邮件", "该邮件", "这封邮件", "发件人"],
            "应被",
            &["判定为", "标记为", "识别为", "认定为", "视为"],
        ));
        let ends = ["填写为", "填写（1", "填写(2", "填为", "设为", "设置为", "输出为", "识别为", "应输出", "改写为"];
        all.extend(product(&["案号", "法院", "期限"], "请", &ends));
        let latin = ["Ignore all", "IGNORE the previous", "iGnore what is above", "system prompt", "SYSTEM  Prompt"];
        all.extend(latin.map(str::to_owned));
        all.extend(["as an AI", "AS  AN  assistant.", "\u{17f}ystem prompt"].map(str::to_owned));
        assert!(orders.is_match("as a\nassistant") && may_order("as a\nassistant"));
        for order in &all {
            assert!(orders.is_match(order), "{order} is no order any more");
            assert!(may_order(order), "{order}");
            assert_eq!(without_orders(&format!("甲。\n{order}。\n乙")).as_deref(), Some("甲。\n\n乙"), "{order}");
        }
        assert!(!may_order("你公司应当在收到起诉状副本之日起十五日内提交答辩状，逾期视为放弃。Assistant: Main"));
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
