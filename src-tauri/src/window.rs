//! The one window: made at the start, shown when its page begins to come, kept on its own page.

use std::time::Duration;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};
use tokio_util::sync::CancellationToken;

use crate::webview;

/// The window's name, here and in the capability.
pub const MAIN: &str = "main";

/// After this time the window is shown even without its page: an empty one can at least be closed.
const PATIENCE: Duration = Duration::from_secs(4);

/// So long what the page's coming holds up waits for it.
const PAGE_COMES: Duration = Duration::from_secs(2);

/// Whether the page has come. Opening a home of years waits for that: on a small machine it would take the processor from the
/// programs that draw the page.
#[derive(Clone, Default)]
pub struct Page(CancellationToken);

impl Page {
    /// It is there, or there is none to wait for.
    pub fn is_there(&self) {
        self.0.cancel();
    }

    /// Waits for it: not for long, and not beyond a stop.
    pub async fn come(&self, stop: &CancellationToken) {
        tokio::select! {
            () = self.0.cancelled() => {}
            () = stop.cancelled() => {}
            () = tokio::time::sleep(PAGE_COMES) => {}
        }
    }
}

/// Makes the window. It is shown with its first page, unless it was asked to start in the tray.
pub fn make(app: &AppHandle, is_hidden: bool) -> tauri::Result<()> {
    let configured = app.config().app.windows.iter().find(|window| window.label == MAIN);
    let configured = configured.cloned().ok_or(tauri::Error::WindowNotFound)?;
    let home = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    let window = WebviewWindowBuilder::from_config(app, &configured)?
        .on_navigation(move |url| is_own(url, home.as_ref()))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(move |window, load| match load.event() {
            // Nothing is painted out of sight: the page is whole long after its first words stand there.
            PageLoadEvent::Started if !is_hidden => drop(window.show()),
            PageLoadEvent::Started => {}
            PageLoadEvent::Finished => window.state::<Page>().is_there(),
        })
        .build()?;
    webview::suit_to_machine(&window);
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

    #[tokio::test]
    async fn what_waits_for_the_page_goes_on_with_it_at_a_stop_and_after_a_while() {
        let waited = async |page: &Page, stop: &CancellationToken| {
            let began = std::time::Instant::now();
            page.come(stop).await;
            began.elapsed()
        };
        let (page, stop) = (Page::default(), CancellationToken::new());
        assert!(waited(&page, &stop).await >= PAGE_COMES);
        let stopped = CancellationToken::new();
        stopped.cancel();
        assert!(waited(&page, &stopped).await < PAGE_COMES);
        let elsewhere = page.clone();
        let telling = tokio::spawn(async move { elsewhere.is_there() });
        assert!(waited(&page, &stop).await < PAGE_COMES);
        telling.await.unwrap();
    }

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
