//! A second real mail server, written by others than the first: Cyrus, on loopback, running until dropped.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use super::{DOMAIN, Holds, OFFICE, PASSWORD, admin, certificate, end, fill, is_root, spawn};
use crate::imap::Client;
use crate::ports::Port;
use crate::until;

/// Who may set quotas.
const ADMIN: &str = "admin@example.test";

/// Cyrus, holding the agreed mailbox.
pub struct Cyrus {
    imaps: u16,
    imap: u16,
    folder: tempfile::TempDir,
    said: tempfile::TempDir,
    running: Child,
    // Given back after it has ended.
    #[expect(dead_code, reason = "held")]
    ports: [Port; 2],
}

impl Cyrus {
    /// Starts the server.
    ///
    /// # Panics
    /// When it does not come up: there is nothing to test then.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("songda-cyrus").tempdir().unwrap();
        let dir = folder.path();
        let ports: [Port; 2] = std::array::from_fn(|_| Port::free());
        let [imaps, imap] = std::array::from_fn(|nth| ports[nth].number());
        certificate(dir);
        for (name, text) in
            [("imapd.conf", include_str!("../cyrus-imapd.conf")), ("cyrus.conf", include_str!("../cyrus.conf"))]
        {
            fs::write(dir.join(name), fill(text, dir, &[("IMAPS", imaps), ("IMAP", imap)])).unwrap();
        }
        for name in ["bin", "proc", "lock", "spool", "sieve"] {
            fs::create_dir_all(dir.join(name)).unwrap();
        }
        for name in ["db", "socket", "log", "msg", "ptclient", "proc", "user", "quota", "sync"] {
            fs::create_dir_all(dir.join("conf").join(name)).unwrap();
        }
        // The server's user may not be allowed to look into the tree, so the programs come along.
        for name in ["imapd", "idled"] {
            fs::copy(unpacked().join(name), dir.join("bin").join(name)).unwrap();
        }
        [OFFICE, ADMIN].into_iter().for_each(|address| add_account(dir, address));
        let must = |words: &[&str]| {
            let done = admin(words).current_dir(dir).status().is_ok_and(|status| status.success());
            assert!(done, "{words:?} is refused: these tests need root, or sudo without a password");
        };
        must(&["chown", "-R", "cyrus:mail", "."]);
        must(&["chmod", "a+rX", ".", "cert.pem"]);
        let at = |name: &str| dir.join(name).to_string_lossy().into_owned();
        let (settings, services, pid) = (at("imapd.conf"), at("cyrus.conf"), at("master.pid"));
        let words = ["/usr/sbin/cyrmaster", "-C", &settings, "-M", &services, "-p", &pid, "-L", &at("log")];
        let said = tempfile::tempdir().unwrap();
        // A master that ends sends SIGTERM to its whole process group: the others of tests beside it would end with it.
        let running = spawn(admin(&words).env("CYRUS_VERBOSE", "1").process_group(0), said.path());
        let cyrus = Self { imaps, imap, folder, said, running, ports };
        for port in [imaps, imap] {
            let came_up = until(Duration::from_secs(20), || TcpStream::connect(("127.0.0.1", port)).ok());
            assert!(came_up.is_some(), "no server on port {port}: {}", cyrus.logs());
        }
        cyrus
    }
}

impl Holds for Cyrus {
    fn name(&self) -> &'static str {
        "Cyrus"
    }

    fn settings(&self) -> String {
        let settings = include_str!("../songda.toml").replace("@IMAPS@", &self.imaps.to_string());
        let settings = settings.replace("@CA@", &self.folder.path().join("cert.pem").display().to_string());
        // This one holds mail and takes none to send.
        settings.lines().filter(|line| !line.starts_with("smtp")).map(|line| format!("{line}\n")).collect()
    }

    fn client(&self) -> Client {
        Client::login(self.imap, OFFICE, PASSWORD)
    }

    fn kick(&self) {
        // One file for each conversation, named as its process; the user stands in it.
        let talks = || -> BTreeSet<String> {
            let entries = fs::read_dir(self.folder.path().join("proc")).into_iter().flatten().flatten();
            let ours = entries.filter(|it| fs::read_to_string(it.path()).is_ok_and(|text| text.contains(OFFICE)));
            ours.map(|it| it.file_name().to_string_lossy().into_owned()).collect()
        };
        // Its own way to send everybody away, a file named `shutdown`, keeps everybody out as well.
        let kicked = until(Duration::from_secs(20), || Some(talks()).filter(|talks| !talks.is_empty()));
        let kicked = kicked.unwrap_or_else(|| panic!("nobody is logged in: {}", self.logs()));
        for process in &kicked {
            // One that has ended by itself is away too.
            let _ = admin(&["kill", "-TERM", process]).status();
        }
        let are_away = until(Duration::from_secs(20), || talks().is_disjoint(&kicked).then_some(()));
        assert!(are_away.is_some(), "{kicked:?} stay: {}", self.logs());
    }

    fn limit_to(&self, kib: u32) {
        let mut client = Client::login(self.imap, ADMIN, PASSWORD);
        client.run(&format!("SETQUOTA \"user/{OFFICE}\" (STORAGE {kib})"));
    }

    fn logs(&self) -> String {
        let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        format!("cyrus:\n{}\n{}", read(&self.folder.path().join("log")), read(&self.said.path().join("out.log")))
    }
}

impl Drop for Cyrus {
    fn drop(&mut self) {
        end(&mut self.running);
        // What it wrote is its own user's; the folder goes with the test.
        if !is_root() {
            let _ = admin(&["rm", "-rf", &self.folder.path().to_string_lossy()]).status();
        }
    }
}

/// Where `cargo xtask test` unpacks what Debian does not install beside Dovecot.
fn unpacked() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let place = program.ancestors().map(|folder| folder.join("cyrus/usr/lib/cyrus/bin")).find(|place| place.is_dir());
    place.unwrap_or_else(|| panic!("Cyrus is not unpacked into target/cyrus: run cargo xtask test"))
}

fn add_account(dir: &Path, address: &str) {
    let name = address.split('@').next().unwrap();
    let mut command = Command::new("saslpasswd2");
    command.args(["-p", "-c", "-f"]).arg(dir.join("sasldb2")).args(["-u", DOMAIN, name]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("saslpasswd2 runs");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), PASSWORD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "saslpasswd2 keeps the password of {name}");
}
