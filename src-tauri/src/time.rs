//! Commands about deadlines and calendars: one line each, the mailroom answers.

use songda_mailroom::calendars::About;
use songda_mailroom::deadlines::{Order, Own};
use songda_mailroom::desk::Desk;
use songda_mailroom::view::{
    CalendarRow, DeadlineRow, Decide, MoveRow, OwnDeadline, Problem, ReckoningPage, RuleRow,
};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn decide(desk: State<'_, Desk>, id: &str, order: Decide) -> Answer<DeadlineRow> {
    desk.mailroom().await?.decide(id, Order::from(&order)).await
}

#[tauri::command]
pub async fn add_deadline(desk: State<'_, Desk>, own: OwnDeadline) -> Answer<DeadlineRow> {
    desk.mailroom().await?.add_deadline(Own::from(&own)).await
}

#[tauri::command]
pub async fn choose_start(
    desk: State<'_, Desk>,
    service: &str,
    date: Option<&str>,
    reason: &str,
) -> Answer<Vec<DeadlineRow>> {
    desk.mailroom().await?.choose_start(service, date, reason, None).await
}

#[tauri::command]
pub async fn moves(desk: State<'_, Desk>) -> Answer<Vec<MoveRow>> {
    desk.mailroom().await?.moves().await
}

#[tauri::command]
pub async fn rules(desk: State<'_, Desk>) -> Answer<Vec<RuleRow>> {
    Ok(desk.mailroom().await?.rules())
}

#[tauri::command]
pub async fn reckon(desk: State<'_, Desk>, rule: &str, from: &str, days: Option<u32>) -> Answer<ReckoningPage> {
    desk.mailroom().await?.reckon(rule, from, days)
}

#[tauri::command]
pub async fn calendars(desk: State<'_, Desk>) -> Answer<Vec<CalendarRow>> {
    desk.mailroom().await?.calendars().await
}

/// The page gives the text of a file a person chose; it has no way to files of its own.
#[tauri::command]
pub async fn import_calendar(
    desk: State<'_, Desk>,
    text: &str,
    name: &str,
    source: Option<&str>,
    region: Option<&str>,
) -> Answer<Vec<MoveRow>> {
    let about = About { name, source, region, by: None };
    Ok(desk.mailroom().await?.import_calendar(text, about).await?.moves)
}
