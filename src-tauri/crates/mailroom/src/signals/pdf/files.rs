//! Files that a PDF carries: attachments, portfolios, files pinned to a page (ISO 32000-2, 7.11).

use std::collections::BTreeSet;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Text};
use songda_core::mail::names;

use super::fields::decoded;
use super::{bounds, open};

/// Names and bytes of the files.
pub fn files(bytes: &[u8], passwords: &[String], most: usize, most_bytes: usize) -> Option<Vec<(String, Vec<u8>)>> {
    let pdf = open(bytes, passwords).ok().filter(bounds::fit)?;
    let mut found = Found { most, left: most_bytes, taken: BTreeSet::new(), files: Vec::new() };
    let mut nameless = Vec::new();
    for object in pdf.objects() {
        match object {
            Object::Dict(dict) => {
                found.told(&dict);
                // What names a file may itself be written where it is needed.
                dict.get::<Dict<'_>>("FS").iter().for_each(|spec| found.told(spec));
                for list in [dict.get::<Array<'_>>("Names"), dict.get::<Array<'_>>("Annots")].into_iter().flatten() {
                    for spec in list.iter::<Object<'_>>().filter_map(dict_of) {
                        found.told(&spec);
                        spec.get::<Dict<'_>>("FS").iter().for_each(|spec| found.told(spec));
                    }
                }
            }
            Object::Stream(stream) => {
                let is_file = stream.dict().get::<Name<'_>>("Type").is_some_and(|name| name.as_str() == "EmbeddedFile");
                nameless.extend(is_file.then_some(stream));
            }
            _ => {}
        }
    }
    for stream in nameless {
        found.take(&stream, None);
    }
    Some(found.files)
}

fn dict_of(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

struct Found {
    most: usize,
    left: usize,
    /// Streams by number and generation.
    taken: BTreeSet<(u32, i32)>,
    files: Vec<(String, Vec<u8>)>,
}

impl Found {
    /// Takes the file that a file specification tells of.
    fn told(&mut self, spec: &Dict<'_>) {
        let Some(files) = spec.get::<Dict<'_>>("EF") else { return };
        let named = |key: &str| spec.get::<Text<'_>>(key).map(|name| decoded(name.as_bytes()));
        let name = ["UF", "F", "DOS", "Unix"].iter().find_map(|key| named(key));
        let stream = ["UF", "F", "DOS", "Unix"].iter().find_map(|key| files.get::<Stream<'_>>(*key));
        if let Some(stream) = stream {
            self.take(&stream, name.and_then(|name| names::base_name(&name)));
        }
    }

    fn take(&mut self, stream: &Stream<'_>, name: Option<String>) {
        let id = stream.obj_id();
        if self.files.len() >= self.most || !self.taken.insert((id.obj_number, id.gen_number)) {
            return;
        }
        let Ok(bytes) = stream.decoded() else { return };
        let Some(left) = self.left.checked_sub(bytes.len()) else { return };
        self.left = left;
        let ending = if bytes.starts_with(b"%PDF") { ".pdf" } else { "" };
        self.files.push((name.unwrap_or_else(|| format!("附件{ending}")), bytes.into_owned()));
    }
}
