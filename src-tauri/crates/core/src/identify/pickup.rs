//! Links and codes that lead to documents, by host and shape of the link; every other link is none.

use std::sync::LazyLock;

use regex::Regex;

use super::Pickup;
use super::text::{first_chars, last_chars, plain};
use crate::mail::Mail;
use crate::reference::{Leads, Reference};

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"https?://[!#-;=?-~]+"#).ok());
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<what>提取码|提取密码|访问码|访问密码|查看码|查阅码|取件码|签名码|验证码|短信码|密码|校验码)\s*(?:[为是]|[:：])?\s*[:：]?\s*(?P<code>[A-Za-z0-9]{4,16})").ok()
});
static EXPIRES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:过期时间|到期时间|失效时间|有效期至|有效期限?(?:截至|到)?|截止时间)\s*[:：]?\s*(?P<until>\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?|\d{1,3}\s*(?:天|日|小时)|永久(?:有效)?)",
        r"|(?P<within>[\d一二三四五六七八九十两]{1,3}\s*(?:个)?(?:天|日|小时|工作日)(?:之)?内有效)",
        r"|(?:将?于|在)?\s*(?P<on>\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?)\s*(?:失效|过期|到期|前下载|前有效)",
        r"|(?P<left>剩余\s*\d{1,3}\s*(?:天|小时))",
    ))
    .ok()
});
/// How far from its link a code or a term is looked for, in characters.
const NEAR: usize = 160;

/// Every pickup in the mail, in order, each link once.
pub fn all(mail: &Mail, reference: &Reference) -> Vec<Pickup> {
    let text = plain(&mail.text);
    let mut links: Vec<String> = mail.links.iter().map(|link| tidy(link)).collect();
    if links.is_empty() {
        links =
            LINK.as_ref().map_or_else(Vec::new, |regex| regex.find_iter(&text).map(|it| tidy(it.as_str())).collect());
    }
    let mut found: Vec<Pickup> = Vec::new();
    for link in links {
        let link = mended(&mail.text, &link, reference).unwrap_or(link);
        let Some(leads) = reference.platforms.of_link(&link) else { continue };
        if found.iter().any(|known| known.url.as_deref() == Some(link.as_str())) {
            continue;
        }
        let (platform, provider) = match leads {
            Leads::Platform(platform) => (platform.id.clone(), None),
            Leads::Cloud(cloud) => ("cloud".to_owned(), Some(cloud.provider.clone())),
        };
        found.push(Pickup { platform, provider, url: Some(link), code: None, expires: None });
    }
    let is_only = found.len() == 1;
    for pickup in &mut found {
        let near = around(&text, pickup.url.as_deref().unwrap_or(""), is_only);
        pickup.code = code_in(&near, false);
        pickup.expires = expires_in(&near);
    }
    if found.is_empty() {
        found.extend(by_name(&text, reference));
    }
    found
}

/// Most lines that a link may be broken over, and longest rest of one on a line of its own.
const MOST_BREAKS: usize = 3;
const LONGEST_REST: usize = 400;

/// A link that a gateway or a mail program broke at the end of a line, put together again: only where nobody knows the
/// first part alone, and the whole is known.
fn mended(text: &str, link: &str, reference: &Reference) -> Option<String> {
    if link.is_empty() || reference.platforms.of_link(link).is_some() {
        return None;
    }
    let mut whole = link.to_owned();
    let mut rest = text.get(text.find(link)? + link.len()..)?;
    for _ in 0..MOST_BREAKS {
        let line =
            rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?.trim_start_matches([' ', '\t', '\u{3000}']);
        let ends = |c: char| !c.is_ascii_graphic() || "<>\"'".contains(c);
        let more = line.get(..line.find(ends).unwrap_or(line.len()))?;
        if more.is_empty() || more.len() > LONGEST_REST || more.to_ascii_lowercase().contains("http") {
            return None;
        }
        whole.push_str(more);
        let found = tidy(&whole);
        if reference.platforms.of_link(&found).is_some() {
            return Some(found);
        }
        rest = line.get(more.len()..)?;
    }
    None
}

/// A code for a platform that is named and not linked, such as 签名码 of 审判流程信息公开网.
fn by_name(text: &str, reference: &Reference) -> Option<Pickup> {
    let platform =
        reference.platforms.all().iter().find(|it| it.named.iter().any(|name| text.contains(name.as_str())))?;
    let code = code_in(text, true)?;
    Some(Pickup {
        platform: platform.id.clone(),
        provider: None,
        url: None,
        code: Some(code),
        expires: expires_in(text),
    })
}

/// The words near a link, or the whole text where the link is the only one or does not stand in the text.
fn around(text: &str, link: &str, is_only: bool) -> String {
    match text.find(link).filter(|_| !is_only) {
        Some(at) => {
            let before = text.get(..at).unwrap_or("");
            // What stands before the link up to the link ahead of it belongs to that one.
            let before = before
                .rfind("http")
                .and_then(|cut| before.get(cut..))
                .map_or(before, |tail| tail.split_once('\n').map_or("", |(_, rest)| rest));
            let after = text.get(at + link.len()..).unwrap_or("");
            let after = after.split("http").next().unwrap_or("");
            format!("{}\n{}", first_chars(after, NEAR), last_chars(before, NEAR))
        }
        None => text.to_owned(),
    }
}

fn code_in(text: &str, is_signing: bool) -> Option<String> {
    let regex = CODE.as_ref()?;
    let bare = LINK.as_ref().map_or_else(|| text.to_owned(), |link| link.replace_all(text, " ").into_owned());
    let read = regex
        .captures_iter(&bare)
        .find(|read| !is_signing || read.name("what").is_some_and(|it| it.as_str() == "签名码"))?;
    Some(read.name("code")?.as_str().to_owned())
}

fn expires_in(text: &str) -> Option<String> {
    let read = EXPIRES.as_ref()?.captures(text)?;
    let found = ["until", "within", "on", "left"].iter().find_map(|name| read.name(name))?;
    Some(found.as_str().trim().to_owned())
}

/// A link without the punctuation of the sentence it stood in.
fn tidy(link: &str) -> String {
    let ascii = link.trim().split(|c: char| !c.is_ascii_graphic() || "<>\"'".contains(c)).next().unwrap_or("");
    ascii.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<String> {
        let raw = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
        let (mail, _) = crate::mail::read(raw.as_bytes());
        let reference = Reference::builtin().unwrap();
        all(&mail, &reference).into_iter().filter_map(|it| it.url).collect()
    }

    #[test]
    fn a_link_broken_at_the_end_of_a_line_is_put_together() {
        let whole = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&sdsin=ee56";
        for broken in [
            "请查收 https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&sdsin=ee56，退订回T",
            "请查收 https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&\r\nsdsin=ee56，退订回T",
            "请查收 https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/\r\n app/wssd/index?qdbh=AB12\r\n&sdbh=CD34&sdsin=ee56\r\n退订回T",
        ] {
            assert_eq!(urls(broken), [whole], "{broken}");
        }
        let other = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/\r\nhttps://zxfw.court.gov.cn/\r\nThank you";
        assert_eq!(urls(other), [""; 0], "what does not lead anywhere together stays apart");
    }
}
