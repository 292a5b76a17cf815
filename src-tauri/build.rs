//! Builds the window's context: the commands named here are all that its page may ever call.

/// Every command, in the order of `src/commands.rs`.
const COMMANDS: &[&str] = &[
    "overview",
    "services",
    "service",
    "deadlines",
    "receipts",
    "mails",
    "documents",
    "doubts",
    "left_behind",
    "settle",
    "ledger",
    "statistics",
    "search",
    "preview",
    "document_bytes",
    "export_ledger",
    "export_handover",
    "export_month",
    "export_all",
    "stop_export",
    "show_export",
    "receipt_draft",
    "acknowledge",
    "refuse",
    "approve",
    "register",
    "withdraw",
    "send_now",
    "check_now",
    "open_document",
    "open_folder",
    "make_home",
    "open_settings",
    "shell",
    "change_shell",
    "close_window",
    "opening",
    "set_up",
    "start_demo",
    "leave_demo",
    "speak",
    "find_provider",
    "providers",
    "test_mailbox",
    "add_mailbox",
    "sign_in",
    "give_password",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo::error={error:#}");
    }
}
