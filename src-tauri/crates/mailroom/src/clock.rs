//! The only file that asks what time it is.

use chrono::{DateTime, FixedOffset, NaiveDate, SubsecRound as _, Utc};
use songda_core::intake::court_time;

/// The moment now on a clock in the court's time zone, to the millisecond.
pub fn now() -> DateTime<FixedOffset> {
    court_time(Utc::now().trunc_subsecs(3).fixed_offset())
}

/// Today in the court's time zone.
pub fn today() -> NaiveDate {
    now().date_naive()
}

/// A moment as it is written everywhere: RFC 3339 with the offset +08:00, whole seconds.
pub fn written(moment: DateTime<FixedOffset>) -> String {
    court_time(moment).trunc_subsecs(0).to_rfc3339()
}
