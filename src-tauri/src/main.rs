//! Starts the window.
// A Windows program without a console of its own.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

mod app;
mod commands;
mod start;
mod time;
mod tray;
mod window;
mod words;

fn main() -> ExitCode {
    app::run(start::Asked::from_args(std::env::args_os().skip(1)))
}
