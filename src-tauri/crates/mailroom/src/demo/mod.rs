//! A sample home: court mail that arrives in a watched folder, receipts that go into another folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::clock;
use crate::home::Home;
use crate::vault::write_once;
use crate::view::Problem;

mod mails;
mod more;
pub mod pdf;

/// File that marks a home as sample data.
const MARK: &str = "DEMO";

/// Whether a home is sample data.
pub fn is_demo(home: &Home) -> bool {
    home.root().join(MARK).exists()
}

/// Where sample receipts are written.
pub fn outbox(root: &Path) -> PathBuf {
    root.join("回执")
}

/// Makes the sample home, or gives back the one that is there.
///
/// # Errors
/// When the folder cannot be written, or holds a home that is no sample.
pub async fn make(root: &Path) -> Result<Home, Problem> {
    let home = Home::at(root);
    if is_demo(&home) {
        return Ok(home);
    }
    if home.is_made() {
        return Err(Problem::new("demo.real-home", [root.display().to_string()]));
    }
    let fail = |error: std::io::Error| Problem::new("home.unreadable", [root.display().to_string(), error.to_string()]);
    let drop = root.join("drop");
    fs::create_dir_all(&drop).map_err(fail)?;
    fs::create_dir_all(outbox(root)).map_err(fail)?;
    fs::write(home.settings_file(), SETTINGS).map_err(fail)?;
    home.init().map_err(|error| Problem::from(&error))?;
    for (name, raw) in mails::all(clock::now()) {
        write_once(&drop.join(name), &raw).map_err(fail)?;
    }
    fs::write(root.join(MARK), "演示数据，可以整个删除。\n").map_err(fail)?;
    Ok(home)
}

/// Takes a sample home away, and leaves nothing of it.
///
/// # Errors
/// `demo.real-home` when it is no sample; else what kept it from being removed.
pub fn clear(root: &Path) -> Result<(), Problem> {
    if !root.exists() {
        return Ok(());
    }
    if !is_demo(&Home::at(root)) {
        return Err(Problem::new("demo.real-home", [root.display().to_string()]));
    }
    let fail = |error: std::io::Error| Problem::new("home.unreadable", [root.display().to_string(), error.to_string()]);
    fs::remove_dir_all(root).map_err(fail)
}

const SETTINGS: &str = r#"# 演示数据：收件是一个文件夹，回执写入另一个文件夹，不连接任何邮箱。
[office]
name = "示例物业管理有限公司"
aliases = ["示例物业"]
case_root = "案件"
folder_pattern = "{court}/{case_number}/{arrived_on} 送达"
handler = "王敏"
phone = "021-00000000"

[[mailbox]]
id = "demo"
kind = "folder"
address = "service@example-wuye.test"
regime = "promised"
path = "drop"
outbox = "回执"
authserv_id = "mx.example-wuye.test"

[[court]]
code = "沪0112"
senders = ["sd@court.example.test"]
reply_duty = "read-receipt"
"#;
