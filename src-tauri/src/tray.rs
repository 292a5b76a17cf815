//! The mark in the system's tray: how things stand, and the way back to the window.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use songda_mailroom::desk::Desk;
use tauri::image::Image;
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::mark::{Standing, signed};
use crate::words::Language;
use crate::{menu, window};

/// What stands in the tray. Kept as the app's state; without it a closed window means the end.
pub struct Tray {
    icon: TrayIcon,
    standing: MenuItem<Wry>,
    open: MenuItem<Wry>,
    check: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    language: Mutex<Language>,
    /// How things stood when the mark was drawn last.
    shown: Mutex<Option<Standing>>,
}

/// Puts the mark into the tray, where there is one.
pub fn put(app: &AppHandle) {
    if !is_there() {
        return;
    }
    // The library that draws it on Linux panics when a part of the system is missing; the window works without.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(tray)) => {
            app.manage(tray);
        }
        Ok(Err(error)) => tracing::warn!(%error, "no tray"),
        Err(_) => tracing::warn!("no tray: a library of the system is missing"),
    }
}

/// Whether there is a way back to a hidden window.
pub fn is_put(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some()
}

/// Says the menu in the language of the window.
pub fn speak(app: &AppHandle, language: Language) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    *tray.language.lock().unwrap_or_else(PoisonError::into_inner) = language;
    let menu = language.menu();
    for (item, text) in [(&tray.open, menu.open), (&tray.check, menu.check), (&tray.quit, menu.quit)] {
        let _ = item.set_text(text);
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move { stand(&app).await });
}

/// The language of the window, also where there is no tray.
pub fn language(app: &AppHandle) -> Language {
    app.try_state::<Tray>()
        .map_or_else(Language::default, |tray| *tray.language.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Brings the line about how things stand up to date, and the number on the program's mark where the system shows one.
pub async fn stand(app: &AppHandle) {
    let mailroom = app.state::<Desk>().mailroom().await;
    let overview = match mailroom {
        Ok(mailroom) => mailroom.overview().await.ok(),
        Err(_) => None,
    };
    let due = overview.as_ref().map(|overview| i64::from(overview.need_receipt)).filter(|due| *due > 0);
    if let Some(window) = app.get_webview_window(window::MAIN) {
        let _ = window.set_badge_count(due);
    }
    let Some(tray) = app.try_state::<Tray>() else { return };
    let language = *tray.language.lock().unwrap_or_else(PoisonError::into_inner);
    let text = language.standing(overview.as_ref());
    let _ = tray.standing.set_text(&text);
    let _ = tray.icon.set_tooltip(Some(&text));
    let standing = Standing::of(overview.as_ref());
    let before = tray.shown.lock().unwrap_or_else(PoisonError::into_inner).replace(standing);
    // The menu bar of macOS knows one colour only; there the text tells.
    if before != Some(standing) && !cfg!(target_os = "macos") {
        let _ = tray.icon.set_icon(Some(signed(&picture(), standing)));
    }
}

fn build(app: &AppHandle) -> tauri::Result<Tray> {
    let language = Language::default();
    let words = language.menu();
    let standing = MenuItemBuilder::new(language.standing(None)).enabled(false).build(app)?;
    let open = MenuItemBuilder::with_id("open", words.open).build(app)?;
    let check = MenuItemBuilder::with_id("check", words.check).build(app)?;
    let quit = MenuItemBuilder::with_id("quit", words.quit).build(app)?;
    let menu = MenuBuilder::new(app)
        .items(&[&standing])
        .separator()
        .items(&[&open, &check])
        .separator()
        .items(&[&quit])
        .build()?;
    let icon = TrayIconBuilder::with_id("songda")
        .icon(picture())
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip(language.standing(None))
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => window::show(app),
            "check" => check_now(app),
            "quit" => menu::ask_to_quit(app),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            let is_left = matches!(
                event,
                TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
            );
            if is_left && !cfg!(target_os = "macos") {
                window::show(tray.app_handle());
            }
        })
        .build(app)?;
    Ok(Tray { icon, standing, open, check, quit, language: Mutex::new(language), shown: Mutex::new(None) })
}

/// The menu bar of macOS colours the mark itself.
fn picture() -> Image<'static> {
    if cfg!(target_os = "macos") {
        tauri::include_image!("../icons/tray-template.png")
    } else {
        tauri::include_image!("../icons/tray.png")
    }
}

fn check_now(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let checked = match app.state::<Desk>().mailroom().await {
            Ok(mailroom) => mailroom.check_now(),
            Err(problem) => Err(problem),
        };
        // A menu has no room for the reason; the window says it.
        if checked.is_err() {
            window::show(&app);
        }
    });
}

/// Many Linux desktops have no tray; a window hidden there would be lost.
#[cfg(target_os = "linux")]
fn is_there() -> bool {
    let asked = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let name = "org.freedesktop.DBus";
        let answer = bus.call_method(Some(name), "/org/freedesktop/DBus", Some(name), "NameHasOwner", &WATCHER)?;
        answer.body().deserialize()
    };
    asked().unwrap_or(false)
}

/// Whoever draws the trays of a Linux desktop has this name on the session bus.
#[cfg(target_os = "linux")]
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

#[cfg(not(target_os = "linux"))]
fn is_there() -> bool {
    true
}
