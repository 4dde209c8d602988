use super::{Check, Rule, entry};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Span;
use crate::tree::Step;
use crate::wiring::{Reader, Value, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0012",
    title: "a retried step that moves an input",
    docs: "The first attempt of a step would take the value with it, and nothing would be left for the next \
        one. A step with `retry` borrows (`&x`) or clones (`x.clone()`) its inputs.",
    check: Check::Validate(check),
};

/// Whether a reading takes place once for all calls, so that each call has something to take: what a map goes
/// over, since each element has attempts of its own, and the elements of a reduce or a fold, since an attempt
/// is all of it.
fn is_whole_attempt(step: &Step, value: &Value<'_>, span: Span) -> bool {
    let Some(each) = &step.each else { return false };
    match step.is_map() {
        true => each.source.span == span,
        false => value.element.is_some(),
    }
}

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for read in wiring.reads.iter().filter(|read| wiring.moves(read)) {
        let Reader::Step(step) = read.by else {
            continue;
        };
        let step = &wiring.tree.steps[step];
        let value = &wiring.values[read.value];
        if is_whole_attempt(step, value, read.span) {
            continue;
        }
        let Some(retry) = &step.retry else { continue };
        if retry
            .attempts
            .as_ref()
            .is_some_and(|attempts| attempts.value == 1)
        {
            continue;
        }
        let value = &value.name.value;
        let title = format!("`{}` is retried, but moves `{value}`", step.name.value);
        let error = Diagnostic::error(&RULE, read.span, title)
            .label("the first attempt would take it away")
            .and(retry.span, "the second attempt would need it too");
        let is_entry = wiring.tree.entries.iter();
        if is_entry
            .map(|entry| &entry.name.value)
            .any(|name| *name == step.name.value)
        {
            findings.push(error.help(entry::by_reference(wiring.tree.form, value)));
            continue;
        }
        let clone = format!("{value}.clone()");
        let of_elements = step
            .each
            .as_ref()
            .is_some_and(|each| each.source.span == read.span);
        findings.push(match of_elements {
            true => error
                .edit("clone it for each attempt", read.span, clone)
                .help("to borrow the elements instead, give them a type with `&`, as in `part: &Money`"),
            false if wiring.may_borrow(read.by) => error
                .edit("borrow it", read.span, format!("&{value}"))
                .edit("or clone it for each attempt", read.span, clone),
            false => error.edit("clone it for each attempt", read.span, clone),
        });
    }
}
