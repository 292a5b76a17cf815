//! Which folders of a mailbox are watched: those the office names, else the inbox and the junk folder.

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response};

use super::sent::claims::FOLDER as REGISTER;
use super::session::{Answer, Session, Wire};
use super::utf7;
use crate::connect::ConnectError;

/// How junk folders are called where the server does not mark them.
const JUNK_NAMES: [&str; 12] = [
    "垃圾邮件",
    "垃圾箱",
    "垃圾郵件",
    "广告邮件",
    "病毒文件夹",
    "病毒邮件",
    "Junk",
    "Spam",
    "Junk E-mail",
    "Junk Email",
    "Junk Mail",
    "Bulk Mail",
];

/// How folders for sent mail are called where the server does not mark them.
const SENT_NAMES: [&str; 17] = [
    "已发送",
    "已发送邮件",
    "已发邮件",
    "已发送消息",
    "已发送信件",
    "已发送的邮件",
    "已发件箱",
    "已发信件",
    "发件箱",
    "寄件備份",
    "寄件备份",
    "已傳送的郵件",
    "已寄出",
    "Sent",
    "Sent Messages",
    "Sent Items",
    "Sent Mail",
];

/// So many folders for sent mail are looked through: each costs a question for every receipt.
const MOST_SENT: usize = 6;

/// What is done when the answer to LIST cannot be read.
pub const LISTING: &str = "listing the folders";

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
    is_sent: bool,
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
        folders.extend(junk(&listed(session).await?.1));
    }
    Ok(watched(folders))
}

/// The folders to watch where the office names none, as they are by now; none where the server does not list them.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn choose_anew<S: Wire>(session: &mut Session<S>) -> Result<Option<Vec<Folder>>, ConnectError> {
    let (answer, listed) = listed(session).await?;
    let folders = std::iter::once(Folder::named("INBOX")).chain(junk(&listed)).collect();
    Ok((answer == Answer::Ok && !listed.is_empty()).then(|| watched(folders)))
}

/// Each once, and never the folder in which desks register what they answer: nothing is served there.
fn watched(mut folders: Vec<Folder>) -> Vec<Folder> {
    folders.retain(|folder| folder.name.rsplit(['/', '.', '\\']).next() != Some(REGISTER));
    if folders.is_empty() {
        folders.push(Folder::named("INBOX"));
    }
    once(folders)
}

fn once(mut folders: Vec<Folder>) -> Vec<Folder> {
    let mut seen = std::collections::BTreeSet::new();
    folders.retain(|folder| seen.insert(folder.name.clone()));
    folders
}

async fn listed<S: Wire>(session: &mut Session<S>) -> Result<(Answer, Vec<Listed>), ConnectError> {
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
                is_sent: attributes.iter().any(|attribute| matches!(attribute, NameAttribute::Sent)),
            });
        }
    };
    let answer = session.ask(LISTING, command, hear).await?;
    Ok((answer, all))
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

/// The junk folders: all that the server marks and all that are called so. One too many costs a look now and then,
/// one too few costs a served document.
fn junk(listed: &[Listed]) -> Vec<Folder> {
    let found = listed.iter().filter(|one| one.is_junk || is_called(one, &JUNK_NAMES));
    found.map(|one| Folder::given(&one.wire)).collect()
}

/// Whether the last piece of a folder's name is one of these.
fn is_called(one: &Listed, names: &[&str]) -> bool {
    let name = utf7::decode(&one.wire);
    let delimiter = one.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty());
    let last = delimiter.and_then(|delimiter| name.rsplit(delimiter).next()).unwrap_or(&name);
    names.iter().any(|called| last.eq_ignore_ascii_case(called))
}

/// The folders for sent mail: those that the server marks, then those that are called so. Mail programs make one of their
/// own beside the provider's; copies belong into the first. With them the folder that is called so, if there is one.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn sent_and<S: Wire>(
    session: &mut Session<S>,
    name: &str,
) -> Result<(Vec<Folder>, Option<Folder>), ConnectError> {
    let listed = listed(session).await?.1;
    Ok((sent_of(&listed), called_of(&listed, name)))
}

/// The folder that is called so, wherever the server put it. Of several every desk takes the same one: the shortest name.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn called<S: Wire>(session: &mut Session<S>, name: &str) -> Result<Option<Folder>, ConnectError> {
    Ok(called_of(&listed(session).await?.1, name))
}

fn called_of(listed: &[Listed], name: &str) -> Option<Folder> {
    let found = listed.iter().filter(|one| is_called(one, &[name]));
    found.min_by_key(|one| (one.wire.len(), &one.wire)).map(|one| Folder::given(&one.wire))
}

