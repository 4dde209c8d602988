use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::readings;
use crate::span::{Span, Spanned};
use crate::tree::{Condition, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0025",
    title: "a name that a retry cannot see",
    docs: "The expressions `when` and `after` of a `retry` decide about an error: `error` is a reference to \
        it, and nothing else of the run is there, because the values of the pipeline are with the attempt. \
        Constants of the pipeline, what `use` imports, and functions and constants by their path are there \
        too. If the decision depends on a value, let the step put it into its error.",
    check: Check::Resolve(check),
};

/// Beyond so many names in a file, no similar ones are looked for.
const MOST_SUGGESTIONS: usize = 100;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let mut count = 0;
    for step in &wiring.tree.steps {
        let Some(retry) = &step.retry else { continue };
        for (key, condition) in [("when", &retry.when), ("after", &retry.after)] {
            let Some(condition) = condition else { continue };
            for name in unseen(wiring, condition) {
                count += 1;
                findings.push(report(
                    wiring,
                    key,
                    &step.name,
                    &name,
                    count < MOST_SUGGESTIONS,
                ));
            }
        }
    }
}

/// The names in it that mean nothing there.
fn unseen(wiring: &Wiring<'_>, condition: &Condition) -> Vec<Name> {
    let is_value = |name: &str| {
        name != "error"
            && wiring.value_named(name).is_some()
            && wiring.constant_named(name).is_none()
    };
    let found = readings::find(&mut condition.expr.clone(), &is_value);
    let values = found.list.iter().map(|read| (read.name.clone(), read.span));
    let others = found
        .free
        .iter()
        .map(|ident| (ident.to_string(), ident.span()));
    let others = others.filter(|(name, _)| {
        let known = name == "error" || wiring.constant_named(name).is_some();
        !known && !wiring.imports.may_have(name)
    });
    let named = |(name, span)| Spanned::new(name, condition.places.at(span));
    let mut names: Vec<Name> = values.chain(others).map(named).collect();
    names.dedup_by(|a, b| a.span == b.span);
    names
}

fn report(wiring: &Wiring<'_>, key: &str, step: &Name, name: &Name, suggest: bool) -> Diagnostic {
    let text = name.value.as_str();
    let title = format!("`retry.{key}` of `{}` cannot see `{text}`", step.value);
    let found = Diagnostic::error(&RULE, name.span, title);
    match wiring.value_named(text) {
        Some(value) => found
            .label("a value is not there when an attempt has failed")
            .and(
                declared(wiring, value),
                format!("`{text}` is a value of the pipeline"),
            )
            .note("`error` is there, a reference to the step's error, and so are constants")
            .help(format!(
                "let `{}` put what matters into its error",
                step.value
            )),
        None => {
            let similar = suggest.then(|| similar(wiring, &name.value)).flatten();
            unknown(name, found.label("there is no such name here"), similar)
        }
    }
}

fn declared(wiring: &Wiring<'_>, value: usize) -> Span {
    wiring.values[value].name.span
}

fn unknown(name: &Name, found: Diagnostic, meant: Option<&str>) -> Diagnostic {
    match meant {
        Some(meant) => found.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => {
            found.note("`error` is there, a reference to the step's error, and so are constants")
        }
    }
}

fn similar<'t>(wiring: &Wiring<'t>, name: &str) -> Option<&'t str> {
    let constants = wiring.tree.constants.iter();
    let constants = constants.map(|constant| constant.name.value.as_str());
    match name {
        "e" | "err" | "failure" => Some("error"),
        _ => nearest(name, constants.chain(["error"])),
    }
}
