//! Links: where they lead, and whether they say so.

use std::collections::BTreeSet;

use super::domain::is_foreign;
use super::sender::imitated;
use super::{Case, Reasons};
use crate::mail::Became;
use crate::reference::is_within;

/// Gives the reasons that lie in links.
pub(super) fn weigh(case: &Case<'_>, reasons: &mut Reasons) {
    let mut links: Vec<String> = case.mail.links.iter().take(MOST_ANCHORS).cloned().collect();
    let html = case.mail.parts.iter().filter(|part| part.became == Became::Body && part.media_type == "text/html");
    for part in html {
        let page = String::from_utf8_lossy(&part.bytes);
        let base = base_of(&page);
        if asks_for_entries(&page) {
            reasons.add("secret-asked", "正文中有填写表单");
        }
        for (target, text) in anchors(&page) {
            let target = base.as_deref().map_or_else(|| target.clone(), |base| resolved(base, &target));
            shown_against_target(case, &target, &text, reasons);
            links.push(target);
        }
    }
    let mut hosts = BTreeSet::new();
    for link in links {
        one_link(&link, &mut hosts, reasons);
    }
    // A host that the office learned as its court's imitates nobody. As a sender it is learned by itself.
    let is_learned = |host: &str| {
        let mut learned = case.office.courts.iter().flat_map(|profile| &profile.hosts);
        learned.any(|known| known.eq_ignore_ascii_case(host))
    };
    for host in hosts.into_iter().filter(|host| !is_learned(host)) {
        // Nobody but the government may register below gov.cn.
        if let Some(real) = imitated(case, &host).filter(|_| !is_within(&host, "gov.cn")) {
            reasons.add("lookalike-link", format!("{host} 像 {real}"));
        }
    }
}

fn one_link(link: &str, hosts: &mut BTreeSet<String>, reasons: &mut Reasons) {
    // Browsers pass over control characters, also inside the scheme.
    let plain: String = link.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = plain.split(':').next().unwrap_or("").to_lowercase();
    if matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file") {
        reasons.add("link-hides-host", link);
        return;
    }
    let Some(target) = Target::read(link) else { return };
    // No honest sender writes a backslash where the host stands: readers and browsers take it for different hosts.
    let ahead = plain.split(['?', '#']).next().unwrap_or("");
    if target.has_user || ahead.contains('\\') {
        reasons.add("link-hides-host", link);
    }
    if is_bare_ip(&target.host) {
        reasons.add("link-to-bare-ip", link);
    } else if is_foreign(&target.host) {
        reasons.add("link-hides-host", link);
    }
    hosts.insert(target.host);
}

fn shown_against_target(case: &Case<'_>, target: &str, text: &str, reasons: &mut Reasons) {
    let Some(target) = Target::read(target) else { return };
    let Some(shown) = host_shown(text) else { return };
    let senders = &case.reference.senders;
    if senders.organisation(&shown) != senders.organisation(&target.host) {
        reasons.add("link-shows-other-host", format!("{shown} → {}", target.host));
    }
}

/// Where relative links of a page start, when it says so itself.
fn base_of(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let at = lower.find("<base")?;
    let tag = page.get(at..)?.split('>').next()?;
    href(tag).filter(|base| Target::read(base).is_some())
}

/// A link as a browser follows it from a base.
fn resolved(base: &str, target: &str) -> String {
    let has_scheme = target.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c.is_control())
    });
    if has_scheme || target.starts_with("//") || target.starts_with('#') {
        return target.to_owned();
    }
    // Only the host matters here.
    format!("{}/{}", base.trim_end_matches('/'), target.trim_start_matches('/'))
}

/// Whether a mail's own text is a form to fill in: courts send papers, not forms that mail programs would send off.
fn asks_for_entries(page: &str) -> bool {
    let lower = page.to_ascii_lowercase();
    lower.contains("<form") && ["<input", "<textarea", "<button"].iter().any(|field| lower.contains(field))
}

/// Where a web link leads.
struct Target {
    host: String,
    has_user: bool,
}

impl Target {
    fn read(link: &str) -> Option<Self> {
        // Browsers pass over control characters and take a backslash for a slash.
        let link: String = link.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let link = link.replace('\\', "/").to_lowercase();
        let rest = ["https:", "http:", "ftp:"].iter().find_map(|scheme| link.strip_prefix(scheme));
        let rest = rest.or_else(|| link.strip_prefix("//").map(|_| link.as_str()))?;
        let rest = rest.trim_start_matches('/');
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let host = match host.strip_prefix('[').and_then(|inside| inside.split_once(']')) {
            Some((inside, _)) => inside.to_owned(),
            None => host.split(':').next().unwrap_or("").trim_end_matches('.').to_owned(),
        };
        (!host.is_empty()).then_some(Self { host, has_user: user.is_some() })
    }
}

/// Whether a host is a network address, in whatever way of writing browsers take.
fn is_bare_ip(host: &str) -> bool {
    let is_number = |label: &str| {
        let digits = label.strip_prefix("0x").unwrap_or("");
        (!label.is_empty() && label.chars().all(|c| c.is_ascii_digit()))
            || (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit()))
    };
    host.contains(':') || host.rsplit('.').next().is_some_and(is_number)
}

