use super::suggest::nearest;
use super::{Check, Rule, later_key};
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::front::Keys;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0002",
    title: "unknown key",
    docs: "A table, or an attribute, has a key that does not exist there, most often a misspelling, or a word that another \
        tool uses. A step's data dependencies need no key of their own: a step waits for the values that it \
        reads; `after` orders steps that share no data.",
    check: Check::Reading,
};

/// A key that a table does not have; `whole` reaches to the end of its value.
/// and `text` is what stands there.
pub(crate) fn report(key: &Name, whole: Span, text: &str, keys: &Keys) -> Diagnostic {
    let name = key.value.as_str();
    if keys.later.contains(&name) {
        return later_key::report(key, keys);
    }
    let error = Diagnostic::error(&RULE, key.span, format!("{} has no key `{name}`", keys.of));
    if let Some((_, how)) = keys.elsewhere.iter().find(|(key, _)| *key == name) {
        return error.label("unknown key").help(*how);
    }
    let habit = keys
        .habits
        .iter()
        .find(|(habit, _)| *habit == name)
        .map(|&(_, here)| here);
    let meant = habit.or_else(|| nearest(name, keys.here.iter().copied()));
    match (name, meant) {
        (_, Some("steps")) if name != "step" || whole.end > key.span.end => {
            error.label("unknown key").help("steps are written as tables: `[steps.NAME]`")
        }
        (_, Some("retry")) if habit.is_some() => {
            error.label("unknown key").help(format!("write {}", keys.form.retry()))
        }
        ("backoff", _) if text.contains('"') => error.label("unknown key").help(
            "take it out: each wait is twice as long as the one before; for waits of one length, `factor = 1`",
        ),
        (_, Some("after")) => {
            let error = error.label("unknown key").note(
                "a step waits for the values that it reads anyway; `after` is for steps that share no data",
            );
            match one_text(text).filter(|_| keys.form == Form::Toml) {
                Some(step) => {
                    let list = format!("after = [{step}]");
                    error.edit("did you mean `after`?", whole, list)
                }
                None => error.edit("did you mean `after`?", key.span, "after"),
            }
        }
        (_, Some(meant)) => {
            error.label("unknown key").edit(format!("did you mean `{meant}`?"), key.span, meant)
        }
        (_, None) => error.label("unknown key").note(format!("it may have: {}", keys.here.join(", "))),
    }
}

/// The text in quotes of `needs = "charge"`.
fn one_text(entry: &str) -> Option<&str> {
    let (_, value) = entry.split_once('=')?;
    let value = value.trim();
    value.starts_with('"').then_some(value)
}

/// `[charge]` for `[steps.charge]`
pub(crate) fn step_at_the_top(key: &Name) -> Diagnostic {
    let name = key.value.as_str();
    Diagnostic::error(
        &RULE,
        key.span,
        format!("the step `{name}` is not among the steps"),
    )
    .label("a table of this name has no meaning here")
    .edit("write it as a step", key.span, format!("steps.{name}"))
}
