//! The command by which a person corrects what was read.

use serde_json::json;

use super::words::Lang;
use super::{Answer, Ended, Failure, Manners, order};

/// Records what a person says a fact is.
pub async fn correct(
    manners: &Manners,
    service: &str,
    fact: &str,
    of: Option<&str>,
    value: &str,
    by: Option<&str>,
) -> Result<Ended, Failure> {
    let mailroom = order::open(manners).await?;
    let page = mailroom.correct(service, fact, of, value, by).await?;
    let stays = page.documents.iter().filter(|document| document.state != "waiting").count();
    let stays = if mailroom.names_folders_by(fact) { stays } else { 0 };
    let text = said(fact, value, stays, manners.lang);
    let json = json!({
        "contract": 1, "service": page.row, "facts": page.facts, "deadlines": page.deadlines, "stays_filed": stays,
    });
    Ok(Ended::Done(Answer { json, text }))
}

fn said(fact: &str, value: &str, stays: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            let folders = match stays {
                0 => String::new(),
                stays => format!("已归档的 {stays} 件仍在原文件夹，之后到的文书归入更正后的文件夹。"),
            };
            format!("已更正：{fact} 为 {value}。原先的识别结果仍在台账里，期限已按更正后的信息重算。{folders}")
        }
        Lang::En => {
            let folders = match stays {
                0 => String::new(),
                stays => format!(" {stays} filed papers stay in their folder; later ones go to the corrected one."),
            };
            format!(
                "Corrected: {fact} is {value}. What was read stays in the ledger; deadlines were reckoned anew.{folders}"
            )
        }
    }
}
