use std::collections::HashSet;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Callee, Name, Pipeline, Step};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0073",
    title: "a step that waits for a permit that it keeps itself",
    docs: "A step that runs a pipeline, or sends elements through a block, keeps its permit until all that is inside \
        has ended. All runs inside one share a limit of one name, so steps inside would wait for a permit that \
        comes free only when they have ended. A limit belongs to the steps that need it: to those inside, or to \
        the step around them.",
    check: Check::Last(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let limits = wiring.limits();
    for step in &wiring.tree.steps {
        let Some(kept) = &step.limit else { continue };
        let limit = limits.iter().find(|limit| limit.name.value == kept.value);
        if limit.is_none_or(|limit| limit.permits.is_none()) {
            continue;
        }
        if let Some((inside, waits)) = waiting(wiring, step, &kept.value) {
            findings.push(report(step, kept, inside, waits));
        }
    }
}

/// A step inside this one that waits for a permit of the same name.
fn waiting<'w>(wiring: &Wiring<'w>, step: &Step, limit: &str) -> Option<(&'w Step, &'w Name)> {
    let tree = wiring.tree;
    let inside = match &step.call {
        Callee::Block(block) => tree.blocks.get(*block),
        _ => wiring.all.run_by(tree, step),
    };
    let (mut open, mut seen) = (Vec::from_iter(inside), HashSet::new());
    while let Some(tree) = open.pop() {
        if !seen.insert(std::ptr::from_ref::<Pipeline>(tree)) {
            continue;
        }
        for step in tree.all_steps() {
            if let Some(name) = step.limit.as_ref().filter(|name| name.value == limit) {
                return Some((step, name));
            }
            open.extend(wiring.all.run_by(tree, step));
        }
    }
    None
}

fn report(step: &Step, kept: &Name, inside: &Step, waits: &Name) -> Diagnostic {
    let (outer, inner, limit) = (&step.name.value, &inside.name.value, &kept.value);
    let title =
        format!("`{outer}` keeps a permit of `{limit}` for which `{inner}`, inside it, waits");
    Diagnostic::error(&RULE, kept.span, title)
        .label("kept until all that is inside has ended")
        .and(waits.span, "this waits for one, and would wait forever")
        .help(format!(
            "take `limit` out of `{outer}`; a map's `concurrency` says how many elements are on their way at once"
        ))
}
