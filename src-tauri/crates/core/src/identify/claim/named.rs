//! Whether a mail bears a court's name: as that of its sender, or under its last words.

use super::Evidence;
use crate::identify::text::compact;
use crate::mail::Mail;

/// Whether the sender's own name is a court's, or that of somebody at one.
pub(super) fn is_named_as_court(mail: &Mail) -> bool {
    let name = compact(mail.from_name.as_deref().unwrap_or(""));
    names_itself_a_court(mail) || ["人民法庭", "法官", "书记员"].iter().any(|word| name.contains(word))
}

/// Whether the sender's own name is a court's.
pub(super) fn names_itself_a_court(mail: &Mail) -> bool {
    let name = compact(mail.from_name.as_deref().unwrap_or(""));
    let is_about = ["法院报", "法院网", "拍卖", "法拍", "快讯", "资讯", "新闻"];
    name.contains("法院") && !is_about.iter().any(|word| name.contains(word))
}

/// Whether the last lines of the mail are a court's name, alone or with who writes there: 某县人民法院 小覃.
pub(super) fn is_signed_as_court(mail: &Mail, evidence: &Evidence<'_>) -> bool {
    let lines: Vec<String> = mail.text.lines().map(compact).filter(|line| !line.is_empty()).collect();
    let is_signature = |line: &String| {
        // 河南省 may stand ahead of it, and the last sentence.
        let is_short = |name: &str| {
            let Some((ahead, behind)) = line.rsplit_once(name) else { return false };
            let own = ahead.rsplit('。').next().unwrap_or("");
            own.chars().count() <= 8 && behind.chars().count() <= 12
        };
        evidence.claims.names.iter().any(|(_, name)| name.ends_with("法院") && is_short(name))
    };
    lines.iter().rev().take(4).any(is_signature)
}
