//! Real mail servers on loopback: Dovecot holds the mailboxes, Exim takes mail in and passes it on.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::imap::Client;
use crate::ports::Port;
use crate::until;

#[cfg(unix)]
pub mod cyrus;

/// Domain of every mailbox on these servers.
pub const DOMAIN: &str = "example.test";
/// The agreed mailbox.
pub const OFFICE: &str = "service@example.test";
/// The court's mailbox.
pub const COURT: &str = "sd@example.test";
/// Password of every mailbox.
pub const PASSWORD: &str = "correct horse 电池";

/// A server that holds the agreed mailbox, whoever wrote it.
pub trait Holds {
    /// Its name, for a test that fails.
    fn name(&self) -> &'static str;

    /// Settings of a home that watches the agreed mailbox on it.
    fn settings(&self) -> String;

    /// A mail program of the mailbox's owner.
    fn client(&self) -> Client;

    /// Ends every conversation about the mailbox, as an administrator does.
    fn kick(&self);

    /// Lets the mailbox hold so many KiB and no more.
    fn limit_to(&self, kib: u32);

    /// What it wrote down, for a test that fails.
    fn logs(&self) -> String;
}

/// Dovecot and Exim, running until dropped.
pub struct Servers {
    /// Certificate that stands behind both, in PEM form.
    pub ca: PathBuf,
    /// IMAP with TLS from the first byte.
    pub imaps: u16,
    /// Submission with TLS from the first byte.
    pub smtps: u16,
    /// IMAP in the clear, with TLS on demand.
    pub imap: u16,
    mx: u16,
    folder: tempfile::TempDir,
    running: Vec<Child>,
    // Given back after both have ended.
    #[expect(dead_code, reason = "held")]
    ports: [Port; 5],
}

impl Servers {
    /// Starts both servers.
    ///
    /// # Panics
    /// When a server does not come up: there is nothing to test then.
    pub fn start() -> Self {
        Self::start_as(|_, config, _| config)
    }

    /// Starts both servers; Exim reports on delivery where it is asked to.
    ///
    /// # Panics
    /// When a server does not come up.
    pub fn start_reporting() -> Self {
        Self::start_as(
            |name, config, _| {
                if name == "exim.conf" { "dsn_advertise_hosts = *\n".to_owned() + &config } else { config }
            },
        )
    }

    /// Starts both servers with changes to `dovecot.conf` and `exim.conf`; the folder of both is named.
    ///
    /// # Panics
    /// When a server does not come up: there is nothing to test then.
    pub fn start_as(change: impl Fn(&str, String, &Path) -> String) -> Self {
        let folder = tempfile::Builder::new().prefix("songda-servers").tempdir().unwrap();
        let dir = folder.path();
        let ports: [Port; 5] = std::array::from_fn(|_| Port::free());
        let [imaps, imap, lmtp, smtps, mx] = std::array::from_fn(|nth| ports[nth].number());
        certificate(dir);
        write_accounts(dir);
        let config = fill(include_str!("dovecot.conf"), dir, &[("IMAPS", imaps), ("IMAP", imap), ("LMTP", lmtp)]);
        let config = change("dovecot.conf", config.replace("@USER@", user()).replace("@GROUP@", group()), dir);
        fs::write(dir.join("dovecot.conf"), config).unwrap();
        let config = fill(include_str!("exim.conf"), dir, &[("SMTPS", smtps), ("MX", mx), ("LMTP", lmtp)]);
        fs::write(dir.join("exim.conf"), change("exim.conf", config, dir)).unwrap();
        for name in ["run", "state", "mail", "exim"] {
            fs::create_dir_all(dir.join(name)).unwrap();
        }
        own(dir);
        let dovecot =
            as_server(user(), "/usr/sbin/dovecot", dir, &["-F", "-c", &dir.join("dovecot.conf").to_string_lossy()]);
        let exim = as_exim(dir, &["-C", &dir.join("exim.conf").to_string_lossy(), "-bdf", "-q1s"]);
        let servers =
            Self { ca: dir.join("cert.pem"), imaps, smtps, imap, mx, folder, running: vec![dovecot, exim], ports };
        for port in [imaps, imap, lmtp, smtps, mx] {
            let came_up = until(Duration::from_secs(20), || TcpStream::connect(("127.0.0.1", port)).ok());
            assert!(came_up.is_some(), "no server on port {port}: {}", servers.logs());
        }
        servers
    }

