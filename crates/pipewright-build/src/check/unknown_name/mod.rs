mod missing;

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::span::Span;
use crate::tree::{GuardKind, Name, Pipeline, Places, Step, Typed, WireKind};
use crate::wiring::{Role, Unknown, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0008",
    title: "unknown name",
    docs: "A wire, a guard, `after` or the output names something that the pipeline does not have. Wires and \
        guards name values (an input, or what a step's `output` declares) and constants; `after` names steps. \
        A step and its value may have different names: `[steps.charge]` with `output = \"payment: Charge\"` \
        is read as `payment`, and so is `let payment: Charge = charge(&order);`. A text stands in quotes of its own, in \
        TOML within those of TOML: `'\"eu\"'`.",
    check: Check::Resolve(check),
};

/// Beyond so many unknown names in a file, no similar ones are looked for.
const MOST_SUGGESTIONS: usize = 100;

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if wiring.tree.incomplete {
        return;
    }
    // all who read a value, in the order in which it is first read
    let mut missing: Vec<Vec<&Unknown>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (index, unknown) in wiring.unknown.iter().enumerate() {
        let found = match unknown.role {
            Role::After => Some(after(wiring, &unknown.name, index < MOST_SUGGESTIONS)),
            Role::Tail => tail(wiring, &unknown.name),
            Role::Wire | Role::Source | Role::Guard => value(wiring, unknown),
        };
        if let Some(found) = found {
            findings.push(found);
            continue;
        }
        let place = *places.entry(&unknown.name.value).or_insert(missing.len());
        match missing.get_mut(place) {
            Some(readers) => readers.push(unknown),
            None => missing.push(vec![unknown]),
        }
    }
    for (index, readers) in missing.iter().enumerate() {
        for reader in readers {
            findings.breaks(reader.name.span);
        }
        findings.push(missing::report(wiring, readers, index < MOST_SUGGESTIONS));
    }
}

/// Why a name is no value, if it is something else.
fn value(wiring: &Wiring<'_>, unknown: &Unknown) -> Option<Diagnostic> {
    let (name, form) = (&unknown.name, wiring.tree.form);
    let title = format!("there is no value `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if matches!(name.value.as_str(), "self" | "cx") {
        let error = error.label("a guard sees the pipeline's values only");
        return Some(error.help(format!(
            "use a predicate of the trait, which has `self`: {}",
            form.when("is_wanted(&order)")
        )));
    }
    if name.value == "None" && unknown.role == Role::Wire {
        let error = error.label("a wire is a value or a literal, and `None` is neither");
        return Some(error.help(
            "a step reads `None` for a value that is missing: `value.maybe()`; what is never there, the step says itself",
        ));
    }
    if let Some(step) = wiring.step_named(&name.value) {
        return Some(match step_and_value(wiring, step, name) {
            Some((whole, value)) => error
                .label(format!("`{}` is a step, not a value", name.value))
                .edit("a step's value is read by its own name", whole, value),
            None => named_like_step(error, step, name, form),
        });
    }
    if wiring
        .tree
        .metadata
        .iter()
        .any(|metadata| metadata.name.value == name.value)
    {
        let read = format!("`cx.metadata().{}`", name.value);
        return Some(match unknown.role {
            Role::Guard => error
                .label("this is metadata, which a guard cannot see")
                .help(format!(
                    "let a step return {read}, and let the guard look at its value"
                )),
            _ => error
                .label("this is metadata, and no value")
                .help(format!("take it out: the step reads it by {read}")),
        });
    }
    let (block, value) = in_block(wiring.tree, &name.value)?;
    let map = &block.name.value;
    Some(
        error
            .label(format!("only the block of `{map}` has it"))
            .and(value.name.span, "there is one for each element")
            .help("what the block ends with, the map collects: read the value of the map"),
    )
}

/// A block of steps that has a value of this name.
fn in_block<'t>(tree: &'t Pipeline, name: &str) -> Option<(&'t Pipeline, &'t Typed)> {
    tree.blocks.iter().find_map(|block| {
        let outputs = block.steps.iter();
        let mut outputs = outputs.filter_map(|step| step.output.as_ref());
        let own = outputs.find(|output| output.name.value == name);
        own.map(|own| (block, own))
            .or_else(|| in_block(block, name))
    })
}

/// The map in whose block there is a step of this name, and where that stands.
fn step_in_block<'t>(tree: &'t Pipeline, name: &str) -> Option<(&'t Name, &'t Name)> {
    tree.blocks.iter().find_map(|block| {
        let mut steps = block.steps.iter().map(|step| &step.name);
        let own = steps.find(|step| step.value == name);
        let own = own.or_else(|| step_in_block(block, name).map(|(_, step)| step));
        own.map(|own| (&block.name, own))
    })
}

