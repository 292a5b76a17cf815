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
    let filter = tracing_subscriber::EnvFilter::new(
        "info,async_imap=info,lettre=info,hyper=warn,hickory_net=error,hickory_resolver=error,sqlx=warn,hayro=error",
    );
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(file).try_init();
}
