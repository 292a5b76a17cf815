//! Working on services: assign one to a person, let its reminders rest, set aside what serves nothing.

use chrono::{DateTime, FixedOffset, TimeDelta};
use songda_core::case::{Told, ToldMail};
use songda_core::id::ServiceId;
use songda_core::ledger::{Fact, HandlingFact};

use crate::view::{Problem, ServicePage};
use crate::{Mailroom, clock};

/// Reminders rest this long at most: a rest is a breath, not an end.
const LONGEST_REST: TimeDelta = TimeDelta::hours(72);
/// Characters of a person's name or of a reason.
const MOST: usize = 200;

impl Mailroom {
    /// Says who works on a service; an empty name takes that back.
    ///
    /// # Errors
    /// `not-found` when there is no such service; when nothing can be recorded.
    pub async fn assign(&self, service: &str, to: &str, by: Option<&str>) -> Result<ServicePage, Problem> {
        self.handle(service, by, |service| HandlingFact::Assigned { service, to: short(to) }).await
    }

    /// Lets the reminders of a service rest until a moment (RFC 3339), three days at most. The deadlines run on.
    ///
    /// # Errors
    /// `service.no-moment` when the moment cannot be read or lies too far ahead; else as above.
    pub async fn snooze(&self, service: &str, until: &str, by: Option<&str>) -> Result<ServicePage, Problem> {
        let moment = rest_until(until, clock::now()).ok_or_else(|| {
            Problem::new("service.no-moment", [until.to_owned(), LONGEST_REST.num_hours().to_string()])
        })?;
        let until = clock::written(moment);
        self.handle(service, by, |service| HandlingFact::Snoozed { service, until }).await
    }

    /// Sets a service aside as none: a person looked, and it serves nothing. Nothing is deleted.
    ///
    /// # Errors
    /// `service.no-reason` without a reason; `service.receipt-given` when a receipt was given for it; else as above.
    pub async fn set_aside(&self, service: &str, why: &str, by: Option<&str>) -> Result<ServicePage, Problem> {
        let (why, room) = (reason(service, why)?, self.room());
        let by = by.unwrap_or(&room.settings.office.handler);
        loop {
            room.refresh().await?;
            let (seq, facts) = {
                let told = room.told.read().await;
                let mail =
                    told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
                if let Some(receipt) = told.receipt_of(mail) {
                    return Err(Problem::new("service.receipt-given", [receipt.queued.subject.clone()]));
                }
                let aside = |service| Fact::Handling(HandlingFact::SetAside { service, why: why.clone() });
                (told.seq, shown_as_one(&told, mail).into_iter().map(aside).collect::<Vec<Fact>>())
            };
            if room.store.append_if(seq, &room.stamp(), by, &facts).await? {
                break;
            }
            // Somebody recorded something in between, perhaps a receipt: look again.
        }
        room.changed().await?;
        self.service(service).await
    }

    /// What was set aside counts again.
    ///
    /// # Errors
    /// `service.no-reason` without a reason; else as above.
    pub async fn take_back(&self, service: &str, why: &str, by: Option<&str>) -> Result<ServicePage, Problem> {
        let (why, room) = (reason(service, why)?, self.room());
        let by = by.unwrap_or(&room.settings.office.handler);
        room.refresh().await?;
        let facts: Vec<Fact> = {
            let told = room.told.read().await;
            let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
            let back = |service| Fact::Handling(HandlingFact::TakenBack { service, why: why.clone() });
            shown_as_one(&told, mail).into_iter().map(back).collect()
        };
        room.store.append(&room.stamp(), by, &facts, None).await?;
        room.changed().await?;
        self.service(service).await
    }

    async fn handle(
        &self,
        service: &str,
        by: Option<&str>,
        fact: impl FnOnce(ServiceId) -> HandlingFact,
    ) -> Result<ServicePage, Problem> {
        let room = self.room();
        room.refresh().await?;
        let id = ServiceId::from_text(service);
        if room.told.read().await.by_service(&id).is_none() {
            return Err(Problem::not_found(service));
        }
        let by = by.unwrap_or(&room.settings.office.handler);
        room.store.append(&room.stamp(), by, &[Fact::Handling(fact(id))], None).await?;
        room.changed().await?;
        self.service(service).await
    }
}

/// The services a person sees as the one they point at: every channel of it when they point at the one that leads, else
/// that channel alone.
fn shown_as_one(told: &Told, mail: &ToldMail) -> Vec<ServiceId> {
    let id = mail.service_id();
    if told.matters.is_under(&id) { vec![id] } else { told.matters.channels(&id) }
}

/// A moment to rest until, if it can be read and is not too far ahead. One that has passed ends a rest.
fn rest_until(until: &str, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(until.trim()).ok().filter(|moment| *moment - now <= LONGEST_REST)
}

fn reason(service: &str, why: &str) -> Result<String, Problem> {
    let why = short(why);
    if why.is_empty() { Err(Problem::new("service.no-reason", [service.to_owned()])) } else { Ok(why) }
}

fn short(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_ends_within_three_days() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let now = at("2026-11-23T10:00:00+08:00");
        assert_eq!(rest_until("2026-11-24T09:00:00+08:00", now), Some(at("2026-11-24T09:00:00+08:00")));
        assert_eq!(rest_until("2026-11-27T09:00:00+08:00", now), None);
        assert_eq!(rest_until("morgen", now), None);
        assert!(rest_until("2026-11-22T09:00:00+08:00", now).is_some(), "a rest can be ended");
    }

    #[test]
    fn a_reason_says_something() {
        assert_eq!(reason("s-1", " \n ").unwrap_err().code, "service.no-reason");
        assert_eq!(reason("s-1", " 广告邮件 ").unwrap(), "广告邮件");
    }
}
