//! Links and codes that lead to documents, by host and shape of the link; every other link is none.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Pickup;
use super::text::{first_chars, last_chars, plain};
use crate::mail::Mail;
use crate::reference::{Leads, Platform, Reference, Shape};

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"https?://[!#-;=?-~]+"#).ok());
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<what>提取码|提取密码|访问码|访问密码|查看码|查阅码|取件码|签名码|验证码|短信码|密码|校验码)",
        r#"\s*(?:[为是]|[:：])?\s*[:：]?\s*[("“”'‘’「『《]{0,2}\s*(?P<code>[A-Za-z0-9][A-Za-z0-9@#$%&*_+=.~^-]{2,30}[A-Za-z0-9@#$%&*_+=^])"#,
    ))
    .ok()
});
/// A code ahead of what it is: 8848（验证码）, 8848是您的提取码.
static CODE_AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[^A-Za-z0-9])(?P<code>[A-Za-z0-9]{4,16})\s*",
        r"(?:[(]\s*(?:短信|动态)?|[为是]\s*(?:您|你|本次|贵方|本案)?[^，,。；;\d\n]{0,8}?)",
        r"(?P<what>提取码|提取密码|访问码|访问密码|查看码|查阅码|取件码|签名码|验证码|短信码|校验码)",
    ))
    .ok()
});
/// A host with something behind it, without a scheme: messages on a telephone leave it out.
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/[!#-;=?-~]*"#).ok());
static EXPIRES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:过期时间|到期时间|失效时间|有效期至|有效期限?(?:截至|到)?|截止时间)\s*[:：]?\s*(?P<until>\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|\s*[时点](?:\s*\d{1,2}\s*分)?))?|\d{1,3}\s*(?:天|日|小时)|永久(?:有效)?)",
        r"|(?P<within>[\d一二三四五六七八九十两]{1,3}\s*(?:个)?(?:天|日|小时|工作日)(?:之)?内有效)",
        r"|(?:将?于|在)?\s*(?P<on>\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|\s*[时点](?:\s*\d{1,2}\s*分)?))?)\s*(?:失效|过期|到期|前下载|前有效)",
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
        // As an input method writes the colon, or a picture's text was read.
        let text = text.replace("：//", "://");
        links =
            LINK.as_ref().map_or_else(Vec::new, |regex| regex.find_iter(&text).map(|it| tidy(it.as_str())).collect());
    }
    let mut found: Vec<Pickup> = Vec::new();
    // How each stands in the text, where its own words are looked for.
    let mut shown: Vec<String> = Vec::new();
    let bare = bare_links(&text, reference).into_iter().map(|bare| (format!("https://{bare}"), bare));
    for (link, words) in links.into_iter().map(|link| (link.clone(), link)).chain(bare) {
        let link = mended(&mail.text, &link, reference).unwrap_or(link);
        let link = without_entities(&link);
        let Some(lead) = lead(&link, reference) else { continue };
        if found.iter().any(|known| known.url.as_deref() == Some(link.as_str())) {
            continue;
        }
        shown.push(words);
        found.push(Pickup { url: Some(link), ..lead });
    }
    let is_only = found.len() == 1;
    for (pickup, words) in found.iter_mut().zip(&shown) {
        let near = around(&text, words, is_only);
        pickup.code = code_in(&near, false);
        pickup.expires = expires_in(&near);
    }
    if found.iter().all(|pickup| pickup.strange_host) {
        found.extend(by_name(&text, reference));
    }
    found
}

/// Where a link leads: to a platform or cloud by its host and shape, or to a host nobody knows by the shape alone.
fn lead(link: &str, reference: &Reference) -> Option<Pickup> {
    let to = |platform: &str, provider: Option<&str>| Pickup {
        platform: platform.to_owned(),
        provider: provider.map(str::to_owned),
        url: None,
        code: None,
        expires: None,
        strange_host: false,
        is_sure: false,
    };
    let strange = || reference.platforms.of_shape(link).map(|it| Pickup { strange_host: true, ..to(&it.id, None) });
    match reference.platforms.of_link(link) {
        Some(Leads::Platform(it)) => Some(Pickup { is_sure: it.shape != Shape::Unknown, ..to(&it.id, None) }),
        Some(Leads::Cloud(cloud)) => Some(to("cloud", Some(&cloud.provider))),
        None => strange(),
    }
}

/// Longest link that is shown to a person, in characters.
const SHOWN: usize = 200;

/// A link as it is shown to a person.
pub fn shown(link: &str) -> &str {
    first_chars(link, SHOWN)
}

/// The first link that leads below a host's front page, for a mail with no pickup: it may lead to documents all the same.
pub fn unknown(mail: &Mail) -> Option<String> {
    let text = plain(&mail.text);
    let written = || LINK.as_ref().into_iter().flat_map(|regex| regex.find_iter(&text)).map(|it| tidy(it.as_str()));
    let mut links = mail.links.iter().map(|link| tidy(link)).chain(written());
    let leads_below = |link: &String| {
        let rest = link.split_once("://").filter(|(scheme, _)| scheme.to_ascii_lowercase().starts_with("http"));
        rest.and_then(|(_, rest)| rest.split_once(['/', '?', '#'])).is_some_and(|(_, path)| !path.is_empty())
    };
    links.find(leads_below).map(|link| shown(&link).to_owned())
}

