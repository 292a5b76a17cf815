//! Files dragged onto the window by another program on its display: the source's side of the XDND protocol, version 5.
//! Source: freedesktop.org, Drag-and-Drop Protocol for the X Window System.

use std::path::Path;
use std::time::{Duration, Instant};

use url::Url;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, MapState, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME};

const VERSION: u32 = 5;
const SOON: Duration = Duration::from_secs(20);
/// So long an answer to a message that tells where the pointer is is waited for.
const PACE: Duration = Duration::from_secs(1);

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndAware,
        XdndSelection,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndDrop,
        XdndFinished,
        XdndActionCopy,
        TARGETS,
        URI_LIST: b"text/uri-list",
        WM_PROTOCOLS,
        WM_DELETE_WINDOW,
    }
}

struct Drag {
    display: RustConnection,
    atoms: Atoms,
    target: Window,
    uris: String,
}

/// Drags files onto the middle of the one window that takes drops on a display, and lets go there.
///
/// # Panics
/// When no window takes drops, or it does not take these.
pub fn drop_files(display: &str, files: &[&Path]) {
    let (connection, screen) = x11rb::connect(Some(display)).expect("the display is there");
    let atoms = Atoms::new(&connection).unwrap().reply().unwrap();
    let root = connection.setup().roots[screen].root;
    let target = aware(&connection, &atoms, root).expect("a window takes drops");
    let source = connection.generate_id().unwrap();
    let none = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
    let (depth, class) = (COPY_DEPTH_FROM_PARENT, WindowClass::INPUT_OUTPUT);
    connection.create_window(depth, source, root, 0, 0, 1, 1, 0, class, COPY_FROM_PARENT, &none).unwrap();
    connection.set_selection_owner(source, atoms.XdndSelection, CURRENT_TIME).unwrap();
    let uris = files.iter().map(|path| format!("{}\r\n", Url::from_file_path(path).expect("a whole path"))).collect();
    let drag = Drag { display: connection, atoms, target, uris };
    drag.tell(atoms.XdndEnter, [source, VERSION << 24, atoms.URI_LIST, 0, 0]);
    let at = drag.middle(root);
    // The page is asked behind the window's back whether it takes them: the pointer rests there until it says so.
    let began = Instant::now();
    let (mut accepted, mut last) = (0, None);
    while accepted < 3 {
        assert!(began.elapsed() < SOON, "the window takes no files: {last:?}");
        drag.tell(atoms.XdndPosition, [source, 0, at, CURRENT_TIME, atoms.XdndActionCopy]);
        last = drag.heard(atoms.XdndStatus, PACE).or(last);
        accepted += u32::from(last.is_some_and(|said| said[1] & 1 == 1));
        std::thread::sleep(Duration::from_millis(50));
    }
    drag.tell(atoms.XdndDrop, [source, 0, CURRENT_TIME, 0, 0]);
    let finished = drag.heard(atoms.XdndFinished, SOON).expect("the drop comes to an end");
    assert!(finished[1] & 1 == 1, "the window did not take the files");
}

/// Asks the one window that takes drops to close, as its button in the title bar does.
///
/// # Panics
/// When there is none.
pub fn ask_to_close(display: &str) {
    let (connection, screen) = x11rb::connect(Some(display)).expect("the display is there");
    let atoms = Atoms::new(&connection).unwrap().reply().unwrap();
    let target = aware(&connection, &atoms, connection.setup().roots[screen].root).expect("a window is shown");
    let data = [atoms.WM_DELETE_WINDOW, CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, target, atoms.WM_PROTOCOLS, data);
    connection.send_event(false, target, EventMask::NO_EVENT, message).unwrap();
    connection.flush().unwrap();
    // Answered, the message before it has gone out.
    connection.get_input_focus().unwrap().reply().unwrap();
}

/// The largest window below another that takes drops: the toolkit has tiny ones of its own beside it.
fn aware(display: &RustConnection, atoms: &Atoms, below: Window) -> Option<Window> {
    let children = display.query_tree(below).ok()?.reply().ok()?.children;
    let area = |window: Window| {
        let said = display.get_property(false, window, atoms.XdndAware, AtomEnum::ATOM, 0, 1).ok()?.reply().ok()?;
        let shown = display.get_window_attributes(window).ok()?.reply().ok()?;
        let size = display.get_geometry(window).ok()?.reply().ok()?;
        let takes = said.value_len == 1 && shown.map_state == MapState::VIEWABLE;
        takes.then(|| u32::from(size.width) * u32::from(size.height))
    };
    let found = children.into_iter().filter_map(|window| Some((area(window)?, window)));
    found.max().map(|(_, window)| window)
}

impl Drag {
    fn tell(&self, what: u32, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.target, what, data);
        self.display.send_event(false, self.target, EventMask::NO_EVENT, message).unwrap();
        self.display.flush().unwrap();
    }

    /// The middle of the target on the screen, as a position tells it.
    fn middle(&self, root: Window) -> u32 {
        let size = self.display.get_geometry(self.target).unwrap().reply().unwrap();
        let corner = self.display.translate_coordinates(self.target, root, 0, 0).unwrap().reply().unwrap();
        let (x, y) =
            (corner.dst_x as u32 + u32::from(size.width / 2), corner.dst_y as u32 + u32::from(size.height / 2));
        (x << 16) | y
    }

    /// Waits for a word of the target; meanwhile whoever asks is told what is dragged.
    fn heard(&self, what: u32, limit: Duration) -> Option<[u32; 5]> {
        let began = Instant::now();
        while began.elapsed() < limit {
            match self.display.poll_for_event().unwrap() {
                Some(Event::ClientMessage(said)) if said.type_ == what => return Some(said.data.as_data32()),
                Some(Event::SelectionRequest(asked)) => self.give(&asked),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        None
    }

    fn give(&self, asked: &SelectionRequestEvent) {
        let (to, at) = (asked.requestor, asked.property);
        if asked.target == self.atoms.TARGETS {
            let known = [self.atoms.TARGETS, self.atoms.URI_LIST];
            self.display.change_property32(PropMode::REPLACE, to, at, AtomEnum::ATOM, &known).unwrap();
        } else {
            let text = self.uris.as_bytes();
            self.display.change_property8(PropMode::REPLACE, to, at, asked.target, text).unwrap();
        }
        let told = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: to,
            selection: asked.selection,
            target: asked.target,
            property: at,
        };
        self.display.send_event(false, to, EventMask::NO_EVENT, told).unwrap();
        self.display.flush().unwrap();
    }
}
