//! The acknowledgment 签收: what to say, to whom, by which channel, or why not.
