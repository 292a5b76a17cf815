//! The one window: made at the start, shown when its page is there, kept on its own page.

use std::time::Duration;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

use crate::webview;

/// The window's name, here and in the capability.
pub const MAIN: &str = "main";

/// After this time the window is shown even without its page: an empty one can at least be closed.
const PATIENCE: Duration = Duration::from_secs(4);

/// Makes the window. It is shown with its first page, unless it was asked to start in the tray.
pub fn make(app: &AppHandle, is_hidden: bool) -> tauri::Result<()> {
    let configured = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let configured = configured.cloned().ok_or(tauri::Error::WindowNotFound)?;
    let home = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    WebviewWindowBuilder::from_config(app, &configured)?
        .on_navigation(move |url| is_own(url, home.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(move |window, load| {
            if load.event() == PageLoadEvent::Finished && !is_hidden {
                let _ = window.show();
            }
        })
        .build()?;
    if !is_hidden {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            if app
                .get_webview_window(MAIN)
                .is_some_and(|window| window.is_visible().is_ok_and(|is_visible| !is_visible))
            {
                tracing::warn!("the page is slow or missing; window shown without it");
                show(&app);
            }
        });
    }
    Ok(())
}

/// Shows the window, from wherever it is.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return webview::open_again(app) };
    // Each is a wish to the system's window manager; none of them can be forced.
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

/// Whether an address is a page of this program: nothing a mail says can lead the window elsewhere.
fn is_own(url: &Url, dev: Option<&Url>) -> bool {
    let is_bundled = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    is_bundled || dev.is_some_and(|dev| dev.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_on_its_own_page() {
        let dev = Url::parse("http://127.0.0.1:5173").unwrap();
        let is = |url: &str, dev: Option<&Url>| is_own(&Url::parse(url).unwrap(), dev);
        assert!(is("tauri://localhost/index.html", None));
        assert!(is("http://tauri.localhost/", None));
        assert!(is("http://127.0.0.1:5173/x", Some(&dev)));
        for url in ["http://127.0.0.1:5173/", "https://court.example.test/", "file:///etc/passwd", "data:text/html,x"] {
            assert!(!is(url, None), "{url}");
        }
        assert!(!is("http://127.0.0.1:5174/", Some(&dev)));
        assert!(!is("https://tauri.localhost.example.test/", None));
    }
}
