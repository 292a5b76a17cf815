//! Style sheets of an HTML text, as far as they say what a reader sees: which rules hold for which element.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::sight::attribute;
use super::style::{Declaration, declarations};

/// Most rules of a mail's style sheets that are looked at.
const MOST_RULES: usize = 2_000;
/// Most attributes that are looked up for rules: a hostile sheet must not cost for ever.
const MOST_LOOKUPS: u32 = 2_000_000;

/// What selectors ask of an element: its name, classes and id, lower case, and the tag they were read from.
pub struct Element<'a> {
    pub name: String,
    pub tag: &'a str,
    classes: Vec<String>,
    id: Option<String>,
}

impl<'a> Element<'a> {
    /// Reads name, classes and id of a tag.
    pub fn of(name: &str, tag: &'a str) -> Self {
        let value = |wanted: &str| attribute(tag, wanted).map(|it| it.to_ascii_lowercase());
        let classes = value("class").unwrap_or_default();
        Self {
            name: name.to_owned(),
            tag,
            classes: classes.split_ascii_whitespace().map(str::to_owned).collect(),
            id: value("id").map(|id| id.trim().to_owned()),
        }
    }
}

/// One step of a selector: `td.x#y[z]`.
#[derive(Clone, Debug, Default)]
struct Step {
    /// Whether it must be the parent of the next step, not just around it.
    is_parent: bool,
    name: Option<String>,
    classes: Vec<String>,
    id: Option<String>,
    /// Attribute, how its value is compared, and the value.
    attributes: Vec<(String, char, String)>,
}

#[derive(Debug)]
struct Rule {
    steps: Vec<Step>,
    weight: u32,
    /// Where its declarations stand.
    block: usize,
}

/// The rules of all style sheets so far.
#[derive(Default)]
pub struct Sheet {
    rules: Vec<Rule>,
    blocks: Vec<Vec<Declaration>>,
    /// Rules by what their last step asks for first.
    by_key: BTreeMap<String, Vec<usize>>,
    lookups: Cell<u32>,
}

impl Sheet {
    /// Takes the rules of one more sheet. Those for some screens only are left out.
    pub fn read(&mut self, sheet: &str) {
        let sheet = without_comments(sheet).to_ascii_lowercase();
        let mut rest = sheet.as_str();
        while let Some((before, tail)) = rest.split_once('{') {
            // The end of a group, and statements such as `@import …;`, stand before the selectors.
            let selectors = before.rsplit(['}', ';']).next().unwrap_or("").trim();
            if let Some(at) = selectors.strip_prefix('@') {
                let holds_always = at.starts_with("media") && !at.contains(['(', ',']) && !at.contains("print");
                rest = if holds_always { tail } else { after_group(tail) };
                continue;
            }
            let Some((inside, after)) = tail.split_once('}') else { break };
            self.take(selectors, inside);
            rest = after;
        }
    }

    fn take(&mut self, selectors: &str, inside: &str) {
        let declared = declarations(inside);
        if declared.is_empty() {
            return;
        }
        let block = self.blocks.len();
        self.blocks.push(declared);
        for (steps, weight) in selectors.split(',').filter_map(|selector| steps_of(selector.trim())) {
            if self.rules.len() >= MOST_RULES {
                return;
            }
            let key = steps.last().map_or_else(String::new, key_of);
            self.by_key.entry(key).or_default().push(self.rules.len());
            self.rules.push(Rule { steps, weight, block });
        }
    }

