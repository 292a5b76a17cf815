//! A desktop's tray as programs see it on the session bus: marks register, their menus are read and clicked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::zvariant::{OwnedValue, Value};

use crate::until;

/// One mark: who put it there, and where it lies at that one's place on the bus.
type Mark = (String, String);

/// Whoever draws the trays of a desktop; gone when dropped.
pub struct Tray {
    bus: Connection,
    marks: Arc<Mutex<Vec<Mark>>>,
}

struct Watcher(Arc<Mutex<Vec<Mark>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, place: String, #[zbus(header)] header: Header<'_>) {
        let who = header.sender().map(ToString::to_string).unwrap_or_default();
        self.0.lock().unwrap().push((who, place));
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(who, place)| format!("{who}{place}")).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// One line of a menu: id, properties, lines below it.
type Line = (i32, std::collections::HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Tray {
    /// Takes the place of a desktop's tray on the bus with this address.
    ///
    /// # Panics
    /// When the bus cannot be reached.
    pub fn on(address: &str) -> Self {
        let marks = Arc::new(Mutex::new(Vec::new()));
        let bus = connection::Builder::address(address)
            .and_then(|builder| builder.serve_at("/StatusNotifierWatcher", Watcher(marks.clone())))
            .and_then(|builder| builder.name("org.kde.StatusNotifierWatcher"))
            .and_then(connection::Builder::build)
            .expect("a place on the session bus");
        Self { bus, marks }
    }

    /// Waits for a mark.
    ///
    /// # Panics
    /// When none comes.
    pub fn wait_for_mark(&self) -> Mark {
        let first = || self.marks.lock().unwrap().first().cloned();
        until(Duration::from_secs(30), first).expect("a mark in the tray")
    }

    /// The lines of the mark's menu: id and text, separators left out.
    pub fn menu(&self) -> Vec<(i32, String)> {
        let (who, place) = self.wait_for_mark();
        let asked = (0_i32, -1_i32, Vec::<String>::new());
        let menu = format!("{place}/Menu");
        let interface = Some("com.canonical.dbusmenu");
        let Ok(answer) = self.bus.call_method(Some(who.as_str()), menu.as_str(), interface, "GetLayout", &asked) else {
            return Vec::new();
        };
        let (_, root): (u32, Line) = answer.body().deserialize().unwrap();
        let lines = root.2.into_iter().filter_map(|line| Line::try_from(line).ok());
        let text = |line: &Line| String::try_from(line.1.get("label")?.try_clone().ok()?).ok();
        lines.filter_map(|line| Some((line.0, text(&line)?.replace('_', "")))).collect()
    }

    /// Clicks the line with this text.
    ///
    /// # Panics
    /// When the menu has no such line.
    pub fn click(&self, text: &str) {
        let find = || self.menu().into_iter().find(|(_, line)| line.contains(text));
        let (id, _) = until(Duration::from_secs(20), find).unwrap_or_else(|| panic!("{text}: {:?}", self.menu()));
        let (who, place) = self.wait_for_mark();
        let event = (id, "clicked", Value::from(0_i32), 0_u32);
        let interface = Some("com.canonical.dbusmenu");
        self.bus.call_method(Some(who.as_str()), format!("{place}/Menu").as_str(), interface, "Event", &event).unwrap();
    }
}
