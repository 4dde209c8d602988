use super::{RULE, typed};
use crate::check::suggest::nearest;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::span::Span;
use crate::tree::Name;
use crate::wiring::{Role, Unknown, Wiring};

/// So many places of one missing value are shown.
const MOST_SHOWN: usize = 4;

/// In so many places the name is changed.
const MOST_CHANGED: usize = 20;

/// A value that is nowhere, told once for all who read it.
pub(super) fn report(wiring: &Wiring<'_>, readers: &[&Unknown], suggest: bool) -> Diagnostic {
    let (first, form) = (&readers[0].name, wiring.tree.form);
    let places = places(readers);
    let title = match is_only(readers, Role::Tail) {
        true => format!("nothing produces the output `{}`", first.value),
        false => format!("there is no value `{}`", first.value),
    };
    let error =
        Diagnostic::error(&RULE, places[0], title).label(match is_only(readers, Role::Guard) {
            true => "neither a value nor a constant, nor imported by `use`",
            false => "neither an input nor produced by a step",
        });
    let others = places.iter().take(MOST_SHOWN).skip(1);
    let error = others.fold(error, |error, place| error.and(*place, "read here too"));
    let error = match places.len().saturating_sub(MOST_SHOWN) {
        0 => error,
        more => error.note(format!("and is read in {more} more places")),
    };
    let near = || nearest(&first.value, wiring.value_names());
    match suggest.then(near).flatten() {
        Some(meant) => misspelt(wiring, error, &first.value, meant, &places),
        None => declare(error, first, readers, form),
    }
}

/// Where the value is read. The steps of a family read it in one place.
fn places(readers: &[&Unknown]) -> Vec<Span> {
    let mut places: Vec<Span> = readers.iter().map(|reader| reader.name.span).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn is_only(readers: &[&Unknown], role: Role) -> bool {
    readers.iter().all(|reader| reader.role == role)
}

/// There is a value with a name like it. If nobody reads that one, the misspelling may as well be there: and will be,
/// if several agree on another name.
fn misspelt(
    wiring: &Wiring<'_>,
    error: Diagnostic,
    name: &str,
    meant: &str,
    places: &[Span],
) -> Diagnostic {
    let did_you_mean = |error: Diagnostic, text: String| match places.len() {
        many if many > MOST_CHANGED => error.help(text),
        _ => {
            let edits = places.iter().map(|place| (*place, meant.to_owned()));
            error.edits(text, edits.collect())
        }
    };
    let text = format!("did you mean `{meant}`?");
    let Some(declared) = unread_output(wiring, meant).map(|name| name.span) else {
        return did_you_mean(error, text);
    };
    let error = error.and(declared, "nobody reads this");
    match places.len() {
        1 => did_you_mean(error, text).edit(
            "or is it misspelt where it is produced?",
            declared,
            name,
        ),
        _ => {
            let error = error.edit("is it misspelt where it is produced?", declared, name);
            did_you_mean(error, format!("or {text}"))
        }
    }
}

/// Where a value is declared that a step produces, and nobody reads.
fn unread_output<'t>(wiring: &Wiring<'t>, name: &str) -> Option<&'t Name> {
    let value = &wiring.values[wiring.value_named(name)?];
    let step = &wiring.tree.steps[value.step?];
    let is_alone = value.reads.is_empty() && step.family.is_none();
    is_alone.then_some(value.name)
}

/// What would have to be written for the value to be there.
fn declare(error: Diagnostic, name: &Name, readers: &[&Unknown], form: Form) -> Diagnostic {
    if is_only(readers, Role::Guard) {
        return error;
    }
    if is_only(readers, Role::Tail) {
        let output = form.output(&typed(name));
        return error.help(format!("the step that produces it has to say so: {output}"));
    }
    if is_constant(&name.value) {
        let constant = form.constant(&name.value, "TYPE", "…");
        return error.help(format!("declare it, if it is a constant: {constant}"));
    }
    error.help(format!(
        "make it an input of the pipeline, {}, or the value of a step, {}",
        form.input(&typed(name)),
        form.output(&typed(name))
    ))
}

/// Whether this looks like the name of a constant.
fn is_constant(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && !name.contains(char::is_lowercase)
}
