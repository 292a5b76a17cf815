//! Tells one program from another by the sources and data that read papers: what an other one read is read anew.

// A chore of the build, where a failure ends the build with its reason.
#![allow(clippy::expect_used)]

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// What a reading depends on: our code, our data, and the packages it is built with.
const PLACES: [&str; 3] = ["../core/src", "../../data", "../../../Cargo.lock"];
/// What rows depend on besides.
const OWN: &str = "src";

fn main() {
    let mut hasher = DefaultHasher::new();
    hash(&mut hasher, &PLACES);
    println!("cargo::rustc-env=SONGDA_READS={:016x}", hasher.finish());
    hash(&mut hasher, &[OWN]);
    println!("cargo::rustc-env=SONGDA_TELLS={:016x}", hasher.finish());
}

fn hash(hasher: &mut DefaultHasher, places: &[&str]) {
    for place in places {
        println!("cargo::rerun-if-changed={place}");
        let mut files = Vec::new();
        find(Path::new(place), &mut files);
        files.sort();
        for file in files {
            file.hash(hasher);
            fs::read(&file).expect("our own sources can be read").hash(hasher);
        }
    }
}

fn find(place: &Path, files: &mut Vec<PathBuf>) {
    if !place.is_dir() {
        files.push(place.to_path_buf());
        return;
    }
    for entry in fs::read_dir(place).expect("our own sources can be listed").flatten() {
        find(&entry.path(), files);
    }
}
