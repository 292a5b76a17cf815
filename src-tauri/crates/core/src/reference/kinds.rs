//! Kinds of served document: how their titles read and which rules they may start.

use super::ReferenceError;

/// Kinds of served document: how their titles read and which rules they may start.
#[derive(Clone, Debug, Default)]
pub struct Kinds {}

impl Kinds {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Ok(Self::default())
    }
}
