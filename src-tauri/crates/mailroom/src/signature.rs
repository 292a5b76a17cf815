//! What a window asks and orders about who we are: the names courts know us by, and what stands below receipts.

use toml::Value;

use crate::desk::Desk;
use crate::settings::book::{Book, EDITING, Edit, bad, list_of, text_of};
use crate::view::{Problem, Signature};

/// Longest of a name, a person, a telephone number.
const LONGEST: usize = 100;

impl Desk {
    /// Who we are, as the settings say now.
    ///
    /// # Errors
    /// `settings.*`.
    pub fn signature(&self) -> Result<Signature, Problem> {
        Ok(of(&Book::read(self.root()?)?))
    }

    /// Changes who we are; what is drawn up from then on is signed so, what waits to leave stays as it is.
    ///
    /// # Errors
    /// `settings.bad-form` with what was typed, else `settings.*`: nothing changed then.
    pub async fn sign_as(&self, typed: &Signature) -> Result<Signature, Problem> {
        let _editing = EDITING.lock().await;
        sign(Book::read(self.root()?)?, typed)
    }
}

fn of(book: &Book) -> Signature {
    let office = &book.settings.office;
    Signature {
        name: office.name.clone(),
        aliases: office.aliases.clone(),
        handler: office.handler.clone(),
        phone: office.phone.clone(),
    }
}

fn sign(mut book: Book, typed: &Signature) -> Result<Signature, Problem> {
    let line = |what: &str, text: &str| {
        let text = text.trim();
        let is_line = text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        if is_line { Ok(text.to_owned()) } else { Err(bad(what, text)) }
    };
    let name = line("office", &typed.name)?;
    if name.is_empty() {
        return Err(bad("office", ""));
    }
    let mut aliases: Vec<String> = Vec::new();
    for alias in &typed.aliases {
        let alias = line("office", alias)?;
        if !alias.is_empty() && alias != name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let (handler, phone) = (line("handler", &typed.handler)?, line("phone", &typed.phone)?);
    let wanted = Signature { name, aliases, handler, phone };
    let known = of(&book);
    let mut edit = Edit::of(&book.text, "office");
    let mut put = |key: &str, is_other: bool, value: Value| {
        if is_other {
            edit.put(key, Some(&value));
        }
    };
    // Each is written below the header, so the last one comes first.
    put("phone", known.phone != wanted.phone, text_of(&wanted.phone));
    put("handler", known.handler != wanted.handler, text_of(&wanted.handler));
    put("aliases", known.aliases != wanted.aliases, list_of(&wanted.aliases));
    put("name", known.name != wanted.name, text_of(&wanted.name));
    let changed = book.checked(edit, |said| {
        let said = &said.office;
        (&said.name, &said.aliases, &said.handler, &said.phone)
            == (&wanted.name, &wanted.aliases, &wanted.handler, &wanted.phone)
    })?;
    book.write(changed)?;
    Ok(wanted)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn who_we_are_changes_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        let before = "[office]\nname = \"示例物业\"   # 与署名一致\nhandler = \"王敏\"\n";
        fs::write(&file, before).unwrap();
        let book = || Book::read(folder.path().to_path_buf()).unwrap();
        let typed = Signature {
            name: " 示例物业管理有限公司 ".to_owned(),
            aliases: vec!["示例物业".to_owned(), String::new(), "示例物业".to_owned()],
            handler: "王敏".to_owned(),
            phone: "021-00000000".to_owned(),
        };
        let signed = sign(book(), &typed).unwrap();
        assert_eq!((signed.name.as_str(), signed.aliases.len()), ("示例物业管理有限公司", 1));
        let after = "[office]\naliases = [\"示例物业\"]\nphone = \"021-00000000\"\nname = \"示例物业管理有限公司\"   # 与署名一致\nhandler = \"王敏\"\n";
        assert_eq!(fs::read_to_string(&file).unwrap(), after);
        for wrong in [
            Signature { name: " ".to_owned(), ..typed.clone() },
            Signature { handler: "王\n敏".to_owned(), ..typed.clone() },
            Signature { phone: "1".repeat(101), ..typed },
        ] {
            assert_eq!(sign(book(), &wrong).unwrap_err().code, "settings.bad-form");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), after);
    }
}
