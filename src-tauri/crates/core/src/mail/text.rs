//! Text a reader sees: plain text without quoted older mails, and the links in it.

pub use super::html::of_html;

/// What was found in one text.
#[derive(Debug, Default)]
pub struct Seen {
    /// The text.
    pub text: String,
    /// Targets of links, in order.
    pub links: Vec<String>,
    /// Words of a link and its target, for links whose words are not their target.
    pub anchors: Vec<(String, String)>,
    /// Content-IDs and addresses of pictures the text shows.
    pub shown: Vec<String>,
    /// Text that nobody sees.
    pub hidden: String,
    /// Quoted older mails.
    pub older: String,
    /// Words in quoted older mails that nobody sees, and the links in them.
    pub hidden_older: String,
    pub older_links: Vec<String>,
    /// Whether the text was taken from what looks like a quoted older mail, because nothing else is there.
    pub is_quoted: bool,
}

impl Seen {
    /// Whether a reader sees any words.
    pub fn has_text(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }

    /// Takes what looks like a quoted older mail for the text, where the mail says hardly anything else: somebody
    /// passes a mail on, or a letter looks like a quoted one.
    pub fn settle(&mut self) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        if letters(&self.text) >= HARDLY_ANYTHING || letters(&self.older) <= letters(&self.text) {
            return;
        }
        let older = std::mem::take(&mut self.older);
        let lines = older.lines().map(|line| line.trim_start_matches(['>', ' ', '\u{3000}']).trim_end());
        let older = lines.collect::<Vec<_>>().join("\n");
        self.text = format!("{}\n{}", self.text, older.trim()).trim().to_owned();
        if self.hidden.is_empty() {
            self.hidden = std::mem::take(&mut self.hidden_older);
        }
        for link in std::mem::take(&mut self.older_links).into_iter().chain(links_in(&older)) {
            if !self.links.contains(&link) && self.links.len() < MOST_LINKS {
                self.links.push(link);
            }
        }
        self.is_quoted = true;
    }
}

/// Fewer letters than this are a greeting or a "please see below".
const HARDLY_ANYTHING: usize = 12;

/// Most links of one text that are kept; a court's mail has a handful.
pub const MOST_LINKS: usize = 3_000;

/// Longest link, in bytes; what is longer is cut: no platform's links come near it.
const LONGEST_LINK: usize = 4_096;
/// Longest text that is read, in bytes before markup is taken out, and in characters after.
pub const LONGEST_SOURCE: usize = 4 << 20;
pub const LONGEST_TEXT: usize = 300_000;
/// Most text that is read in all forms of a mail, in bytes before markup is taken out.
pub const MOST_SOURCE: usize = 2 * LONGEST_SOURCE;

/// A text cut to what is read of it; whether something was cut off.
pub fn cut_to_length(text: &mut String) -> bool {
    let end = text.char_indices().nth(LONGEST_TEXT).map(|(at, _)| at);
    text.truncate(end.unwrap_or(text.len()));
    end.is_some()
}

/// Words that start a quoted older mail, without blanks.
const OLDER: [&str; 12] = [
    "---原始邮件---",
    "--原始邮件--",
    "---原邮件---",
    "----回复的原邮件----",
    "---originalmessage---",
    "---转发邮件---",
    "---转发的邮件---",
    "---forwardedmessage---",
    "---forwardedmessage",
    "beginforwardedmessage:",
    "---转发邮件信息---",
    "---邮件原件---",
];

/// Heads of a quoted mail as Outlook and phones write them.
const HEADS: [[&str; 5]; 4] = [
    ["发件人:", "from:", "寄件者:", "发信人:", "sender:"],
    ["发送时间:", "sent:", "日期:", "date:", "时间:"],
    ["收件人:", "to:", "收件者:", "收信人:", "cc:"],
    ["主题:", "subject:", "主旨:", "标题:", "抄送:"],
];

/// Separates what a mail says from the older mails it quotes: those say what was true of another mail.
pub fn cut_older(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let mut own: Vec<&str> = Vec::new();
    let mut older: Vec<&str> = Vec::new();
    let mut has_own = false;
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or("");
        let is_after_gap = at.checked_sub(1).and_then(|at| lines.get(at)).is_none_or(|line| is_gap(line));
        if starts_older(line, next) || (has_own && is_head(lines.get(at..).unwrap_or_default(), is_after_gap)) {
            older.extend(lines.get(at..).unwrap_or_default());
            break;
        }
        if line.trim_start().starts_with('>') {
            older.push(line);
        } else {
            has_own |= !line.trim().is_empty();
            own.push(line.trim_end());
        }
    }
    (own.join("\n").trim().to_owned(), older.join("\n").trim().to_owned())
}

