//! The text a reader sees, out of all the forms a mail carries it in.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::walk::Item;
use super::{coding, header, text};
use crate::doubt::Doubt;

/// Doubt about a mail whose text is one that it passes on or quotes: it may have been served before.
pub const TEXT_QUOTED: &str = "text-quoted";

/// What a mail says.
#[derive(Debug, Default)]
pub struct Said {
    /// The text a reader sees.
    pub text: String,
    /// Links a reader sees, each once.
    pub links: Vec<String>,
    /// Links with the words they stand behind.
    pub anchors: Vec<(String, String)>,
    /// Text of HTML that a reader does not see.
    pub hidden: String,
    /// Quoted older mails.
    pub older: String,
    /// What was strange.
    pub doubts: Vec<Doubt>,
}

/// One form of a text.
struct Form {
    path: String,
    /// Whether the end of a very long text was not read.
    is_cut: bool,
    is_html: bool,
    alternative: Option<String>,
    seen: text::Seen,
}

/// Reads the texts of the mail itself; nested mails speak for themselves.
///
/// What a reply quotes was said before. Where anything else says hardly more than it quotes, the quoted text is read.
pub fn said(items: &[Item], is_reply: bool) -> Said {
    let own = items.iter().filter(|item| item.mail == 0 && item.is_body());
    let mut left = text::MOST_SOURCE;
    let mut forms: Vec<Form> = own.map(|item| form_of(item, &mut left)).collect();
    let has_words = forms.iter().any(|form| form.seen.text.chars().filter(|c| c.is_alphanumeric()).count() >= 12);
    if !is_reply && !has_words {
        forms.iter_mut().for_each(|form| form.seen.settle());
    }
    let mut said = Said::default();
    let mut done: Vec<&str> = Vec::new();
    for form in &forms {
        match form.alternative.as_deref() {
            Some(alternative) if done.contains(&alternative) => {}
            Some(alternative) => {
                done.push(alternative);
                let group: Vec<&Form> =
                    forms.iter().filter(|it| it.alternative.as_deref() == Some(alternative)).collect();
                for chosen in choose(&group, alternative, &mut said.doubts) {
                    said.take(chosen);
                }
            }
            None => said.take(form),
        }
        if !form.seen.hidden.trim().is_empty() {
            let words: String = form.seen.hidden.chars().take(120).collect();
            said.doubts.push(Doubt::part("hidden-text", &form.path, format!("正文中有读者看不到的文字：{words}")));
            push(&mut said.hidden, &form.seen.hidden);
        }
        if form.seen.is_quoted && !said.doubts.iter().any(|doubt| doubt.code == TEXT_QUOTED) {
            said.doubts.push(Doubt::mail(TEXT_QUOTED, "正文只有转发或者引用的内容，按该内容读取，请核对是否首次送达"));
        }
        if form.is_cut {
            said.doubts.push(Doubt::part("text-not-read", &form.path, TOO_LONG));
        }
    }
    said.shorten();
    said
}

const TOO_LONG: &str = "正文过长，只读取了前面的部分，请打开查看";

/// Reads one text from a wrapper that carries the mail's text.
pub fn of_wrapped(text: &str, is_html: bool) -> Said {
    let seen = if is_html { text::of_html(text) } else { plain(text) };
    let mut said = Said::default();
    said.take(&Form { path: String::new(), is_cut: false, is_html, alternative: None, seen });
    said.shorten();
    said
}

/// Reads one form, and takes what it read off what may still be read.
fn form_of(item: &Item, left: &mut usize) -> Form {
    let is_html = item.media_type == "text/html" || item.media_type.ends_with("amp-html");
    let mut bytes = std::borrow::Cow::Borrowed(item.bytes.as_slice());
    if !is_html {
        let files = coding::uuencoded(&item.bytes);
        for file in files.iter().rev() {
            let (start, end) = file.span;
            bytes.to_mut().drain(start..end.min(item.bytes.len()));
        }
    }
    let most = bytes.len().min(text::LONGEST_SOURCE).min(*left);
    *left -= most;
    let is_cut = most < bytes.len();
    let whole = header::text_in(&item.charset, bytes.get(..most).unwrap_or_default());
    let is_marked_up = is_html || matches!(item.media_type.as_str(), "text/enriched" | "text/richtext");
    let seen = if is_marked_up { text::of_html(&whole) } else { plain(&whole) };
    Form { path: item.path.clone(), is_cut, is_html, alternative: item.alternative.clone(), seen }
}

fn plain(whole: &str) -> text::Seen {
    let whole = whole.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let (text, older) = text::cut_older(&whole);
    text::Seen { links: text::links_in(&text), text, older, ..text::Seen::default() }
}

