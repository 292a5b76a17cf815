//! The cases: services and deadlines gathered by case number, filtered and ordered here.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use songda_core::case::ToldMail;
use songda_core::matter::Matters;
use songda_core::parties;

use super::{Book, KeptDeadline, full, number, part};
use crate::Mailroom;
use crate::rows::Teller;
use crate::services::{self, came, is_in, squeezed, text};
use crate::view::{CaseCounts, CaseLine, CaseList, CasePage, CaseQuery, ClosingRow, PartyRow, Problem};

/// Services of one case that are given at once.
const MOST_SERVICES: usize = 60;

/// One case as far as the list needs it; services and deadlines stand as places in the book.
#[derive(Debug)]
pub struct KeptCase {
    /// None for the services whose number was not recognised.
    number: Option<String>,
    /// Newest first.
    services: Vec<usize>,
    /// In the book's order.
    deadlines: Vec<usize>,
    next: Option<usize>,
    receipts_due: u32,
    is_doubtful: bool,
    has_last_day: bool,
    /// Whether a person closed it and nothing was served in it since.
    is_closed: bool,
    /// What is searched: as it stands, and squeezed when something is looked for.
    text: String,
    plain: OnceLock<String>,
}

impl Mailroom {
    /// The part of the cases that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn case_list(&self, query: &CaseQuery) -> Result<CaseList, Problem> {
        let book = self.room.book().await?;
        let wanted = squeezed(&query.text);
        let fits = |case: &&KeptCase| case.is_in(&query.tab) && case.holds(&wanted);
        let fitting: Vec<&KeptCase> = book.cases.iter().filter(fits).collect();
        let count =
            |tab: &str| number(book.cases.iter().filter(|case| case.number.is_some() && case.is_in(tab)).count());
        let (offset, limit) = part(query.offset, query.limit);
        let shown: Vec<&KeptCase> = fitting.iter().skip(offset).take(limit).copied().collect();
        let unnumbered = book.cases.iter().find(|case| case.number.is_none()).map_or(0, |case| case.services.len());
        Ok(CaseList {
            counts: CaseCounts {
                all: count("all"),
                due: count("due"),
                running: count("running"),
                none: count("none"),
                unnumbered: number(unnumbered),
                closed: count("closed"),
            },
            fitting: number(fitting.len()),
            offset: query.offset,
            rows: self.room.ask(|teller| shown.iter().map(|case| line(teller, &book, case)).collect()).await?,
        })
    }

    /// All that is known of one case; without a number, of the services whose number was not recognised.
    ///
    /// # Errors
    /// `not-found` when nothing was served in it.
    pub async fn case_page(&self, case_number: Option<&str>) -> Result<CasePage, Problem> {
        let book = self.room.book().await?;
        let found = book.cases.iter().find(|case| case.number.as_deref() == case_number);
        let case = found.ok_or_else(|| Problem::not_found(case_number.unwrap_or_default()))?;
        self.room.ask(|teller| page(teller, &book, case)).await
    }
}

impl KeptCase {
    /// Its number.
    #[cfg(test)]
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Places of its services.
    #[cfg(test)]
    pub fn services(&self) -> &[usize] {
        &self.services
    }

    /// Whether it stands under a tab.
    pub fn is_in(&self, tab: &str) -> bool {
        match tab {
            "due" => self.receipts_due > 0,
            "running" => self.next.is_some(),
            "none" => self.number.is_some() && !self.has_last_day && !self.is_closed,
            "unnumbered" => self.number.is_none(),
            "closed" => self.is_closed,
            _ => !self.is_closed,
        }
    }

    /// Whether this stands in it.
    pub fn holds(&self, wanted: &str) -> bool {
        let plain = || self.text.lines().map(squeezed).collect::<Vec<_>>().join("\n");
        wanted.is_empty() || self.plain.get_or_init(plain).contains(wanted)
    }
}

/// Gathers services and deadlines into cases; the one served last comes first, services without a number at the end.
pub fn gather(services: &[Arc<services::Kept>], deadlines: &[Arc<KeptDeadline>], matters: &Matters) -> Vec<KeptCase> {
    let mut groups: HashMap<Option<&str>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (place, kept) in services.iter().enumerate() {
        let numbers = &kept.row.case_numbers;
        for number in numbers {
            let (found, _) = groups.entry(Some(&**number)).or_default();
            // A number that one service names twice is one.
            if found.last() != Some(&place) {
                found.push(place);
            }
        }
        if numbers.is_empty() {
            groups.entry(None).or_default().0.push(place);
        }
    }
    for (place, kept) in deadlines.iter().enumerate() {
        // One that a person added to a case of which nothing was served stands among the deadlines alone.
        if let Some((_, found)) = groups.get_mut(&kept.case_number.as_deref()) {
            found.push(place);
        }
    }
    let mut cases: Vec<(Option<String>, KeptCase)> = Vec::new();
    for (number, (places, own)) in groups {
        let case = one(number, places, own, (services, deadlines), matters);
        let latest =
            case.services.first().and_then(|place| services.get(*place)).map(|kept| came(&kept.row).to_owned());
        cases.push((latest, case));
    }
    cases.sort_by(|(a, one), (b, other)| {
        let last = one.number.is_none().cmp(&other.number.is_none());
        last.then_with(|| b.cmp(a)).then_with(|| one.number.cmp(&other.number))
    });
    cases.into_iter().map(|(_, case)| case).collect()
}

