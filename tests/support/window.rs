//! The real window, driven from outside through WebKitWebDriver on a display of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::ports::Port;
use crate::{drag, program, until};

const SOON: Duration = Duration::from_secs(90);
/// Where the program keeps things of its own: each window's are apart.
const PLACES: [(&str, &str); 4] =
    [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "run")];

/// A window of the desktop program; closed when dropped.
pub struct Window {
    port: Port,
    session: String,
    /// Address of the session bus that driver and window share.
    bus: String,
    screen: String,
    driver: Child,
    display: Child,
    folder: tempfile::TempDir,
}

impl Window {
    /// Opens the desktop program with these arguments.
    ///
    /// # Panics
    /// When display, driver or window do not come up.
    pub fn open(arguments: &[&str]) -> Self {
        Self::open_with(arguments, |_| ())
    }

    /// The same, with something to be done on the window's session bus before the window is there.
    ///
    /// # Panics
    /// As above.
    pub fn open_with(arguments: &[&str], before: impl FnOnce(&str)) -> Self {
        let folder = tempfile::Builder::new().prefix("songda-window").tempdir().unwrap();
        let (display, name) = display();
        let port = Port::free();
        let mut driver = Command::new("dbus-run-session");
        let bus_file = folder.path().join("bus");
        let script = "echo \"$DBUS_SESSION_BUS_ADDRESS\" > \"$0\"; exec WebKitWebDriver \"$1\"";
        driver.args(["--", "sh", "-c", script]).arg(&bus_file).arg(format!("--port={}", port.number()));
        driver.env("DISPLAY", &name).env_remove("WAYLAND_DISPLAY").env_remove("SONGDA_HOME");
        driver.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        driver.env("LANG", "zh_CN.UTF-8");
        for (variable, name) in PLACES {
            let place = folder.path().join(name);
            fs::create_dir(&place).unwrap();
            driver.env(variable, place);
        }
        let log =
            || Stdio::from(fs::File::options().create(true).append(true).open(folder.path().join("log")).unwrap());
        driver.stdin(Stdio::null()).stdout(log()).stderr(log());
        // What the window hands to other programs is only noted.
        let programs = folder.path().join("programs");
        fs::create_dir(&programs).unwrap();
        let noting = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", folder.path().join("opened").display());
        fs::write(programs.join("xdg-open"), noting).unwrap();
        fs::set_permissions(programs.join("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        driver.env("PATH", format!("{}:{path}", programs.display()));
        // The whole group is ended at the end: driver, bus and window.
        let driver = driver.process_group(0).spawn().expect("dbus-run-session starts");
        let (bus, session) = (String::new(), String::new());
        let mut window = Self { port, session, bus, screen: name, driver, display, folder };
        let is_up = until(SOON, || TcpStream::connect(("127.0.0.1", window.port.number())).ok());
        assert!(is_up.is_some(), "WebKitWebDriver does not answer");
        window.bus = fs::read_to_string(bus_file).unwrap_or_default().trim().to_owned();
        before(&window.bus);
        let binary = program("songda-desktop");
        let wanted = json!({"webkitgtk:browserOptions": {"binary": binary, "args": arguments}});
        let made = window.ask("POST", "/session", &json!({"capabilities": {"alwaysMatch": wanted}}));
        window.session = made["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {made}")).to_owned();
        window
    }

    /// Starts the program once more beside the window, on the same desktop, and waits until that start has ended.
    ///
    /// # Panics
    /// When it does not end within moments.
    pub fn start_again(&self, arguments: &[&str]) -> ExitStatus {
        let mut again = Command::new(program("songda-desktop"));
        again.args(arguments).env("DISPLAY", &self.screen).env_remove("WAYLAND_DISPLAY").env_remove("SONGDA_HOME");
        again.env("DBUS_SESSION_BUS_ADDRESS", &self.bus).env("LANG", "zh_CN.UTF-8");
        for (variable, name) in PLACES {
            again.env(variable, self.folder.path().join(name));
        }
        let mut again = again.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let ended = until(SOON, || again.try_wait().ok().flatten());
        if ended.is_none() {
            let _ = again.kill();
        }
        ended.expect("a second start ends by itself")
    }

    /// Process of the window: the one of ours that runs the desktop program below the driver.
    pub fn process(&self) -> Option<u32> {
        let own = self.folder.path().join("run").into_os_string().into_encoded_bytes();
        let program = program("songda-desktop");
        let entries = fs::read_dir("/proc").ok()?;
        let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        let is_window = |process: &u32| {
            let place = Path::new("/proc").join(process.to_string());
            let environment = fs::read(place.join("environ")).unwrap_or_default();
            fs::read_link(place.join("exe")).is_ok_and(|exe| exe == program)
                && environment.windows(own.len()).any(|part| part == own)
        };
        numbers.into_iter().find(is_window)
    }

    /// Drags files onto the window from another program, and lets go.
    ///
    /// # Panics
    /// When the window does not take them.
    pub fn drop_files(&self, files: &[&Path]) {
        drag::drop_files(&self.screen, files);
    }

    /// Asks the window to close, as its button in the title bar does.
    ///
    /// # Panics
    /// When it is not shown.
    pub fn ask_to_close(&self) {
        drag::ask_to_close(&self.screen);
    }

    /// Files and addresses the window handed to other programs, in order.
    pub fn opened(&self) -> Vec<String> {
        let text = fs::read_to_string(self.folder.path().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Chooses a file in a field for files, as the system's dialog would.
    pub fn choose_file(&self, css: &str, name: &str, bytes: &[u8]) {
        use base64::Engine as _;
        self.wait_for(css);
        let coded = base64::engine::general_purpose::STANDARD.encode(bytes);
        self.script(&format!(
            "const bytes = Uint8Array.from(atob({coded:?}), sign => sign.charCodeAt(0)); \
             const chosen = new DataTransfer(); chosen.items.add(new File([bytes], {name:?})); \
             const field = document.querySelector({css:?}); field.files = chosen.files; \
             field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ));
    }

    /// Chooses an entry of a list, by its value.
    pub fn choose(&self, css: &str, value: &str) {
        self.wait_for(css);
        self.script(&format!(
            "const list = document.querySelector({css:?}); \
             Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(list, {value:?}); \
             list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ));
    }

    /// Puts a text into a field as typing would.
    pub fn type_into(&self, css: &str, text: &str) {
        self.wait_for(css);
        self.script(&format!(
            "const field = document.querySelector({css:?}); \
             Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, {text:?}); \
             field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        ));
    }

    /// Waits for an element and gives back its handle.
    ///
    /// # Panics
    /// When it does not come.
    pub fn wait_for(&self, css: &str) -> String {
        until(SOON, || self.find(css)).unwrap_or_else(|| panic!("{css} does not appear in:\n{}", self.text("body")))
    }

    /// The handle of the first element, if there is one.
    pub fn find(&self, css: &str) -> Option<String> {
        let found = self.ask("POST", &self.path("elements"), &json!({"using": "css selector", "value": css}));
        found.as_array()?.first()?.as_object()?.values().next()?.as_str().map(str::to_owned)
    }

    /// Clicks the first element as a person would, who waits until what lies over it has gone.
    ///
    /// # Panics
    /// When it does not come, or stays covered.
    pub fn click(&self, css: &str) {
        let mut refused = Value::Null;
        let clicked = until(SOON, || {
            let element = self.wait_for(css);
            refused = self.ask("POST", &self.path(&format!("element/{element}/click")), &json!({}));
            (refused["error"] != "element not interactable").then_some(())
        });
        assert!(clicked.is_some() && refused.is_null(), "{css} cannot be clicked: {refused}");
    }

    /// Clicks what ends the program: it may be gone before it answers.
    ///
    /// # Panics
    /// When there is nothing to click.
    pub fn click_the_end(&self, css: &str) {
        let element = self.wait_for(css);
        let _ = self.ask("POST", &self.path(&format!("element/{element}/click")), &json!({}));
    }

    /// Text of the first element; empty when there is none.
    pub fn text(&self, css: &str) -> String {
        let Some(element) = self.find(css) else { return String::new() };
        let text = self.ask("GET", &self.path(&format!("element/{element}/text")), &Value::Null);
        text.as_str().unwrap_or("").to_owned()
    }

    /// Waits until the first element's text contains `wanted`.
    ///
    /// # Panics
    /// When it never does.
    pub fn wait_for_text(&self, css: &str, wanted: &str) {
        let came = until(SOON, || self.text(css).contains(wanted).then_some(()));
        assert!(came.is_some(), "{css} never says {wanted}; it says: {}", self.text(css));
    }

    /// What a script in the page gives back.
    pub fn script(&self, script: &str) -> Value {
        self.ask("POST", &self.path("execute/sync"), &json!({"script": script, "args": []}))
    }

    /// Writes a picture of the page.
    ///
    /// # Panics
    /// When it cannot be taken or written.
    pub fn picture(&self, file: &Path) {
        use base64::Engine as _;
        let coded = self.ask("GET", &self.path("screenshot"), &Value::Null);
        let bytes = base64::engine::general_purpose::STANDARD.decode(coded.as_str().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    /// Writes a picture of the page into the folder that `SONGDA_PICTURES` names, for a person to look at.
    pub fn show(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SONGDA_PICTURES") {
            self.picture(&Path::new(&folder).join(format!("{name}.png")));
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/session/{}/{rest}", self.session)
    }

    /// One request of the W3C WebDriver protocol; gives back the answer's `value`.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port.number())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
            self.port.number()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = BufReader::new(stream);
        let mut size = 0;
        loop {
            let mut line = String::new();
            answer.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                size = value.trim().parse().unwrap();
            }
        }
        let mut text = vec![0; size];
        answer.read_exact(&mut text).unwrap();
        serde_json::from_slice::<Value>(&text).map_or(Value::Null, |mut answer| answer["value"].take())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.ask("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = Command::new("kill").args(["-TERM", "--", &format!("-{}", self.driver.id())]).status();
        if until(Duration::from_secs(6), || self.driver.try_wait().ok().flatten()).is_none() {
            let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.driver.id())]).status();
        }
        let _ = self.driver.wait();
        let _ = self.display.kill();
        let _ = self.display.wait();
    }
}

/// A display without a screen, and its name.
fn display() -> (Child, String) {
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]);
    let mut server =
        server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("Xvfb starts");
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.trim().is_empty(), "Xvfb tells no display");
    (server, format!(":{}", line.trim()))
}
