//! Settings files as people write them, before and after one change.

use super::*;

fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

fn remind(before: &str, key: &str, value: Option<&Value>) -> Option<String> {
    put(before, Table::One("remind"), key, value)
}

#[test]
fn only_the_case_root_changes() {
    let set = |text: &str| with_case_root(text, Path::new("/srv/新 案件")).unwrap();
    let text = "# mine\n[office]\nname = \"某\"\ncase_root = \"案件\"   # here\n\n[[court]]\ncode = \"沪0112\"\n";
    assert_eq!(set(text), text.replace("\"案件\"", "\"/srv/新 案件\""));
    assert_eq!(set("[office]\nname = \"某\"\n"), "[office]\ncase_root = \"/srv/新 案件\"\nname = \"某\"\n");
    assert!(set("").starts_with("[office]\ncase_root = \"/srv/新 案件\"\n"));
    assert_eq!(with_case_root("[office", Path::new("/x")), None);
    let windows = "\u{feff}[office]\r\nname = \"某\"\r\n";
    let told = with_office_value(windows, "folder_pattern", "{court}").unwrap();
    assert_eq!(told, "\u{feff}[office]\r\nfolder_pattern = \"{court}\"\r\nname = \"某\"\r\n");
}

#[test]
fn a_key_is_written_wherever_its_table_stands() {
    let at = text("09:00");
    for (before, after) in [
        ("", "[remind]\ndigest_at = \"09:00\"\n"),
        ("[office]\nname = \"x\"", "[office]\nname = \"x\"\n\n[remind]\ndigest_at = \"09:00\"\n"),
        (
            "[remind] # ours\nquiet = [\"a\",\n  \"[b]\"]\n",
            "[remind] # ours\ndigest_at = \"09:00\"\nquiet = [\"a\",\n  \"[b]\"]\n",
        ),
        ("[remind]\ndigest_at='8:00' # early\n", "[remind]\ndigest_at=\"09:00\" # early\n"),
        ("remind.digest_at = '8:00'\n[office]\n", "remind.digest_at = \"09:00\"\n[office]\n"),
        ("remind = { digest_at = '8:00' }\n", "remind = { digest_at = \"09:00\" }\n"),
        // Only named by its robots: the header comes before them, and before what is remarked on them.
        (
            "# the group\n[[remind.robot]]\nid = \"a\"\n",
            "[remind]\ndigest_at = \"09:00\"\n\n# the group\n[[remind.robot]]\nid = \"a\"\n",
        ),
        ("[[remind.robot]]\nid = 'a'\n[remind]\n", "[[remind.robot]]\nid = 'a'\n[remind]\ndigest_at = \"09:00\"\n"),
        ("[remind]", "[remind]\ndigest_at = \"09:00\"\n"),
    ] {
        assert_eq!(remind(before, "digest_at", Some(&at)).as_deref(), Some(after), "{before}");
        assert!(DeTable::parse(after).is_ok(), "{after}");
    }
    // In one line, or in dotted keys: a person adds to it.
    for before in ["remind = { quiet = [] }\n", "remind.quiet = []\n", "remind = {}\n", "[remind"] {
        assert_eq!(remind(before, "digest_at", Some(&at)), None, "{before}");
    }
}

#[test]
fn a_key_goes_and_what_is_remarked_behind_it_stays() {
    for (before, after) in [
        ("[remind]\nfeed_port = 1\nquiet = []\n", "[remind]\nquiet = []\n"),
        ("[remind]\r\n  feed_port = 1  # calendar\r\n", "[remind]\r\n# calendar\r\n"),
        ("[remind]\nfeed_port = 1", "[remind]\n"),
        ("remind.feed_port = 1\n", ""),
        ("[remind]\nquiet = []\n", "[remind]\nquiet = []\n"),
        ("[office]\n", "[office]\n"),
    ] {
        assert_eq!(remind(before, "feed_port", None).as_deref(), Some(after), "{before}");
    }
    assert_eq!(remind("remind = { feed_port = 1 }\n", "feed_port", None), None);
}

