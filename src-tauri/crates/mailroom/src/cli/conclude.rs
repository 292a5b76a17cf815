//! How a command's end is printed, and its exit code.

use std::io::Write as _;
use std::process::ExitCode;

use super::{Ended, Failure, Manners, words};

/// Prints the answer or the failure; gives the exit code.
pub fn conclude(manners: &Manners, ended: Result<Ended, Failure>) -> ExitCode {
    let (answer, code) = match ended {
        Ok(Ended::Done(answer)) => (answer, 0),
        Ok(Ended::Listed(listed)) => return listed.conclude(),
        Ok(Ended::NeedsPerson(answer)) => (answer, 3),
        Ok(Ended::Failed(answer)) => (answer, 1),
        Ok(Ended::Elsewhere(code)) => return ExitCode::from(code),
        Err(failure) => return fail(manners, failure),
    };
    if manners.json {
        print(&format!("{:#}", answer.json));
    } else if !answer.text.is_empty() {
        print(answer.text.trim_end());
    }
    ExitCode::from(code)
}

/// One line on standard output. A reader that has gone away (`| head`) is no reason to break down.
fn print(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn fail(manners: &Manners, failure: Failure) -> ExitCode {
    let (code, says, exit) = match failure {
        Failure::Problem(problem) => {
            let exit = if problem.code == "home.locked" { 4 } else { 1 };
            let says = words::problem(&problem, manners.lang);
            (problem.code, says, exit)
        }
        Failure::Says(says) => ("failed".to_owned(), says, 1),
        Failure::Usage(says) => ("usage".to_owned(), says, 2),
    };
    if manners.json {
        print(&format!("{:#}", serde_json::json!({"contract": 1, "error": {"code": code, "says": says}})));
    }
    eprintln!("songda: {says}");
    ExitCode::from(exit)
}
