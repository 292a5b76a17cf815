//! One line per command: the window asks, the mailroom answers.

use std::path::Path;

use songda_mailroom::connect::check::MailboxForm;
use songda_mailroom::demo;
use songda_mailroom::desk::{Desk, Place};
use songda_mailroom::setting_up::OfficeForm;
use songda_mailroom::tally::xlsx;
use songda_mailroom::view::{
    CaseRow, DoubtRow, Exported, FolderPreview, LedgerPage, LedgerQuery, Opening, Overview, PickupRow, Preview,
    Problem, Progress, ReceiptRow, Register, RootMoved, SearchAnswer, ServicePage, ShellChange, ShellState, Statistics,
};
use tauri::ipc::Response;
use tauri::{AppHandle, Emitter as _, State};

use crate::app::Own;
use crate::exports::{self, Exports};
use crate::opening::Waiting;
use crate::shell::Shell;
use crate::tray;
use crate::words::Language;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn overview(desk: State<'_, Desk>) -> Answer<Overview> {
    desk.mailroom().await?.overview().await
}

#[tauri::command]
pub async fn service(desk: State<'_, Desk>, id: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.service(id).await
}

#[tauri::command]
pub async fn left_behind(desk: State<'_, Desk>) -> Answer<Vec<DoubtRow>> {
    desk.mailroom().await?.left_behind().await
}

#[tauri::command]
pub async fn settle(desk: State<'_, Desk>, doubt: &str, answer: &str) -> Answer<DoubtRow> {
    desk.mailroom().await?.settle(doubt, answer, None).await
}

#[tauri::command]
pub async fn ledger(desk: State<'_, Desk>, query: LedgerQuery) -> Answer<LedgerPage> {
    desk.mailroom().await?.ledger(&query).await
}

#[tauri::command]
pub async fn statistics(desk: State<'_, Desk>, months: u32) -> Answer<Statistics> {
    desk.mailroom().await?.statistics(months).await
}

#[tauri::command]
pub async fn search(desk: State<'_, Desk>, typed: &str) -> Answer<SearchAnswer> {
    desk.mailroom().await?.search(typed).await
}

#[tauri::command]
pub async fn preview(desk: State<'_, Desk>, id: &str) -> Answer<Preview> {
    desk.mailroom().await?.preview(id).await
}

#[tauri::command]
pub async fn document_bytes(desk: State<'_, Desk>, id: &str) -> Answer<Response> {
    Ok(Response::new(desk.mailroom().await?.document_bytes(id).await?))
}

#[tauri::command]
pub async fn export_ledger(
    app: AppHandle,
    desk: State<'_, Desk>,
    made: State<'_, Exports>,
    query: LedgerQuery,
    language: xlsx::Language,
) -> Answer<Exported> {
    let mailroom = desk.mailroom().await?;
    let folder = exports::folder(&app)?;
    made.draw(mailroom.export_ledger(&query, language, &folder)).await
}

#[tauri::command]
pub async fn export_handover(
    app: AppHandle,
    desk: State<'_, Desk>,
    made: State<'_, Exports>,
    language: xlsx::Language,
) -> Answer<Exported> {
    let (mailroom, folder) = (desk.mailroom().await?, exports::folder(&app)?);
    made.draw(mailroom.export_handover(language, &folder)).await
}

#[tauri::command]
pub async fn export_month(
    app: AppHandle,
    desk: State<'_, Desk>,
    made: State<'_, Exports>,
    day: &str,
    language: xlsx::Language,
) -> Answer<Exported> {
    let (mailroom, folder) = (desk.mailroom().await?, exports::folder(&app)?);
    made.draw(mailroom.export_month(songda_mailroom::export::day(day)?, language, &folder)).await
}

#[tauri::command]
pub async fn export_calendar(
    app: AppHandle,
    desk: State<'_, Desk>,
    made: State<'_, Exports>,
    language: xlsx::Language,
) -> Answer<Exported> {
    let (mailroom, folder) = (desk.mailroom().await?, exports::folder(&app)?);
    made.draw(mailroom.export_calendar(language, &folder)).await
}

#[tauri::command]
pub async fn export_bundle(
    app: AppHandle,
    desk: State<'_, Desk>,
    made: State<'_, Exports>,
    service: &str,
) -> Answer<Exported> {
    let (mailroom, folder) = (desk.mailroom().await?, exports::folder(&app)?);
    made.draw(mailroom.export_bundle(service, &folder)).await
}

