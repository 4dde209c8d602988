use super::{Check, Rule, entry};
use crate::diagnostic::{Diagnostic, Findings};
use crate::wiring::{Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0012",
    title: "a retried step that moves an input",
    docs: "The first attempt of a step would take the value with it, and nothing would be left for the next \
        one. A step with `retry` borrows (`&x`) or clones (`x.clone()`) its inputs.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for read in wiring.reads.iter().filter(|read| wiring.moves(read)) {
        let Reader::Step(step) = read.by else {
            continue;
        };
        let step = &wiring.tree.steps[step];
        let Some(retry) = &step.retry else { continue };
        if retry
            .attempts
            .as_ref()
            .is_some_and(|attempts| attempts.value == 1)
        {
            continue;
        }
        let value = &wiring.values[read.value].name.value;
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
        findings.push(match wiring.may_borrow(read.by) {
            true => error
                .edit("borrow it", read.span, format!("&{value}"))
                .edit("or clone it for each attempt", read.span, clone),
            false => error.edit("clone it for each attempt", read.span, clone),
        });
    }
}
