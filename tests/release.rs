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

/// What the step of this name runs.
fn script(workflow: &Value, name: &str) -> String {
    let mut steps = jobs(workflow).flat_map(|(_, job)| steps(job));
    let step = steps.find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step is called {name:?}"));
    step["run"].as_str().unwrap_or_else(|| panic!("{name:?} runs nothing")).to_owned()
}

/// Runs a step's script as the build server's shell does; whether it went well, and what it said.
fn run(script: &str, folder: &Path, variables: &[(&str, &str)]) -> (bool, String) {
    assert!(!script.contains("${{"), "only the build server can fill in what stands in {script}");
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-e", "-c", script]).current_dir(folder);
    let output = bash.envs(variables.iter().copied()).output().expect("bash starts");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn version() -> String {
    let cargo: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    cargo["workspace"]["package"]["version"].as_str().unwrap().to_owned()
}

#[test]
fn a_tag_of_another_version_is_refused() {
    let script =
        script(&workflow("release.yml"), "The tag, Cargo.toml, package.json and CHANGELOG.md name one version");
    let tagged = |tag: &str| run(&script, &root(), &[("TAG", tag)]);
    let version = version();
    let (is_right, said) = tagged(&format!("v{version}"));
    assert!(is_right, "{said}");
    for other in ["v999.0.0", version.as_str(), "v", ""] {
        let (is_right, said) = tagged(other);
        assert!(!is_right && said.contains(&format!("Cargo.toml v{version}")), "{other}: {said}");
    }
}

#[test]
fn a_release_tells_what_is_new_in_it_and_nothing_else() {
    let script = script(&workflow("release.yml"), "Draft with the notes of this version");
    let (notes, publish) = script.split_once("gh release create").expect("the draft is made last");
    assert!(publish.contains("--draft") && publish.contains("--notes-file notes.md"), "{publish}");
    let folder = tempfile::tempdir().unwrap();
    let told = |changes: &str, tag: &str| {
        fs::write(folder.path().join("CHANGELOG.md"), changes).unwrap();
        let (is_there, _) = run(notes, folder.path(), &[("TAG", tag)]);
        is_there.then(|| fs::read_to_string(folder.path().join("notes.md")).unwrap())
    };
    let changes = "# Changes\n\n## 1.10.0 — 2026-12-01\n\n### Added\n- ten\n\n## 1.1.0\n- one\n\n## 1.0.0\n- first\n";
    assert_eq!(told(changes, "v1.10.0").unwrap().trim(), "### Added\n- ten");
    assert_eq!(told(changes, "v1.1.0").unwrap().trim(), "- one");
    assert_eq!(told(changes, "v1.0.0").unwrap().trim(), "- first");
    assert_eq!(told(changes, "v1.1"), None, "a version that the changes say nothing of");
    assert!(told(&read("CHANGELOG.md"), &format!("v{}", version())).is_some_and(|notes| !notes.trim().is_empty()));
}

#[test]
fn packages_are_signed_only_where_a_key_is_set_up() {
    let settings = |key: Option<&str>| -> Value {
        let mut node = Command::new("node");
        node.arg(root().join(".github/signing.mjs")).env_remove("UPDATER_PUBLIC_KEY");
        let output = node.envs(key.map(|key| ("UPDATER_PUBLIC_KEY", key))).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for without in [settings(None), settings(Some(""))] {
        assert_eq!(without, serde_json::json!({"bundle": {}}));
    }
    let with = settings(Some("a public key"));
    assert_eq!(with["bundle"]["createUpdaterArtifacts"], true);
    assert_eq!(with["plugins"]["updater"]["pubkey"], "a public key");
}

#[test]
fn the_windows_packages_are_built_for_size_wherever_they_are_built() {
    let release = workflow("release.yml");
    let step = steps(&release["jobs"]["packages"]).iter().find(|step| step["name"] == "The Windows packages").unwrap();
    let here = read("src-tauri/xtask/src/windows.rs");
    for name in ["CARGO_PROFILE_RELEASE_OPT_LEVEL", "CARGO_PROFILE_RELEASE_LTO"] {
        let value = step["env"][name].as_str().unwrap_or_default();
        assert!(here.contains(&format!("(\"{name}\", \"{value}\")")), "{name} is {value:?} in the release");
    }
}

#[test]
fn the_bill_of_materials_is_of_every_system() {
    let script = script(&workflow("release.yml"), "Bills of materials, CycloneDX");
    let line = |start: &str| script.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    let (install, make) = (line("cargo install"), line("cargo cyclonedx"));
    assert!(make.contains(" --target all "), "without it the tool tells of the system it runs on alone: {make}");
    let pinned = install.split_once(" --version ").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or_default();
    assert_eq!(pinned.split('.').filter(|part| part.parse::<u32>().is_ok()).count(), 3, "{install}");
    assert!(install.contains(" --locked ") && install.ends_with(" cargo-cyclonedx"), "{install}");
}

/// What is known against a dependency grows while nothing is pushed.
#[test]
fn dependencies_are_looked_at_every_week() {
    let check = workflow("check.yml");
    let cron = check["on"]["schedule"][0]["cron"].as_str().expect("a day and an hour");
    let parts: Vec<&str> = cron.split_whitespace().collect();
    assert!(parts.len() == 5 && parts[2..4] == ["*", "*"] && parts[4].parse().is_ok_and(|day: u8| day < 7), "{cron}");
    for (id, job) in jobs(&check) {
        assert_eq!(job.get("if").is_none(), id == "dependencies", "{id}");
    }
    assert!(read(".cargo/deny.toml").contains("every week on the build server"));
}

/// What the bundlers make for a target, and how its name ends under which a release offers it.
const MADE: [(&str, &[(&str, &str)]); 2] = [
    (
        "aarch64-apple-darwin",
        &[
            ("dmg/送达台_1.2.3_aarch64.dmg", "dmg"),
            ("macos/送达台.app.tar.gz", "app.tar.gz"),
            ("macos/送达台.app.tar.gz.sig", "app.tar.gz.sig"),
        ],
    ),
    (
        "x86_64-unknown-linux-gnu",
        &[
            ("deb/Songda_1.2.3_amd64.deb", "deb"),
            ("deb/Songda_1.2.3_amd64.deb.sig", "deb.sig"),
            ("rpm/Songda-1.2.3-1.x86_64.rpm", "rpm"),
            ("rpm/Songda-1.2.3-1.x86_64.rpm.sig", "rpm.sig"),
            ("appimage/Songda_1.2.3_amd64.AppImage", "AppImage"),
            ("appimage/Songda_1.2.3_amd64.AppImage.sig", "AppImage.sig"),
        ],
    ),
];

/// From what the bundlers make to the names under which a release offers it, and on to what the updater is told.
#[test]
fn packages_get_the_names_the_updater_asks_for() {
    let release = workflow("release.yml");
    let (place, name) =
        (script(&release, "Where the packages look for it"), script(&release, "One plain name for each package"));
    for (target, files) in MADE {
        let folder = tempfile::tempdir().unwrap();
        let built = folder.path().join("target").join(target).join("release");
        for (file, _) in files {
            let path = built.join("bundle").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        fs::write(built.join("songda"), "a program").unwrap();
        let variables = [("TARGET", target), ("TAG", "v1.2.3")];
        assert!(run(&place, folder.path(), &variables).0);
        for program in ["songda".to_owned(), format!("songda-{target}")] {
            assert!(folder.path().join("target/release").join(&program).exists(), "{program}");
        }
        let (is_done, said) = run(&name, folder.path(), &variables);
        assert!(is_done, "{said}");
        let packages = folder.path().join("packages");
        let names = fs::read_dir(&packages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let wanted = files.iter().map(|(_, kind)| format!("songda-1.2.3-{target}.{kind}"));
        assert_eq!(names.collect::<BTreeSet<String>>(), wanted.collect::<BTreeSet<String>>());
        let mut node = Command::new("node");
        node.arg(root().join(".github/updates.mjs")).arg(&packages).args(["1.2.3", "https://example.test/v1.2.3"]);
        let latest: Value = serde_json::from_slice(&node.output().unwrap().stdout).unwrap();
        let signed = files.iter().filter(|(file, _)| file.ends_with(".sig")).count();
        assert_eq!(latest["platforms"].as_object().unwrap().len(), signed, "{latest}");
    }
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
    // A window alone cannot be asked whether what it keeps is whole: every package carries the other program.
    assert_eq!(linux["bundle"]["linux"]["appimage"]["files"]["/usr/bin/songda"], "../target/release/songda");
    // As a plain file it would not be signed, and Apple refuses a package that holds one. Named for releases only:
    // whoever builds the window looks for such a program, and there it need not be.
    assert_eq!(json("src-tauri/macos/bundle.json")["bundle"]["externalBin"][0], "../target/release/songda");
    assert!(json("src-tauri/tauri.macos.conf.json")["bundle"].get("externalBin").is_none());
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
