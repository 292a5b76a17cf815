//! The headless program: what scripts and servers order, and how it is answered.

use std::process::ExitCode;

use songda_mailroom::connect::tls;
use songda_mailroom::log;
use songda_mailroom::secrets;

mod cli;

fn main() -> ExitCode {
    log::hush_panics();
    tls::install_provider();
    secrets::leave_no_core_files();
    cli::run()
}
