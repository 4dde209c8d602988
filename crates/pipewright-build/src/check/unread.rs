use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Callee, Name, Step, Test, Way};
use crate::wiring::{Value, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0023",
    title: "something that nothing reads",
    docs: "An input, a step's value or a constant that no step, guard or output reads is most often a wire \
        that was forgotten. If the step is there for what it does, not for what it returns, it needs no \
        value. If the value is meant for those who look at the run's `Outputs`, give it a name that begins \
        with `_`, as in Rust. This is a warning: the pipeline is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let is_within = wiring.tree.around.is_some();
    let unread = |value: &&Value<'_>| value.reads.is_empty() && !is_meant(value.name);
    for value in wiring.values.iter().filter(unread) {
        findings.push(match (value.element, value.step) {
            // its readers stand in the block
            (Some(element), _) if is_block(&wiring.tree.steps[element.of]) => continue,
            (Some(element), _) if is_so_far(&wiring.tree.steps[element.of], value.name) => {
                unread_so_far(value.name, &wiring.step_name(element.of).value)
            }
            (Some(element), _) => {
                let step = &wiring.step_name(element.of).value;
                let label = "no wire, and no guard, of this step names it";
                unread_element(value.name, step, label, format!("wire it to `{step}`"))
            }
            (None, None) if is_within => {
                let (map, label) = (&wiring.tree.name.value, "no step of the block reads it");
                unread_element(value.name, map, label, "let one read it".to_owned())
            }
            (None, None) => input(value.name),
            (None, Some(step)) => output(wiring, value.name, &wiring.step_name(step).value),
        });
    }
    if is_within {
        return;
    }
    for limit in &wiring.tree.limits {
        let shares = |name: &Name| name.value == limit.name.value;
        let steps = wiring.tree.all_steps();
        let mut steps = steps.into_iter();
        let inside = |step: &Step| {
            let inner = wiring.all.run_by(wiring.tree, step);
            inner.is_some_and(|inner| {
                let limits = wiring.all.limits(inner);
                limits.iter().any(|limit| shares(&limit.name))
            })
        };
        if !steps.any(|step| step.limit.as_ref().is_some_and(shares) || inside(step)) {
            findings.push(unshared_limit(&limit.name));
        }
    }
    let used = wiring.mentions();
    for constant in &wiring.tree.constants {
        let name = &constant.name;
        if !used.contains(name.value.as_str()) && !is_meant(name) {
            findings.push(unused_constant(name));
        }
    }
}

/// As in Rust.
fn is_meant(name: &Name) -> bool {
    name.value.starts_with('_')
}

fn input(name: &Name) -> Diagnostic {
    let title = format!("nothing reads the input `{}`", name.value);
    Diagnostic::warning(&RULE, name.span, title)
        .label("no step, guard or output reads this")
        .help("let a step read it, or take it out")
        .edit(
            "if it has to stay, begin its name with `_`",
            name.span,
            format!("_{}", name.value),
        )
}

fn is_block(step: &Step) -> bool {
    matches!(step.call, Callee::Block(_))
}

fn unread_element(name: &Name, step: &str, label: &str, help: String) -> Diagnostic {
    let name_text = &name.value;
    let title = format!("`{step}` is called for each `{name_text}`, and never reads it");
    Diagnostic::warning(&RULE, name.span, title)
        .label(label)
        .help(help)
        .edit(
            "if the calls are all alike on purpose, begin its name with `_`",
            name.span,
            format!("_{name_text}"),
        )
}

/// Whether this is what there is so far, in a fold or a reduce.
fn is_so_far(step: &Step, name: &Name) -> bool {
    let each = step.each.as_ref().filter(|_| !step.is_map());
    let first = each.and_then(|each| each.elements.first());
    first.is_some_and(|first| first.name.span == name.span)
}

fn unread_so_far(name: &Name, step: &str) -> Diagnostic {
    let so_far = &name.value;
    let title = format!("`{step}` never reads `{so_far}`, what the calls before have made");
    Diagnostic::warning(&RULE, name.span, title)
        .label("so all that is left in the end is what the last call makes")
        .help(format!(
            "wire it to `{step}`, which gives the next `{so_far}`"
        ))
        .edit(
            "if only the last one counts, begin its name with `_`",
            name.span,
            format!("_{so_far}"),
        )
}

/// How many entries give this value, and what one of them is called.
fn entries<'t>(wiring: &Wiring<'t>, value: &str) -> Option<(usize, &'t str)> {
    let is_entry = |way: &Way| matches!(way.test, Test::Entry);
    let branches = wiring.tree.branches.iter();
    let mut branches = branches.filter(|branch| branch.ways.iter().all(is_entry));
    let branch = branches.find(|branch| branch.value.value == value)?;
    Some((branch.ways.len(), &branch.ways.first()?.text))
}

fn output(wiring: &Wiring<'_>, name: &Name, step: &str) -> Diagnostic {
    let value = &name.value;
    if let Some((count, entry)) = entries(wiring, value) {
        let title = match count {
            1 => format!("nothing reads `{value}`, which the entry `{entry}` gives"),
            _ => format!("nothing reads `{value}`, which the entries give"),
        };
        let found = Diagnostic::warning(&RULE, name.span, title);
        let found = found.label("no step, guard or output reads this");
        return found.help(match wiring.tree.tail {
            Some(_) => "let a step read it: it is what all entries lead to",
            None => "let a step read it, or make it the output of the pipeline",
        });
    }
    let title = format!("nothing reads `{value}`, which `{step}` returns");
    let is_within = wiring.tree.around.is_some();
    let found = Diagnostic::warning(&RULE, name.span, title)
        .label("no step, guard or output reads this")
        .help(match wiring.tree.tail {
            Some(_) => "let a step read it",
            None if is_within => "let a step read it, or end the block with it",
            None => "let a step read it, or make it the output of the pipeline",
        })
        .help(format!(
            "if `{step}` is there for what it does, declare no value: its method then returns nothing"
        ));
    found.edit(
        match is_within {
            true => "if it has to stay, begin its name with `_`",
            false => "if it is for those who look at the run's `Outputs`, begin its name with `_`",
        },
        name.span,
        format!("_{value}"),
    )
}

fn unshared_limit(name: &Name) -> Diagnostic {
    let title = format!("no step has the limit `{}`", name.value);
    Diagnostic::warning(&RULE, name.span, title)
        .label("nothing waits for it")
        .help("let a step share it, by `limit`, or take it out")
}

fn unused_constant(name: &Name) -> Diagnostic {
    let title = format!("nothing uses the constant `{}`", name.value);
    Diagnostic::warning(&RULE, name.span, title)
        .label("neither a wire nor any expression names it")
        .help("use it, or take it out")
}
