//! Named points at which a test may end the program as abruptly as a power cut; a released program has none of them.
//!
//! `SONGDA_FAULT=vault.synced` ends it at the first pass of that point, `SONGDA_FAULT=vault.synced:3` at the third;
//! `SONGDA_FAULT=vault.synced:1:stop` makes it stand still there, as a computer does that sleeps, until it is told to go on.

/// Every point, in the order in which a mail and its receipt pass them.
pub const POINTS: [&str; 28] = [
    // A large mail on its way in, piece by piece.
    "vault.incoming",
    // The raw bytes: written under a temporary name, fsynced, given their name, their folder fsynced.
    "vault.written",
    "vault.synced",
    "vault.named",
    "vault.kept",
    // The ledger: entries and position in one transaction, then the note of its head.
    "ledger.begun",
    "ledger.committed",
    "ledger.head-written",
    // The documents: written beside their place, fsynced, the first given its name, all given theirs.
    "folder.written",
    "folder.synced",
    "folder.named",
    "folder.all-named",
    // On a disk with no way to name a file that replaces nothing: the name is taken, by an empty file.
    "folder.reserved",
    // An errand: the list recorded, a piece of a document on disk, the document in the vault, recorded, all brought.
    "pickup.listed",
    "pickup.chunk",
    "pickup.kept",
    "pickup.stored",
    "pickup.brought",
    // A receipt: on record, due and nothing stands against it, the server waits for its text, that is on record, the
    // text is out, the server's word is in, that is on record.
    "receipt.queued",
    "receipt.looked",
    "receipt.accepted",
    "receipt.intended",
    "receipt.text-out",
    "receipt.handed",
    "receipt.told",
    // A receipt is registered where several computers share a mailbox: that is on record, it lies there, it is the first.
    "claim.recorded",
    "claim.laid",
    "claim.won",
];

/// Passes a point.
#[cfg(debug_assertions)]
pub fn point(name: &'static str) {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static PASSED: AtomicU32 = AtomicU32::new(0);
    static WANTED: LazyLock<Option<(String, u32, bool)>> = LazyLock::new(|| {
        let wanted = std::env::var("SONGDA_FAULT").ok()?;
        let mut words = wanted.split(':');
        let name = words.next()?.to_owned();
        let nth = words.next().map_or(Some(1), |nth| nth.parse().ok())?;
        Some((name, nth, words.next() == Some("stop")))
    });
    debug_assert!(POINTS.contains(&name), "{name} is no point of the list");
    let Some((wanted, nth, stops)) = &*WANTED else { return };
    if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *nth {
        if *stops {
            stand_still();
            return;
        }
        // Nothing is unwound, flushed or removed: what lies on disk now is all the next start finds.
        end();
    }
}

/// Stands still until it is told to go on: no thread of it does anything meanwhile.
#[cfg(debug_assertions)]
fn stand_still() {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
}

/// Whether a test says that the disks are of the plainest kind: no hard links, and no renaming that replaces nothing.
/// `SONGDA_PLAIN_DISK=1` says so; a released program does not ask.
#[cfg(debug_assertions)]
pub fn is_plain_disk() -> bool {
    use std::sync::LazyLock;

    static PLAIN: LazyLock<bool> = LazyLock::new(|| std::env::var_os("SONGDA_PLAIN_DISK").is_some());
    *PLAIN
}

/// Whether a test says that the disks are of the plainest kind.
#[cfg(not(debug_assertions))]
pub fn is_plain_disk() -> bool {
    false
}

/// How long a silent platform is waited for: the usual time, or what a test says, in milliseconds:
/// `SONGDA_SILENCE=300`. A released program does not ask.
pub fn silence(usual: std::time::Duration) -> std::time::Duration {
    let told = cfg!(debug_assertions).then(|| std::env::var("SONGDA_SILENCE").ok()?.parse().ok()).flatten();
    told.map_or(usual, std::time::Duration::from_millis)
}

/// Ends the program by the one signal nobody can catch, as `kill -9` does; elsewhere as abruptly as the system knows.
#[cfg(debug_assertions)]
fn end() -> ! {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::abort()
}

/// Passes a point.
#[cfg(not(debug_assertions))]
pub fn point(_name: &'static str) {}