fn one(
    case_number: Option<&str>,
    mut places: Vec<usize>,
    deadlines: Vec<usize>,
    (all, known): (&[Arc<services::Kept>], &[Arc<KeptDeadline>]),
    matters: &Matters,
) -> KeptCase {
    let row = |place: &usize| all.get(*place).map(|kept| &kept.row);
    places.sort_by(|a, b| row(b).map(came).cmp(&row(a).map(came)));
    let rows: Vec<&services::Row> = places.iter().filter_map(row).collect();
    let own = || deadlines.iter().filter_map(|place| known.get(*place).map(|kept| (*place, kept)));
    let name = case_number.and_then(|number| matters.name(number));
    let closing = case_number.and_then(|number| matters.closing(number));
    let mut words: Vec<&str> = case_number.into_iter().chain(name).collect();
    for row in &rows {
        let court = row.court.as_ref().map(|(_, name)| &**name);
        let some = [court, row.cause.as_deref(), row.handler.as_deref(), row.addressee.as_deref()];
        for word in some.into_iter().flatten().chain(row.titles.iter().chain(&row.opponents).map(|word| &**word)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    KeptCase {
        text: words.join("\n"),
        plain: OnceLock::new(),
        next: own().find(|(_, kept)| kept.group() == 0).map(|(place, _)| place),
        has_last_day: own().any(|(_, kept)| kept.last_day.is_some()),
        receipts_due: number(rows.iter().filter(|row| is_in(row, "due")).count()),
        is_doubtful: rows.iter().any(|row| &*row.verdict == "doubtful" && row.set_aside.is_none()),
        is_closed: closing.is_some_and(|closing| rows.iter().all(|row| *row.first_seen <= *closing.at)),
        number: case_number.map(str::to_owned),
        services: places,
        deadlines,
    }
}

fn line(teller: &Teller<'_>, book: &Book, case: &KeptCase) -> CaseLine {
    let rows = || case.services.iter().filter_map(|place| book.services.get(*place).map(|kept| &kept.row));
    let newest = rows().next();
    let next = case.next.and_then(|place| book.deadlines.get(place)).map(AsRef::as_ref);
    // Services without a number may come from anywhere; one's court is not the others'.
    let is_one = case.number.is_some();
    CaseLine {
        number: case.number.clone(),
        court: rows().find_map(services::Row::court).filter(|_| is_one),
        cause: rows().find_map(|row| text(row.cause.as_ref())).filter(|_| is_one),
        name: case.number.as_deref().and_then(|number| teller.told.matters.name(number)).map(str::to_owned),
        opponents: parties_of(teller, case, rows()).into_iter().filter(|it| it.is_opponent).map(|it| it.name).collect(),
        closed: closed(teller, case),
        handler: rows().find_map(|row| text(row.handler.as_ref())).filter(|_| is_one),
        title: newest
            .map(|row| row.titles.first().map_or(&*row.subject, |title| &**title).to_owned())
            .unwrap_or_default(),
        latest: newest.map(|row| came(row).to_owned()).unwrap_or_default(),
        services: number(case.services.len()),
        next: full(teller, next.into_iter()).into_iter().next(),
        receipts_due: case.receipts_due,
        doubtful: case.is_doubtful,
    }
}

fn page(teller: &Teller<'_>, book: &Book, case: &KeptCase) -> CasePage {
    let rows = || case.services.iter().filter_map(|place| book.services.get(*place).map(|kept| &kept.row));
    let (is_one, matters) = (case.number.is_some(), &teller.told.matters);
    let next = case.next.and_then(|place| book.deadlines.get(place)).map(AsRef::as_ref);
    let own = case.deadlines.iter().filter_map(|place| book.deadlines.get(*place)).map(AsRef::as_ref);
    let mut deadlines = full(teller, own.take(MOST_SERVICES * 4));
    deadlines.sort_by(|a, b| (a.last_day.is_none(), &a.last_day).cmp(&(b.last_day.is_none(), &b.last_day)));
    CasePage {
        number: case.number.clone(),
        court: rows().find_map(services::Row::court).filter(|_| is_one),
        cause: rows().find_map(|row| text(row.cause.as_ref())).filter(|_| is_one),
        role: rows().find_map(|row| text(row.role.as_ref())).filter(|_| is_one),
        parties: parties_of(teller, case, rows()),
        closed: closed(teller, case),
        name: case.number.as_deref().and_then(|number| matters.name(number)).map(str::to_owned),
        together: case.number.as_deref().map(|number| matters.together(number)).unwrap_or_default(),
        services: rows().take(MOST_SERVICES).map(services::Row::shown).collect(),
        service_count: number(case.services.len()),
        deadlines,
        next: full(teller, next.into_iter()).into_iter().next(),
    }
}

/// The parties of a case besides us, each once; services without a number may be anybody's.
fn parties_of<'a>(
    teller: &Teller<'_>,
    case: &KeptCase,
    rows: impl Iterator<Item = &'a services::Row>,
) -> Vec<PartyRow> {
    let Some(number) = case.number.as_deref() else { return Vec::new() };
    let mut parties: Vec<PartyRow> = Vec::new();
    let mails = rows.take(MOST_SERVICES).filter_map(|row| teller.told.by_service(&row.id));
    for (_, record) in mails.filter_map(ToldMail::service) {
        for party in parties::of_case(record, Some(number), teller.companies) {
            let row = PartyRow { role: party.role, name: party.name, is_opponent: party.is_opponent };
            if !parties.iter().any(|known| known.name == row.name) {
                parties.push(row);
            }
        }
    }
    parties
}

fn closed(teller: &Teller<'_>, case: &KeptCase) -> Option<ClosingRow> {
    let closing = case.number.as_deref().and_then(|number| teller.closing(number))?;
    Some(ClosingRow { served_since: !case.is_closed, ..closing })
}
