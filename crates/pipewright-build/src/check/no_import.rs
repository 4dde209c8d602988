use super::suggest::and;
use super::unknown_type::unknown;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0027",
    title: "no import at all",
    docs: "The generated code is a module of its own, and sees nothing of the crate around it but what the \
        description's `use` brings in: `use = [\"crate::orders::{Order, Receipt}\"]`. The types of Rust's \
        prelude and primitive ones need no import, nor do types that are written with their path.",
    check: Check::Last(check),
};

/// So many types are named; there may be many.
const MOST_NAMED: usize = 5;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if !wiring.tree.uses.is_empty() {
        return;
    }
    let unknown = unknown(wiring);
    let spans = unknown.values().map(|types| types[0].span);
    let Some(first) = spans.min() else { return };
    let names: Vec<&str> = unknown.keys().map(String::as_str).collect();
    let shown = &names[..names.len().min(MOST_NAMED)];
    let (are, import) = match shown {
        [name] => ("is", format!("crate::…::{name}")),
        _ => ("are", format!("crate::…::{{{}}}", shown.join(", "))),
    };
    let title = format!("{} {are} not imported", and(&names, MOST_NAMED));
    findings.push(
        Diagnostic::error(&RULE, first, title)
            .label("not known here")
            .help(format!("say where to find it: `use = [\"{import}\"]`")),
    );
}
