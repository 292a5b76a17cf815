//! Where the system's web view is missing there is no window: a native message says what to do, and the watcher runs on.

use tauri::{AppHandle, Manager};

use crate::{tray, window};

/// There since no window could be made for want of a web view.
struct Missing;

/// What a start comes to.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    /// The window is made.
    Window,
    /// A person waits for a window: they are told why there is none.
    Message,
    /// Started with the system, nobody waits: told when somebody asks for the window.
    Quiet,
}

fn way(is_there: bool, is_hidden: bool) -> Way {
    match (is_there, is_hidden) {
        (true, _) => Way::Window,
        (false, false) => Way::Message,
        (false, true) => Way::Quiet,
    }
}

/// Makes the window, or says why there is none. Mail is watched either way.
///
/// # Errors
/// When the web view is there and the window cannot be made all the same.
pub fn open(app: &AppHandle, is_hidden: bool) -> tauri::Result<()> {
    match way(is_there(), is_hidden) {
        Way::Window => return window::make(app, is_hidden),
        Way::Message => tell(app),
        Way::Quiet => {}
    }
    tracing::warn!("no web view on this machine: no window, the watcher runs on");
    app.state::<window::Page>().is_there();
    app.manage(Missing);
    Ok(())
}

/// The window was asked for and is not there: made if the web view has come since, else the reason is told again.
pub fn open_again(app: &AppHandle) {
    if app.try_state::<Missing>().is_none() {
        return; // The start is still on its way to the window.
    }
    if !is_there() {
        return tell(app);
    }
    let app = app.clone();
    // Not inside an event's handler: on Windows making a web view waits for the loop that runs the handler.
    std::thread::spawn(move || {
        if let Err(error) = window::make(&app, false) {
            tracing::warn!(%error, "the window could not be made");
        }
    });
}

/// Where there is no graphics device the processor would play one, only to lay text and lines together: it draws the page
/// by itself instead, sooner and in less memory.
#[cfg(target_os = "linux")]
pub fn suit_to_machine(window: &tauri::WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    if has_graphics(std::path::Path::new("/dev/dri")) {
        return;
    }
    let _ = window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
}

#[cfg(not(target_os = "linux"))]
pub fn suit_to_machine(_: &tauri::WebviewWindow) {}

/// Whether the kernel offers a device that draws: those lie there as `renderD128` and so on. A screen alone is none.
#[cfg(target_os = "linux")]
fn has_graphics(devices: &std::path::Path) -> bool {
    let names = devices.read_dir().into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_string_lossy().starts_with("renderD"))
}

/// Only Windows can lack it while the program runs: elsewhere the program is linked to it or the system carries it.
fn is_there() -> bool {
    tauri::webview_version().is_ok()
}

fn tell(app: &AppHandle) {
    let language = tray::language(app);
    message::show(language.name(), language.no_webview());
}

#[cfg(windows)]
mod message {
    use std::sync::atomic::{AtomicBool, Ordering};

    /// One message at a time, however often the window is asked for.
    static IS_SHOWN: AtomicBool = AtomicBool::new(false);

    /// Shows a message box of the system in a thread of its own: it waits for a person, the program does not.
    pub fn show(title: &'static str, text: &'static str) {
        if IS_SHOWN.swap(true, Ordering::Relaxed) {
            return;
        }
        std::thread::spawn(move || {
            let box_ = rfd::MessageDialog::new().set_title(title).set_description(text);
            box_.set_level(rfd::MessageLevel::Warning).set_buttons(rfd::MessageButtons::Ok).show();
            IS_SHOWN.store(false, Ordering::Relaxed);
        });
    }
}

#[cfg(not(windows))]
mod message {
    /// Says it on the terminal.
    pub fn show(title: &'static str, text: &'static str) {
        eprintln!("{title}: {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn a_missing_web_view_is_told_to_whoever_waits_for_a_window() {
        assert_eq!(way(true, true), Way::Window);
        assert_eq!(way(false, false), Way::Message);
        assert_eq!(way(false, true), Way::Quiet);
        for language in [Language::Zh, Language::En] {
            assert!(language.no_webview().contains("WebView2"));
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_device_that_draws_is_told_from_a_screen_and_from_none() {
        let folder = std::env::temp_dir().join(format!("songda-devices-{}", std::process::id()));
        assert!(!has_graphics(&folder));
        std::fs::create_dir_all(folder.join("by-path")).unwrap();
        std::fs::write(folder.join("card0"), "").unwrap();
        assert!(!has_graphics(&folder));
        std::fs::write(folder.join("renderD128"), "").unwrap();
        assert!(has_graphics(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
