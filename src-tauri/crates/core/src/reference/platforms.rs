//! Platforms whose links lead to documents, by the shape of the link.

use super::ReferenceError;

/// Platforms whose links lead to documents, by the shape of the link.
#[derive(Clone, Debug, Default)]
pub struct Platforms {}

impl Platforms {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Ok(Self::default())
    }
}
