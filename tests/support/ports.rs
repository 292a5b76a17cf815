//! Ports for servers that must be told theirs: held until the server has ended, so that nobody else is given one meanwhile.

use std::fs::{self, File};
use std::net::TcpListener;
use std::time::{SystemTime, UNIX_EPOCH};

/// Numbers that no system gives to outgoing connections by itself: one of those would keep a server from its port.
const FIRST: u16 = 10_000;
const COUNT: u16 = 22_000;

/// A port that this process holds.
pub struct Port {
    number: u16,
    // Other test programs leave it alone while this is locked.
    _held: File,
}

impl Port {
    /// One that nobody holds or listens on.
    ///
    /// # Panics
    /// When there is none.
    pub fn free() -> Self {
        let folder = std::env::temp_dir().join("songda-test-ports");
        fs::create_dir_all(&folder).unwrap();
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        let start = nanos.wrapping_add(std::process::id().wrapping_mul(7919)) % u32::from(COUNT);
        let numbers = (0..COUNT).map(|nth| FIRST + u16::try_from((start + u32::from(nth)) % u32::from(COUNT)).unwrap());
        let held = |number: u16| {
            let file = File::options().create(true).append(true).open(folder.join(number.to_string())).ok()?;
            file.try_lock().ok()?;
            let is_free = TcpListener::bind(("127.0.0.1", number)).is_ok();
            is_free.then_some(Self { number, _held: file })
        };
        numbers.into_iter().find_map(held).expect("a free port")
    }

    /// Its number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_held_is_given_to_nobody_else() {
        let held: Vec<Port> = (0..20).map(|_| Port::free()).collect();
        let numbers: std::collections::BTreeSet<u16> = held.iter().map(Port::number).collect();
        assert_eq!(numbers.len(), held.len());
        let taken = TcpListener::bind(("127.0.0.1", held[0].number())).unwrap();
        drop(held);
        assert!((0..20).all(|_| Port::free().number() != taken.local_addr().unwrap().port()));
    }
}
