use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::span::Span;
use crate::tree::{Limit, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0072",
    title: "a limit that there is not",
    docs: "A step shares a limit with others by its name: `limit = \"database\"`, and the pipeline says how far \
        that goes, `[limits] database = { permits = 10 }`, or `#[limits(database(permits = 10))]` above the \
        function. `permits` are attempts that run at once, `per_second` those that begin in a second; a limit \
        has one of them, or both.",
    check: Check::Resolve(check),
};

/// It limits nothing.
pub(crate) fn examine(limit: &Limit, findings: &mut Findings) {
    if limit.permits.is_none() && limit.per_second.is_none() {
        let title = format!("the limit `{}` limits nothing", limit.name.value);
        findings.push(
            Diagnostic::error(&RULE, limit.name.span, title)
                .label("it has neither `permits` nor `per_second`")
                .help("say how many attempts run at once: `permits = 10`"),
        );
    }
}

/// What stands in `#[limits(…)]` is none.
pub(crate) fn unlike(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "this is not a limit")
        .label("expected a name, and how far it goes")
        .help("for example: `database(permits = 10)`")
}

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let limits = &wiring.tree.limits;
    for (number, limit) in limits.iter().enumerate() {
        let name = &limit.name;
        let mut earlier = limits[..number].iter();
        if let Some(first) = earlier.find(|first| first.name.value == name.value) {
            let title = format!("there are two limits `{}`", name.value);
            let error = Diagnostic::error(&RULE, name.span, title).label("the second one");
            findings.push(error.and(first.name.span, "the first one"));
        }
    }
    if wiring.tree.incomplete {
        return;
    }
    for name in wiring
        .tree
        .steps
        .iter()
        .filter_map(|step| step.limit.as_ref())
    {
        if !limits.iter().any(|limit| limit.name.value == name.value) {
            findings.push(unknown(name, limits, wiring.tree.form));
        }
    }
}

fn unknown(name: &Name, limits: &[Limit], form: Form) -> Diagnostic {
    let text = &name.value;
    let error = Diagnostic::error(&RULE, name.span, format!("there is no limit `{text}`"));
    let error = error.label("the pipeline has no limit of this name");
    let names = limits.iter().map(|limit| limit.name.value.as_str());
    match nearest(text, names) {
        Some(near) => error.edit(format!("did you mean `{near}`?"), name.span, near),
        None => error.help(format!("add it to the pipeline: {}", form.limit(text))),
    }
}
