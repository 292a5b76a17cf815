//! Changes one value of songda.toml and leaves everything else as its owner wrote it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use toml::de::DeTable;

/// The settings with another case root; none when they cannot be read.
pub fn with_case_root(text: &str, root: &Path) -> Option<String> {
    with_office_value(text, "case_root", root.to_str()?)
}

/// The settings with another value of `[office]`; none when they cannot be read.
pub fn with_office_value(text: &str, key: &str, value: &str) -> Option<String> {
    let value = toml::Value::String(value.to_owned()).to_string();
    let tree = DeTable::parse(text).ok()?;
    let office = tree.get_ref().get("office");
    let known = office.and_then(|office| office.get_ref().as_table()?.get(key).map(|value| value.span()));
    let mut changed = text.to_owned();
    match (known, office) {
        (Some(span), _) => changed.replace_range(span, &value),
        (None, Some(_)) => {
            let at = text.split_inclusive('\n').scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some((start, line))
            });
            let (start, line) = at.into_iter().find(|(_, line)| line.trim_start().starts_with("[office]"))?;
            let end = start + line.trim_end_matches(['\r', '\n']).len();
            changed.insert_str(end, &format!("\n{key} = {value}"));
        }
        (None, None) => changed.insert_str(0, &format!("[office]\n{key} = {value}\n\n")),
    }
    Some(changed)
}

/// Writes a settings file whole or not at all.
///
/// # Errors
/// When the disk refuses; the file is as it was then.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    let beside = file.with_extension("toml.new");
    fs::write(&beside, text)?;
    // Windows brings a file to the disk only for whoever may write it.
    File::options().read(true).write(true).open(&beside)?.sync_all()?;
    fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_case_root_changes() {
        let set = |text: &str| with_case_root(text, Path::new("/srv/新 案件")).unwrap();
        let text = "# mine\n[office]\nname = \"某\"\ncase_root = \"案件\"   # here\n\n[[court]]\ncode = \"沪0112\"\n";
        assert_eq!(set(text), text.replace("\"案件\"", "\"/srv/新 案件\""));
        assert_eq!(set("[office]\nname = \"某\"\n"), "[office]\ncase_root = \"/srv/新 案件\"\nname = \"某\"\n");
        assert!(set("").starts_with("[office]\ncase_root = \"/srv/新 案件\"\n"));
        assert_eq!(with_case_root("[office", Path::new("/x")), None);
        let windows = "[office]\r\nname = \"某\"\r\n";
        let told = with_office_value(windows, "folder_pattern", "{court}").unwrap();
        assert_eq!(told, "[office]\nfolder_pattern = \"{court}\"\r\nname = \"某\"\r\n");
    }
}
