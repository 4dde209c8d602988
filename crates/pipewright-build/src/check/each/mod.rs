mod held;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::front::Fragment;
use crate::plan::EachKind;
use crate::span::Span;
use crate::text::of_type;
use crate::tree::{Each, Element, How, Name, Pipeline, Step, Wire, WireKind};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0050",
    title: "a map, a reduce or a fold that cannot be",
    docs: "A map calls its step for each element of a value (`map = \"id: UserId in ids\"`, \
        `ids.map(|id: UserId| …)`). A reduce makes one of two elements until one is left, so both, and its \
        value, have one type (`reduce = \"a: Money, b: Money in parts\"`). A fold adds each element to what \
        there is so far, and needs something to begin with (`fold = \"sum: Money = zero, part: Money in \
        parts\"`). `concurrency` and `on_error` are said of maps only. With `on_error = \"collect\"` a map \
        gives a `Collected<T>`, or with the pipeline's own error a `Collected<T, E>`. What a map gives holds a \
        value for each element, as a `Vec` does: a number, a `bool` or a `String` does not.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let form = wiring.tree.form;
    for step in &wiring.tree.steps {
        only_of_maps(step, form, findings);
        let Some(each) = &step.each else { continue };
        if count(each, form, findings) {
            match each.kind {
                EachKind::Map => held::map(step, wiring, findings),
                EachKind::Reduce => reduce(step, each, wiring.tree, findings),
                EachKind::Fold => fold(step, each, wiring.tree, findings),
            }
        }
        always_there(each, &step.args, findings);
    }
}

/// `concurrency` and `on_error` of another step.
fn only_of_maps(step: &Step, form: Form, findings: &mut Findings) {
    if step.is_map() {
        return;
    }
    let concurrency = step.concurrency.as_ref();
    let keys = [
        ("concurrency", concurrency.map(|most| most.span)),
        ("on_error", step.on_error.as_ref().map(|one| one.span)),
    ];
    for (key, span) in keys
        .into_iter()
        .filter_map(|(key, span)| Some((key, span?)))
    {
        let name = &step.name.value;
        let label = match &step.each {
            Some(each) => format!("{} takes one element after the other", each.kind.a()),
            None => format!("`{name}` is called once"),
        };
        let title = format!("`{key}` is said of maps, and `{name}` is none");
        let error = Diagnostic::error(&RULE, span, title).label(label);
        findings.push(error.help(match key {
            "on_error" if step.each.is_none() => format!(
                "take it out; a failure that is not to fail the run is {}",
                form.optional()
            ),
            _ => format!(
                "take it out, or map the elements of a value: {}",
                form.map()
            ),
        }));
    }
}

/// Whether there are as many names as there should be, and a start where there should be one.
fn count(each: &Each, form: Form, findings: &mut Findings) -> bool {
    let (kind, found) = (each.kind, each.elements.len());
    let wanted = if kind == EachKind::Map { 1 } else { 2 };
    if found != wanted {
        let title = match kind {
            EachKind::Map => "a map names its element".to_owned(),
            EachKind::Reduce => "a reduce names two elements".to_owned(),
            EachKind::Fold => "a fold names what there is so far, and its element".to_owned(),
        };
        let names = if found == 1 {
            "1 name".to_owned()
        } else {
            format!("{found} names")
        };
        let error = Diagnostic::error(&RULE, each.span, title).label(format!("found {names}"));
        findings.push(error.help(format!("for example: {}", form.each(kind))));
        return false;
    }
    match (kind, &each.start) {
        (EachKind::Fold, None) => findings.push(no_start(each, form)),
        (EachKind::Fold, Some(_)) | (_, None) => return true,
        (_, Some(start)) => {
            let title = format!("{} begins with an element, not with a value", kind.a());
            let error = Diagnostic::error(&RULE, start.span, title).label("not expected here");
            findings.push(error.help(format!(
                "what begins with a value is a fold: {}",
                form.each(EachKind::Fold)
            )));
        }
    }
    false
}

fn no_start(each: &Each, form: Form) -> Diagnostic {
    let so_far = &each.elements[0];
    let title = format!(
        "this fold does not say what `{}` is at the beginning",
        so_far.name.value
    );
    let error = Diagnostic::error(&RULE, so_far.name.span, title).label("nothing to begin with");
    error.help(format!(
        "give it a value, a constant or a literal: {}",
        form.each(EachKind::Fold)
    ))
}

