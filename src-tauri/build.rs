//! Builds the window's context: the commands named here are all that its page may ever call.

/// Every command, in the order of `src/commands.rs`.
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
    "fetch_pickup",
    "stop_pickup",
    "open_pickup",
    "bring_file",
    "cases",
    "join_cases",
    "split_case",
    "name_case",
    "join_services",
    "part_service",
    "preview_folders",
    "restore_document",
    "take_pasted",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