    /// Hands a mail to the mailbox's own server, as a foreign server would.
    ///
    /// # Panics
    /// When the server does not take it.
    pub fn deliver(&self, from: &str, to: &str, raw: &[u8]) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.mx)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut answers = BufReader::new(stream.try_clone().unwrap());
        let mut expect = |code: &str| {
            let mut line = String::new();
            loop {
                line.clear();
                answers.read_line(&mut line).unwrap();
                if line.as_bytes().get(3) != Some(&b'-') {
                    break;
                }
            }
            assert!(line.starts_with(code), "expected {code}: {line}");
        };
        expect("220");
        for (line, code) in [
            ("EHLO mail.court.example.test".to_owned(), "250"),
            (format!("MAIL FROM:<{from}>"), "250"),
            (format!("RCPT TO:<{to}>"), "250"),
            ("DATA".to_owned(), "354"),
        ] {
            stream.write_all(format!("{line}\r\n").as_bytes()).unwrap();
            expect(code);
        }
        let mut text = raw.to_vec();
        if !text.ends_with(b"\r\n") {
            text.extend_from_slice(b"\r\n");
        }
        assert!(!text.windows(3).any(|three| three == b"\r\n."), "the sample needs dot-stuffing");
        text.extend_from_slice(b".\r\n");
        stream.write_all(&text).unwrap();
        expect("250");
        stream.write_all(b"QUIT\r\n").unwrap();
    }

    /// Ends the IMAP server; mails are taken in by nobody then.
    ///
    /// # Panics
    /// When it does not end.
    pub fn stop_imap(&mut self) {
        let dovecot = &mut self.running[0];
        assert!(admin(&["kill", &dovecot.id().to_string()]).status().unwrap().success());
        assert!(until(Duration::from_secs(10), || dovecot.try_wait().ok().flatten()).is_some(), "Dovecot ends");
    }

    /// Starts the IMAP server again.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn start_imap(&mut self) {
        let dir = self.folder.path();
        let config = dir.join("dovecot.conf");
        self.running[0] = as_server(user(), "/usr/sbin/dovecot", dir, &["-F", "-c", &config.to_string_lossy()]);
        let port = self.imaps;
        let came_up = until(Duration::from_secs(20), || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(came_up.is_some(), "no server on port {port}: {}", self.logs());
    }

    /// Every mail in a mailbox's inbox, as its server stores it.
    pub fn inbox(&self, address: &str) -> Vec<Vec<u8>> {
        let maildir = self.folder.path().join("mail").join(address).join("Maildir");
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .filter_map(|name| fs::read_dir(maildir.join(name)).ok())
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        files.sort();
        files.iter().filter_map(|file| fs::read(file).ok()).collect()
    }

    /// Every mail in a mailbox's folder for sent mail.
    pub fn sent(&self, address: &str) -> Vec<Vec<u8>> {
        let folder = self.maildir(address).join(".Sent");
        let entries = ["new", "cur"].iter().filter_map(|name| fs::read_dir(folder.join(name)).ok()).flatten();
        entries.filter_map(|entry| fs::read(entry.ok()?.path()).ok()).collect()
    }

    /// Where a mailbox's inbox lies.
    pub fn maildir(&self, address: &str) -> PathBuf {
        self.folder.path().join("mail").join(address).join("Maildir")
    }

    /// What Dovecot's index says of the agreed inbox's flags: names of files that a client marked or moved.
    pub fn touched(&self, address: &str) -> Vec<String> {
        let maildir = self.folder.path().join("mail").join(address).join("Maildir");
        let entries = fs::read_dir(maildir.join("cur")).into_iter().flatten();
        let names =
            entries.filter_map(|entry| entry.ok().map(|entry| entry.file_name().to_string_lossy().into_owned()));
        names.filter(|name| name.rsplit_once(":2,").is_some_and(|(_, flags)| !flags.is_empty())).collect()
    }

    /// Orders something from Dovecot as its administrator.
    ///
    /// # Panics
    /// When it is not carried out.
    pub fn doveadm(&self, words: &[&str]) {
        let settings = self.folder.path().join("dovecot.conf");
        let output = Command::new("doveadm").arg("-c").arg(settings).args(words).output().expect("doveadm runs");
        assert!(output.status.success(), "doveadm {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The servers' logs, for a test that fails.
    pub fn logs(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        let exim = read("exim/main.log") + &read("exim/panic.log");
        format!("dovecot:\n{}\nexim:\n{exim}\nboth:\n{}", read("dovecot.log"), read("out.log"))
    }

    /// Settings of a home that watches the agreed mailbox on these servers.
    pub fn settings(&self) -> String {
        include_str!("songda.toml")
            .replace("@CA@", &self.ca.display().to_string())
            .replace("@IMAPS@", &self.imaps.to_string())
            .replace("@SMTPS@", &self.smtps.to_string())
    }
}

impl Holds for Servers {
    fn name(&self) -> &'static str {
        "Dovecot"
    }

    fn settings(&self) -> String {
        self.settings()
    }

    fn client(&self) -> Client {
        Client::login(self.imap, OFFICE, PASSWORD)
    }

    fn kick(&self) {
        self.doveadm(&["kick", OFFICE]);
    }

    fn limit_to(&self, kib: u32) {
        fs::write(self.folder.path().join("quota"), format!("plugin {{\n  quota_rule = *:storage={kib}K\n}}\n"))
            .unwrap();
        self.doveadm(&["reload"]);
        // The order returns before it is carried out.
        std::thread::sleep(Duration::from_millis(500));
    }

    fn logs(&self) -> String {
        self.logs()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for child in &mut self.running {
            end(child);
        }
        // What Exim wrote is its own; the folder goes with the test.
        if !is_root() {
            let _ = admin(&["rm", "-rf", &self.folder.path().join("exim").to_string_lossy()]).status();
        }
    }
}

