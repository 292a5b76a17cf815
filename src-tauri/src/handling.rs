//! Commands about working on services, and mails a person chose in the window: one line each, the mailroom answers.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{BroughtIn, Problem, ServicePage};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn assign(desk: State<'_, Desk>, service: &str, to: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.assign(service, to, None).await
}

#[tauri::command]
pub async fn snooze(desk: State<'_, Desk>, service: &str, until: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.snooze(service, until, None).await
}

#[tauri::command]
pub async fn set_aside(desk: State<'_, Desk>, service: &str, why: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.set_aside(service, why, None).await
}

#[tauri::command]
pub async fn take_back(desk: State<'_, Desk>, service: &str, why: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.take_back(service, why, None).await
}

/// The page hands over the bytes of one file a person chose in the system's dialog; it has no way to files of its own.
#[tauri::command]
pub async fn import_mail(desk: State<'_, Desk>, request: tauri::ipc::Request<'_>) -> Answer<BroughtIn> {
    let name = request.headers().get("name").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else {
        return Ok(BroughtIn { unreadable: vec![name.to_owned()], ..BroughtIn::default() });
    };
    desk.mailroom().await?.bring_in_bytes(name, bytes.clone()).await
}

/// Opens the system's print dialog: a page of its own cannot on macOS.
#[tauri::command]
pub async fn print_page(window: tauri::WebviewWindow) -> Answer<()> {
    window.print().map_err(|error| Problem::new("window.not-opened", ["print".to_owned(), error.to_string()]))
}
