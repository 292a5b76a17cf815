//! What is said after vault and ledger were checked, accepted or told anew.

use songda_core::id::Digest;

use super::Lang;
use crate::verify::{Bad, Verified};

/// What is wrong with vault or ledger.
pub fn bad(bad: &Bad, lang: Lang) -> String {
    let what = if bad.what == "ledger" { "台账记录" } else { "原件库文件" };
    let wrong = match bad.wrong.as_str() {
        "missing" => "缺失",
        "cut-off" => "被截断",
        "foreign" => "不属于原件库",
        _ => "被改动",
    };
    lang.pick(format!("{what} {} {wrong}。", bad.at), format!("{} {}: {}", bad.what, bad.at, bad.wrong))
}

/// The first few of many digests.
fn listed(digests: &[Digest]) -> String {
    let few: Vec<String> = digests.iter().take(5).map(|digest| digest.short(12)).collect();
    few.join(" ") + if digests.len() > few.len() { " …" } else { "" }
}

/// After `verify`.
pub fn verified(found: &Verified, bad: Option<&str>, lang: Lang) -> String {
    match bad {
        None if !found.unknown.is_empty() => lang.pick(
            format!(
                "原件库里有 {} 封邮件在台账里没有记录：{}。请运行 songda sync 收进来；到达时间以邮件本身写明的为限，请人工核对。",
                found.unknown.len(),
                listed(&found.unknown)
            ),
            format!(
                "{} mails in the vault stand nowhere in the ledger: {}. Run songda sync to take them in; when they arrived is not known beyond what they say.",
                found.unknown.len(),
                listed(&found.unknown)
            ),
        ),
        None => lang.pick(
            format!("校验通过：原件 {} 份，台账记录 {} 条。", found.vault_files, found.ledger_entries),
            format!(
                "All well: {} files in the vault, {} entries in the ledger.",
                found.vault_files, found.ledger_entries
            ),
        ),
        Some(bad) => lang.pick(
            format!("校验未通过：{bad}请勿继续使用，从备份恢复并查明原因。"),
            format!("Not well: {bad}. Restore from a backup and find out why."),
        ),
    }
}

/// After `verify --accept`: the numbers noted and found.
pub fn accepted(numbers: Option<(Option<i64>, i64)>, lang: Lang) -> String {
    let Some((noted, found)) = numbers else {
        return lang.pick(
            "台账与上次的记号一致，无需确认。".to_owned(),
            "The ledger is the one noted; nothing was to be accepted.".to_owned(),
        );
    };
    let noted = noted.map_or_else(|| "—".to_owned(), |noted| noted.to_string());
    lang.pick(
        format!("已确认以现有台账为准（原记号：第 {noted} 条；现有：第 {found} 条），并记入台账。回执可以继续发出。"),
        format!("The ledger is accepted as it lies (noted: {noted}; found: {found}); this is on record. Receipts leave again."),
    )
}

/// After `rebuild`.
pub fn rebuilt(mails: usize, lang: Lang) -> String {
    lang.pick(
        format!("已从台账重新得出 {mails} 封邮件的全部列表。"),
        format!("Told anew from the ledger: {mails} mails."),
    )
}
