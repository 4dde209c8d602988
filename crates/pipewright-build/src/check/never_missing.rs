use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::plan::{EachKind, OnMissing};
use crate::tree::{Callee, Each, How, Step};
use crate::wiring::{Edge, Read, Reader, Reason, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0022",
    title: "an absence that never happens",
    docs: "`x.maybe()` is `None` when the step that makes `x` was skipped: by its guard, because it declined \
        (`skippable`), because it reduces elements and there were none, or because something that it reads was skipped. A step for which none of this can \
        happen may still fail, and a failure skips the reader of `x.maybe()`: to receive that, write \
        `x.ok()`. An input is always there, so `.maybe()`, `.ok()` and `.outcome()` tell nothing of it. This \
        is a warning: the pipeline is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let skippable = skippable(wiring);
    for read in &wiring.reads {
        let found = match (read.how, wiring.values[read.value].step) {
            (How::Move | How::Borrow | How::Clone, _) => continue,
            // the map reads it in the same way
            (_, None) if wiring.values[read.value].lent => continue,
            (_, None) => input(wiring, read),
            (How::Maybe, Some(step)) if !skippable[step] => never_skipped(wiring, read, step),
            (How::Maybe | How::Ok | How::Outcome, Some(_)) => continue,
        };
        findings.push(found);
    }
}

/// For each step, whether it may be skipped for another reason than a failure.
fn skippable(wiring: &Wiring<'_>) -> Vec<bool> {
    let steps = &wiring.tree.steps;
    let may_end = |step: &&Step| {
        // a run may be without an output
        let runs = matches!(step.call, Callee::Pipeline(_));
        let ends = runs || step.skippable || step.guard.is_some();
        let is_reduce = |each: &Each| each.kind == EachKind::Reduce;
        // those of a map leave elements out
        (ends && !step.is_map()) || step.each.as_ref().is_some_and(is_reduce)
    };
    let mut skippable: Vec<bool> = steps
        .iter()
        .map(|step| may_end(&step) || !step.arms.is_empty())
        .collect();
    let children = dependents(&wiring.parents());
    let mut open: Vec<usize> = (0..steps.len()).filter(|&step| skippable[step]).collect();
    // an arm that is not taken leaves its merge alone, one that is taken and then skipped does not
    let mut reach = |step: usize, open: &mut Vec<usize>| {
        if !std::mem::replace(&mut skippable[step], true) {
            open.push(step);
        }
    };
    let merge = |step: usize| steps[step].merge;
    for step in (0..steps.len()).filter(|&step| may_end(&&steps[step])) {
        merge(step)
            .into_iter()
            .for_each(|merge| reach(merge, &mut open));
    }
    while let Some(step) = open.pop() {
        for &child in &children[step] {
            if steps[child].on_missing == OnMissing::Skip {
                reach(child, &mut open);
                merge(child)
                    .into_iter()
                    .for_each(|merge| reach(merge, &mut open));
            }
        }
    }
    skippable
}

/// For each step, those that cannot do without its value.
fn dependents(parents: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); parents.len()];
    for (step, edges) in parents.iter().enumerate() {
        for edge in edges {
            if let Reason::Data { how, .. } | Reason::Guard { how, .. } = edge.reason
                && matches!(how, How::Move | How::Borrow | How::Clone)
            {
                children[edge.parent].push(step);
            }
        }
    }
    children
}

fn input(wiring: &Wiring<'_>, read: &Read) -> Diagnostic {
    let name = wiring.values[read.value].name;
    let label = match read.how {
        How::Outcome => "this is always `Ok`",
        _ => "this is never `None`",
    };
    let found = Diagnostic::warning(
        &RULE,
        read.span,
        format!("the input `{}` is never missing", name.value),
    );
    plainly(wiring, read, found.label(label)).and(name.span, "it is there from the beginning")
}

fn never_skipped(wiring: &Wiring<'_>, read: &Read, step: usize) -> Diagnostic {
    let (name, step) = (wiring.values[read.value].name, &wiring.tree.steps[step]);
    let (value, maker) = (&name.value, &step.name.value);
    let why = match step.on_missing {
        OnMissing::Skip => "has no guard, does not decline, and reads nothing that may be skipped",
        OnMissing::Fail => "has no guard, does not decline, and fails when something is missing",
    };
    let title = format!("`{value}` is never skipped, so `.maybe()` is never `None`");
    let found = Diagnostic::warning(&RULE, read.span, title)
        .label("this is always `Some`")
        .and(name.span, format!("`{maker}` {why}"));
    let instead = match read.guard {
        true => format!("{value}.ok"),
        false => format!("{value}.ok()"),
    };
    plainly(wiring, read, found).edit(
        format!("to receive `None` when `{maker}` has failed, read it by `.ok()`"),
        read.span,
        instead,
    )
}

/// How to read what is always there.
fn plainly(wiring: &Wiring<'_>, read: &Read, found: Diagnostic) -> Diagnostic {
    let value = &wiring.values[read.value];
    let name = &value.name.value;
    match read.by {
        _ if read.guard => found.help(format!("read `{name}` itself")),
        Reader::Tail => found.edit("write its name", read.span, name.clone()),
        Reader::Step(_) | Reader::Undo(_) if value.copy => {
            found.edit("write its name", read.span, name.clone())
        }
        Reader::Step(_) | Reader::Undo(_) => found.edit("borrow it", read.span, format!("&{name}")),
    }
}