    /// Whether there is any rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The declarations that hold for an element inside others, with their weight, in the order of the sheets.
    pub fn declared(&self, element: &Element<'_>, around: &[&Element<'_>]) -> Vec<(u32, &Declaration)> {
        let classes = element.classes.iter().map(|class| format!(".{class}"));
        let id = element.id.iter().map(|id| format!("#{id}"));
        let keys = classes.chain(id).chain([element.name.clone(), String::new()]);
        let mut rules: Vec<usize> = keys.filter_map(|key| self.by_key.get(&key)).flatten().copied().collect();
        rules.sort_unstable();
        rules.dedup();
        let rules = rules.into_iter().filter_map(|at| self.rules.get(at));
        let holding = rules.filter(|rule| self.holds(&rule.steps, element, around));
        let blocks = holding.filter_map(|rule| self.blocks.get(rule.block).map(|block| (rule.weight, block)));
        blocks.flat_map(|(weight, block)| block.iter().map(move |one| (weight, one))).collect()
    }

    fn holds(&self, steps: &[Step], element: &Element<'_>, around: &[&Element<'_>]) -> bool {
        let Some((last, outer)) = steps.split_last() else { return false };
        if !self.fits(last, element) {
            return false;
        }
        let mut left = around;
        for step in outer.iter().rev() {
            let found = if step.is_parent {
                left.len().checked_sub(1).filter(|at| left.get(*at).is_some_and(|it| self.fits(step, it)))
            } else {
                left.iter().rposition(|it| self.fits(step, it))
            };
            let Some(at) = found else { return false };
            left = left.get(..at).unwrap_or_default();
        }
        true
    }

    fn fits(&self, step: &Step, element: &Element<'_>) -> bool {
        let has_name = step.name.as_ref().is_none_or(|name| *name == element.name);
        let has_id = step.id.as_ref().is_none_or(|id| element.id.as_ref() == Some(id));
        has_name
            && has_id
            && step.classes.iter().all(|class| element.classes.contains(class))
            && step.attributes.iter().all(|wanted| self.has_attribute(element, wanted))
    }

    fn has_attribute(&self, element: &Element<'_>, (name, how, value): &(String, char, String)) -> bool {
        self.lookups.set(self.lookups.get().saturating_add(1));
        if self.lookups.get() > MOST_LOOKUPS {
            return false;
        }
        if *how == ' ' {
            let mut words = element.tag.split(|c: char| c.is_ascii_whitespace() || "=/\"'".contains(c)).skip(1);
            return words.any(|word| word.eq_ignore_ascii_case(name));
        }
        let Some(own) = attribute(element.tag, name).map(|own| own.to_ascii_lowercase()) else { return false };
        match how {
            '=' => own == *value,
            '~' => own.split_ascii_whitespace().any(|word| word == value),
            '^' | '|' => own.starts_with(value.as_str()),
            '$' => own.ends_with(value.as_str()),
            _ => own.contains(value.as_str()),
        }
    }
}

fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, tail)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = tail.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("<!--", " ").replace("-->", " ")
}

/// What follows a group in braces, the braces in it matched.
fn after_group(tail: &str) -> &str {
    let mut depth = 1_usize;
    for (at, byte) in tail.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return tail.get(at + 1..).unwrap_or("");
        }
    }
    ""
}

fn key_of(step: &Step) -> String {
    let class = step.classes.first().map(|class| format!(".{class}"));
    let id = step.id.as_ref().map(|id| format!("#{id}"));
    id.or(class).or_else(|| step.name.clone()).unwrap_or_default()
}

/// The steps of a selector and its weight (CSS specificity); `None` where it asks for what is not known here.
fn steps_of(selector: &str) -> Option<(Vec<Step>, u32)> {
    if selector.is_empty() || selector.contains([':', '+', '~', '\\']) && !selector.contains("~=") {
        return None;
    }
    let (mut steps, mut weight) = (Vec::new(), 0);
    let spaced = selector.replace('>', " > ");
    for word in spaced.split_ascii_whitespace() {
        if word == ">" {
            steps.last_mut().map(|step: &mut Step| step.is_parent = true)?;
            continue;
        }
        let (step, own) = step_of(word)?;
        weight += own;
        steps.push(step);
    }
    (!steps.is_empty()).then_some((steps, weight))
}

fn step_of(word: &str) -> Option<(Step, u32)> {
    let mut step = Step::default();
    let mut weight = 0;
    let starts = |c: char| matches!(c, '.' | '#' | '[');
    let end = word.find(starts).unwrap_or(word.len());
    let (name, mut rest) = word.split_at(end);
    if !name.is_empty() && name != "*" {
        step.name = Some(name.to_owned());
        weight += 1;
    }
    while let Some(mark) = rest.chars().next() {
        let inside = rest.get(1..)?;
        if mark == '[' {
            let (asked, after) = inside.split_once(']')?;
            step.attributes.push(asked_of(asked));
            weight += 100;
            rest = after;
            continue;
        }
        let end = inside.find(starts).unwrap_or(inside.len());
        let (value, after) = inside.split_at(end);
        match mark {
            '.' => {
                step.classes.push(value.to_owned());
                weight += 100;
            }
            '#' => {
                step.id = Some(value.to_owned());
                weight += 10_000;
            }
            _ => return None,
        }
        rest = after;
    }
    Some((step, weight))
}

fn asked_of(asked: &str) -> (String, char, String) {
    let Some((name, value)) = asked.split_once('=') else { return (asked.trim().to_owned(), ' ', String::new()) };
    let how = name.chars().next_back().filter(|c| "~|^$*".contains(*c)).unwrap_or('=');
    let name = name.trim_end_matches(['~', '|', '^', '$', '*']).trim();
    (name.to_owned(), how, value.trim().trim_matches(['"', '\'']).to_owned())
}
