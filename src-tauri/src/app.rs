//! Holds the home open, the window and the tray; passes changes on; ends cleanly.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use songda_mailroom::connect::tls;
use songda_mailroom::desk::{Desk, Place};
use tauri::async_runtime::JoinHandle;
use tauri::{App, AppHandle, Builder, DragDropEvent, Emitter, Manager, RunEvent, WindowEvent, Wry};
use tauri_plugin_autostart::MacosLauncher;
use tauri_plugin_window_state::StateFlags;
use tokio_util::sync::CancellationToken;

use crate::copying::Copied;
use crate::dragging::Dragged;
use crate::dropped::Dropped;
use crate::exports::Exports;
use crate::opening::Waiting;
use crate::shell::Shell;
use crate::start::Asked;
use crate::updated::Next;
use crate::window::Page;
use crate::words::Language;
use crate::{
    accounts, casework, commands, copying, dragging, dropped, duties, handling, lists, menu, notify, office, opening,
    reading, reminders, time, tray, updated, updates, webview, window,
};

/// The event that tells the page to ask again.
const CHANGED: &str = "changed";
/// Many changes in a row are one for the page.
const BREATH: Duration = Duration::from_millis(150);
/// How long the work under way gets to come to its end when the program is quit.
const GOODBYE: Duration = Duration::from_millis(4500);

/// The event that asks what closing means.
const CLOSING: &str = "closing";

/// The home this window was started for, to come back to from sample data.
pub struct Own(pub Place);

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
    let runtime = match songda_mailroom::runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{}", Language::default().no_window(&error.to_string()));
            return ExitCode::FAILURE;
        }
    };
    tauri::async_runtime::set(runtime.handle().clone());
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
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, args, dir| {
            // What starts by itself with the system must not push a window forward.
            let is_asked = !args.iter().any(|arg| arg == "--hidden");
            if is_asked && updated::begin_asked(app, &args, Path::new(&dir)) {
                return;
            }
            if is_asked {
                window::show(app);
            }
            opening::follow(app, opening::named(args.iter().skip(1).map(String::as_str), Path::new(&dir)));
        }));
    }
    // Whether it was visible is no state to come back to: a start without a window would look broken.
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    builder
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .manage(Desk::at(asked.place.clone()))
        .manage(Exports::default())
        .manage(accounts::Testing::default())
        .manage(Waiting::default())
        .manage(Dropped::default())
        .manage(Copied::default())
        .manage(Dragged::default())
        .manage(Next::here())
        .manage(Page::default())
        .manage(Own(asked.place.clone()))
        .plugin(tauri_plugin_updater::Builder::new().build())
        .plugin(tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec!["--hidden"])))
        .invoke_handler(tauri::generate_handler![
            commands::overview,
            lists::today,
            lists::service_list,
            lists::deadline_list,
            lists::case_list,
            lists::case_page,
            lists::receipt_list,
            lists::outbox,
            lists::sittings,
            commands::service,
            commands::left_behind,
            commands::settle,
            commands::ledger,
            commands::statistics,
            commands::search,
            commands::preview,
            commands::document_bytes,
            commands::export_ledger,
            commands::export_handover,
            commands::export_month,
            commands::export_calendar,
            commands::export_bundle,
            commands::export_all,
            commands::stop_export,
            commands::show_export,
            commands::approve,
            commands::register,
            commands::withdraw,
            commands::send_now,
            commands::take_over,
            commands::correct,
            commands::check_now,
            commands::open_document,
            commands::open_folder,
            commands::make_home,
            commands::open_settings,
            commands::shell,
            commands::change_shell,
            commands::close_window,
            commands::opening,
            commands::set_up,
            commands::start_demo,
            commands::leave_demo,
            commands::speak,
            commands::fetch_pickup,
            commands::stop_pickup,
            commands::open_pickup,
            commands::bring_file,
            commands::join_cases,
            commands::split_case,
            commands::name_case,
            commands::join_services,
            commands::part_service,
            casework::close_case,
            casework::reopen_case,
            casework::mail_list,
            casework::mail_page,
            casework::take_file_back,
            casework::take_paper_back,
            casework::restore_missing,
            casework::accept_ledger,
            casework::check_home,
            casework::diagnosis,
            casework::open_logs,
            copying::copy_documents,
            dragging::drag_documents,
            commands::preview_folders,
            commands::adopt_folder_pattern,
            commands::restore_document,
            commands::move_case_root,
            commands::take_pasted,
            time::decide,
            time::add_deadline,
            time::choose_start,
            time::moves,
            time::rules,
            time::reckon,
            time::calendars,
            time::import_calendar,
            dropped::bring_dropped,
            dropped::forget_dropped,
            dropped::bring_paper,
            accounts::find_provider,
            accounts::providers,
            accounts::test_mailbox,
            accounts::stop_test,
            accounts::add_mailbox,
            accounts::sign_in,
            accounts::give_password,
            duties::keep_paper,
            duties::enter_agreement,
            duties::batch,
            duties::acknowledge_many,
            duties::letter_draft,
            duties::send_letter,
            duties::queued_letter,
            duties::fill_form,
            duties::open_sheet,
            duties::open_paper,
            duties::open_letter,
            duties::answered_by_hand,
            duties::not_answered_by_hand,
            duties::reminders,
            reminders::reminding,
            reminders::change_reminding,
            reminders::keep_robot,
            reminders::keep_mail_way,
            reminders::remove_way,
            reminders::test_robot,
            reminders::test_mail_way,
            reminders::feed_address,
            office::signature,
            office::sign_as,
            office::share_mailbox,
            office::proxy,
            office::choose_proxy,
            office::choices,
            office::choose,
            reading::lesson_draft,
            reading::teach,
            reading::unteach,
            reading::lessons,
            reading::unlock,
            handling::assign,
            handling::snooze,
            handling::set_aside,
            handling::take_back,
            handling::import_mail,
            handling::print_page,
            updates::look_for_update,
            updates::install_update,
        ])
        .on_window_event(|window, event| {
            let app = window.app_handle();
            match event {
                WindowEvent::CloseRequested { api, .. } => {
                    api.prevent_close();
                    ask_to_close(app);
                }
                WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => dropped::on(app, paths.clone()),
                _ => {}
            }
        })
        .setup(move |app| Ok(set_up(app, &asked)?))
}

