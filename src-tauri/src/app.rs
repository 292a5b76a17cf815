//! Holds the home open, the window and the tray; passes changes on; ends cleanly.

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use songda_mailroom::connect::tls;
use songda_mailroom::desk::Desk;
use tauri::async_runtime::JoinHandle;
use tauri::{App, AppHandle, Builder, Emitter, Manager, RunEvent, WindowEvent, Wry};
use tauri_plugin_window_state::StateFlags;
use tokio_util::sync::CancellationToken;

use crate::start::Asked;
use crate::words::Language;
use crate::{commands, tray, window};

/// The event that tells the page to ask again.
const CHANGED: &str = "changed";
/// Many changes in a row are one for the page.
const BREATH: Duration = Duration::from_millis(150);
/// How long the work under way gets to come to its end when the program is quit.
const GOODBYE: Duration = Duration::from_millis(4500);

/// The work behind the window, and its end.
struct Work {
    stop: CancellationToken,
    running: Mutex<Option<JoinHandle<()>>>,
}

/// Runs until quit.
pub fn run(asked: Asked) -> ExitCode {
    tls::install_provider();
    if let Some(says) = no_display() {
        eprintln!("{}", Language::default().no_window(says));
        return ExitCode::FAILURE;
    }
    match build(asked).build(tauri::generate_context!()) {
        Ok(app) => {
            app.run(on_event);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", Language::default().no_window(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

fn build(asked: Asked) -> Builder<Wry> {
    let mut builder = Builder::default();
    if !asked.is_demo() {
        // First of all, as a second start must end before it touches anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, args, _| {
            // What starts by itself with the system must not push a window forward.
            if !args.iter().any(|arg| arg == "--hidden") {
                window::show(app);
            }
        }));
    }
    // Whether it was visible is no state to come back to: a start without a window would look broken.
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    builder
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .manage(Desk::at(asked.place.clone()))
        .invoke_handler(tauri::generate_handler![
            commands::overview,
            commands::services,
            commands::service,
            commands::deadlines,
            commands::receipts,
            commands::mails,
            commands::receipt_draft,
            commands::acknowledge,
            commands::withdraw,
            commands::send_now,
            commands::check_now,
            commands::open_document,
            commands::open_folder,
            commands::make_home,
            commands::open_settings,
            commands::speak,
            commands::fetch_pickup,
            commands::stop_pickup,
            commands::open_pickup,
            commands::bring_file,
            commands::cases,
            commands::join_cases,
            commands::split_case,
            commands::name_case,
            commands::join_services,
            commands::part_service,
            commands::preview_folders,
            commands::restore_document,
            commands::take_pasted,
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && tray::is_put(window.app_handle())
            {
                api.prevent_close();
                let _ = window.hide();
            }
        })
        .setup(move |app| Ok(set_up(app, &asked)?))
}

fn set_up(app: &mut App, asked: &Asked) -> tauri::Result<()> {
    let stop = CancellationToken::new();
    let handle = app.handle().clone();
    let running = tauri::async_runtime::spawn({
        let (app, stop) = (handle.clone(), stop.clone());
        async move { app.state::<Desk>().run(stop).await }
    });
    app.manage(Work { stop, running: Mutex::new(Some(running)) });
    tauri::async_runtime::spawn(pass_changes_on(handle.clone()));
    tauri::async_runtime::spawn(heed_the_system(handle.clone()));
    tray::put(&handle);
    window::make(&handle, asked.is_hidden && tray::is_put(&handle))
}

/// Tells the page and the tray whenever anything happened.
async fn pass_changes_on(app: AppHandle) {
    let mut changes = app.state::<Desk>().changes();
    while changes.changed().await.is_ok() {
        let _ = app.emit(CHANGED, ());
        tray::stand(&app).await;
        tokio::time::sleep(BREATH).await;
    }
}

/// A logout or a kill is a quit like any other.
async fn heed_the_system(app: AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return quit(&app);
        }
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        quit(&app);
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // Asked by the last window that closed or by the system: the work behind it comes to its end first.
        RunEvent::ExitRequested { api, .. } if is_working(app) => {
            api.prevent_exit();
            quit(app);
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        _ => {}
    }
}

fn is_working(app: &AppHandle) -> bool {
    app.try_state::<Work>().is_some_and(|work| !work.stop.is_cancelled())
}

/// Ends the program: mails half read stay safe, a receipt on its way out is waited for, all within five seconds.
pub fn quit(app: &AppHandle) {
    let Some(work) = app.try_state::<Work>() else { return app.exit(0) };
    if work.stop.is_cancelled() {
        return;
    }
    work.stop.cancel();
    let running = work.running.lock().unwrap_or_else(PoisonError::into_inner).take();
    // The window is gone at once; what is left to do needs nobody to look on.
    if let Some(window) = app.get_webview_window(window::MAIN) {
        let _ = window.hide();
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Some(running) = running
            && tokio::time::timeout(GOODBYE, running).await.is_err()
        {
            tracing::warn!("work was cut off at the end; the next start takes it up again");
        }
        app.exit(0);
    });
}

/// Why no window can be opened here, if that is known beforehand: the library would end the program without a word.
fn no_display() -> Option<&'static str> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs = cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY");
    needs.then_some("DISPLAY / WAYLAND_DISPLAY ?")
}
