//! Starts the window.
// A Windows program without a console of its own.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

mod accounts;
mod app;
mod commands;
mod dropped;
mod duties;
mod exports;
mod handling;
mod lists;
mod mark;
mod menu;
mod notify;
mod opening;
mod reading;
mod shell;
mod start;
mod time;
mod tray;
mod updates;
mod webview;
mod window;
mod words;

fn main() -> ExitCode {
    // What broke may quote a mail: only the place is told.
    songda_mailroom::log::hush_panics();
    // A window that breaks down leaves no core file with a password in it.
    songda_mailroom::secrets::leave_no_core_files();
    app::run(start::Asked::from_args(std::env::args_os().skip(1)))
}