fn starts_older(line: &str, next: &str) -> bool {
    let plain = line.trim();
    // Each of these words has a dash or a colon, and hardly any line has.
    if plain.contains(['-', ':']) {
        let compact: String = plain.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        if compact.len() < 200 && OLDER.iter().any(|mark| compact.contains(mark)) {
            return true;
        }
    }
    if plain.len() > 1_000 {
        return false;
    }
    let wrote = |text: &str| {
        let is_chinese = text.ends_with("写道：") || text.ends_with("写道:");
        // 在起诉状中，原告写道：is a sentence of a letter; a mail program names the address or the moment.
        (text.starts_with("On ") && text.ends_with("wrote:"))
            || is_chinese && (text.contains('@') || text.starts_with(['在', '于']) && names_moment(text))
    };
    let goes_on = || {
        let both = format!("{plain} {}", next.trim());
        both.chars().count() < 240 && wrote(&both)
    };
    wrote(plain) || (plain.starts_with("On ") && plain.chars().count() < 120 && goes_on())
}

/// Whether a line parts what stands above it from what stands below: nothing, or a rule.
fn is_gap(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '_' | '=' | '—' | '─'))
}

/// Whether a text names a day and a time of day, or a day by figures, as mail programs write them.
fn names_moment(text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let around = |mark: char| {
        text.match_indices(mark).any(|(at, _)| {
            let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + mark.len_utf8()..).unwrap_or(""));
            is_digit(before.chars().next_back()) && is_digit(after.chars().next())
        })
    };
    [':', '：', '-', '/', '年'].iter().any(|mark| around(*mark))
}

/// Whether a text ends in what stands above a quoted mail: "somebody wrote", or the quoted mail's head.
pub fn ends_in_head(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let from = lines.len().saturating_sub(8);
    let recent = lines.get(from..).unwrap_or_default();
    let is_near_end = |at: usize| at + 2 >= recent.len();
    (0..recent.len()).any(|at| {
        let line = recent.get(at).copied().unwrap_or("");
        let next = recent.get(at + 1).copied().unwrap_or("");
        is_near_end(at) && starts_older(line, next) || is_head(recent.get(at..).unwrap_or_default(), true)
    })
}

/// Whether lines start with the head of a quoted mail: a sender, and two more of its lines right below. A letter may
/// name its sender and receiver, too; a mail's head names addresses or a time of day, or stands below a gap.
fn is_head(lines: &[&str], is_after_gap: bool) -> bool {
    let kind = |line: &&str| {
        let compact: String = line.chars().filter(|c| !c.is_whitespace() && *c != '*').take(24).collect();
        let compact = compact.to_lowercase().replace('：', ":");
        HEADS.iter().position(|words| words.iter().any(|word| compact.starts_with(word)))
    };
    let Some((first, below)) = lines.split_first() else { return false };
    // Every head has a colon, and begins with one of a few letters.
    let begins = first.chars().find(|c| !c.is_whitespace() && *c != '*');
    let may_begin = begins.is_some_and(|c| "发寄fFsS".contains(c));
    if !may_begin || !first.contains([':', '：']) || kind(first) != Some(0) {
        return false;
    }
    let below: Vec<&&str> = below.iter().take(12).filter(|line| !line.trim().is_empty()).take(4).collect();
    let has_time = |line: &str| {
        let time = line.split_once([':', '：']).map_or("", |(_, value)| value);
        kind(&line) == Some(1) && names_moment(time) && time.contains([':', '：'])
    };
    let is_of_a_mail = is_after_gap
        || first.contains('@')
        || below.iter().any(|line| kind(line).is_some() && (line.contains('@') || has_time(line)));
    is_of_a_mail && below.iter().filter_map(|line| kind(line)).filter(|kind| *kind > 0).count() >= 2
}

/// Addresses of links written out in plain text. An address ends at the first character that is not plain ASCII,
/// a blank, a quote or an angle bracket; a full stop or bracket glued to its end is no part of it.
pub fn links_in(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let mut starts: Vec<usize> =
        ["https://", "http://"].iter().flat_map(|start| lower.match_indices(start).map(|(at, _)| at)).collect();
    starts.sort_unstable();
    let mut found: Vec<String> = Vec::new();
    // What stands inside a link that is too long is no link of its own.
    let mut passed = 0;
    for at in starts {
        if found.len() >= MOST_LINKS {
            break;
        }
        if at < passed {
            continue;
        }
        let tail = text.get(at..).unwrap_or("");
        let near = tail.get(..tail.floor_char_boundary(LONGEST_LINK)).unwrap_or(tail);
        let ends = |c: char| !c.is_ascii_graphic() || "<>\"'".contains(c);
        let end = near.find(ends).unwrap_or(near.len());
        if end == near.len() && end < tail.len() {
            passed = at + end;
        }
        let link = tail.get(..end).unwrap_or("").trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
        if !found.iter().any(|known| known == link) {
            found.push(link.to_owned());
        }
    }
    found
}

