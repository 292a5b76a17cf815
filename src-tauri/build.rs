//! Builds the window's context: the commands named here are all that its page may ever call.

/// Every command, in the order of `src/commands.rs` and `src/time.rs`.
const COMMANDS: &[&str] = &[
    "overview",
    "services",
    "service",
    "deadlines",
    "receipts",
    "mails",
    "receipt_draft",
    "acknowledge",
    "withdraw",
    "send_now",
    "check_now",
    "open_document",
    "open_folder",
    "make_home",
    "open_settings",
    "speak",
    "decide",
    "add_deadline",
    "choose_start",
    "moves",
    "sittings",
    "rules",
    "reckon",
    "calendars",
    "import_calendar",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
