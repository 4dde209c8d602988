use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::wiring::{Read, Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0011",
    title: "a value that is moved twice",
    docs: "A wire `x` moves its value: the step owns it from then on, and nobody else can have it. The output \
        of the pipeline takes its value too. All but one of the readers have to borrow (`&x`) or clone \
        (`x.clone()`); a step that moves a value runs after those that borrow it. Primitive numbers, `bool` \
        and `char` are copied and can be read by name as often as you like.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for value in 0..wiring.values.len() {
        let movers: Vec<&Read> = wiring.movers(value).collect();
        for (number, again) in movers.iter().enumerate() {
            let mut earlier = movers[..number].iter();
            if let Some(first) = earlier.find(|first| !wiring.are_apart(first, again)) {
                findings.push(moved_again(wiring, first, again));
            }
        }
        let twice = movers
            .iter()
            .find_map(|mover| Some((mover, read_by_mover(wiring, mover)?)));
        if let Some((mover, read)) = twice {
            findings.push(moved_and_read(wiring, mover, read));
        }
    }
}

fn moved_again(wiring: &Wiring<'_>, first: &Read, again: &Read) -> Diagnostic {
    let name = &wiring.values[first.value].name.value;
    let by = |read: &Read| match read.by {
        Reader::Step(step) | Reader::Undo(step) => {
            format!("`{}` moves it", wiring.step_name(step).value)
        }
        Reader::Tail => "the output takes it".to_owned(),
    };
    let error = Diagnostic::error(&RULE, again.span, format!("`{name}` is moved twice"));
    let is_family = first.span == again.span;
    let error = match is_family {
        true => error.label("each step of the family would take it away"),
        false => error
            .label(format!("{} here", by(again)))
            .and(first.span, format!("{} here", by(first))),
    };
    let Reader::Step(step) = first.by else {
        return error;
    };
    let step = match is_family {
        true => "each of them".to_owned(),
        false => format!("`{}`", wiring.step_name(step).value),
    };
    let clone = format!("{name}.clone()");
    if !wiring.may_borrow(first.by) {
        return error.edit(format!("let {step} have a clone"), first.span, clone);
    }
    error
        .edit(
            format!("let {step} borrow it"),
            first.span,
            format!("&{name}"),
        )
        .edit("or clone it", first.span, clone)
}

/// Another wire of the call that moves: after the move there is nothing left to read.
fn read_by_mover<'w>(wiring: &'w Wiring<'_>, mover: &Read) -> Option<&'w Read> {
    let mut reads = wiring.values[mover.value]
        .reads
        .iter()
        .map(|&read| &wiring.reads[read]);
    reads.find(|read| {
        read.by == mover.by
            && !read.guard
            && !wiring.moves(read)
            && matches!(read.by, Reader::Step(_))
    })
}

fn moved_and_read(wiring: &Wiring<'_>, mover: &Read, read: &Read) -> Diagnostic {
    let name = &wiring.values[mover.value].name.value;
    let step = match mover.by {
        Reader::Step(step) | Reader::Undo(step) => wiring.step_name(step).value.as_str(),
        Reader::Tail => "the output",
    };
    Diagnostic::error(
        &RULE,
        mover.span,
        format!("`{step}` moves `{name}` and reads it too"),
    )
    .label("moved here")
    .and(read.span, "read by the same call here")
    .edit("pass a clone", mover.span, format!("{name}.clone()"))
}
