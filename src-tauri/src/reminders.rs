//! Commands about reminding, one line each: times, the calendar feed, robots and mails.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{MailWayForm, Problem, RemindChange, RemindState, RobotForm};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn reminding(desk: State<'_, Desk>) -> Answer<RemindState> {
    desk.reminding()
}

#[tauri::command]
pub async fn change_reminding(desk: State<'_, Desk>, change: RemindChange) -> Answer<RemindState> {
    desk.change_reminding(&change).await
}

#[tauri::command]
pub async fn keep_robot(desk: State<'_, Desk>, form: RobotForm) -> Answer<RemindState> {
    desk.keep_robot(&form).await
}

#[tauri::command]
pub async fn keep_mail_way(desk: State<'_, Desk>, form: MailWayForm) -> Answer<RemindState> {
    desk.keep_mail_way(&form).await
}

#[tauri::command]
pub async fn remove_way(desk: State<'_, Desk>, id: &str) -> Answer<RemindState> {
    desk.remove_way(id).await
}

#[tauri::command]
pub async fn test_robot(desk: State<'_, Desk>, form: RobotForm) -> Answer<String> {
    desk.test_robot(&form).await
}

#[tauri::command]
pub async fn test_mail_way(desk: State<'_, Desk>, form: MailWayForm) -> Answer<String> {
    desk.test_mail_way(&form).await
}

#[tauri::command]
pub async fn feed_address(desk: State<'_, Desk>) -> Answer<String> {
    desk.feed_address().await
}