/// Links to platforms that are written without a scheme, as they stand in the text.
fn bare_links(text: &str, reference: &Reference) -> Vec<String> {
    let Some(regex) = BARE.as_ref() else { return Vec::new() };
    // A longer word or address ends in it: that one leads elsewhere.
    let is_part = |c: char| c.is_ascii_alphanumeric() || "/@:.-_%=&".contains(c);
    let stands_alone = |at: usize| !text.get(..at).unwrap_or("").ends_with(is_part);
    let found = regex.find_iter(text).filter(|it| stands_alone(it.start())).map(|it| tidy(it.as_str()));
    found.filter(|bare| lead(&without_entities(&format!("https://{bare}")), reference).is_some()).collect()
}

/// An address copied out of the source of a page: `&amp;` stands there for `&`.
fn without_entities(link: &str) -> String {
    ["&amp;", "&AMP;", "&#38;", "&#x26;"].iter().fold(link.to_owned(), |link, entity| link.replace(entity, "&"))
}

/// Whether a text names a host, and not a longer name of which it is a part.
fn names_host(text: &str, host: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || "@-_.%".contains(c);
    text.match_indices(host).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let mut after = text.get(at + host.len()..).unwrap_or("").chars();
        let goes_on = match after.next() {
            Some('.') => after.next().is_some_and(|c| c.is_ascii_alphanumeric()),
            Some(c) => part(c),
            None => false,
        };
        !goes_on && !before.ends_with(part) && (!before.ends_with('/') || before.ends_with("://"))
    })
}

/// Most lines that a link may be broken over, and longest rest of one on a line of its own.
const MOST_BREAKS: usize = 3;
const LONGEST_REST: usize = 400;

/// A link that a gateway or a mail program broke at the end of a line, put together again: only where nobody knows the
/// first part alone, and the whole is known.
fn mended(text: &str, link: &str, reference: &Reference) -> Option<String> {
    if link.is_empty() || lead(link, reference).is_some() {
        return None;
    }
    let mut whole = link.to_owned();
    let mut rest = text.get(text.find(link)? + link.len()..)?;
    // Broken right after its question mark, which then looked like the end of a sentence.
    let line = rest.trim_start_matches(GLUED);
    if line.starts_with(['\r', '\n']) {
        whole.push_str(rest.get(..rest.len() - line.len())?);
        rest = line;
    }
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
        if lead(&found, reference).is_some() {
            return Some(found);
        }
        rest = line.get(more.len()..)?;
    }
    None
}