/// `fetch.rows`, where `fetch` is a step and `rows` its value: where it stands, and what is meant.
fn step_and_value(wiring: &Wiring<'_>, step: &Step, name: &Name) -> Option<(Span, String)> {
    let value = &step.output.as_ref()?.name.value;
    let steps = &wiring.tree.steps;
    let guards = steps.iter().filter_map(|step| step.guard.as_ref());
    let predicates = guards.clone().filter_map(|guard| match &guard.kind {
        GuardKind::Predicate(_, args) => Some(args),
        GuardKind::Expression(..) => None,
    });
    let mut wires = steps
        .iter()
        .map(|step| &step.args)
        .chain(predicates)
        .flatten();
    let found = wires.find_map(|wire| match &wire.kind {
        WireKind::Field(root, expr) if root.span == name.span => Some((wire.span, &**expr)),
        _ => None,
    });
    if let Some((span, expr)) = found {
        let (sign, field) = match expr {
            syn::Expr::Reference(borrow) => ("&", &*borrow.expr),
            expr => ("", expr),
        };
        return (member(field)? == *value).then(|| (span, format!("{sign}{value}")));
    }
    guards.clone().find_map(|guard| match &guard.kind {
        GuardKind::Expression(expr, places) => {
            let last = follows(expr.to_token_stream(), value, name.span, *places)?;
            Some((
                Span {
                    end: last.end,
                    ..name.span
                },
                value.clone(),
            ))
        }
        GuardKind::Predicate(..) => None,
    })
}

/// `rows` of `fetch.rows`
fn member(expr: &syn::Expr) -> Option<String> {
    match expr {
        syn::Expr::Field(field) if matches!(*field.base, syn::Expr::Path(_)) => {
            Some(field.member.to_token_stream().to_string())
        }
        _ => None,
    }
}

/// Where `member` stands that follows the word at `root` and a point.
fn follows(tokens: TokenStream, member: &str, root: Span, places: Places) -> Option<Span> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens
        .iter()
        .enumerate()
        .find_map(|(at, token)| match token {
            TokenTree::Group(group) => follows(group.stream(), member, root, places),
            TokenTree::Ident(ident) if places.at(ident.span()) == root => {
                match tokens.get(at + 1..at + 3)? {
                    [TokenTree::Punct(point), TokenTree::Ident(ident)]
                        if point.as_char() == '.' && ident == member =>
                    {
                        Some(places.at(ident.span())).filter(|span| span.end > root.end)
                    }
                    _ => None,
                }
            }
            _ => None,
        })
}

fn typed(name: &Name) -> String {
    format!("{}: Type", name.value)
}

/// A step's name stands where its value's name is meant.
fn named_like_step(error: Diagnostic, step: &Step, name: &Name, form: Form) -> Diagnostic {
    match &step.output {
        Some(output) => {
            let value = &output.name.value;
            error
                .label(format!("`{}` is a step, not a value", name.value))
                .and(output.name.span, "this is the value that it produces")
                .edit(
                    format!("read its value, `{value}`"),
                    name.span,
                    value.clone(),
                )
        }
        None => error
            .label(format!("`{}` is a step that produces no value", name.value))
            .and(step.name.span, form.produces_nothing())
            .help(format!(
                "only to run after it, write {}",
                form.after(&name.value)
            ))
            .help(format!(
                "to read what it returns, give its value a name: {}",
                form.output(&typed(name))
            )),
    }
}

fn after(wiring: &Wiring<'_>, name: &Name, suggest: bool) -> Diagnostic {
    let title = format!("there is no step `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if let Some((map, step)) = step_in_block(wiring.tree, &name.value) {
        let map = &map.value;
        return error
            .label(format!("only the block of `{map}` has it"))
            .and(step.span, "there is one for each element")
            .edit("come after all elements", name.span, map.clone());
    }
    if let Some(around) = &wiring.tree.around
        && around.step == name.value
    {
        return error
            .label("this is the map in whose block the step stands")
            .help("it ends when all its elements have been through the block: take it out");
    }
    if let Some(value) = wiring.value_named(&name.value) {
        let value = &wiring.values[value];
        return match value.step {
            Some(step) => {
                let step = &wiring.tree.steps[step].name;
                error
                    .label(format!("`{}` is a value", name.value))
                    .and(step.span, "this is the step that produces it")
                    .edit(
                        format!("name the step, `{}`", step.value),
                        name.span,
                        step.value.clone(),
                    )
            }
            None => error
                .label(format!(
                    "`{}` is an input, there from the beginning",
                    name.value
                ))
                .help("take it out"),
        };
    }
    let steps = wiring
        .tree
        .steps
        .iter()
        .map(|step| step.name.value.as_str());
    let error = error.label("`after` names steps");
    match suggest.then(|| nearest(&name.value, steps)).flatten() {
        Some(meant) => error.edit(format!("did you mean `{meant}`?"), name.span, meant),
        None => error,
    }
}

/// Why the name of the output is no value, if it is something else.
fn tail(wiring: &Wiring<'_>, name: &Name) -> Option<Diagnostic> {
    let title = format!("nothing produces the output `{}`", name.value);
    let error = Diagnostic::error(&RULE, name.span, title);
    if let Some(step) = wiring.step_named(&name.value) {
        return Some(named_like_step(error, step, name, wiring.tree.form));
    }
    wiring.constant_named(&name.value)?;
    Some(
        error
            .label("this is a constant")
            .help("let a step return it"),
    )
}
