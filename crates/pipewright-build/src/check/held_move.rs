use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::How;
use crate::wiring::{Read, Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0013",
    title: "a move of a value that an abandoned thread may hold",
    docs: "A blocking step cannot be stopped: when its `timeout` or `deadline` has passed, the pipeline goes \
        on, while the thread is still at work and may still look at what it borrowed. Such a value cannot be \
        moved by another step or be the output. Let the blocking step clone it.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for read in &wiring.reads {
        let Some(limit) = limit(wiring, read) else {
            continue;
        };
        let mut movers = wiring.movers(read.value);
        if let (Some(mover), None) = (movers.next(), movers.next())
            && mover.by != read.by
        {
            findings.push(report(wiring, read, mover, limit));
        }
    }
}

/// The time limit of a blocking step that borrows by this reading.
fn limit(wiring: &Wiring<'_>, read: &Read) -> Option<crate::span::Span> {
    let Reader::Step(step) = read.by else {
        return None;
    };
    let step = &wiring.tree.steps[step];
    let borrows = !matches!(read.how, How::Move | How::Clone) && !read.guard;
    let limit = step.timeout.as_ref().or(step.deadline.as_ref())?;
    (step.blocking && borrows).then_some(limit.span)
}

fn report(wiring: &Wiring<'_>, read: &Read, mover: &Read, limit: crate::span::Span) -> Diagnostic {
    let value = &wiring.values[read.value].name.value;
    let name = |by: Reader| match by {
        Reader::Step(step) | Reader::Undo(step) => format!("`{}`", wiring.step_name(step).value),
        Reader::Tail => "the output".to_owned(),
    };
    let (holder, taker) = (name(read.by), name(mover.by));
    let title = format!("{taker} cannot take `{value}`, which {holder} may still hold");
    let error = Diagnostic::error(&RULE, mover.span, title)
        .label(format!("{taker} moves it"))
        .and(read.span, format!("{holder} borrows it on another thread"))
        .and(
            limit,
            "after this time the thread is left behind, with what it borrowed",
        );
    let error = match read.how {
        How::Borrow if !read.field => error.edit(
            format!("let {holder} clone it"),
            read.span,
            format!("{value}.clone()"),
        ),
        _ => error.help(format!(
            "let {holder} read a clone, made by a step of its own"
        )),
    };
    match wiring.may_borrow(mover.by) {
        true => error.edit(
            format!("or let {taker} borrow it"),
            mover.span,
            format!("&{value}"),
        ),
        false => error,
    }
}
