//! The headless program: what scripts and servers order, and how it is answered.

use std::process::ExitCode;

fn main() -> ExitCode {
    songda_mailroom::cli::main()
}
