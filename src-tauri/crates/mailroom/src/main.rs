//! The headless program: what scripts and servers order, and how it is answered.

use std::process::ExitCode;

use songda_mailroom::connect::tls;
use songda_mailroom::log;

mod cli;

fn main() -> ExitCode {
    log::hush_panics();
    tls::install_provider();
    cli::run()
}
