//! The pattern of case folders: pieces with fields in braces, checked when the office sets it.

use super::name::{cleaned, cut, fits};

/// What a field stands for. Each value is the text of one document of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The court's full name.
    Court,
    /// The case number; never altered and never cut.
    CaseNumber,
    /// The day of arrival.
    ArrivedOn,
    /// The year of arrival.
    Year,
    /// The cause of action.
    Cause,
    /// Whom it serves.
    Addressee,
    /// Number of the document within its service, two digits.
    Number,
    /// Title of the document.
    Title,
}

/// Every field by the name it has in a pattern.
pub const FIELDS: [(&str, Field); 8] = [
    ("court", Field::Court),
    ("case_number", Field::CaseNumber),
    ("arrived_on", Field::ArrivedOn),
    ("year", Field::Year),
    ("cause", Field::Cause),
    ("addressee", Field::Addressee),
    ("nn", Field::Number),
    ("title", Field::Title),
];

/// The name of a document's file where a pattern gives only folders.
const DEFAULT_FILE: &str = "{nn} {title}";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    Field(Field),
}

/// A folder pattern that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    folders: Vec<Vec<Token>>,
    file: Vec<Token>,
}

/// Why a pattern cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// A field that does not exist.
    UnknownField(String),
    /// A brace without its other half.
    Brace,
    /// It begins at the root of a disk, or leaves the case root.
    Outside,
    /// A title or number stands in a folder's name: every document would get a folder of its own.
    FileFieldInFolder,
    /// More folders one inside the other than Windows' path length leaves room for.
    TooDeep,
    /// Words of its own that are too long.
    TooLong,
}

/// Most folders one inside the other.
const DEEPEST: usize = 6;
/// Longest words of its own in one piece, in characters.
const LONGEST_WORDS: usize = 40;

impl Pattern {
    /// Reads a pattern, pieces divided by `/` or `\`; the last piece names the file when it holds `{nn}` or `{title}`.
    ///
    /// # Errors
    /// What cannot be followed.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim();
        let is_disk = text.chars().nth(1) == Some(':') && text.starts_with(|c: char| c.is_ascii_alphabetic());
        if text.starts_with(['/', '\\', '~']) || is_disk {
            return Err(PatternError::Outside);
        }
        let mut pieces = Vec::new();
        for piece in text.split(['/', '\\']).map(str::trim).filter(|piece| !piece.is_empty()) {
            if piece.chars().all(|c| c == '.') {
                return Err(PatternError::Outside);
            }
            pieces.push(tokens(piece)?);
        }
        let names_file =
            |piece: &[Token]| piece.iter().any(|token| matches!(token, Token::Field(Field::Number | Field::Title)));
        let file = match pieces.pop() {
            Some(last) if names_file(&last) => last,
            last => {
                pieces.extend(last);
                tokens(DEFAULT_FILE)?
            }
        };
        if pieces.iter().any(|piece| names_file(piece)) {
            return Err(PatternError::FileFieldInFolder);
        }
        if pieces.len() > DEEPEST {
            return Err(PatternError::TooDeep);
        }
        Ok(Self { folders: pieces, file })
    }

    /// No folders: every file right below the case root.
    pub fn plain() -> Self {
        let file = vec![Token::Field(Field::Number), Token::Text(" ".to_owned()), Token::Field(Field::Title)];
        Self { folders: Vec::new(), file }
    }

    /// The folders of one document, each name at most `limit` UTF-16 units long.
    pub fn folders(&self, value: &dyn Fn(Field) -> String, limit: usize) -> String {
        let names: Vec<String> = self.folders.iter().map(|piece| fill(piece, value, limit)).collect();
        names.join("/")
    }

    /// The name of one document's file without its ending, at most `limit` UTF-16 units long.
    pub fn file(&self, value: &dyn Fn(Field) -> String, limit: usize) -> String {
        fill(&self.file, value, limit)
    }
}

fn tokens(piece: &str) -> Result<Vec<Token>, PatternError> {
    let (mut tokens, mut rest) = (Vec::new(), piece);
    let text = |text: &str| -> Result<Option<Token>, PatternError> {
        if text.contains('}') {
            return Err(PatternError::Brace);
        }
        if text.chars().count() > LONGEST_WORDS {
            return Err(PatternError::TooLong);
        }
        Ok((!text.is_empty()).then(|| Token::Text(text.to_owned())))
    };
    while let Some((before, after)) = rest.split_once('{') {
        tokens.extend(text(before)?);
        let (name, after) = after.split_once('}').ok_or(PatternError::Brace)?;
        let field = FIELDS.iter().find(|(known, _)| *known == name.trim());
        let (_, field) = field.ok_or_else(|| PatternError::UnknownField(name.to_owned()))?;
        tokens.push(Token::Field(*field));
        rest = after;
    }
    tokens.extend(text(rest)?);
    Ok(tokens)
}

/// The name of one piece. When it is too long the longest value that may be cut loses its end; a case number never.
fn fill(piece: &[Token], value: &dyn Fn(Field) -> String, limit: usize) -> String {
    let mut values: Vec<(bool, String)> = piece
        .iter()
        .map(|token| match token {
            Token::Text(text) => (false, text.clone()),
            Token::Field(field) => {
                let may_be_cut = matches!(field, Field::Court | Field::Cause | Field::Addressee | Field::Title);
                (may_be_cut, value(*field))
            }
        })
        .collect();
    loop {
        let name = cleaned(&values.iter().map(|(_, text)| text.as_str()).collect::<String>());
        if fits(&name, limit) {
            return name;
        }
        let longest = values.iter_mut().filter(|(may, text)| *may && !text.is_empty());
        match longest.max_by_key(|(_, text)| text.len()) {
            Some((_, text)) => {
                text.pop();
            }
            // Nothing left that may be cut. No case number is as long as that, but a file system's limit is one.
            None if fits(&name, super::name::LONGEST_NAME) => return name,
            None => return cut(&name, super::name::LONGEST_NAME),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_says_what_is_wrong_with_it() {
        let error = |text: &str| Pattern::parse(text).unwrap_err();
        assert_eq!(error("{court}/{datum}"), PatternError::UnknownField("datum".into()));
        assert_eq!(error("{court"), PatternError::Brace);
        assert_eq!(error("court}"), PatternError::Brace);
        for outside in ["/srv/{court}", "\\\\nas\\{court}", "C:/{court}", "~/x", "{court}/../x", "."] {
            assert_eq!(error(outside), PatternError::Outside, "{outside}");
        }
        assert_eq!(error("{title}/{court}"), PatternError::FileFieldInFolder);
        assert_eq!(error("1/2/3/4/5/6/7"), PatternError::TooDeep);
        assert_eq!(error(&"长".repeat(60)), PatternError::TooLong);
    }

    #[test]
    fn a_case_number_is_never_cut() {
        let number = "（2026）沪0112民初12345号";
        let value = |field: Field| match field {
            Field::CaseNumber => number.to_owned(),
            _ => "某".repeat(100),
        };
        let pattern = Pattern::parse("{court} {case_number} {cause}/{nn} {title}").unwrap();
        for limit in [80, 40, 24, 4] {
            let name = pattern.folders(&value, limit);
            assert!(name.contains(number), "{limit}: {name}");
            assert!(limit < 24 || super::super::name::units(&name) <= limit, "{limit}: {name}");
        }
    }
}
