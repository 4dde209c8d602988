use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::wiring::{Read, Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0070",
    title: "a move of a value that an undo reads",
    docs: "A step is undone when all steps have ended and the run has failed. What the undo reads is kept until \
        then, so no step can move it, and it cannot be the output of the run. Let the step borrow (`&x`) or \
        clone (`x.clone()`) it. Where the output is concerned, let a step make it, or let the undo read \
        something else: a number, say, by which the thing is found again.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for value in &wiring.values {
        let reads = || value.reads.iter().map(|&read| &wiring.reads[read]);
        let undo = reads().find(|read| matches!(read.by, Reader::Undo(_)));
        if let Some(undo) = undo {
            let movers = reads().filter(|read| wiring.moves(read));
            movers.for_each(|mover| findings.push(report(wiring, undo, mover)));
        }
    }
}

fn report(wiring: &Wiring<'_>, undo: &Read, mover: &Read) -> Diagnostic {
    let value = &wiring.values[mover.value].name.value;
    let name = |step: usize| format!("`{}`", wiring.step_name(step).value);
    let undone = match undo.by {
        Reader::Undo(step) | Reader::Step(step) => name(step),
        Reader::Tail => "the output".to_owned(),
    };
    let taker = match mover.by {
        Reader::Undo(step) | Reader::Step(step) => name(step),
        Reader::Tail => "the output".to_owned(),
    };
    let title = format!("{taker} cannot take `{value}`, which is kept for undoing {undone}");
    let error = Diagnostic::error(&RULE, mover.span, title)
        .label(format!("{taker} takes it away"))
        .and(undo.span, "read here, if the run fails");
    match mover.by {
        Reader::Step(_) | Reader::Undo(_) => error
            .edit(
                format!("let {taker} borrow it"),
                mover.span,
                format!("&{value}"),
            )
            .edit("or clone it", mover.span, format!("{value}.clone()")),
        Reader::Tail => error.help(format!(
            "let a step make the output of `{value}`, or let the undo read something else"
        )),
    }
}
