//! Notices when the computer has slept and when the network changed: everything that waits looks at once then.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock;

/// How often it is looked. Two questions to the system each time: no load that could be measured.
const LOOK: Duration = Duration::from_secs(5);
/// Clocks are set by seconds; a sleep worth waking from is longer.
const SLEPT: TimeDelta = TimeDelta::seconds(20);
/// Addresses that belong to nobody (RFC 5737, RFC 3849). Nothing is sent to them: only the way there is asked for.
const NOWHERE: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noticed {
    /// The clock went on while nothing ran.
    Sleep,
    /// This computer has other addresses than before.
    Network,
}

/// What was true at the last look.
#[derive(Debug)]
struct Last {
    wall: DateTime<FixedOffset>,
    steady: Instant,
    own: [Option<IpAddr>; 2],
}

impl Last {
    /// Compares with what is true now.
    fn notices(&mut self, wall: DateTime<FixedOffset>, steady: Instant, own: [Option<IpAddr>; 2]) -> Option<Noticed> {
        let ran = TimeDelta::from_std(steady.duration_since(self.steady)).unwrap_or(TimeDelta::MAX);
        // A clock that is set back is no sleep. Where the steady clock runs on in sleep, the look itself comes late.
        let slept = wall - self.wall - ran > SLEPT || ran > TimeDelta::seconds(5) + SLEPT;
        // A network that only went away wakes nobody: there is nothing to reach.
        let has_new = own.iter().zip(&self.own).any(|(now, before)| now.is_some() && now != before);
        *self = Self { wall, steady, own };
        match (slept, has_new) {
            (true, _) => Some(Noticed::Sleep),
            (false, true) => Some(Noticed::Network),
            (false, false) => None,
        }
    }
}

/// The addresses from which this computer would reach the world; nothing is sent.
fn own_addresses() -> [Option<IpAddr>; 2] {
    NOWHERE.map(|far| {
        let any: IpAddr = if far.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        let socket = UdpSocket::bind(SocketAddr::new(any, 0)).ok()?;
        socket.connect(SocketAddr::new(far, 9)).ok()?;
        socket.local_addr().ok().map(|own| own.ip())
    })
}

/// Wakes whoever waits, until stopped.
pub async fn wake(waiting: Arc<Notify>, stop: CancellationToken) {
    let mut last = Last { wall: clock::now(), steady: Instant::now(), own: own_addresses() };
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if let Some(noticed) = last.notices(clock::now(), Instant::now(), own_addresses()) {
            tracing::info!(noticed = ?noticed, "looking at once");
            waiting.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleep_and_a_new_network_are_noticed_and_nothing_else() {
        let (wall, steady) = (clock::now(), Instant::now());
        let home = [Some(IpAddr::V4(Ipv4Addr::new(192, 168, 1, 7))), None];
        let away = [Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7))), None];
        let mut last = Last { wall, steady, own: home };
        let mut at = |wall_s, steady_s, own| {
            last.notices(wall + TimeDelta::seconds(wall_s), steady + Duration::from_secs(steady_s), own)
        };
        assert_eq!(at(5, 5, home), None);
        // The clock was set, forth a little and far back.
        assert_eq!(at(14, 10, home), None);
        assert_eq!(at(-3600, 15, home), None);
        // Eight hours of sleep: the steady clock stands still on some systems and runs on others.
        assert_eq!(at(-3600 + 8 * 3600, 20, home), Some(Noticed::Sleep));
        assert_eq!(at(-3600 + 16 * 3600, 20 + 8 * 3600, home), Some(Noticed::Sleep));
        let (wall_s, steady_s) = (-3600 + 16 * 3600, 20 + 8 * 3600);
        assert_eq!(at(wall_s + 5, steady_s + 5, [None, None]), None);
        assert_eq!(at(wall_s + 10, steady_s + 10, away), Some(Noticed::Network));
        assert_eq!(at(wall_s + 15, steady_s + 15, away), None);
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_when_it_is_stopped() {
        let stop = CancellationToken::new();
        let task = tokio::spawn(wake(Arc::new(Notify::new()), stop.clone()));
        tokio::time::sleep(Duration::from_secs(60)).await;
        stop.cancel();
        task.await.unwrap();
    }
}
