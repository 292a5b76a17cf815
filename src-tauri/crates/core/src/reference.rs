//! Courts, senders, document kinds, rules, calendars: read from text, refused without source.

/// All facts about the world the core decides by.
#[derive(Clone, Debug, Default)]
pub struct Reference {}
