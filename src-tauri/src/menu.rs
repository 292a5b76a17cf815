//! The menu bar of macOS: without one the keys for copying, pasting and undoing do nothing in a page there.

use tauri::menu::{AboutMetadata, Menu, MenuBuilder, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Emitter as _, Wry};

use crate::words::{Language, MenuBar};
use crate::{app, window};

/// The event that asks the page to show what is still open before the program ends.
const QUITTING: &str = "quitting";

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

/// A page that does not answer must not keep the program from ending.
fn ask_to_quit(app: &AppHandle) {
    window::show(app);
    if app.emit(QUITTING, ()).is_err() {
        app::quit(app);
    }
}
