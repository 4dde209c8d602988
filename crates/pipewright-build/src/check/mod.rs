//! The rules: one file each, one table.
//!
//! A rule's code is stable. `docs` is what `cargo pipewright explain` tells.

mod habits;
mod names;
pub(crate) mod suggest;

pub(crate) mod attribute;
pub(crate) mod block;
pub(crate) mod borrowed_type;
pub(crate) mod bounds;
pub(crate) mod branch;
pub(crate) mod called_alike;
pub(crate) mod collision;
pub(crate) mod constant_guard;
pub(crate) mod cycle;
pub(crate) mod double_move;
pub(crate) mod duplicate;
pub(crate) mod duration;
pub(crate) mod each;
pub(crate) mod entry;
pub(crate) mod family;
pub(crate) mod flow_call;
pub(crate) mod flow_entry;
pub(crate) mod fragment;
pub(crate) mod held_limit;
pub(crate) mod held_move;
pub(crate) mod inner_call;
pub(crate) mod inner_metadata;
pub(crate) mod input_file;
pub(crate) mod kept_move;
pub(crate) mod later_key;
pub(crate) mod limit;
pub(crate) mod never_missing;
pub(crate) mod next_step;
pub(crate) mod no_import;
pub(crate) mod no_start;
pub(crate) mod path_call;
pub(crate) mod pipeline_name;
pub(crate) mod recursion;
pub(crate) mod reserved;
pub(crate) mod retry_move;
pub(crate) mod retry_name;
pub(crate) mod return_type;
pub(crate) mod rust_form;
pub(crate) mod rust_syntax;
pub(crate) mod settings;
pub(crate) mod shared_move;
pub(crate) mod signature;
pub(crate) mod toml_syntax;
pub(crate) mod undo;
pub(crate) mod unknown_key;
pub(crate) mod unknown_name;
pub(crate) mod unknown_pipeline;
pub(crate) mod unknown_step;
pub(crate) mod unknown_type;
pub(crate) mod unreachable;
pub(crate) mod unread;
pub(crate) mod unseen;
pub(crate) mod wire_form;
pub(crate) mod wrong_kind;

pub(crate) use names::is_word;

use crate::diagnostic::Findings;
use crate::pipelines::Pipelines;
use crate::wiring::Wiring;

/// A rule that a description has to keep.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Its stable code: `PW0008`.
    pub code: &'static str,
    /// What is wrong when it is broken, in a few words.
    pub title: &'static str,
    /// Why it is there, and what to do.
    pub docs: &'static str,
    pub(crate) check: Check,
}

/// When a rule is checked.
#[derive(Debug)]
pub(crate) enum Check {
    /// By the front ends, while they read.
    Reading,
    /// As soon as a file is read: names, numbers, types.
    Resolve(OverWiring),
    /// Once all names are known: how the steps are wired.
    Validate(OverWiring),
    /// Once nothing else is wrong.
    Last(OverWiring),
    /// Once nothing is wrong: what is odd all the same.
    Advise(OverWiring),
    /// Over all pipelines.
    Across(fn(&Pipelines<'_>, &mut Findings)),
}

/// All rules, by code.
static RULES: [&Rule; 54] = [
    &toml_syntax::RULE,
    &unknown_key::RULE,
    &later_key::RULE,
    &wrong_kind::RULE,
    &fragment::RULE,
    &wire_form::RULE,
    &reserved::RULE,
    &unknown_name::RULE,
    &duplicate::RULE,
    &cycle::RULE,
    &double_move::RULE,
    &retry_move::RULE,
    &held_move::RULE,
    &duration::RULE,
    &bounds::RULE,
    &signature::RULE,
    &borrowed_type::RULE,
    &path_call::RULE,
    &collision::RULE,
    &pipeline_name::RULE,
    &input_file::RULE,
    &never_missing::RULE,
    &unread::RULE,
    &constant_guard::RULE,
    &retry_name::RULE,
    &unknown_type::RULE,
    &no_import::RULE,
    &settings::RULE,
    &rust_syntax::RULE,
    &rust_form::RULE,
    &return_type::RULE,
    &attribute::RULE,
    &branch::RULE,
    &unknown_pipeline::RULE,
    &inner_call::RULE,
    &inner_metadata::RULE,
    &recursion::RULE,
    &family::RULE,
    &entry::RULE,
    &called_alike::RULE,
    &each::RULE,
    &shared_move::RULE,
    &block::RULE,
    &unknown_step::RULE,
    &next_step::RULE,
    &no_start::RULE,
    &unreachable::RULE,
    &unseen::RULE,
    &flow_entry::RULE,
    &flow_call::RULE,
    &kept_move::RULE,
    &undo::RULE,
    &limit::RULE,
    &held_limit::RULE,
];

/// Whether a text can be a name.
pub(crate) fn is_name(text: &str) -> bool {
    names::unfit(text).is_none()
}

/// Whether a text can be the name of a pipeline below these folders.
pub(crate) fn is_pipeline_name(text: &str, folders: &[String]) -> bool {
    is_name(text) && !pipeline_name::is_the_list(text, folders)
}

/// Whether a text is a keyword of Rust, which cannot be a name.
pub(crate) fn is_keyword(text: &str) -> bool {
    matches!(names::unfit(text), Some(names::Unfit::Keyword))
}

/// All rules, sorted by code.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// A check over the wiring of one pipeline.
type OverWiring = fn(&Wiring<'_>, &mut Findings);

pub(crate) fn resolve(wiring: &Wiring<'_>, findings: &mut Findings) {
    over_wiring(wiring, findings, |check| match check {
        Check::Resolve(check) => Some(*check),
        _ => None,
    });
}

pub(crate) fn validate(wiring: &Wiring<'_>, findings: &mut Findings) {
    over_wiring(wiring, findings, |check| match check {
        Check::Validate(check) => Some(*check),
        _ => None,
    });
}

pub(crate) fn last(wiring: &Wiring<'_>, findings: &mut Findings) {
    over_wiring(wiring, findings, |check| match check {
        Check::Last(check) => Some(*check),
        _ => None,
    });
}

pub(crate) fn advise(wiring: &Wiring<'_>, findings: &mut Findings) {
    over_wiring(wiring, findings, |check| match check {
        Check::Advise(check) => Some(*check),
        _ => None,
    });
}

fn over_wiring(
    wiring: &Wiring<'_>,
    findings: &mut Findings,
    pass: fn(&Check) -> Option<OverWiring>,
) {
    for check in RULES.iter().filter_map(|rule| pass(&rule.check)) {
        over_all(wiring, findings, check);
    }
}

/// Checks a pipeline, and the blocks of steps in it.
fn over_all(wiring: &Wiring<'_>, findings: &mut Findings, check: OverWiring) {
    check(wiring, findings);
    for block in &wiring.blocks {
        over_all(block, findings, check);
    }
}

pub(crate) fn across(pipelines: &Pipelines<'_>, findings: &mut Findings) {
    for rule in RULES {
        if let Check::Across(check) = rule.check {
            check(pipelines, findings);
        }
    }
}
