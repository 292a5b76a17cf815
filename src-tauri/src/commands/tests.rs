//! Build, capability and page know the same commands, wherever they stand.

/// Names of every command, sorted: what stands behind each mark of one.
fn commands() -> Vec<&'static str> {
    let files = [
        include_str!("../commands.rs"),
        include_str!("../time.rs"),
        include_str!("../accounts.rs"),
        include_str!("../casework.rs"),
        include_str!("../copying.rs"),
        include_str!("../dragging.rs"),
        include_str!("../dropped.rs"),
        include_str!("../duties.rs"),
        include_str!("../handling.rs"),
        include_str!("../lists.rs"),
        include_str!("../office.rs"),
        include_str!("../reading.rs"),
        include_str!("../reminders.rs"),
        include_str!("../updates.rs"),
    ];
    let behind = files.into_iter().flat_map(|text| text.split("#[tauri::command]\n").skip(1));
    sorted(behind.filter_map(|rest| rest.split_once("fn ")?.1.split(['(', '<']).next()))
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

/// The first text in quotes of every line that begins with one.
fn quoted(text: &str) -> Vec<&str> {
    sorted(text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()))
}

#[test]
fn the_window_may_call_each_command_and_nothing_else() {
    assert!(commands().len() > 70, "{:?}", commands());
    assert_eq!(quoted(include_str!("../../build.rs")), commands());
    let capability = include_str!("../../capabilities/main.json");
    let allowed = quoted(capability.split_once("\"permissions\"").unwrap().1);
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let own = commands().into_iter().map(|name| format!("allow-{}", name.replace('_', "-")));
    let mut wanted: Vec<String> = events.into_iter().chain(own).collect();
    wanted.sort_unstable();
    assert_eq!(allowed, wanted);
}

#[test]
fn the_page_calls_no_command_that_is_not_there() {
    let page = include_str!("../../../ui/src/api/tauri.ts");
    let calls = page.split("invoke(\"").skip(1).filter_map(|rest| rest.split('"').next());
    for call in calls {
        assert!(commands().contains(&call), "{call}");
    }
}
