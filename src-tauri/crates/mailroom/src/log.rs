//! The log of a home: one file a day; codes, digests and ids, never a mail's text.

use crate::home::Home;

/// Days of log that are kept.
const KEPT_DAYS: usize = 30;

/// Starts the log in the home. The first start in a process wins; a folder that cannot be written leaves no log,
/// and stops nothing.
pub fn start(home: &Home) {
    // The log's own housekeeping complains on standard error about a folder that is not there yet.
    if std::fs::create_dir_all(home.logs()).is_err() {
        return;
    }
    let daily = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("songda.log")
        .max_log_files(KEPT_DAYS);
    let Ok(file) = daily.build(home.logs()) else { return };
    // async-imap writes whole command lines, the password among them, at its finest level.
    let filter = tracing_subscriber::EnvFilter::new("info,async_imap=info,lettre=info,sqlx=warn,hayro=error");
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(file).try_init();
}

/// A part that breaks over a strange mail or a server's words is caught where that happens. Its complaint may quote
/// them, so only the place is written down; a break that ends the program is told on standard error, too.
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|broken| {
        let place = broken.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(code = "program.broke", place, "a part of the program broke off");
        if std::thread::current().name() == Some("main") {
            eprintln!("songda: 程序内部出错，已停止（{place}）；邮件和台账不受影响，请重新运行。");
        }
    }));
}
