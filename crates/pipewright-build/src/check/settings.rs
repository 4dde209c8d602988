use std::time::Duration;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Spanned;
use crate::tree::{Name, Retry, Step};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0028",
    title: "a setting that does nothing",
    docs: "Something is said of a step that can never matter, or not as it was meant: `retry` of a step whose \
        calls cannot fail (`infallible`, and no `timeout`), or with `attempts = 1`, which is one call; a `timeout` \
        that is longer than the `deadline` in which all attempts have to end; a step \
        twice in `after`. This is a warning: the pipeline is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        let undo = step.undo.as_ref();
        let retry = step.retry.as_ref().and_then(|retry| useless(step, retry));
        let found = [
            retry,
            undo.and_then(|undo| once(undo.retry.as_ref()?)),
            late(wiring, step),
        ];
        for found in found.into_iter().flatten() {
            findings.push(found);
        }
        twice(step, findings);
    }
}

/// A retry after which nothing else happens than without it.
fn useless(step: &Step, retry: &Retry) -> Option<Diagnostic> {
    if !step.infallible || step.timeout.is_some() {
        return once(retry);
    }
    let name = &step.name.value;
    let title = format!("`{name}` is infallible, so it is never retried");
    Some(
        Diagnostic::warning(&RULE, retry.span, title)
            .label("no call of it fails")
            .help(
                "take `retry` out; with a `timeout`, calls that take too long would be made again",
            ),
    )
}

/// `attempts = 1`
fn once(retry: &Retry) -> Option<Diagnostic> {
    let attempts = retry.attempts.as_ref().filter(|most| most.value == 1)?;
    let found = Diagnostic::warning(&RULE, attempts.span, "a retry that never retries");
    Some(
        found
            .label("`attempts` counts calls, the first one included")
            .edit("for one retry", attempts.span, "2")
            .help("for none, take `retry` out"),
    )
}

/// A limit of one attempt that lies behind that of all.
fn late(wiring: &Wiring<'_>, step: &Step) -> Option<Diagnostic> {
    let timeout = step.timeout.as_ref()?;
    let own = step.deadline.as_ref().map(|deadline| ("step", deadline));
    let whole = [wiring.tree, wiring.whole].into_iter();
    let whole = whole.filter_map(|tree| Some((tree.kind.noun(), tree.deadline.as_ref()?)));
    let is_before = |deadline: &Spanned<Duration>| deadline.value < timeout.value;
    let mut deadlines = own.into_iter().chain(whole);
    let (of, deadline) = deadlines.find(|(_, deadline)| is_before(deadline))?;
    let name = &step.name.value;
    let title = format!("`{name}` never reaches its `timeout`");
    Some(
        Diagnostic::warning(&RULE, timeout.span, title)
            .label("one attempt may take this long")
            .and(deadline.span, format!("and all of the {of} only this long"))
            .help("let the `deadline` be longer, or the `timeout` shorter"),
    )
}

/// `after = ["migrate", "migrate"]`
fn twice(step: &Step, findings: &mut Findings) {
    for (index, name) in step.after.iter().enumerate() {
        let same = |one: &&Name| one.value == name.value && one.span != name.span;
        if let Some(first) = step.after[..index].iter().find(same) {
            let title = format!("`after` names `{}` twice", name.value);
            let found = Diagnostic::warning(&RULE, name.span, title).label("the second time");
            findings.push(found.and(first.span, "the first time").help("take it out"));
        }
    }
}