/// Ends a server: politely first, so that it ends its own children.
fn end(child: &mut Child) {
    let _ = admin(&["kill", &child.id().to_string()]).status();
    if until(Duration::from_secs(5), || child.try_wait().ok().flatten()).is_none() {
        let _ = child.kill();
    }
    let _ = child.wait();
}

/// A certificate for this machine, `cert.pem` and `key.pem`.
pub(crate) fn certificate(dir: &Path) {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]);
    command.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]);
    let output = command.current_dir(dir).output().expect("openssl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn write_accounts(dir: &Path) {
    let lines = |of: &dyn Fn(&str) -> String| [OFFICE, COURT].map(of).join("\n") + "\n";
    fs::write(dir.join("passwd"), lines(&|address| format!("{address}:{{PLAIN}}{PASSWORD}::::::"))).unwrap();
    fs::write(dir.join("smtp-passwd"), lines(&|address| format!("{address}: {PASSWORD}"))).unwrap();
}

fn fill(text: &str, dir: &Path, ports: &[(&str, u16)]) -> String {
    let text = text.replace("@DIR@", &dir.display().to_string());
    ports.iter().fold(text, |text, (name, port)| text.replace(&format!("@{name}@"), &port.to_string()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Dovecot refuses to keep mail as root; any plain user will do.
fn user() -> &'static str {
    if is_root() { "nobody" } else { name("-un") }
}

fn group() -> &'static str {
    if is_root() { "nogroup" } else { name("-gn") }
}

fn name(what: &str) -> &'static str {
    let output = Command::new("id").arg(what).output().expect("id runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned().leak()
}

/// A command with the rights that Exim's daemon asks for: as root, else through `sudo` without a question.
fn admin(words: &[&str]) -> Command {
    let mut all = if is_root() { Vec::new() } else { vec!["sudo", "-n"] };
    all.extend(words);
    let mut command = Command::new(all[0]);
    command.args(&all[1..]);
    command
}

fn own(dir: &Path) {
    let must = |words: &[&str]| {
        let done = admin(words).current_dir(dir).status().is_ok_and(|status| status.success());
        assert!(done, "{words:?} is refused: these tests need root, or sudo without a password");
    };
    if is_root() {
        must(&["chown", "-R", "nobody:nogroup", "."]);
    }
    must(&["chown", "-R", "Debian-exim:Debian-exim", "exim"]);
    must(&["chown", "root:root", "exim.conf"]);
    // Both servers read the key, each as its own user, in a folder that lives as long as the test.
    must(&["chmod", "a+rX", ".", "key.pem", "cert.pem", "smtp-passwd"]);
}

fn as_server(user: &str, program: &str, dir: &Path, words: &[&str]) -> Child {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", user, "--regid", group(), "--clear-groups", program]);
        command
    } else {
        Command::new(program)
    };
    spawn(command.args(words), dir)
}

fn as_exim(dir: &Path, words: &[&str]) -> Child {
    spawn(admin(&["/usr/sbin/exim4"]).args(words), dir)
}

fn spawn(command: &mut Command, dir: &Path) -> Child {
    let quiet = || Stdio::from(fs::OpenOptions::new().create(true).append(true).open(dir.join("out.log")).unwrap());
    command.stdin(Stdio::null()).stdout(quiet()).stderr(quiet()).spawn().expect("the server starts")
}