/// Text with its character references resolved.
pub fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let name = tail.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        match tail.get(..name).and_then(character) {
            Some(found) => {
                out.push(found);
                let tail = tail.get(name..).unwrap_or("");
                rest = tail.strip_prefix(';').unwrap_or(tail);
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|found| *found != '\0');
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "amp" | "AMP" => '&',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        "middot" => '·',
        "bull" => '•',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "times" => '×',
        "divide" => '÷',
        "copy" => '©',
        "reg" => '®',
        "deg" => '°',
        "sect" => '§',
        "yen" => '¥',
        "permil" => '‰',
        "zwnj" => '\u{200c}',
        "zwj" => '\u{200d}',
        "shy" => '\u{ad}',
        "lpar" => '(',
        "rpar" => ')',
        "colon" => ':',
        "sol" => '/',
        "period" => '.',
        "comma" => ',',
        "num" => '#',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_mails_are_cut_off() {
        let (own, older) = cut_older("请查收。\n> 旧\n-----原始邮件-----\n案号9号");
        assert_eq!(own, "请查收。");
        assert!(older.contains("案号9号"));
        let outlook = "收到。\n\n发件人: 甲 <a@x.test>\n发送时间: 2026年11月1日\n收件人: 乙\n主题: 旧\n\n案号8号";
        assert_eq!(cut_older(outlook).0, "收到。");
        assert_eq!(cut_older("好\nOn Mon, 2 Nov 2026, A B\n<a@x.test> wrote:\n> x").0, "好");
        assert_eq!(cut_older("------------------ 原始邮件 ------------------\n案号7号").0, "");
    }

    #[test]
    fn a_letter_that_names_its_sender_is_not_cut() {
        let letter = "送达通知\n发件人：示例法院\n案号：（2026）沪0112民初1号\n联系电话：021-00000000";
        assert_eq!(cut_older(letter).0, letter);
    }

    #[test]
    fn a_letter_that_speaks_like_a_quotation_is_not_cut() {
        for letter in [
            "现将有关事项通知如下。\n在起诉状中原告示例丙写道：\n案号：（2026）沪0112民初1号",
            "送达通知\n发件人：示例法院\n收件人：示例公司\n主题：传票送达\n日期：2026年11月20日\n案号1号",
        ] {
            assert_eq!(cut_older(letter).0, letter);
        }
        for quoted in [
            "好的\n在 2026-11-01 10:00:00，甲 写道：\n案号9号",
            "好的\n甲 <a@x.test> 于2026年11月1日周日写道：\n案号9号",
            "好的\n发件人: 甲\n发送时间: 2026年11月1日 10:00\n收件人: 乙\n主题: 旧\n案号9号",
        ] {
            assert_eq!(cut_older(quoted).0, "好的", "{quoted}");
        }
    }

    #[test]
    fn where_hardly_anything_else_is_said_the_quoted_mail_is_the_text() {
        let settled = |text: &str| {
            let (text, older) = cut_older(text);
            let mut seen = Seen { text, older, ..Seen::default() };
            seen.settle();
            (seen.text.clone(), seen.is_quoted)
        };
        let (text, is_quoted) =
            settled("请查收\n---------- 转发邮件 ----------\n现向你公司送达下列文书，请查收案号9号");
        assert!(is_quoted && text.contains("案号9号") && text.starts_with("请查收"));
        assert_eq!(settled("> 现向你公司送达传票\n> 案号9号"), ("现向你公司送达传票\n案号9号".to_owned(), true));
        let (text, is_quoted) = settled(
            "你公司的回执我院已经收到，谢谢配合。\n-----原始邮件-----\n案号9号，请按时到庭参加庭审，不得迟到，不得缺席。",
        );
        assert!(!is_quoted && !text.contains("案号9号"));
    }

    #[test]
    fn endless_texts_cost_little() {
        assert_eq!(cut_older(&"\n".repeat(2_000_000)).0, "");
        assert!(links_in(&"http://".repeat(1_000_000)).iter().all(|link| link.len() <= LONGEST_LINK));
        let mut long = "传".repeat(LONGEST_TEXT + 1);
        assert!(cut_to_length(&mut long) && !cut_to_length(&mut long));
    }

    #[test]
    fn a_full_stop_is_no_part_of_a_link() {
        let text = "点击 https://zxfw.court.gov.cn/zxfw/#/p?qdbh=T&sdbh=S。如非本人请忽略 (http://a.test/x).";
        assert_eq!(links_in(text), ["https://zxfw.court.gov.cn/zxfw/#/p?qdbh=T&sdbh=S", "http://a.test/x"]);
    }
}