fn set_up(app: &mut App, asked: &Asked) -> tauri::Result<()> {
    let stop = CancellationToken::new();
    let handle = app.handle().clone();
    let running = tauri::async_runtime::spawn({
        let (app, stop) = (handle.clone(), stop.clone());
        async move {
            app.state::<Page>().come(&stop).await;
            app.state::<Desk>().run(stop).await;
        }
    });
    app.manage(Work { stop, running: Mutex::new(Some(running)) });
    tauri::async_runtime::spawn(pass_changes_on(handle.clone()));
    tauri::async_runtime::spawn(heed_the_system(handle.clone()));
    if !asked.is_demo() {
        tauri::async_runtime::spawn(updated::watch(handle.clone()));
    }
    let shell = Shell::of(&handle);
    shell.follow_policy(&handle);
    app.manage(shell);
    let here = std::env::current_dir().unwrap_or_default();
    let args: Vec<String> = std::env::args().skip(1).collect();
    opening::follow(&handle, opening::named(args.iter().map(String::as_str), &here));
    // The programs that draw the page take their time to start: the tray is made meanwhile, unless the window stays in it.
    if asked.is_hidden {
        tray::put(&handle);
    }
    webview::open(&handle, asked.is_hidden && tray::is_put(&handle))?;
    if !asked.is_hidden {
        tray::put(&handle);
    }
    menu::put(&handle);
    tauri::async_runtime::spawn(notify::watch(handle.clone()));
    tauri::async_runtime::spawn(notify::remind(handle));
    Ok(())
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
        RunEvent::Exit => updated::on_exit(app),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::show(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let text = |url: &tauri::Url| {
                url.to_file_path().map_or_else(|()| url.to_string(), |path| path.display().to_string())
            };
            let named: Vec<String> = urls.iter().map(text).collect();
            opening::follow(app, opening::named(named.iter().map(String::as_str), Path::new("/")));
        }
        _ => {}
    }
}

fn is_working(app: &AppHandle) -> bool {
    app.try_state::<Work>().is_some_and(|work| !work.stop.is_cancelled())
}

/// Closing leaves the watcher running where there is a tray to come back from; the first time a person is asked. A page
/// that does not answer is hidden at the second attempt. Where closing means the end, that is said first, with what is
/// open.
fn ask_to_close(app: &AppHandle) {
    static ASKED: AtomicBool = AtomicBool::new(false);
    if !tray::is_put(app) {
        return menu::ask_to_close(app);
    }
    let way = app.try_state::<Shell>().map_or_else(|| "hide".to_owned(), |shell| shell.close());
    if way == "ask" && !ASKED.swap(true, Ordering::Relaxed) {
        let _ = app.emit(CLOSING, ());
    } else if way == "quit" {
        menu::ask_to_quit(app);
    } else {
        close(app, "hide");
        ASKED.store(false, Ordering::Relaxed);
    }
}

/// What a person decided in the page, who saw there what is open: `quit` ends the program, `stay` leaves everything as it
/// is, everything else hides the window.
pub fn close(app: &AppHandle, way: &str) {
    if way == "quit" {
        return quit(app);
    }
    menu::stay();
    if way == "stay" {
        return;
    }
    if let Some(window) = app.get_webview_window(window::MAIN) {
        let _ = window.hide();
    }
}

/// Ends the program: mails half read stay safe, a receipt on its way out is waited for, all within five seconds.
pub fn quit(app: &AppHandle) {
    let Some(work) = app.try_state::<Work>() else { return app.exit(0) };
    if work.stop.is_cancelled() {
        return;
    }
    // Said at once, so that nobody asks a second time.
    work.stop.cancel();
    // The window is gone at once; what is left to do needs nobody to look on.
    if let Some(window) = app.get_webview_window(window::MAIN) {
        let _ = window.hide();
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        end_work(&app).await;
        app.exit(0);
    });
}

/// Brings the work behind the window to its end, within five seconds; the window stays.
pub async fn end_work(app: &AppHandle) {
    let Some(work) = app.try_state::<Work>() else { return };
    work.stop.cancel();
    let running = work.running.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(running) = running
        && tokio::time::timeout(GOODBYE, running).await.is_err()
    {
        tracing::warn!("work was cut off at the end; the next start takes it up again");
    }
}

/// Why no window can be opened here, if that is known beforehand: the library would end the program without a word.
fn no_display() -> Option<&'static str> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs = cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY");
    needs.then_some("DISPLAY / WAYLAND_DISPLAY ?")
}
