//! Entries: what reads the inputs of one of them runs only if the run begins there.

use crate::check::entry;
use crate::diagnostic::Findings;
use crate::readings;
use crate::tree::{Entry, GuardKind, Pipeline, Step, Wire, WireKind};

/// Puts steps into the arms of the entries whose inputs they read.
pub(crate) fn place(pipeline: &mut Pipeline, findings: &mut Findings) {
    if pipeline.entries.is_empty() {
        return;
    }
    for step in &mut pipeline.steps {
        let mut own = None::<&Entry>;
        for (name, span) in reads(step, &pipeline.entries) {
            let has_it = |entry: &&Entry| entry.inputs.contains(&name);
            let Some(entry) = pipeline.entries.iter().find(has_it) else {
                continue;
            };
            match own {
                Some(own) if own.arm != entry.arm => {
                    findings.push(entry::both(step, own, entry, span));
                }
                _ => own = Some(entry),
            }
        }
        if let Some(entry) = own.filter(|entry| !step.arms.contains(&entry.arm)) {
            step.arms.insert(0, entry.arm);
        }
    }
    if let Some(Wire {
        span,
        kind: WireKind::Named(name, _),
        ..
    }) = &pipeline.tail
        && let Some(own) = pipeline
            .entries
            .iter()
            .find(|own| own.inputs.contains(&name.value))
    {
        findings.push(entry::output(own, name, *span));
    }
}

/// The names of entries' inputs that a step reads, with their places.
fn reads(step: &Step, entries: &[Entry]) -> Vec<(String, crate::span::Span)> {
    let is_input = |name: &str| {
        let mut inputs = entries.iter().flat_map(|entry| &entry.inputs);
        inputs.any(|input| input == name)
    };
    let (mut wires, mut found): (Vec<&Wire>, _) = (step.args.iter().collect(), Vec::new());
    match step.guard.as_ref().map(|guard| &guard.kind) {
        Some(GuardKind::Predicate(_, args)) => wires.extend(args),
        Some(GuardKind::Expression(expr, places)) => {
            let read = readings::find(&mut expr.clone(), &is_input).list;
            found.extend(read.into_iter().map(|one| (one.name, places.at(one.span))));
        }
        None => {}
    }
    let each = step.each.iter();
    let elements = each.flat_map(|each| std::iter::once(&each.source).chain(&each.start));
    let undo = step.undo.iter().flat_map(|undo| &undo.args);
    for wire in wires.into_iter().chain(elements).chain(undo) {
        if let WireKind::Named(name, _) | WireKind::Field(name, _) = &wire.kind
            && is_input(&name.value)
        {
            found.push((name.value.clone(), wire.span));
        }
    }
    found
}