/// What a fold begins with is put together there.
pub(crate) fn computed_start(fragment: &Fragment, form: Form) -> Diagnostic {
    let title = "a fold begins with a value, a constant or a literal";
    let constant = form.constant("START", "Type", fragment.text.trim());
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("this would have to be computed")
        .help(format!("declare it, and begin with its name: {constant}"))
}

fn reduce(step: &Step, each: &Each, tree: &Pipeline, findings: &mut Findings) {
    let (a, b) = (&each.elements[0], &each.elements[1]);
    if let Some(element) = [a, b].into_iter().find(|element| element.borrowed) {
        let why = "a reduce makes one of two elements, and so has both";
        return findings.push(borrowed(element, why));
    }
    let (first, second) = (of_type(&a.ty.value), of_type(&b.ty.value));
    if first != second {
        let title = format!("a reduce of `{first}` and `{second}`");
        findings.push(
            Diagnostic::error(&RULE, b.ty.span, title)
                .label(format!("this is `{second}`"))
                .and(a.ty.span, format!("and this is `{first}`"))
                .help("what a reduce makes of two elements is the next one's first, so they are of one type")
                .help("what has another type than its elements is made by a fold"),
        );
        return;
    }
    gives(
        step,
        tree,
        a,
        "what a reduce makes of two elements is one of them",
        findings,
    );
}

fn fold(step: &Step, each: &Each, tree: &Pipeline, findings: &mut Findings) {
    let (so_far, element) = (&each.elements[0], &each.elements[1]);
    if is_given(step, tree, element) && (so_far.borrowed || !is_given(step, tree, so_far)) {
        findings.push(swapped(so_far, element, tree.form));
        return;
    }
    if so_far.borrowed {
        findings.push(borrowed(
            so_far,
            "a fold has what there is so far for itself",
        ));
        return;
    }
    if let Some(start) = &each.start
        && let WireKind::Named(name, how @ (How::Borrow | How::Maybe | How::Ok | How::Outcome)) =
            &start.kind
    {
        let label = match how {
            How::Borrow => "this is borrowed",
            _ => "this may be missing",
        };
        let error = Diagnostic::error(
            &RULE,
            start.span,
            "a fold has to begin with a value of its own",
        );
        findings.push(
            error
                .label(label)
                .edit("move it", start.span, name.value.clone())
                .edit("or clone it", start.span, format!("{}.clone()", name.value)),
        );
        return;
    }
    gives(
        step,
        tree,
        so_far,
        "what a fold makes is what there is so far",
        findings,
    );
}

/// Whether the step's value has the type of an element, which it owns.
fn is_given(step: &Step, tree: &Pipeline, element: &Element) -> bool {
    let given = tree.given(step).map(|given| of_type(&given.ty.value));
    !element.borrowed && given.is_some_and(|given| given == of_type(&element.ty.value))
}

/// The element stands before what there is so far.
fn swapped(first: &Element, second: &Element, form: Form) -> Diagnostic {
    let (element, so_far) = (&first.name.value, &second.name.value);
    let title = "what there is so far comes first in a fold";
    let error = Diagnostic::error(&RULE, second.name.span, title)
        .label(format!("`{so_far}` is of the type that the fold gives"))
        .and(
            first.name.span,
            "so this is the element, which comes second",
        );
    let text = |one: &Element| {
        let sign = if one.borrowed { "&" } else { "" };
        format!("{}: {sign}{}", one.name.value, of_type(&one.ty.value))
    };
    match form {
        // nothing stands between the two
        Form::Rust => error.edit(
            "change their places",
            Span {
                end: second.ty.span.end,
                ..first.name.span
            },
            format!("{}, {}", text(second), text(first)),
        ),
        Form::Toml => error.help(format!(
            "change their places, `{so_far}` with its start before `{element}`: {}",
            form.each(EachKind::Fold)
        )),
    }
}

fn borrowed(element: &Element, label: &str) -> Diagnostic {
    let ty = of_type(&element.ty.value);
    let title = format!("`{}` cannot be borrowed", element.name.value);
    let error = Diagnostic::error(&RULE, element.ty.span, title).label(label);
    error.edit("take it", element.ty.span, ty)
}

/// The value of a reduce or a fold has the type of what it makes.
fn gives(step: &Step, tree: &Pipeline, element: &Element, why: &str, findings: &mut Findings) {
    let ty = of_type(&element.ty.value);
    let Some(output) = tree.given(step) else {
        let title = format!("nothing has what `{}` makes", step.name.value);
        findings.push(
            Diagnostic::error(&RULE, step.name.span, title)
                .label("it gives no value")
                .help(format!("give it one of type `{ty}`")),
        );
        return;
    };
    let found = of_type(&output.ty.value);
    if found != ty {
        let title = format!("`{}` makes a `{ty}`, not a `{found}`", step.name.value);
        findings.push(
            Diagnostic::error(&RULE, output.ty.span, title)
                .label(format!("expected `{ty}`"))
                .and(element.ty.span, why)
                .edit(format!("write `{ty}`"), output.ty.span, ty),
        );
    }
}

