//! Commands about long lists: one line each, the mailroom answers with the part that is shown.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{
    CaseList, CasePage, CaseQuery, DeadlineList, DeadlineQuery, Problem, ReceiptList, ReceiptQuery, ReceiptRow,
    ServiceList, ServiceQuery, SittingRow, TodayPage,
};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn today(desk: State<'_, Desk>) -> Answer<TodayPage> {
    desk.mailroom().await?.today().await
}

#[tauri::command]
pub async fn service_list(desk: State<'_, Desk>, query: ServiceQuery) -> Answer<ServiceList> {
    desk.mailroom().await?.service_list(&query).await
}

#[tauri::command]
pub async fn deadline_list(desk: State<'_, Desk>, query: DeadlineQuery) -> Answer<DeadlineList> {
    desk.mailroom().await?.deadline_list(&query).await
}

#[tauri::command]
pub async fn case_list(desk: State<'_, Desk>, query: CaseQuery) -> Answer<CaseList> {
    desk.mailroom().await?.case_list(&query).await
}

#[tauri::command]
pub async fn case_page(desk: State<'_, Desk>, number: Option<&str>) -> Answer<CasePage> {
    desk.mailroom().await?.case_page(number).await
}

#[tauri::command]
pub async fn receipt_list(desk: State<'_, Desk>, query: ReceiptQuery) -> Answer<ReceiptList> {
    desk.mailroom().await?.receipt_list(&query).await
}

#[tauri::command]
pub async fn outbox(desk: State<'_, Desk>) -> Answer<Vec<ReceiptRow>> {
    desk.mailroom().await?.outbox().await
}

#[tauri::command]
pub async fn sittings(desk: State<'_, Desk>, from: Option<&str>, to: Option<&str>) -> Answer<Vec<SittingRow>> {
    desk.mailroom().await?.sittings_between(from, to).await
}
