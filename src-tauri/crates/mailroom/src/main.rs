//! The headless program: what scripts and servers order, and how it is answered.

use std::process::ExitCode;

use songda_mailroom::connect::tls;

mod cli;

fn main() -> ExitCode {
    tls::install_provider();
    cli::run()
}
