//! Every court by code and name.

use super::ReferenceError;

/// Every court by code and name.
#[derive(Clone, Debug, Default)]
pub struct Courts {}

impl Courts {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Ok(Self::default())
    }
}
