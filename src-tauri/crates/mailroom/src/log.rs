//! The log of a home: one file a day; codes, digests and ids, never a mail's text.

use crate::home::Home;

/// Days of log that are kept.
const KEPT_DAYS: usize = 30;

/// What is written down. async-imap writes whole command lines, the password among them, at its finest level.
const FILTER: &str =
    "info,async_imap=info,lettre=info,hyper=warn,hickory_net=error,hickory_resolver=error,sqlx=warn,hayro=error";

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
    let filter = tracing_subscriber::EnvFilter::new(FILTER);
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

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_finest_level_of_the_mail_readers_is_not_written() {
        let page = Page::default();
        let writer = page.clone();
        let log = tracing_subscriber::fmt()
            .json()
            .with_env_filter(tracing_subscriber::EnvFilter::new(FILTER))
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(log, || {
            tracing::trace!(target: "async_imap::imap_stream", "encode: A1 LOGIN user geheim");
            tracing::debug!(target: "lettre::transport", "AUTH geheim");
            tracing::info!("something to tell");
        });
        let written = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        assert!(written.contains("something to tell") && !written.contains("geheim"), "{written}");
    }
}
