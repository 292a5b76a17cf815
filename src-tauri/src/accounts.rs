//! Commands about mailboxes and their accounts, one line each: whose an address is, does it work, sign in.

use songda_mailroom::connect::check::{MailboxForm, TestRow};
use songda_mailroom::connect::find::{Found, ProviderRow};
use songda_mailroom::desk::Desk;
use songda_mailroom::view::Problem;
use tauri::State;

use crate::exports::Running;

type Answer<T> = Result<T, Problem>;

#[tauri::command]
pub async fn find_provider(desk: State<'_, Desk>, address: &str) -> Answer<Found> {
    Ok(desk.find_provider(address).await)
}

#[tauri::command]
pub async fn providers(desk: State<'_, Desk>) -> Answer<Vec<ProviderRow>> {
    Ok(desk.providers())
}

/// The test of a mailbox that is running.
#[derive(Debug, Default)]
pub struct Testing(Running);

#[tauri::command]
pub async fn test_mailbox(desk: State<'_, Desk>, testing: State<'_, Testing>, form: MailboxForm) -> Answer<TestRow> {
    testing.0.until_stopped("mailbox.test-stopped", desk.test_mailbox(&form)).await
}

#[tauri::command]
pub async fn stop_test(testing: State<'_, Testing>) -> Answer<()> {
    testing.0.stop();
    Ok(())
}

#[tauri::command]
pub async fn add_mailbox(desk: State<'_, Desk>, form: MailboxForm) -> Answer<(String, bool)> {
    desk.add_mailbox(&form).await
}

/// Opens the provider's page in the system's browser; the page of this window never sees the address.
#[tauri::command]
pub async fn sign_in(desk: State<'_, Desk>, mailbox: &str) -> Answer<()> {
    let url = desk.sign_in(mailbox).await?;
    let opened = tauri_plugin_opener::open_url(url, None::<&str>);
    opened.map_err(|error| Problem::new("window.not-opened", [mailbox.to_owned(), error.to_string()]))
}

#[tauri::command]
pub async fn give_password(desk: State<'_, Desk>, mailbox: &str, password: String) -> Answer<bool> {
    desk.mailroom().await?.give_password(mailbox, password).await
}
