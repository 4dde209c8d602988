use super::return_type::{plain, same};
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::plan::EachKind;
use crate::span::{Span, Spanned};
use crate::text::of_type;
use crate::tree::{Around, Callee, How, Step, Wire, WireKind};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0052",
    title: "a block of steps that no element can go through",
    docs: "A map may send each element through a block of steps: `ids.map(|id: UserId| { … })`, in TOML the \
        tables `[steps.users.each.STEP]`. The steps read the element, each other, and values of the pipeline \
        around them, and the block ends with the value that the element becomes (`output` in TOML). Each element \
        has the block to itself, so what its steps do (`blocking`, `infallible`) is said of them, and what holds \
        for the whole way of an element (`retry`, `timeout`, `when`) of the map. A reduce and a fold make one \
        call for each element.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        if matches!(step.call, Callee::Block(_)) && step.each.is_some() {
            flags(step, findings);
            again(step, wiring, findings);
        }
    }
    if let Some(around) = &wiring.tree.around {
        let found = becomes(wiring, around);
        found.into_iter().for_each(|found| findings.push(found));
    }
}

/// What is said of a call, and not of a way through several.
fn flags(step: &Step, findings: &mut Findings) {
    let flags = [
        (
            "blocking",
            step.blocking,
            "say it of those of its steps that block",
        ),
        (
            "infallible",
            step.infallible,
            "say it of those of its steps that cannot fail",
        ),
        (
            "skippable",
            step.skippable,
            "say it of those of its steps that may decline",
        ),
    ];
    for (flag, _, instead) in flags.iter().filter(|(_, set, _)| *set) {
        let name = &step.name.value;
        let title = format!("`{name}` sends elements through steps, so it cannot be `{flag}`");
        let error =
            Diagnostic::error(&RULE, step.name.span, title).label("a map with a block of steps");
        findings.push(error.help(format!("take `{flag}` out; {instead}")));
    }
}

/// The first way through the block takes the element.
fn again(step: &Step, wiring: &Wiring<'_>, findings: &mut Findings) {
    let (Some(retry), Some(each)) = (&step.retry, &step.each) else {
        return;
    };
    let Some(element) = each.elements.last() else {
        return;
    };
    let is_once = retry.attempts.as_ref().is_some_and(|most| most.value == 1);
    if element.borrowed || is_once || crate::wiring::is_copy(&element.ty.value) {
        return;
    }
    let (step, name) = (&step.name.value, &element.name.value);
    let title = format!("`{step}` is retried, but its first attempt takes `{name}`");
    let ty = of_type(&element.ty.value);
    findings.push(
        Diagnostic::error(&RULE, retry.span, title)
            .label("the second attempt would need it too")
            .and(element.name.span, "the block has this for itself")
            .edit("borrow the elements", element.ty.span, format!("&{ty}"))
            .help(format!(
                "or give `retry` to the steps that may fail: {}",
                wiring.tree.form.retry()
            )),
    );
}

/// What an element becomes.
fn becomes(wiring: &Wiring<'_>, around: &Around) -> Option<Diagnostic> {
    let tree = wiring.tree;
    match (&tree.tail, &around.gives) {
        (None, None) => None,
        (None, Some(gives)) => (!tree.incomplete).then(|| nothing(around, gives, tree.form)),
        (Some(tail), gives) => {
            let WireKind::Named(name, how) = &tail.kind else {
                return None;
            };
            let value = &wiring.values[wiring.value_named(&name.value)?];
            if value.lent {
                return Some(foreign(tail, &name.value, around, value.name.span));
            }
            let Some(gives) = gives else {
                return Some(unwanted(tail, around, tree.form));
            };
            let is_option = matches!(how, How::Maybe | How::Ok);
            let found = match is_option {
                true => format!("Option<{}>", of_type(&value.ty.value)),
                false => of_type(&value.ty.value),
            };
            let is_known = !matches!(gives.value, syn::Type::Infer(_))
                && !matches!(value.ty.value, syn::Type::Infer(_))
                && !matches!(&gives.value, syn::Type::Path(path) if path.qself.is_some());
            let wanted: syn::Type = syn::parse_str(&found).ok()?;
            (is_known && !same(&plain(&wanted), &plain(&gives.value)))
                .then(|| other(tail, &found, around, gives))
        }
    }
}

fn nothing(around: &Around, gives: &Spanned<syn::Type>, form: Form) -> Diagnostic {
    let (step, ty) = (&around.step, of_type(&gives.value));
    let title = format!("`{step}` does not say what an element becomes");
    let error = Diagnostic::error(&RULE, gives.span, title);
    let error = error.label(format!("each is to become `{ty}`"));
    error.help(match form {
        Form::Toml => format!("name the value: `[steps.{step}.each]` with `output = \"…\"`"),
        Form::Rust => "end the block with the value, or with a call, without `;`".to_owned(),
    })
}

fn unwanted(tail: &Wire, around: &Around, form: Form) -> Diagnostic {
    let title = format!("nothing has what the elements of `{}` become", around.step);
    let error = Diagnostic::error(&RULE, tail.span, title).label("the value of each element");
    error.help(format!(
        "give the map a value: {}",
        form.output("all: Vec<…>")
    ))
}

fn foreign(tail: &Wire, name: &str, around: &Around, declared: Span) -> Diagnostic {
    let title = format!("an element of `{}` cannot become `{name}`", around.step);
    Diagnostic::error(&RULE, tail.span, title)
        .label("this is only lent to the block")
        .and(declared, "it belongs to the pipeline around the block")
        .help("let the block end with a value of its own: a step may make one of this")
}

fn other(tail: &Wire, found: &str, around: &Around, gives: &Spanned<syn::Type>) -> Diagnostic {
    let wanted = of_type(&gives.value);
    let title = format!(
        "an element of `{}` becomes `{found}`, not `{wanted}`",
        around.step
    );
    Diagnostic::error(&RULE, tail.span, title)
        .label(format!("this is `{found}`"))
        .and(gives.span, format!("each is to become `{wanted}`"))
        .help("end the block with another value, or collect these")
}

/// A reduce or a fold over several steps.
pub(crate) fn not_of_map(kind: EachKind, span: Span) -> Diagnostic {
    let title = format!("{} makes one call for each element", kind.a());
    Diagnostic::error(&RULE, span, title)
        .label("this is a block of steps")
        .help(format!(
            "let a map send the elements through these steps, and {} what they become",
            kind.name()
        ))
}

/// `each` without `map`
pub(crate) fn no_map(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a block of steps without a map")
        .label("nothing says what goes through these steps")
        .help("say what the elements are: `map = \"id: UserId in ids\"`")
}

/// `call` beside `each`
pub(crate) fn beside(key: &str, span: Span, each: Span) -> Diagnostic {
    let title = format!("`{key}` beside a block of steps");
    let help = match key {
        "input" => "take it out: the steps of the block read what they need by its name",
        _ => "take one of the two out, or make it a step of the block",
    };
    Diagnostic::error(&RULE, span, title)
        .label("a map calls something, or sends its elements through steps")
        .and(each, "these are the steps")
        .help(help)
}

/// `each` without steps
pub(crate) fn empty(span: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a block without steps")
        .label("expected tables of steps below this")
        .help("for example: `[steps.users.each.fetch]`")
}
