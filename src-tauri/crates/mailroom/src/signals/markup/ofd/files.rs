//! Files that an OFD carries beside its pages.

use quick_xml::events::Event;
use songda_core::mail::names;

use super::super::{Package, attribute, beside, characters, each};
use super::texts_of;

/// Names and bytes of the files that the documents carry (GB/T 33190 section 16).
pub fn files(package: &mut Package<'_>, root: &str, most: usize) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for document in texts_of(root, "DocRoot").iter().filter_map(|path| beside("", path)).take(16) {
        let xml = package.text(&document).unwrap_or_default();
        for list in texts_of(&xml, "Attachments").iter().filter_map(|path| beside(&document, path)).take(16) {
            let content = package.text(&list).unwrap_or_default();
            for (name, path) in attachments(&content, &list) {
                if files.len() >= most {
                    return files;
                }
                files.extend(package.bytes(&path).map(|bytes| (name, bytes)));
            }
        }
    }
    files
}

/// Names and paths in a list of attachments.
fn attachments(xml: &str, list: &str) -> Vec<(String, String)> {
    let (mut found, mut name, mut is_place) = (Vec::new(), String::new(), false);
    each(xml, |event| match &event {
        Event::Start(start) => {
            is_place = start.local_name().as_ref() == "FileLoc";
            if start.local_name().as_ref() == "Attachment" {
                name = attribute(start, "Name").unwrap_or_default();
            }
        }
        Event::End(_) => is_place = false,
        other if is_place => {
            let Some(path) = characters(other).and_then(|path| beside(list, &path)) else { return };
            let last = path.rsplit('/').next().unwrap_or_default();
            // Some names leave the ending to the file.
            let ending = last.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{ending}"));
            let named = if name.is_empty() { last.to_owned() } else { name.clone() };
            let has_ending = !names::extension(&named).is_empty();
            found.push((if has_ending { named } else { format!("{named}{ending}") }, path));
        }
        _ => {}
    });
    found
}