/// The host a text shows, when the text as a whole reads like a link.
fn host_shown(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if let Some(at) = text.find("://") {
        let start = text.get(..at)?.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        return Target::read(text.get(start..)?.split(|c: char| !c.is_ascii_graphic()).next()?).map(|it| it.host);
    }
    let word = text.split(['/', '?', '#', ':']).next().unwrap_or("");
    let is_host = word.contains('.') && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let last = word.rsplit('.').next().unwrap_or("");
    // A file's name has the shape of a host; only endings that are no usual file ending count.
    let is_file = ["pdf", "doc", "docx", "ofd", "zip", "rar", "xls", "xlsx", "jpg", "png", "htm", "html", "txt"];
    let is_ending = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()) && !is_file.contains(&last);
    (is_host && is_ending).then(|| word.to_owned())
}

/// Longest anchor looked at, in bytes; nobody reads a longer one as an address.
const LONGEST_ANCHOR: usize = 4_000;
/// Most anchors looked at in one part, and most links in one mail.
const MOST_ANCHORS: usize = 2_000;

/// Targets and texts of `<a href>` in an HTML text.
fn anchors(html: &str) -> Vec<(String, String)> {
    let lower = html.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = lower.get(from..).and_then(|rest| rest.find("<a")) {
        let start = from + at + 2;
        from = start;
        let is_tag =
            lower.get(start..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace() || c == '/'));
        if !is_tag || found.len() >= MOST_ANCHORS {
            continue;
        }
        let Some(end) = lower.get(start..).and_then(|rest| rest.find('>')).map(|end| start + end) else { break };
        let furthest = html.floor_char_boundary(end + LONGEST_ANCHOR);
        let close = lower.get(end..furthest).and_then(|rest| rest.find("</a")).map_or(furthest, |close| end + close);
        if let Some(target) = html.get(start..end).and_then(href) {
            let inside = html.get(end + 1..close).unwrap_or("");
            found.push((target, plain_text(inside)));
        }
    }
    found
}

fn href(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find("href")?;
    let value = tag.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(|c: char| c.is_ascii_whitespace()).next()?,
    };
    Some(references_resolved(value))
}

fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    // Longer texts are no link anybody reads as an address.
    for c in html.chars().take(2_000) {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag && !super::headers::is_unseen(c) => text.push(c),
            _ => {}
        }
    }
    references_resolved(&text)
}

/// Numeric and the commonest named character references, resolved.
fn references_resolved(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let named = tail.split_once(';').filter(|(name, _)| name.len() <= 8).and_then(|(name, after)| {
            let c = match name.strip_prefix('#') {
                Some(number) => match number.strip_prefix(['x', 'X']) {
                    Some(digits) => char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
                    None => char::from_u32(number.parse().ok()?)?,
                },
                None => *[
                    ("amp", '&'),
                    ("nbsp", ' '),
                    ("lt", '<'),
                    ("gt", '>'),
                    ("quot", '"'),
                    ("period", '.'),
                    ("sol", '/'),
                    ("colon", ':'),
                ]
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, c)| c)?,
            };
            Some((c, after))
        });
        match named {
            Some((c, after)) => {
                out.push(c);
                rest = after;
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn targets_are_read_as_browsers_do() {
        let host = |link: &str| Target::read(link).map(|it| it.host);
        assert_eq!(host("https://zxfw.court.gov.cn:443/x?a#b").as_deref(), Some("zxfw.court.gov.cn"));
        assert_eq!(host("https://zxfw.court.gov.cn@evil.test/").as_deref(), Some("evil.test"));
        assert_eq!(host("https:\\\\evil.test\\x").as_deref(), Some("evil.test"));
        assert_eq!(host("mailto:a@b.test"), None);
        assert!(
            is_bare_ip("192.0.2.1")
                && is_bare_ip("3221225985")
                && is_bare_ip("0xc0000201")
                && is_bare_ip("2001:db8::1")
        );
        assert!(!is_bare_ip("a1.test") && !is_bare_ip("12368.gov.cn"));
    }

    #[test]
    fn a_base_leads_relative_links_elsewhere() {
        let page = "<BASE href='https://evil.test/a/'><a href='/zxfw'>https://zxfw.court.gov.cn/zxfw</a>";
        let base = base_of(page).unwrap();
        assert_eq!(Target::read(&resolved(&base, "/zxfw")).map(|it| it.host).as_deref(), Some("evil.test"));
        assert_eq!(resolved(&base, "https://court.test/x"), "https://court.test/x");
        assert_eq!(base_of("<p>no base</p>"), None);
        assert!(asks_for_entries("<FORM action=x><input></form>") && !asks_for_entries("<input>"));
    }

    #[test]
    fn anchors_and_their_texts_are_found() {
        let html =
            "<p><A class=x HREF='https://evil.test/?a=1&amp;b=2'><b>https://zxfw.court</b>.gov.cn/x</A><abbr>no</abbr>";
        let found = anchors(html);
        assert_eq!(found, [("https://evil.test/?a=1&b=2".to_owned(), "https://zxfw.court.gov.cn/x".to_owned())]);
        assert_eq!(host_shown(&found[0].1).as_deref(), Some("zxfw.court.gov.cn"));
        assert_eq!(host_shown("请点击 http://zxfw.court.gov.cn 查看").as_deref(), Some("zxfw.court.gov.cn"));
        assert_eq!(host_shown("zxfw.court.gov.cn").as_deref(), Some("zxfw.court.gov.cn"));
        assert_eq!(host_shown("传票.pdf"), None);
        assert_eq!(host_shown("summons.pdf"), None);
        assert_eq!(host_shown("点击查看"), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(html in "(<a |href=|['\"a-z:/.@&;#<>中 ]{0,6}|</a>){0,30}") {
            let _ = anchors(&html);
            let _ = host_shown(&html);
            let _ = Target::read(&html);
        }
    }
}