/// A code for a platform that is named and not linked, such as 签名码 of 审判流程信息公开网.
fn by_name(text: &str, reference: &Reference) -> Option<Pickup> {
    let is_named = |it: &&Platform| {
        it.named.iter().any(|name| text.contains(name.as_str())) || it.hosts.iter().any(|host| names_host(text, host))
    };
    let platform = reference.platforms.all().iter().find(is_named)?;
    let code = code_in(text, true)?;
    Some(Pickup {
        platform: platform.id.clone(),
        provider: None,
        url: None,
        code: Some(code),
        expires: expires_in(text),
        strange_host: false,
        is_sure: true,
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
    let is_wanted = |read: &Captures<'_>| !is_signing || read.name("what").is_some_and(|it| it.as_str() == "签名码");
    let read = regex.captures_iter(&bare).find(is_wanted);
    let ahead = || CODE_AHEAD.as_ref()?.captures_iter(&bare).find(is_wanted);
    Some(read.or_else(ahead)?.name("code")?.as_str().to_owned())
}

fn expires_in(text: &str) -> Option<String> {
    let read = EXPIRES.as_ref()?.captures(text)?;
    let found = ["until", "within", "on", "left"].iter().find_map(|name| read.name(name))?;
    Some(found.as_str().trim().to_owned())
}

/// Marks of a sentence that may stand right behind a link in it.
const GLUED: [char; 9] = ['.', ',', ';', ':', '!', '?', ')', ']', '}'];

/// A link without the punctuation of the sentence it stood in.
fn tidy(link: &str) -> String {
    let ascii = link.trim().split(|c: char| !c.is_ascii_graphic() || "<>\"'".contains(c)).next().unwrap_or("");
    ascii.trim_end_matches(GLUED).to_owned()
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
            "请查收 https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?\r\nqdbh=AB12&sdbh=CD34&sdsin=ee56，退订回T",
            "请查收 https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/\r\n app/wssd/index?qdbh=AB12\r\n&sdbh=CD34&sdsin=ee56\r\n退订回T",
        ] {
            assert_eq!(urls(broken), [whole], "{broken}");
        }
        let other = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/\r\nhttps://zxfw.court.gov.cn/\r\nThank you";
        assert_eq!(urls(other), [""; 0], "what does not lead anywhere together stays apart");
    }

    fn pickups(text: &str) -> Vec<Pickup> {
        let raw = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
        let (mail, _) = crate::mail::read(raw.as_bytes());
        all(&mail, &Reference::builtin().unwrap())
    }

    #[test]
    fn a_link_to_no_known_platform_is_told_where_it_leads_below_a_front_page() {
        let of = |text: &str| {
            let raw = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n");
            unknown(&crate::mail::read(raw.as_bytes()).0)
        };
        let link = "https://sd.example.test/v/1?c=2";
        assert_eq!(of(&format!("请打开 {link}，查收")).as_deref(), Some(link));
        assert_eq!(of("见 https://www.example.test/ 或 https://example.test"), None);
        assert_eq!(of("见 https://www.example.test 和 mailto:a@example.test"), None);
    }

    #[test]
    fn a_link_of_a_message_is_known_without_its_scheme() {
        let path = "zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&sdsin=ee56";
        let whole = format!("https://{path}");
        assert_eq!(urls(&format!("【某法院】请登录{path}，查收文书")), [whole.as_str()]);
        assert_eq!(urls(&format!("请登录 {}", whole.replace(':', "：")))[..], [whole.as_str()]);
        assert_eq!(urls(&format!("请登录 {path} 或 {whole} 查收")), [whole.as_str()]);
        assert_eq!(urls(&format!("请登录 {}", whole.replace('&', "&amp;"))), [whole.as_str()]);
        assert_eq!(urls(&format!("请登录 {}", path.replace('&', "&amp;"))), [whole.as_str()]);
        for other in [format!("evil.invalid/{path}"), format!("x@{path}")] {
            assert_eq!(urls(&format!("请登录 {other}")), [""; 0], "{other}");
        }
        for other in [format!("a-{path}"), format!("a.{path}")] {
            let [found] = pickups(&format!("请登录 {other}")).try_into().unwrap();
            let url = format!("https://{other}");
            assert_eq!((found.strange_host, found.url), (true, Some(url)), "{other}");
        }
    }

    #[test]
    fn a_shape_on_a_host_nobody_knows_is_a_lead_and_no_proof() {
        let link = "https://sd.example.test/v3/dzsd/AbC123";
        let [found] = pickups(&format!("请点击 {link}，提取码：K7x9")).try_into().unwrap();
        let of = (found.platform.as_str(), found.url.as_deref(), found.code.as_deref());
        assert_eq!(of, ("gdems", Some(link), Some("K7x9")));
        assert!(found.strange_host && !found.is_sure);
        let [_, named] = pickups(&format!("{link} 请到审判流程信息公开网，签名码：A1B2C3")).try_into().unwrap();
        assert!(named.platform == "splcgk" && named.is_sure && !named.strange_host);
        let [broken] = pickups("请点击 https://sd.example.test/v3/\r\ndzsd/AbC123 查收").try_into().unwrap();
        assert_eq!(broken.url.as_deref(), Some(link));
        let [general] = pickups("请登录 https://songda.court.gov.cn/notice/1 查看").try_into().unwrap();
        assert!(general.platform == "songda" && !general.is_sure && !general.strange_host);
    }

    #[test]
    fn a_code_of_a_platform_named_by_its_host() {
        let sms = "请登录 splcgk.court.gov.cn 查收，签名码：1234567890123456，请妥善保管";
        let [found] = pickups(sms).try_into().unwrap();
        assert_eq!(
            (found.platform.as_str(), found.url, found.code.as_deref()),
            ("splcgk", None, Some("1234567890123456"))
        );
        for other in ["splcgk.court.gov.cn.evil.invalid", "x.splcgk.court.gov.cn", "evil.invalid/splcgk.court.gov.cn"] {
            assert!(pickups(&sms.replace("splcgk.court.gov.cn", other)).is_empty(), "{other}");
        }
    }

    #[test]
    fn codes_and_terms_as_messages_write_them() {
        let link = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&sdsin=ee56";
        let of = |words: &str| {
            let [found] = pickups(&format!("{link} {words}")).try_into().unwrap();
            (found.code.unwrap_or_default(), found.expires.unwrap_or_default())
        };
        assert_eq!(of("默认密码：Abc@123456。").0, "Abc@123456");
        assert_eq!(of("访问密码为8848，请勿泄露").0, "8848");
        assert_eq!(of("提取码:K7x9.").0, "K7x9");
        for words in
            ["验证码【8848】", "提取码“8848”", "验证码：８８４８", "8848（验证码）", "8848为您的提取码，请勿泄露"]
        {
            assert_eq!(of(words).0, "8848", "{words}");
        }
        for words in ["访问密码为您手机号后4位", "验证码（6位）见下一条短信", "2026年为您办理，验证码另发"]
        {
            assert_eq!(of(words).0, "", "{words}");
        }
        assert_eq!(of("链接将于2026年12月1日24时失效").1, "2026年12月1日24时");
        assert_eq!(of("链接于2026年12月1日 18时30分过期").1, "2026年12月1日 18时30分");
        assert_eq!(of("有效期至：2026-12-01 09:30").1, "2026-12-01 09:30");
    }
}
