//! Commands about who we are and what was chosen, one line each: signatures, shared mailboxes, the proxy, sending, fetching.

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{Choice, Choices, Problem, ProxyForm, ProxyState, Signature};
use tauri::State;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn signature(desk: State<'_, Desk>) -> Answer<Signature> {
    desk.signature()
}

#[tauri::command]
pub async fn sign_as(desk: State<'_, Desk>, signature: Signature) -> Answer<Signature> {
    desk.sign_as(&signature).await
}

#[tauri::command]
pub async fn choices(desk: State<'_, Desk>) -> Answer<Choices> {
    desk.choices().await
}

#[tauri::command]
pub async fn choose(desk: State<'_, Desk>, choice: Choice) -> Answer<Choices> {
    desk.choose(&choice).await
}

#[tauri::command]
pub async fn share_mailbox(desk: State<'_, Desk>, id: &str, shared: bool) -> Answer<()> {
    desk.share_mailbox(id, shared).await
}

#[tauri::command]
pub async fn proxy(desk: State<'_, Desk>) -> Answer<ProxyState> {
    desk.proxy()
}

#[tauri::command]
pub async fn choose_proxy(desk: State<'_, Desk>, form: ProxyForm) -> Answer<ProxyState> {
    desk.choose_proxy(&form).await
}