/// An element is there in each call.
fn always_there(each: &Each, args: &[Wire], findings: &mut Findings) {
    for wire in args {
        let WireKind::Named(name, how @ (How::Maybe | How::Ok | How::Outcome)) = &wire.kind else {
            continue;
        };
        let mut elements = each.elements.iter();
        if let Some(element) = elements.find(|element| element.name.value == name.value) {
            let name = &name.value;
            let label = match how {
                How::Outcome => "no step has made it",
                _ => "this would never be `None`",
            };
            let title = format!("`{name}` is there in each call");
            findings.push(
                Diagnostic::error(&RULE, wire.span, title)
                    .label(label)
                    .and(element.name.span, "it is what the call is made for")
                    .edit("borrow it", wire.span, format!("&{name}")),
            );
        }
    }
}

/// A step that is said to do two of these.
pub(crate) fn second(kind: EachKind, span: Span, first: &Each) -> Diagnostic {
    let title = format!("a step cannot be {} and {}", first.kind.a(), kind.a());
    Diagnostic::error(&RULE, span, title)
        .label("the second one")
        .and(first.span, "the first one")
        .help("make two steps of it")
}

/// `map = "ids"`
pub(crate) fn no_source(kind: EachKind, fragment: &Fragment, example: &str) -> Diagnostic {
    let title = format!("`{}` does not say what it goes over", kind.name());
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("expected names with their types, then `in` and a value")
        .help(format!("for example: `{} = \"{example}\"`", kind.name()))
}

/// `ids.map(enrich)`
pub(crate) fn no_closure(kind: EachKind, span: Span) -> Diagnostic {
    let title = format!("`{}` does not say what is called", kind.name());
    let expected = match kind {
        EachKind::Fold => "a start and a closure",
        EachKind::Map | EachKind::Reduce => "a closure, and nothing else",
    };
    Diagnostic::error(&RULE, span, title)
        .label(format!("expected {expected}"))
        .help(format!("for example: {}", Form::Rust.each(kind)))
}

/// What cannot be gone over as it is read.
pub(crate) fn source_form(name: &Name, how: How, borrowed: bool, value: &Fragment) -> Diagnostic {
    let (name, text) = (&name.value, value.text.trim());
    let title = format!("the elements of `{text}` cannot be had");
    let error = Diagnostic::error(&RULE, value.span(), title);
    match how {
        How::Borrow => error
            .label("from a borrowed value, elements are borrowed")
            .edit("give the elements away", value.span(), name.clone())
            .help("to borrow the elements instead, give them a type with `&`, as in `id: &UserId`"),
        How::Clone if borrowed => error
            .label("nobody would hold the clone while its elements are borrowed")
            .edit("borrow the value itself", value.span(), name.clone()),
        _ => error
            .label("this may be missing")
            .edit("read the value itself", value.span(), name.clone())
            .help("the step is skipped if there is none"),
    }
}

/// Something that is no value.
pub(crate) fn no_value(value: &Fragment) -> Diagnostic {
    let title = format!("`{}` has no elements", value.text.trim());
    Diagnostic::error(&RULE, value.span(), title)
        .label("expected the name of a value")
        .help("let a step return what has the elements")
}

/// `ids.iter()`
pub(crate) fn iterated(fragment: &Fragment, value: &Fragment) -> Diagnostic {
    let method = &fragment.text[value.text.len()..];
    let title = format!("a value is gone over without `{method}`");
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("whether elements are borrowed is said by their type")
        .edit("write its name only", fragment.span(), value.text.clone())
}

/// `.collect()`, where it stands.
pub(crate) fn collect(suffix: Span) -> Diagnostic {
    Diagnostic::error(&RULE, suffix, "what a map gives is collected anyway")
        .label("into the type of the value, in the order of the elements")
        .edit("take it out", suffix, "")
}

/// `ids.filter(…).map(…)`, and where `filter` stands.
pub(crate) fn filtered(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "which elements are mapped is said by a guard")
        .label("not expected here")
        .help("write `#[step(when = is_new(&id))]`: an element for which it is false is left out")
}
