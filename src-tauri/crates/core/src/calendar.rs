//! Working days and public holidays; says so when a year is unknown.

use crate::reference::ReferenceError;

/// Rest days and make-up workdays of every published year.
#[derive(Clone, Debug, Default)]
pub struct Calendar {}

impl Calendar {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or a year stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Ok(Self::default())
    }

    /// Whether the notice of the State Council for this year is loaded.
    pub fn is_published(&self, _year: i32) -> bool {
        false
    }
}