/// Which forms of one text count: plain text, unless it is empty, a placeholder, or says something else than the page
/// that mail programs show.
fn choose<'a>(group: &[&'a Form], path: &str, doubts: &mut Vec<Doubt>) -> Vec<&'a Form> {
    let plain: Vec<&Form> = group.iter().copied().filter(|form| !form.is_html).collect();
    let pages: Vec<&Form> = group.iter().copied().filter(|form| form.is_html && form.seen.has_text()).collect();
    let joined = |forms: &[&Form]| forms.iter().map(|form| form.seen.text.as_str()).collect::<Vec<_>>().join("\n");
    let (plain_text, page_text) = (joined(&plain), joined(&pages));
    if pages.is_empty() {
        return plain;
    }
    if is_placeholder(&plain_text, &page_text) {
        return pages;
    }
    let (in_plain, in_pages) = (numbers(&plain_text), numbers(&page_text));
    if in_plain != in_pages {
        doubts.push(Doubt::part("alternatives-differ", path, "纯文本与网页两种正文内容不同，按读者看到的网页正文读取"));
        return pages;
    }
    plain
}

fn is_placeholder(plain: &str, page: &str) -> bool {
    let size = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
    let lower = plain.to_lowercase();
    let points_away = ["html", "网页", "不支持", "web browser", "浏览器"].iter().any(|word| lower.contains(word));
    size(plain) == 0 || size(plain) * 4 < size(page) || (points_away && size(plain) * 2 < size(page))
}

/// Numbers of three digits and more outside links: what facts are made of.
fn numbers(text: &str) -> std::collections::BTreeSet<String> {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)https?://[!-~]+").ok());
    let text = LINK.as_ref().map_or(text.into(), |link| link.replace_all(text, " "));
    let runs = text.split(|character: char| !character.is_ascii_digit()).filter(|run| run.len() >= 3);
    runs.map(str::to_owned).collect()
}

fn push(text: &mut String, more: &str) {
    let more = more.trim();
    if !more.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
}

impl Said {
    /// Cuts endless texts: everything that looks for facts goes through them many times.
    fn shorten(&mut self) {
        if text::cut_to_length(&mut self.text) {
            self.doubts.push(Doubt::mail("text-not-read", TOO_LONG));
        }
        text::cut_to_length(&mut self.hidden);
        text::cut_to_length(&mut self.older);
    }

    fn take(&mut self, form: &Form) {
        push(&mut self.text, &form.seen.text);
        push(&mut self.older, &form.seen.older);
        let in_text = if form.is_html { text::links_in(&form.seen.text) } else { Vec::new() };
        for link in form.seen.links.iter().chain(&in_text) {
            if !self.links.contains(link) {
                self.links.push(link.clone());
            }
        }
        self.anchors.extend(form.seen.anchors.iter().cloned());
    }
}

/// Passwords a mail tells: `解压密码：a1b2`, `密码为 a1b2`.
pub fn passwords_in(text: &str) -> Vec<String> {
    static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:密码|口令|解压码|解密码|password|passwd)\s*(?:为|是|is)?\s*[:：]?\s*["“'‘「【]?([0-9A-Za-z!@#$%^&*_+=.~-]{3,64})"#).ok()
    });
    if !may_tell_password(text) {
        return Vec::new();
    }
    // Full-width letters and digits are typed as plain ones.
    let plain: String = text.nfkc().collect();
    let mut found = Vec::new();
    for told in TOLD.iter().flat_map(|told| told.captures_iter(&plain)) {
        let Some(word) = told.get(1) else { continue };
        let whole = word.as_str();
        for candidate in [whole, whole.trim_end_matches(['.', '!', '~', '-', '_'])] {
            if candidate.len() >= 3 && found.len() < 16 && !found.iter().any(|known| known == candidate) {
                found.push(candidate.to_owned());
            }
        }
    }
    found
}

/// Whether a text holds a character of the words for a password, or one that may be such a character written otherwise:
/// putting every text into one form costs more than all the rest.
fn may_tell_password(text: &str) -> bool {
    let is_usual = |c: char| {
        c.is_ascii()
            || matches!(c, '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff20}')
    };
    let is_of_word = |c: char| matches!(c, '码' | '令' | 'w' | 'W') || !is_usual(c);
    text.contains(is_of_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_told_in_the_text_are_found() {
        assert_eq!(passwords_in("附件解压密码：Ab12#x。请查收"), ["Ab12#x"]);
        assert_eq!(passwords_in("密码为 “888888”，"), ["888888"]);
        assert_eq!(passwords_in("请查收，解压码123456"), ["123456"]);
        assert_eq!(passwords_in("密码：１２３ａｂ"), ["123ab"]);
        assert_eq!(passwords_in("Ｐａｓｓｗｏｒｄ：abc1，口令是 x9y8"), ["abc1", "x9y8"]);
        assert!(passwords_in("密码另行短信告知").is_empty());
    }
}