#[test]
fn a_table_is_added_behind_the_others_of_its_kind() {
    let entries = [("id", text("b")), ("mentions", Value::Array(vec![text("1"), text("2")]))];
    let new = "[[remind.robot]]\nid = \"b\"\nmentions = [\"1\", \"2\"]\n";
    for (before, after) in [
        (String::new(), new.to_owned()),
        ("[office]\nname = \"x\"".to_owned(), format!("[office]\nname = \"x\"\n\n{new}")),
        (
            "[remind]\nquiet = []\n# more on it\n\n# courts\n[[court]]\ncode = 'x'\n".to_owned(),
            format!("[remind]\nquiet = []\n# more on it\n\n{new}\n# courts\n[[court]]\ncode = 'x'\n"),
        ),
        (
            "[[remind.robot]]\nid = 'a'\n# courts\n[[court]]\ncode = 'x'\n".to_owned(),
            format!("[[remind.robot]]\nid = 'a'\n\n{new}\n# courts\n[[court]]\ncode = 'x'\n"),
        ),
        (
            "[[remind.mail]]\nid = 'm'\n\n[remind]\nquiet = [\n'a', # [[remind.robot]]\n]\n\n\n[office]\n".to_owned(),
            format!(
                "[[remind.mail]]\nid = 'm'\n\n[remind]\nquiet = [\n'a', # [[remind.robot]]\n]\n\n{new}\n\n[office]\n"
            ),
        ),
    ] {
        let added = append(&before, "remind", "robot", &entries).unwrap();
        assert_eq!(added, after, "{before}");
        assert!(DeTable::parse(&added).is_ok(), "{added}");
    }
    assert_eq!(append("remind = { robot = [] }\n", "remind", "robot", &entries), None);
    assert_eq!(append("remind.quiet = []\n", "remind", "robot", &entries), None);
}

#[test]
fn a_table_goes_and_its_neighbours_stay() {
    let whole = "[remind]\nquiet = []\n\n# first\n[[remind.robot]]\nid = 'a'\n\n[[remind.robot]] # second\nid = 'b'\n# of b\nkind = 'x'\n\n# courts\n[[court]]\n";
    let without = |nth| remove(whole, "remind", "robot", nth).unwrap();
    assert_eq!(without(0), whole.replace("[[remind.robot]]\nid = 'a'\n", ""));
    assert_eq!(without(1), whole.replace("[[remind.robot]] # second\nid = 'b'\n# of b\nkind = 'x'\n\n", ""));
    assert_eq!(remove(whole, "remind", "robot", 2), None);
    assert_eq!(remove("remind.robot = [{ id = 'a' }]\n", "remind", "robot", 0), None);
    let added = append("[remind]\nquiet = []\n", "remind", "robot", &[("id", text("a"))]).unwrap();
    let gone = remove(&added, "remind", "robot", 0).unwrap();
    assert_eq!(append(&gone, "remind", "robot", &[("id", text("a"))]).unwrap(), added, "no empty lines pile up");
}

#[test]
fn one_of_several_tables_is_changed() {
    let before = "[[remind.robot]]\nid = 'a'\nlevel = 'owner'\n[[remind.robot]]\nid = 'b'\n";
    let level = |nth| put(before, Table::Nth("remind", "robot", nth), "level", Some(&text("manager")));
    assert_eq!(level(0).unwrap(), before.replace("'owner'", "\"manager\""));
    assert_eq!(
        level(1).unwrap(),
        before.replace("[[remind.robot]]\nid = 'b'", "[[remind.robot]]\nlevel = \"manager\"\nid = 'b'")
    );
    assert_eq!(level(2), None);
}

#[test]
fn one_more_of_several_tables_stands_at_the_end() {
    let entries = [("id", text("zxfw")), ("fetch_for", Value::Array(vec![text("court")]))];
    let new = "[[platform]]\nid = \"zxfw\"\nfetch_for = [\"court\"]\n";
    for (before, after) in [
        ("", new.to_owned()),
        ("[office]\nname = 'x'", format!("[office]\nname = 'x'\n\n{new}")),
        (
            "[[platform]]\nid = 'a'\n\n# courts\n[[court]]\n",
            format!("[[platform]]\nid = 'a'\n\n# courts\n[[court]]\n\n{new}"),
        ),
    ] {
        assert_eq!(append_each(before, "platform", &entries).unwrap(), after, "{before}");
    }
    let windows = append_each("\u{feff}[office]\r\n", "platform", &entries[..1]).unwrap();
    assert_eq!(windows, "\u{feff}[office]\r\n\r\n[[platform]]\r\nid = \"zxfw\"\r\n");
    assert_eq!(append_each("[office", "platform", &entries), None);
}
