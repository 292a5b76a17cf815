//! The window's commands about what people teach: lessons of a court's profile, and passwords of closed parts.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{LessonRow, Problem};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn lesson_draft(desk: State<'_, Desk>, service: &str, court: Option<&str>) -> Answer<LessonRow> {
    desk.mailroom().await?.lesson_draft(service, court).await
}

#[tauri::command]
pub async fn teach(desk: State<'_, Desk>, service: &str, court: Option<&str>) -> Answer<LessonRow> {
    desk.mailroom().await?.teach(service, court, None).await
}

#[tauri::command]
pub async fn unteach(desk: State<'_, Desk>, lesson: &str) -> Answer<LessonRow> {
    desk.mailroom().await?.unteach(lesson, None).await
}

#[tauri::command]
pub async fn lessons(desk: State<'_, Desk>) -> Answer<Vec<LessonRow>> {
    desk.mailroom().await?.lessons().await
}

#[tauri::command]
pub async fn unlock(desk: State<'_, Desk>, service: &str, part: Option<&str>, password: &str) -> Answer<Vec<String>> {
    desk.mailroom().await?.unlock(service, part, password, None).await
}
