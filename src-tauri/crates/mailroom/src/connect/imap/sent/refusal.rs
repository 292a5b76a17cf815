//! Whether a server that does not take a claim takes none at all, or none for now.
//!
//! What decides is what the server itself says to the command: a broken or silent connection is no refusal. Over quota is
//! for now: room is made again, and while there is none no court mail comes in either, so that somebody must see to it.

/// Response codes of what passes (RFC 5530, RFC 3501), in capitals. Those that last are NOPERM, CANNOT, LIMIT and the like,
/// and whatever is refused without a code.
const FOR_NOW: [&str; 9] = [
    "OVERQUOTA",
    "UNAVAILABLE",
    "INUSE",
    "SERVERBUG",
    "CORRUPTION",
    // The folder went away meanwhile, and is made anew the next time.
    "TRYCREATE",
    "NONEXISTENT",
    "THROTTLED",
    "EXPIRED",
];

/// Words by which servers without such codes say the same, lower case.
const WORDS: [&str; 16] = [
    "quota",
    "full",
    "space",
    "storage",
    "busy",
    "temporary",
    "temporarily",
    "later",
    "again",
    "timeout",
    "timed",
    "unavailable",
    "locked",
    "throttled",
    "internal",
    "overload",
];
const CHINESE: [&str; 9] = ["已满", "容量", "空间", "配额", "繁忙", "稍后", "频繁", "超时", "暂"];

/// The code of a folder that is there though it is not listed.
const IS_THERE: &str = "ALREADYEXISTS";

/// Whether a refusal in these words may pass by itself.
pub fn is_for_now(says: &str) -> bool {
    if let Some(code) = code(says) {
        return FOR_NOW.contains(&code.as_str());
    }
    let lower = says.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| WORDS.contains(&word)) || CHINESE.iter().any(|word| says.contains(word))
}

/// Whether a folder is refused because there is one.
pub fn is_there(says: &str) -> bool {
    code(says).is_some_and(|code| code == IS_THERE)
}

/// The response code before the words, in capitals and without what follows its name.
fn code(says: &str) -> Option<String> {
    let (code, _) = says.trim_start().strip_prefix('[')?.split_once(']')?;
    Some(code.split(' ').next().unwrap_or_default().to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_stays() {
        let passes = [
            "[OVERQUOTA] Quota exceeded (mailbox for user is full)",
            "[overquota] x",
            "[UNAVAILABLE] x",
            "[INUSE] Mailbox is in use",
            "[SERVERBUG] Internal error occurred. Refer to server log for more information.",
            "[TRYCREATE] no such folder",
            "APPEND failed: over quota",
            "System busy!",
            "Mailbox is full",
            "Temporary failure, try again",
            "创建失败：系统繁忙，请稍后再试",
            "邮箱已满",
        ];
        for says in passes {
            assert!(is_for_now(says), "{says}");
        }
        let stays = [
            "[NOPERM] Permission denied",
            "[CANNOT] Invalid mailbox name",
            "[LIMIT] too many mailboxes",
            "[CONTACTADMIN] x",
            "[ALREADYEXISTS] Mailbox already exists",
            "Permission denied",
            "CREATE not permitted",
            "unknown command",
            "no reason given",
            "This account may not make folders: blocked by policy, generated names included",
            "不允许创建文件夹",
        ];
        for says in stays {
            assert!(!is_for_now(says), "{says}");
        }
        assert!(is_there("[ALREADYEXISTS] it is there") && !is_there("it is there"));
    }
}
