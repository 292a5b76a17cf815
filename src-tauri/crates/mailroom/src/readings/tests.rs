//! Readings over starts, damage, other programs, and several who write at once.

use super::*;

fn nothing(court: &str) -> Vec<u8> {
    // A court and no deadline, as they are written.
    let mut bytes = vec![1, u8::try_from(court.len()).unwrap()];
    bytes.extend_from_slice(court.as_bytes());
    bytes.push(0);
    bytes
}

fn home() -> (tempfile::TempDir, Home) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    (folder, home)
}

fn of(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

#[test]
fn a_reading_is_given_under_its_own_key_only_and_over_a_start() {
    let (_folder, home) = home();
    let (mail, key) = (of("mail"), of("key"));
    let readings = Readings::of(&home, true);
    readings.keep(vec![(mail, key, nothing("a")), (of("other"), key, nothing("b"))]);
    let given = readings.get(&mail, &key).unwrap();
    assert_eq!(Some(given.clone()), Prepared::from_bytes(&nothing("a")));
    assert_eq!(readings.get(&mail, &of("another")), None);
    drop(readings);
    let again = Readings::of(&home, true);
    assert_eq!(again.get(&mail, &key), Some(given.clone()));
    again.keep(vec![(mail, of("another"), nothing("c"))]);
    assert_eq!(again.get(&mail, &key), None, "one mail has one reading");
    let beside = Readings::of(&home, false);
    assert!(beside.get(&mail, &of("another")).is_some() && beside.get(&of("other"), &key).is_some());
    beside.keep(vec![(mail, key, nothing("a"))]);
    assert_eq!(beside.get(&mail, &key), Some(given.clone()));
    assert_eq!(Readings::of(&home, true).get(&mail, &key), Some(given), "who looks beside writes, too");
}

#[test]
fn several_write_at_once_and_nothing_is_lost() {
    let (_folder, home) = home();
    let all = [Readings::of(&home, true), Readings::of(&home, false), Readings::of(&home, false)];
    let name = |who: usize, nth: usize| of(&format!("{who} {nth}"));
    all[0].keep(Vec::new());
    std::thread::scope(|scope| {
        for (who, readings) in all.iter().enumerate() {
            scope.spawn(move || {
                for nth in 0..60 {
                    readings
                        .keep(vec![(name(who, nth), of("key"), nothing("a")), (of("all"), of("key"), nothing("b"))]);
                    assert!(readings.get(&name(who, nth), &of("key")).is_some());
                }
            });
        }
    });
    let again = Readings::of(&home, true);
    for (who, nth) in (0..3).flat_map(|who| (0..60).map(move |nth| (who, nth))) {
        assert!(again.get(&name(who, nth), &of("key")).is_some(), "{who} {nth}");
    }
}

#[test]
fn who_looks_beside_another_program_leaves_its_file_to_it() {
    let (_folder, home) = home();
    let path = home.root().join(NAME);
    let key = of("key");
    let mut other = std::fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
    other.write_all(&[7; 100]).unwrap();
    let beside = Readings::of(&home, false);
    beside.keep(vec![(of("1"), key, nothing("a"))]);
    beside.keep(vec![(of("2"), key, nothing("a"))]);
    other.write_all(&[8; 100]).unwrap();
    assert_eq!(other.metadata().unwrap().len(), 200);
    for holds in [false, true] {
        let again = Readings::of(&home, holds);
        assert!(again.get(&of("1"), &key).is_some() && again.get(&of("2"), &key).is_some());
    }
    // One that takes the file over under another's feet is not written into.
    std::fs::write(&path, [9; 500]).unwrap();
    beside.keep(vec![(of("3"), key, nothing("a"))]);
    assert_eq!(std::fs::read(&path).unwrap(), [9; 500]);
    assert!(beside.get(&of("3"), &key).is_some());
}

#[test]
fn what_is_cut_off_damaged_or_of_another_program_is_none() {
    let (_folder, home) = home();
    let path = home.root().join(NAME);
    let key = of("key");
    let fill = || {
        let _ = std::fs::remove_file(&path);
        Readings::of(&home, true).keep(vec![(of("1"), key, nothing("a")), (of("2"), key, nothing("b"))]);
        std::fs::read(&path).unwrap()
    };
    let whole = fill();
    for end in [0, 5, 31, 32, 60, whole.len() - 1] {
        std::fs::write(&path, &whole[..end]).unwrap();
        let readings = Readings::of(&home, true);
        assert_eq!(readings.get(&of("2"), &key), None, "{end}");
        readings.keep(vec![(of("3"), key, nothing("c"))]);
        let again = Readings::of(&home, false);
        assert!(again.get(&of("3"), &key).is_some(), "{end}");
        assert_eq!(again.get(&of("1"), &key).is_some(), end == whole.len() - 1);
    }
    for at in [3, 40, 80, whole.len() - 1] {
        let mut damaged = fill();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        let readings = Readings::of(&home, true);
        let found = [readings.get(&of("1"), &key), readings.get(&of("2"), &key)];
        assert!(found.contains(&None), "{at}");
        assert!(found.into_iter().flatten().all(|it| { [nothing("a"), nothing("b")].contains(&it.to_bytes()) }));
    }
}

#[test]
fn what_is_of_no_use_any_more_is_not_kept_for_ever() {
    let (_folder, home) = home();
    let large = |nth: u8| {
        let court = String::from(char::from(b'a' + nth)).repeat(1 << 20);
        // Its length as it is written: seven bits a byte.
        let mut bytes = vec![1, 0x80, 0x80, 0x40];
        bytes.extend_from_slice(court.as_bytes());
        bytes.push(0);
        bytes
    };
    let readings = Readings::of(&home, true);
    for nth in 0..8 {
        readings.keep(vec![(of("mail"), of("key"), large(nth))]);
    }
    drop(readings);
    let again = Readings::of(&home, true);
    assert_eq!(again.get(&of("mail"), &of("key")).map(|it| it.to_bytes()), Some(large(7)));
    assert!(std::fs::metadata(home.root().join(NAME)).unwrap().len() < 2 << 20);
}
