//! Starts the window.
// A Windows program without a console of its own.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

mod accounts;
mod app;
mod casework;
mod commands;
mod copying;
mod dragging;
mod dropped;
mod duties;
mod exports;
mod handling;
mod lists;
mod mark;
mod menu;
mod notify;
mod office;
mod opening;
mod reading;
mod reminders;
mod shell;
mod start;
mod time;
mod tray;
mod updated;
mod updates;
mod webview;
mod window;
mod words;

fn main() -> ExitCode {
    #[cfg(windows)]
    if is_headless() {
        return songda_mailroom::cli::main();
    }
    // What broke may quote a mail: only the place is told.
    songda_mailroom::log::hush_panics();
    // A window that breaks down leaves no core file with a password in it.
    songda_mailroom::secrets::leave_no_core_files();
    app::run(start::Asked::from_args(std::env::args_os().skip(1)))
}

/// Whether this file is the package's `songda.exe`. Windows knows by a mark in the file whether a program has a console,
/// so the package holds this one program twice, under both names and with either mark: half of what two would weigh.
#[cfg(windows)]
fn is_headless() -> bool {
    let program = std::env::current_exe().ok();
    program.and_then(|path| Some(path.file_stem()?.eq_ignore_ascii_case("songda"))).unwrap_or(false)
}
