//! One `[steps.NAME]` table.

use syn::parse::Parse;
use toml::de::DeTable;

use super::keys;
use super::reader::{Key, Reader, Value};
use super::{retry, top};
use crate::check::wrong_kind;
use crate::front::fragment::Fragment;
use crate::front::wire;
use crate::plan::OnMissing;
use crate::span::Spanned;
use crate::tree::{Callee, Guard, GuardKind, Name, Step};

/// Reads a step, and whether all names that it declares could be read.
pub(super) fn read(name: Name, table: &DeTable<'_>, reader: &mut Reader<'_>) -> (Step, bool) {
    let mut step = empty(name);
    let mut complete = true;
    for (key, value) in reader.entries(table, &keys::STEP) {
        complete &= read_key(key, value, &mut step, reader);
    }
    // a misspelt `output` has been reported, and is no reason to report its readers too
    complete &= step.output.is_some()
        || table
            .keys()
            .all(|key| keys::STEP.here.contains(&key.get_ref().as_ref()));
    (step, complete)
}

fn empty(name: Name) -> Step {
    Step {
        call: Callee::Method(name.clone()),
        name,
        doc: None,
        args: Vec::new(),
        output: None,
        blocking: false,
        infallible: false,
        skippable: false,
        optional: false,
        on_missing: OnMissing::Skip,
        guard: None,
        retry: None,
        timeout: None,
        deadline: None,
        after: Vec::new(),
        executor: None,
    }
}

/// Reads one key; false when a name that it declares could not be read.
fn read_key(key: Key<'_>, value: Value<'_>, step: &mut Step, reader: &mut Reader<'_>) -> bool {
    match key.get_ref().as_ref() {
        "call" => {
            if let Some(callee) = callee(value, reader) {
                step.call = callee;
            }
        }
        "input" => {
            let fragments = reader
                .list("input", value, "input = [\"&order\"]")
                .unwrap_or_default();
            step.args = fragments
                .iter()
                .map(|fragment| wire::parse(fragment, reader.findings))
                .collect();
        }
        "output" => {
            let fragment = reader.fragment("output", value, "output = \"order: Order\"");
            step.output = fragment.and_then(|fragment| top::typed(&fragment, reader));
            return step.output.is_some();
        }
        "doc" => step.doc = reader.text("doc", value, "doc = \"What this step does.\""),
        "blocking" => step.blocking = reader.flag("blocking", value),
        "infallible" => step.infallible = reader.flag("infallible", value),
        "skippable" => step.skippable = reader.flag("skippable", value),
        "optional" => step.optional = reader.flag("optional", value),
        "on_missing" => step.on_missing = on_missing(value, reader),
        "when" => step.guard = guard(value, reader),
        "retry" => step.retry = retry::read(value, reader),
        "timeout" => step.timeout = reader.duration("timeout", value),
        "deadline" => step.deadline = reader.duration("deadline", value),
        "after" => step.after = after(value, reader),
        "executor" => step.executor = reader.executor(value),
        _ => {}
    }
    true
}

fn callee(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Callee> {
    let fragment = reader.fragment("call", value, "call = \"validate\"")?;
    if crate::check::is_keyword(fragment.text.trim()) {
        let name = fragment.trimmed();
        return Some(Callee::Method(Spanned::new(name.text.clone(), name.span())));
    }
    let form =
        "a method's name, as in `validate`, or a function's path, as in `crate::orders::validate`";
    let path = fragment.parse(callable, "a callee", form, reader.findings)?;
    let single = path.leading_colon.is_none() && path.segments.len() == 1;
    Some(match path.get_ident() {
        Some(ident) => Callee::Method(Spanned::new(ident.to_string(), fragment.span())),
        None if single => {
            reader
                .findings
                .push(crate::check::fragment::generic_method(&fragment));
            return None;
        }
        None => Callee::Path(Spanned::new(path, fragment.span())),
    })
}

/// A path as it stands in a call: `crate::fetch::<u8>`.
fn callable(input: syn::parse::ParseStream<'_>) -> syn::Result<syn::Path> {
    let expr: syn::ExprPath = input.parse()?;
    match expr.qself {
        None => Ok(expr.path),
        Some(qself) => Err(syn::Error::new(qself.lt_token.span, "not expected here")),
    }
}

fn on_missing(value: Value<'_>, reader: &mut Reader<'_>) -> OnMissing {
    let fragment = reader.fragment("on_missing", value, "on_missing = \"fail\"");
    match fragment {
        Some(fragment) if fragment.text == "fail" => OnMissing::Fail,
        Some(fragment) if fragment.text != "skip" => {
            let found = wrong_kind::choice(
                "on_missing",
                &fragment.text,
                fragment.span(),
                &["skip", "fail"],
            );
            reader.findings.push(found);
            OnMissing::Skip
        }
        _ => OnMissing::Skip,
    }
}

fn after(value: Value<'_>, reader: &mut Reader<'_>) -> Vec<Name> {
    let form = "the name of a step";
    let fragments = reader
        .list("after", value, "after = [\"migrate\"]")
        .unwrap_or_default();
    let read = |fragment: &Fragment| {
        let ident: syn::Ident =
            fragment.parse(Parse::parse, "a step's name", form, reader.findings)?;
        Some(Spanned::new(ident.to_string(), fragment.span()))
    };
    fragments.iter().filter_map(read).collect()
}

/// A bare call that is the whole guard is a trait predicate, anything else an expression.
fn guard(value: Value<'_>, reader: &mut Reader<'_>) -> Option<Guard> {
    let fragment = reader
        .fragment("when", value, "when = \"order.total > 1000\"")?
        .trimmed();
    let expr = reader.expr(&fragment)?;
    let places = fragment.places;
    let kind = match predicate(&expr) {
        Some((ident, args)) => {
            let name = Spanned::new(ident.to_string(), places.at(ident.span()));
            let predicate = Some(name.value.as_str());
            let args = args
                .iter()
                .map(|arg| wire::from_expr(arg, places, predicate, reader.findings));
            let args = args.collect();
            GuardKind::Predicate(name, args)
        }
        None => GuardKind::Expression(Box::new(expr), places),
    };
    Some(Guard {
        text: fragment.text,
        span: places.whole,
        kind,
    })
}

type Args = syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;

fn predicate(expr: &syn::Expr) -> Option<(&syn::Ident, &Args)> {
    let syn::Expr::Call(call) = expr else {
        return None;
    };
    let syn::Expr::Path(path) = &*call.func else {
        return None;
    };
    Some((path.path.get_ident()?, &call.args))
}
