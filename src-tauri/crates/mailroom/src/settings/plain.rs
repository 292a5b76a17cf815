//! Passwords in plain text: found wherever they stand, so that they are refused.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys that would hold a secret.
const SECRETS: [&str; 10] = [
    "password",
    "passwd",
    "pass",
    "pwd",
    "secret",
    "token",
    "access_token",
    "refresh_token",
    "client_secret",
    "auth_code",
];

/// Finds the first key that would hold a password in plain text, however deep.
pub(super) fn password<'a, 'i>(table: &'a DeTable<'i>) -> Option<&'a Spanned<Cow<'i, str>>> {
    table.iter().find_map(|(key, value)| {
        let name = key.get_ref().to_ascii_lowercase();
        if SECRETS.contains(&name.as_str()) {
            return Some(key);
        }
        in_value(value.get_ref())
    })
}

fn in_value<'a, 'i>(value: &'a DeValue<'i>) -> Option<&'a Spanned<Cow<'i, str>>> {
    match value {
        DeValue::Table(table) => password(table),
        DeValue::Array(values) => values.iter().find_map(|value| in_value(value.get_ref())),
        _ => None,
    }
}
