//! Which folders of a mailbox are watched: those the office names, else the inbox and the junk folder.

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response};

use super::session::{Session, Wire};
use super::utf7;
use crate::connect::ConnectError;

/// How junk folders are called where the server does not mark them, most certain first.
const JUNK_NAMES: [&str; 8] =
    ["垃圾邮件", "Junk", "Spam", "Junk E-mail", "Junk Email", "Bulk Mail", "垃圾箱", "Junk Mail"];

/// A folder of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name as people read it.
    pub name: String,
    /// Its name on the wire, ready to stand in a command.
    pub wire: String,
}

impl Folder {
    /// A folder by the name people read.
    pub fn named(name: &str) -> Self {
        let name = if name.eq_ignore_ascii_case("INBOX") { "INBOX" } else { name };
        Self { name: name.to_owned(), wire: quoted(&utf7::encode(name)) }
    }

    /// A folder by the name the server gave, which it gets back unchanged.
    fn given(wire: &str) -> Self {
        Self { name: utf7::decode(wire), wire: quoted(wire) }
    }
}

fn quoted(wire: &str) -> String {
    format!("\"{}\"", wire.replace('\\', "\\\\").replace('"', "\\\""))
}

struct Listed {
    wire: String,
    delimiter: Option<String>,
    is_junk: bool,
}

/// The folders to watch; the first is the one in which news are waited for.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn choose<S: Wire>(session: &mut Session<S>, wanted: Option<&[String]>) -> Result<Vec<Folder>, ConnectError> {
    let mut folders: Vec<Folder> = Vec::new();
    if let Some(wanted) = wanted {
        folders.extend(wanted.iter().map(|name| Folder::named(name)));
        // News are waited for where they are most likely.
        folders.sort_by_key(|folder| folder.name != "INBOX");
    } else {
        folders.push(Folder::named("INBOX"));
        folders.extend(junk(&listed(session).await?));
    }
    let mut seen = std::collections::BTreeSet::new();
    folders.retain(|folder| seen.insert(folder.name.clone()));
    Ok(folders)
}

async fn listed<S: Wire>(session: &mut Session<S>) -> Result<Vec<Listed>, ConnectError> {
    let marked = session.can("SPECIAL-USE") && session.can("LIST-EXTENDED");
    let command = if marked { "LIST \"\" \"*\" RETURN (SPECIAL-USE)" } else { "LIST \"\" \"*\"" };
    let mut all = Vec::new();
    let hear = |response: &Response<'_>| {
        if let Response::MailboxData(MailboxDatum::List(list)) = response {
            let attributes = &list.name_attributes;
            if attributes.iter().any(is_closed) {
                return;
            }
            all.push(Listed {
                wire: list.name.clone().into_owned(),
                delimiter: list.delimiter.as_deref().map(str::to_owned),
                is_junk: attributes.iter().any(marks_junk),
            });
        }
    };
    session.ask("listing the folders", command, hear).await?;
    Ok(all)
}

fn is_closed(attribute: &NameAttribute<'_>) -> bool {
    match attribute {
        NameAttribute::NoSelect => true,
        NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\NonExistent"),
        _ => false,
    }
}

fn marks_junk(attribute: &NameAttribute<'_>) -> bool {
    match attribute {
        NameAttribute::Junk => true,
        // Before RFC 6154 some servers called it so.
        NameAttribute::Extension(name) => name.eq_ignore_ascii_case("\\Spam"),
        _ => false,
    }
}

/// The junk folders: all that the server marks, else the one with the most certain name.
fn junk(listed: &[Listed]) -> Vec<Folder> {
    let marked: Vec<Folder> = listed.iter().filter(|one| one.is_junk).map(|one| Folder::given(&one.wire)).collect();
    if !marked.is_empty() {
        return marked;
    }
    let rank = |one: &Listed| {
        let name = utf7::decode(&one.wire);
        let delimiter = one.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty());
        let last = delimiter.and_then(|delimiter| name.rsplit(delimiter).next()).unwrap_or(&name);
        JUNK_NAMES.iter().position(|junk| last.eq_ignore_ascii_case(junk))
    };
    let best = listed.iter().filter_map(|one| rank(one).map(|rank| (rank, one))).min_by_key(|(rank, _)| *rank);
    best.map(|(_, one)| Folder::given(&one.wire)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(wire: &str, is_junk: bool) -> Listed {
        Listed { wire: wire.into(), delimiter: Some("/".into()), is_junk }
    }

    #[test]
    fn the_mark_comes_before_the_name() {
        let folders = junk(&[one("INBOX", false), one("Junk", false), one("&Xn9USg-", true)]);
        assert_eq!(folders, [Folder { name: "广告".into(), wire: "\"&Xn9USg-\"".into() }]);
        let folders = junk(&[one("Spam", false), one("INBOX/&V4NXPpCuTvY-", false), one("Sent", false)]);
        assert_eq!(folders.iter().map(|folder| folder.name.as_str()).collect::<Vec<_>>(), ["INBOX/垃圾邮件"]);
        assert_eq!(junk(&[one("Sent", false)]), []);
    }

    #[test]
    fn names_are_quoted_for_the_wire() {
        assert_eq!(Folder::named("inbox").wire, "\"INBOX\"");
        assert_eq!(Folder::named("a\"b\\c").wire, "\"a\\\"b\\\\c\"");
        assert_eq!(Folder::named("其他/案件").wire, "\"&UXZO1g-/&aEhO9g-\"");
    }
}