/// The name of a folder below the inbox, as the server parts names; none where it has no levels.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn below_inbox<S: Wire>(session: &mut Session<S>, name: &str) -> Result<Option<String>, ConnectError> {
    let listed = listed(session).await?.1;
    let delimiter = listed.iter().find_map(|one| one.delimiter.as_deref().filter(|it| !it.is_empty()));
    Ok(delimiter.map(|delimiter| format!("INBOX{delimiter}{name}")))
}

fn sent_of(listed: &[Listed]) -> Vec<Folder> {
    let (marked, others): (Vec<&Listed>, Vec<&Listed>) = listed.iter().partition(|one| one.is_sent);
    let called = SENT_NAMES.iter().flat_map(|name| others.iter().filter(|one| is_called(one, &[*name])));
    let found = marked.iter().chain(called).map(|one| Folder::given(&one.wire));
    once(found.take(MOST_SENT).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(wire: &str, is_junk: bool) -> Listed {
        Listed { wire: wire.into(), delimiter: Some("/".into()), is_junk, is_sent: false }
    }

    #[test]
    fn sent_mail_lies_where_it_is_marked_or_called_so() {
        let named = |listed: &[Listed]| sent_of(listed).into_iter().map(|folder| folder.name).collect::<Vec<_>>();
        let marked = Listed { is_sent: true, ..one("Outgoing", false) };
        assert_eq!(named(&[one("Sent", false), marked]), ["Outgoing", "Sent"], "copies go into the first");
        assert_eq!(named(&[one("INBOX", false), one("&XfJT0ZAB-", false)]), ["已发送"]);
        assert_eq!(named(&[one("INBOX/Sent Messages", false)]), ["INBOX/Sent Messages"]);
        assert_eq!(named(&[one("INBOX", false), one("Absent", false)]), [""; 0]);
        let backup = utf7::encode("寄件備份");
        assert_eq!(named(&[one(&backup, false), one("Sent Items", false)]), ["寄件備份", "Sent Items"]);
    }

    #[test]
    fn of_several_folders_called_so_every_desk_takes_the_same() {
        let wire = utf7::encode("送达台签收登记");
        let (top, below) = (one(&wire, false), one(&format!("INBOX/{wire}"), false));
        let found = |listed: &[Listed]| called_of(listed, "送达台签收登记").map(|folder| folder.name);
        let copy = |one: &Listed| super::tests::one(&one.wire, false);
        assert_eq!(found(&[copy(&below), copy(&top)]).as_deref(), Some("送达台签收登记"));
        assert_eq!(found(&[copy(&top), copy(&below)]).as_deref(), Some("送达台签收登记"));
        assert_eq!(found(&[below]).as_deref(), Some("INBOX/送达台签收登记"));
        assert_eq!(found(&[one("INBOX", false), one("Sent", false)]), None);
    }

    #[test]
    fn the_register_is_never_watched() {
        let names = |wanted: &[&str]| {
            let folders = watched(wanted.iter().map(|name| Folder::named(name)).collect());
            folders.into_iter().map(|folder| folder.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&["INBOX", REGISTER, "案件", "INBOX.送达台签收登记"]), ["INBOX", "案件"]);
        assert_eq!(names(&[&format!("INBOX/{REGISTER}")]), ["INBOX"], "something is watched all the same");
    }

    #[test]
    fn junk_is_what_is_marked_or_called_so() {
        let names = |listed: &[Listed]| junk(listed).into_iter().map(|folder| folder.name).collect::<Vec<_>>();
        assert_eq!(names(&[one("INBOX", false), one("JUNK", false), one("&Xn9USg-", true)]), ["JUNK", "广告"]);
        assert_eq!(names(&[one("INBOX/&V4NXPpCuTvY-", false), one("Sent", false)]), ["INBOX/垃圾邮件"]);
        // Both spellings that providers use, below the prefix under which some put every folder but their own.
        let prefixed = format!("&UXZO1mWHTvZZOQ-/{}", utf7::encode("病毒文件夹"));
        assert_eq!(
            names(&[one(&utf7::encode("垃圾箱"), false), one(&prefixed, false)]),
            ["垃圾箱", "其他文件夹/病毒文件夹"]
        );
        assert_eq!(names(&[one("Sent", false), one("Junkyard", false)]), [""; 0]);
        assert_eq!(junk(&[one("&Xn9USg-", true)]), [Folder { name: "广告".into(), wire: "\"&Xn9USg-\"".into() }]);
    }

    #[test]
    fn names_are_quoted_for_the_wire() {
        assert_eq!(Folder::named("inbox").wire, "\"INBOX\"");
        assert_eq!(Folder::named("a\"b\\c").wire, "\"a\\\"b\\\\c\"");
        assert_eq!(Folder::named("其他/案件").wire, "\"&UXZO1g-/&aEhO9g-\"");
    }
}
