//! The release is rehearsed on paper: workflows parse, what they run and read is there, and every place names one version.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A workflow as JSON, read by Debian's own parser.
fn workflow(name: &str) -> Value {
    let script = "import json, sys, yaml; json.dump(yaml.load(open(sys.argv[1]), yaml.BaseLoader), sys.stdout)";
    let path = root().join(".github/workflows").join(name);
    let output = Command::new("/usr/bin/python3").args(["-c", script]).arg(path).output().expect("python3 starts");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn workflows() -> Vec<(String, Value)> {
    let files = fs::read_dir(root().join(".github/workflows")).unwrap().flatten();
    let mut names: Vec<String> = files.map(|file| file.file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 2, "{names:?}");
    names.into_iter().map(|name| (name.clone(), workflow(&name))).collect()
}

fn jobs(workflow: &Value) -> impl Iterator<Item = (&String, &Value)> {
    workflow["jobs"].as_object().expect("jobs").iter()
}

fn steps(job: &Value) -> &Vec<Value> {
    job["steps"].as_array().expect("steps")
}

/// Everything a workflow runs, as one text per step.
fn scripts(workflow: &Value) -> Vec<String> {
    let steps = jobs(workflow).flat_map(|(_, job)| steps(job));
    steps.filter_map(|step| step["run"].as_str().map(str::to_owned)).collect()
}

#[test]
fn every_job_is_bounded_and_may_little() {
    for (name, workflow) in workflows() {
        assert_eq!(workflow["permissions"]["contents"], "read", "{name} may more than read by default");
        for (id, job) in jobs(&workflow) {
            assert!(job["runs-on"].is_string(), "{name} {id} runs nowhere");
            let minutes: u32 = job["timeout-minutes"].as_str().and_then(|text| text.parse().ok()).unwrap_or(0);
            assert!((1..=90).contains(&minutes), "{name} {id} has no limit of time");
            let needs = job["needs"].as_str().into_iter();
            for needed in needs {
                assert!(workflow["jobs"][needed].is_object(), "{name} {id} needs {needed}, which is not there");
            }
            for step in steps(job) {
                let uses = step["uses"].as_str();
                assert!(uses.is_some() != step["run"].is_string(), "{name} {id}: a step runs one thing");
                let is_versioned = uses.is_none_or(|uses| uses.split_once("@v").is_some_and(|(_, it)| !it.is_empty()));
                assert!(is_versioned, "{name} {id} uses {uses:?} without a version");
                let keeps = step["with"]["persist-credentials"].as_str() != Some("false");
                assert!(
                    !(uses.is_some_and(|it| it.starts_with("actions/checkout@")) && keeps),
                    "{name} {id} keeps a token"
                );
            }
        }
    }
}

#[test]
fn scripts_are_scripts() {
    for (name, workflow) in workflows() {
        for script in scripts(&workflow) {
            // What is in ${{ }} is put in by GitHub before the shell sees it.
            let mut plain = script.clone();
            while let Some((before, rest)) = plain.clone().split_once("${{") {
                let (_, after) = rest.split_once("}}").expect("an expression ends");
                plain = format!("{before}X{after}");
            }
            let checked = Command::new("bash").args(["-n", "-c", &plain]).output().unwrap();
            assert!(checked.status.success(), "{name}: {script}\n{}", String::from_utf8_lossy(&checked.stderr));
        }
    }
}

#[test]
fn what_workflows_run_and_read_is_there() {
    let chores = read("src-tauri/xtask/src/main.rs");
    let package = json("ui/package.json");
    for (name, workflow) in workflows() {
        for script in scripts(&workflow) {
            let words: Vec<&str> = script.split_whitespace().collect();
            for pair in words.windows(2).filter(|pair| pair[0] == "xtask") {
                assert!(chores.contains(&format!("Some(\"{}\")", pair[1])), "{name} runs cargo xtask {}", pair[1]);
            }
            for run in words.windows(5).filter(|it| it[..4] == ["npm", "--prefix", "ui", "run"]) {
                assert!(package["scripts"][run[4]].is_string(), "{name} runs npm script {}", run[4]);
            }
            for packages in words.windows(2).filter(|it| it[0] == "--package") {
                let is_ours =
                    ["songda-mailroom", "songda-desktop", "songda-tests", "songda-core"].contains(&packages[1]);
                assert!(is_ours, "{name} builds {}", packages[1]);
            }
        }
        for path in paths(&workflow.to_string()) {
            assert!(root().join(&path).exists(), "{name} names {path}, which is not there");
        }
    }
}

/// Paths of the tree that a text names.
fn paths(text: &str) -> BTreeSet<String> {
    let of_the_tree = ["src-tauri/", ".github/", ".ci/", ".cargo/", "tests/"];
    let words = text.split(|it: char| it.is_whitespace() || "\"',:;()|{}\\".contains(it));
    let words = words.filter(|word| of_the_tree.iter().any(|start| word.starts_with(start)));
    // Made by the workflow itself.
    words.filter(|word| !word.ends_with(".cdx.json") && !word.contains('*')).map(str::to_owned).collect()
}

#[test]
fn what_the_bundlers_are_told_is_there() {
    let folder = root().join("src-tauri");
    for file in ["macos/bundle.json", "linux/bundle.json"] {
        assert!(json(&format!("src-tauri/{file}"))["bundle"]["targets"].is_array(), "{file}");
    }
    let linux = json("src-tauri/tauri.linux.conf.json");
    for kind in ["deb", "rpm"] {
        let kind = &linux["bundle"]["linux"][kind];
        assert!(folder.join(kind["desktopTemplate"].as_str().unwrap()).exists());
        for (_, from) in kind["files"].as_object().unwrap() {
            let from = from.as_str().unwrap();
            assert!(from.starts_with("../target/") || folder.join(from).exists(), "{from}");
        }
    }
    for icon in json("src-tauri/tauri.conf.json")["bundle"]["icon"].as_array().unwrap() {
        assert!(folder.join(icon.as_str().unwrap()).exists(), "{icon}");
    }
    assert!(linux["productName"].as_str().unwrap().is_ascii(), "a Debian package has a plain name");
}

#[test]
fn the_updater_finds_every_signed_package() {
    let packages = tempfile::tempdir().unwrap();
    let kinds = ["x64-setup.exe", "aarch64-apple-darwin.app.tar.gz", "x86_64-unknown-linux-gnu.deb"];
    for kind in kinds {
        fs::write(packages.path().join(format!("songda-1.2.3-{kind}")), kind).unwrap();
        fs::write(packages.path().join(format!("songda-1.2.3-{kind}.sig")), format!("signed {kind}\n")).unwrap();
    }
    let told = || {
        let mut node = Command::new("node");
        node.arg(root().join(".github/updates.mjs")).arg(packages.path());
        node.args(["1.2.3", "https://example.test/v1.2.3"]).output().unwrap()
    };
    let latest: Value = serde_json::from_slice(&told().stdout).unwrap();
    assert_eq!(latest["version"], "1.2.3");
    for (system, kind) in ["windows-x86_64", "darwin-aarch64", "linux-x86_64-deb"].into_iter().zip(kinds) {
        let url = format!("https://example.test/v1.2.3/songda-1.2.3-{kind}");
        let wanted = serde_json::json!({"url": url, "signature": format!("signed {kind}")});
        assert_eq!(latest["platforms"][system], wanted, "{system}");
    }
    assert_eq!(latest["platforms"].as_object().unwrap().len(), 3);
    fs::write(packages.path().join("songda-1.2.3-mips.exe.sig"), "").unwrap();
    assert!(!told().status.success(), "a package of a system that is not known is told");
}

#[test]
fn secrets_and_variables_are_explained() {
    let explained = read("ui/guide/contributing.en.md");
    for (name, workflow) in workflows() {
        let text = workflow.to_string();
        for kind in ["secrets.", "vars."] {
            for word in text.split(kind).skip(1) {
                let word: String = word.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
                let is_known = word == "GITHUB_TOKEN" || explained.contains(&format!("`{word}`"));
                assert!(is_known, "{name} uses {kind}{word}, which no page explains");
            }
        }
    }
}

#[test]
fn every_place_names_one_version() {
    let cargo: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let version = cargo["workspace"]["package"]["version"].as_str().unwrap();
    assert_eq!(json("ui/package.json")["version"], version);
    assert_eq!(json("ui/package-lock.json")["version"], version);
    assert!(json("src-tauri/tauri.conf.json").get("version").is_none(), "the window's version is Cargo's");
    let notes = read("CHANGELOG.md");
    let newest = notes.lines().find_map(|line| line.strip_prefix("## ")).unwrap();
    assert_eq!(newest.split_whitespace().next(), Some(version), "CHANGELOG.md begins with another version");
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let of = |name: &str| {
        let packages = lock["package"].as_array().unwrap();
        let found = packages.iter().find(|package| package["name"].as_str() == Some(name)).unwrap();
        found["version"].as_str().unwrap().to_owned()
    };
    assert_eq!(of("songda-desktop"), version);
    // The bundler refuses to build when the page's half and the program's half of Tauri are of two minors.
    let minor = |version: &str| version.split('.').take(2).collect::<Vec<_>>().join(".");
    for (name, table) in [("@tauri-apps/api", "dependencies"), ("@tauri-apps/cli", "devDependencies")] {
        let asked = json("ui/package.json")[table][name].as_str().unwrap().trim_start_matches(['~', '^']).to_owned();
        assert_eq!(minor(&asked), minor(&of("tauri")), "{name}");
    }
}