#[tauri::command]
pub async fn export_all(app: AppHandle, desk: State<'_, Desk>, made: State<'_, Exports>) -> Answer<Exported> {
    let (mailroom, folder, stop) = (desk.mailroom().await?, exports::folder(&app)?, made.running.begin());
    let tell = move |at: Progress| drop(app.emit("progress", at));
    Ok(made.remember(mailroom.export_all(&folder, &stop, tell).await?))
}

#[tauri::command]
pub async fn stop_export(made: State<'_, Exports>) -> Answer<()> {
    made.running.stop();
    Ok(())
}

#[tauri::command]
pub async fn show_export(made: State<'_, Exports>, name: &str) -> Answer<()> {
    show(&made.folder_of(name)?)
}

#[tauri::command]
pub async fn approve(desk: State<'_, Desk>, receipt: &str, by: &str, saw: &str) -> Answer<ReceiptRow> {
    desk.mailroom().await?.approve(receipt, by, saw).await
}

#[tauri::command]
pub async fn register(desk: State<'_, Desk>) -> Answer<Register> {
    desk.mailroom().await?.register().await
}

#[tauri::command]
pub async fn withdraw(desk: State<'_, Desk>, receipt: &str, saw: &str) -> Answer<ReceiptRow> {
    desk.mailroom().await?.withdraw(receipt, saw).await
}

#[tauri::command]
pub async fn take_over(desk: State<'_, Desk>, receipt: &str, by: &str, why: &str, saw: &str) -> Answer<ReceiptRow> {
    desk.mailroom().await?.take_over(receipt, by, why, saw).await
}

#[tauri::command]
pub async fn send_now(desk: State<'_, Desk>, receipt: &str, saw: &str) -> Answer<ReceiptRow> {
    desk.mailroom().await?.send_now(receipt, saw).await
}

#[tauri::command]
pub async fn correct(
    desk: State<'_, Desk>,
    service: &str,
    fact: &str,
    of: Option<String>,
    value: &str,
) -> Answer<ServicePage> {
    desk.mailroom().await?.correct(service, fact, of.as_deref(), value, None).await
}

#[tauri::command]
pub async fn check_now(desk: State<'_, Desk>) -> Answer<()> {
    desk.mailroom().await?.check_now()
}

#[tauri::command]
pub async fn open_document(desk: State<'_, Desk>, id: &str) -> Answer<()> {
    show(&desk.mailroom().await?.document_to_open(id).await?)
}

#[tauri::command]
pub async fn open_folder(desk: State<'_, Desk>, service: &str) -> Answer<()> {
    show(&desk.mailroom().await?.folder_to_open(service).await?)
}

#[tauri::command]
pub async fn make_home(desk: State<'_, Desk>) -> Answer<()> {
    desk.make_home().map(drop)
}

#[tauri::command]
pub async fn open_settings(desk: State<'_, Desk>) -> Answer<()> {
    show(&desk.settings_file()?)
}

#[tauri::command]
pub async fn shell(app: AppHandle, shell: State<'_, Shell>) -> Answer<ShellState> {
    shell.state(&app)
}

#[tauri::command]
pub async fn change_shell(app: AppHandle, shell: State<'_, Shell>, change: ShellChange) -> Answer<ShellState> {
    shell.change(&app, &change)
}

#[tauri::command]
pub async fn close_window(app: AppHandle, way: &str) -> Answer<()> {
    crate::app::close(&app, way);
    Ok(())
}

#[tauri::command]
pub async fn opening(waiting: State<'_, Waiting>) -> Answer<Option<Opening>> {
    Ok(waiting.take())
}

#[tauri::command]
pub async fn set_up(desk: State<'_, Desk>, form: MailboxForm, office: OfficeForm) -> Answer<bool> {
    desk.set_up(&form, &office).await
}

#[tauri::command]
pub async fn start_demo(desk: State<'_, Desk>, shell: State<'_, Shell>) -> Answer<()> {
    if !shell.may_show_sample() {
        return Err(Problem::new("shell.refused", ["policy: demo".to_owned()]));
    }
    desk.go_to(Place::Sample(exports::sample()?));
    Ok(())
}

