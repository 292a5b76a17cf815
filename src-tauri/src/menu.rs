//! The menu bar of macOS: without one the keys for copying, pasting and undoing do nothing in a page there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use songda_mailroom::desk::Desk;
use tauri::menu::{AboutMetadata, Menu, MenuBuilder, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Emitter as _, Manager as _, Wry};

use crate::words::{Language, MenuBar};
use crate::{app, window};

/// The event that asks the page to show what is still open before the program ends.
const QUITTING: &str = "quitting";
/// How long it may take to learn what is open; a mailroom that does not answer must not keep the program from ending.
const PATIENCE: Duration = Duration::from_secs(3);
/// Whether the page was asked and nobody decided yet.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Puts the menu bar up, where programs have one.
pub fn put(app: &AppHandle) {
    if !cfg!(target_os = "macos") {
        return;
    }
    match build(app, Language::default().menu_bar()).and_then(|menu| app.set_menu(menu)) {
        Ok(_) => app.on_menu_event(|app, event| match event.id().as_ref() {
            "bar-quit" => ask_to_quit(app),
            "bar-open" => window::show(app),
            _ => {}
        }),
        Err(error) => tracing::warn!(%error, "no menu bar"),
    }
}

/// Every menu has its usual items; quitting goes by the page, which lists what is still open.
fn build(app: &AppHandle, says: MenuBar) -> tauri::Result<Menu<Wry>> {
    let name = Language::default().name();
    let about = AboutMetadata { version: Some(env!("CARGO_PKG_VERSION").to_owned()), ..AboutMetadata::default() };
    let quit = MenuItemBuilder::with_id("bar-quit", says.quit).accelerator("CmdOrCtrl+Q").build(app)?;
    let open = MenuItemBuilder::with_id("bar-open", says.open).build(app)?;
    let own = SubmenuBuilder::new(app, name)
        .about_with_text(says.about, Some(about))
        .separator()
        .services()
        .separator()
        .hide_with_text(says.hide)
        .hide_others_with_text(says.hide_others)
        .show_all_with_text(says.show_all)
        .separator()
        .item(&quit)
        .build()?;
    let file = SubmenuBuilder::new(app, says.file).item(&open).close_window_with_text(says.close).build()?;
    let edit = SubmenuBuilder::new(app, says.edit)
        .undo_with_text(says.undo)
        .redo_with_text(says.redo)
        .separator()
        .cut_with_text(says.cut)
        .copy_with_text(says.copy)
        .paste_with_text(says.paste)
        .select_all_with_text(says.select_all)
        .build()?;
    let view = SubmenuBuilder::new(app, says.view).fullscreen_with_text(says.fullscreen).build()?;
    let windows = SubmenuBuilder::new(app, says.window)
        .minimize_with_text(says.minimize)
        .maximize_with_text(says.zoom)
        .build()?;
    MenuBuilder::new(app).items(&[&own, &file, &edit, &view, &windows]).build()
}

/// Ends the program, whichever menu or button asked for it: at once where nothing is open, else once a person has seen in
/// the window what is.
pub fn ask_to_quit(app: &AppHandle) {
    ask(app, false);
}

/// Ends the program once a person has read that no mail is watched then: whoever closes a window may not mean that.
pub fn ask_to_close(app: &AppHandle) {
    ask(app, true);
}

/// A page that does not answer does not keep the program from ending: the second word is final.
fn ask(app: &AppHandle, always: bool) {
    if ASKED.swap(true, Ordering::Relaxed) {
        return app::quit(app);
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let has_window = app.get_webview_window(window::MAIN).is_some();
        let asks = has_window && (always || is_anything_open(&app).await);
        if asks {
            window::show(&app);
        }
        if !asks || app.emit(QUITTING, ()).is_err() {
            app::quit(&app);
        }
    });
}

/// A person decided to stay: the next time it is asked again.
pub fn stay() {
    ASKED.store(false, Ordering::Relaxed);
}

/// Whether a receipt is due, or one was drawn up and is not with its court.
async fn is_anything_open(app: &AppHandle) -> bool {
    let told = async { app.state::<Desk>().mailroom().await?.overview().await };
    let told = tokio::time::timeout(PATIENCE, told).await;
    matches!(told, Ok(Ok(overview)) if overview.need_receipt > 0 || overview.outbox > 0)
}
