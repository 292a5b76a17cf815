//! Commands about cases, mails that serve nothing, and files of a service: one line each, the mailroom answers.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{CaseRow, CheckedRow, MailList, MailPage, MailQuery, Problem, Restored};
use tauri::State;

use crate::commands::show;
use crate::exports::Exports;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn close_case(desk: State<'_, Desk>, number: &str, why: &str) -> Answer<CaseRow> {
    desk.mailroom().await?.close_case(number, why, None).await
}

#[tauri::command]
pub async fn reopen_case(desk: State<'_, Desk>, number: &str, why: &str) -> Answer<CaseRow> {
    desk.mailroom().await?.reopen_case(number, why, None).await
}

#[tauri::command]
pub async fn mail_list(desk: State<'_, Desk>, query: MailQuery) -> Answer<MailList> {
    desk.mailroom().await?.mail_list(&query).await
}

#[tauri::command]
pub async fn mail_page(desk: State<'_, Desk>, sha256: &str) -> Answer<MailPage> {
    desk.mailroom().await?.mail_page(sha256).await
}

#[tauri::command]
pub async fn take_file_back(desk: State<'_, Desk>, service: &str, document: &str) -> Answer<()> {
    desk.mailroom().await?.take_file_back(service, document, None).await
}

#[tauri::command]
pub async fn take_paper_back(desk: State<'_, Desk>, service: &str, on: &str, why: &str) -> Answer<()> {
    desk.mailroom().await?.take_paper_back(service, on, why, None).await
}

#[tauri::command]
pub async fn restore_missing(desk: State<'_, Desk>) -> Answer<Restored> {
    let (paths, refused) = desk.mailroom().await?.restore_missing(None).await?;
    Ok(Restored { paths, refused })
}

#[tauri::command]
pub async fn check_home(desk: State<'_, Desk>, made: State<'_, Exports>) -> Answer<CheckedRow> {
    let mailroom = desk.mailroom().await?;
    made.running.until_stopped("export.cancelled", mailroom.check_home()).await
}

#[tauri::command]
pub async fn diagnosis(desk: State<'_, Desk>) -> Answer<String> {
    desk.mailroom().await?.diagnosis().await
}

#[tauri::command]
pub async fn open_logs(desk: State<'_, Desk>) -> Answer<()> {
    show(&desk.mailroom().await?.logs())
}

#[tauri::command]
pub async fn accept_ledger(desk: State<'_, Desk>) -> Answer<bool> {
    desk.mailroom().await?.accept_ledger(None).await
}