#[tauri::command]
pub async fn leave_demo(desk: State<'_, Desk>, own: State<'_, Own>) -> Answer<()> {
    if let Place::Sample(sample) = desk.place() {
        // A window that was started for the sample goes to the office's own home.
        desk.go_to(if own.0 == Place::Sample(sample.clone()) { Place::Own(None) } else { own.0.clone() });
        // Whoever watches the sample lets go of it first.
        let _ = desk.mailroom().await;
        demo::clear(&sample)?;
    }
    Ok(())
}

#[tauri::command]
pub async fn speak(app: AppHandle, language: Language) -> Answer<()> {
    tray::speak(&app, language);
    Ok(())
}

#[tauri::command]
pub async fn fetch_pickup(
    desk: State<'_, Desk>,
    service: &str,
    errand: &str,
    password: Option<&str>,
) -> Answer<PickupRow> {
    desk.mailroom().await?.fetch_pickup(service, Some(errand), password, None).await
}

#[tauri::command]
pub async fn stop_pickup(desk: State<'_, Desk>, service: &str, errand: &str) -> Answer<PickupRow> {
    desk.mailroom().await?.stop_pickup(service, Some(errand), None).await
}

#[tauri::command]
pub async fn open_pickup(desk: State<'_, Desk>, service: &str, errand: &str, court_confirmed: bool) -> Answer<()> {
    let mailroom = desk.mailroom().await?;
    // On record before the browser is asked: whether a page was seen cannot be told afterwards.
    let opening = mailroom.open_pickup(service, Some(errand), court_confirmed, None).await?;
    let opened = tauri_plugin_opener::open_url(&opening.url, None::<&str>);
    let Err(says) = opened.map_err(|error| error.to_string()) else { return Ok(()) };
    mailroom.pickup_not_opened(service, errand, &says, None).await?;
    Err(Problem::new("window.not-opened", [opening.url, says]))
}

#[tauri::command]
pub async fn bring_file(desk: State<'_, Desk>, request: tauri::ipc::Request<'_>) -> Answer<usize> {
    let field = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else {
        return Err(Problem::new("pickup.file-unreadable", [field("name").to_owned()]));
    };
    desk.mailroom().await?.bring_bytes(field("service"), field("name"), bytes.clone(), None).await
}

#[tauri::command]
pub async fn join_cases(desk: State<'_, Desk>, numbers: Vec<String>) -> Answer<CaseRow> {
    desk.mailroom().await?.join_cases(&numbers, None).await
}

#[tauri::command]
pub async fn split_case(desk: State<'_, Desk>, number: &str) -> Answer<CaseRow> {
    desk.mailroom().await?.split_case(number, None).await
}

#[tauri::command]
pub async fn name_case(desk: State<'_, Desk>, number: &str, name: &str) -> Answer<CaseRow> {
    desk.mailroom().await?.name_case(number, name, None).await
}

#[tauri::command]
pub async fn join_services(desk: State<'_, Desk>, services: Vec<String>, why: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.join_services(&services, why, None).await
}

#[tauri::command]
pub async fn part_service(desk: State<'_, Desk>, service: &str, why: &str) -> Answer<ServicePage> {
    desk.mailroom().await?.part_service(service, why, None).await
}

#[tauri::command]
pub async fn preview_folders(desk: State<'_, Desk>, pattern: &str, root: Option<&str>) -> Answer<FolderPreview> {
    desk.mailroom().await?.preview_folders(pattern, root).await
}

#[tauri::command]
pub async fn adopt_folder_pattern(desk: State<'_, Desk>, pattern: &str) -> Answer<()> {
    desk.mailroom().await?.adopt_folder_pattern(pattern).await
}

#[tauri::command]
pub async fn restore_document(desk: State<'_, Desk>, id: &str) -> Answer<String> {
    desk.mailroom().await?.restore_document(id, None).await
}

/// The place is typed by the person at the window: files are copied and compared there, and the settings name it then.
#[tauri::command]
pub async fn move_case_root(desk: State<'_, Desk>, to: &str) -> Answer<RootMoved> {
    desk.mailroom().await?.move_case_root_to(to).await
}

#[tauri::command]
pub async fn take_pasted(desk: State<'_, Desk>, text: &str) -> Answer<Option<String>> {
    desk.mailroom().await?.take_pasted(text).await
}

/// Hands a file or folder to the program the person has for it.
pub fn show(path: &Path) -> Answer<()> {
    let opened = tauri_plugin_opener::open_path(path, None::<&str>);
    opened.map_err(|error| Problem::new("window.not-opened", [path.display().to_string(), error.to_string()]))
}

#[cfg(test)]
mod tests;
