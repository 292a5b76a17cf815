//! Commands about agreements, many receipts at once, corrections and reminders: one line each, the mailroom answers.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{
    AgreementForm, AgreementRow, BatchLine, Chosen, Problem, ReceiptDraft, ReceiptRow, ReminderRow, Wished,
};
use tauri::{AppHandle, Manager as _, State};

type Answer<T> = Result<T, Problem>;

/// Folder of copies that were opened, below what the system keeps for this program and may throw away.
const OPENED: &str = "opened";

/// The page gives the bytes of a file a person chose; it has no way to files of its own.
#[tauri::command]
pub async fn keep_paper(desk: State<'_, Desk>, request: tauri::ipc::Request<'_>) -> Answer<String> {
    let name = request.headers().get("name").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else {
        return Err(Problem::new("agreement.no-paper", [name.to_owned()]));
    };
    desk.mailroom().await?.keep_paper(name, bytes.clone()).await
}

#[tauri::command]
pub async fn enter_agreement(desk: State<'_, Desk>, form: AgreementForm) -> Answer<AgreementRow> {
    desk.mailroom().await?.enter_agreement(form).await
}

#[tauri::command]
pub async fn batch(desk: State<'_, Desk>, services: Vec<String>) -> Answer<Vec<BatchLine>> {
    desk.mailroom().await?.batch(&services).await
}

#[tauri::command]
pub async fn acknowledge_many(desk: State<'_, Desk>, chosen: Vec<Chosen>) -> Answer<Vec<BatchLine>> {
    desk.mailroom().await?.acknowledge_many(&chosen).await
}

#[tauri::command]
pub async fn letter_draft(desk: State<'_, Desk>, service: &str, wish: Wished) -> Answer<ReceiptDraft> {
    desk.mailroom().await?.letter_draft(service, wish).await
}

#[tauri::command]
pub async fn send_letter(desk: State<'_, Desk>, service: &str, wish: Wished, seen: String) -> Answer<ReceiptRow> {
    desk.mailroom().await?.send_letter(service, wish, seen).await
}

#[tauri::command]
pub async fn queued_letter(desk: State<'_, Desk>, receipt: &str) -> Answer<ReceiptDraft> {
    desk.mailroom().await?.queued_letter(receipt).await
}

#[tauri::command]
pub async fn fill_form(desk: State<'_, Desk>, service: &str) -> Answer<()> {
    crate::commands::show(&desk.mailroom().await?.fill_form(service).await?)
}

#[tauri::command]
pub async fn open_sheet(desk: State<'_, Desk>, receipt: &str) -> Answer<()> {
    crate::commands::show(&desk.mailroom().await?.sheet_to_open(receipt).await?)
}

#[tauri::command]
pub async fn open_paper(app: AppHandle, desk: State<'_, Desk>, agreement: &str, paper: &str) -> Answer<()> {
    let copies = copies(&app)?;
    crate::commands::show(&desk.mailroom().await?.paper_to_open(agreement, paper, &copies).await?)
}

#[tauri::command]
pub async fn open_letter(app: AppHandle, desk: State<'_, Desk>, receipt: &str) -> Answer<()> {
    let copies = copies(&app)?;
    crate::commands::show(&desk.mailroom().await?.letter_to_open(receipt, &copies).await?)
}

fn copies(app: &AppHandle) -> Answer<std::path::PathBuf> {
    let folder = app.path().app_cache_dir().map(|folder| folder.join(OPENED));
    folder.map_err(|error| Problem::new("window.not-opened", [OPENED.to_owned(), error.to_string()]))
}

#[tauri::command]
pub async fn answered_by_hand(desk: State<'_, Desk>, service: &str, how: &str, note: &str) -> Answer<()> {
    desk.mailroom().await?.answered_by_hand(service, how, note).await
}

#[tauri::command]
pub async fn not_answered_by_hand(desk: State<'_, Desk>, service: &str, why: &str) -> Answer<()> {
    desk.mailroom().await?.not_answered_by_hand(service, why).await
}

#[tauri::command]
pub async fn reminders(desk: State<'_, Desk>) -> Answer<Vec<ReminderRow>> {
    desk.mailroom().await?.reminders().await
}
