//! The pieces of Rust that mean the same in both forms.

use syn::parse::Parse;
use syn::spanned::Spanned as _;

use super::fragment::Fragment;
use super::wire;
use crate::check::{fragment, reserved, undo, unknown_pipeline, wrong_kind};
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::plan::{Executor, OnError, OnMissing};
use crate::span::{Span, Spanned};
use crate::tree::{Callee, Guard, GuardKind, Name, Undo};

pub(super) fn ty(fragment: &Fragment, findings: &mut Findings) -> Option<Spanned<syn::Type>> {
    let fragment = fragment.trimmed();
    let form = "a Rust type, as in `Order` or `Vec<String>`";
    let ty = fragment.parse(Parse::parse, "a type", form, findings)?;
    Some(Spanned::new(ty, fragment.span()))
}

/// A type that stands in the place of one that could not be read, and has been reported.
pub(super) fn unread_type(span: Span) -> Spanned<syn::Type> {
    let infer = syn::TypeInfer {
        attrs: Vec::new(),
        underscore_token: Default::default(),
    };
    Spanned::new(syn::Type::Infer(infer), span)
}

pub(super) fn expr(fragment: &Fragment, findings: &mut Findings) -> Option<syn::Expr> {
    let form = "Rust, as in `order.total > 1000`";
    fragment.parse(Parse::parse, "an expression", form, findings)
}

/// The path of a trait.
pub(super) fn required(fragment: &Fragment, findings: &mut Findings) -> Option<Spanned<syn::Path>> {
    let form = "the path of a trait, as in `crate::storage::Storage`";
    let path = fragment.parse(syn::Path::parse, "a path", form, findings)?;
    Some(Spanned::new(path, fragment.span()))
}

pub(super) fn executor(fragment: &Fragment, findings: &mut Findings) -> Option<Executor> {
    let form = "`Inline`, `Spawn`, `Blocking`, or a name to bind when the pipeline is built";
    let ident: syn::Ident = fragment.parse(Parse::parse, "an executor", form, findings)?;
    Some(match ident.to_string().as_str() {
        "Inline" => Executor::Inline,
        "Spawn" => Executor::Spawn,
        "Blocking" => Executor::Blocking,
        name => {
            if let Some(found) = reserved::executor(name, fragment.span()) {
                findings.push(found);
                return None;
            }
            Executor::Named(ident)
        }
    })
}

/// What a step calls: a method by its name, or a function by its path.
pub(super) fn callee(fragment: &Fragment, findings: &mut Findings) -> Option<Callee> {
    if crate::check::is_keyword(fragment.text.trim()) {
        let name = fragment.trimmed();
        return Some(Callee::Method(Spanned::new(name.text.clone(), name.span())));
    }
    let form =
        "a method's name, as in `validate`, or a function's path, as in `crate::orders::validate`";
    let path = fragment.parse(callable, "a function's path", form, findings)?;
    let single = path.leading_colon.is_none() && path.segments.len() == 1;
    Some(match path.get_ident() {
        Some(ident) => Callee::Method(Spanned::new(ident.to_string(), fragment.span())),
        None if single => {
            findings.push(fragment::generic_method(fragment));
            return None;
        }
        None => Callee::Path(Spanned::new(path, fragment.span())),
    })
}

/// The path of a pipeline: `order_processing`, `billing::invoice`.
pub(super) fn pipeline(
    fragment: &Fragment,
    findings: &mut Findings,
) -> Option<Spanned<Vec<String>>> {
    let fragment = fragment.trimmed();
    if let Some(found) = unknown_pipeline::file(&fragment) {
        findings.push(found);
        return None;
    }
    let form = "a pipeline's name, as in `order_processing` or `billing::invoice`";
    let path = fragment.parse(
        syn::Path::parse_mod_style,
        "a pipeline's name",
        form,
        findings,
    )?;
    let path = path.segments.iter().map(|part| part.ident.to_string());
    Some(Spanned::new(path.collect(), fragment.span()))
}

/// The callee's own name, which the step has unless it says otherwise.
pub(super) fn own_name(callee: &Callee, fragment: &Fragment) -> Option<Name> {
    match callee {
        Callee::Method(name) => Some(name.clone()),
        Callee::Path(path) => {
            let last = path.value.segments.last()?;
            let span = fragment.places.at(last.ident.span());
            Some(Spanned::new(last.ident.to_string(), span))
        }
        Callee::Pipeline(path) => Some(Spanned::new(path.value.last()?.clone(), path.span)),
        Callee::Block(_) | Callee::Merge(_) => None,
    }
}

/// A path as it stands in a call: `crate::fetch::<u8>`.
fn callable(input: syn::parse::ParseStream<'_>) -> syn::Result<syn::Path> {
    let expr: syn::ExprPath = input.parse()?;
    match expr.qself {
        None => Ok(expr.path),
        Some(qself) => Err(syn::Error::new(qself.lt_token.span, "not expected here")),
    }
}

/// A step that `after` names.
pub(super) fn earlier(fragment: &Fragment, findings: &mut Findings) -> Option<Name> {
    let form = "the name of a step";
    let ident: syn::Ident = fragment.parse(Parse::parse, "a step's name", form, findings)?;
    Some(Spanned::new(ident.to_string(), fragment.span()))
}

/// A limit that a step shares.
pub(super) fn limit(fragment: &Fragment, findings: &mut Findings) -> Option<Name> {
    let form = "the name of one of the pipeline's `limits`";
    let ident: syn::Ident = fragment.parse(Parse::parse, "a limit's name", form, findings)?;
    Some(Spanned::new(ident.to_string(), fragment.span()))
}

pub(super) fn on_missing(fragment: &Fragment, findings: &mut Findings) -> OnMissing {
    match fragment.text.as_str() {
        "fail" => return OnMissing::Fail,
        "skip" => {}
        text => findings.push(wrong_kind::choice(
            "on_missing",
            text,
            fragment.span(),
            &["skip", "fail"],
        )),
    }
    OnMissing::Skip
}

/// What an element's error does to a map.
pub(super) fn on_error(fragment: &Fragment, findings: &mut Findings) -> Option<Spanned<OnError>> {
    let on_error = match fragment.text.as_str() {
        "fail" => OnError::Fail,
        "skip" => OnError::Skip,
        "collect" => OnError::Collect,
        text => {
            findings.push(wrong_kind::on_error(text, fragment.span()));
            return None;
        }
    };
    Some(Spanned::new(on_error, fragment.span()))
}

/// A bare call that is the whole guard is a trait predicate, anything else an expression.
pub(super) fn guard(fragment: &Fragment, form: Form, findings: &mut Findings) -> Option<Guard> {
    let fragment = fragment.trimmed();
    if let Some(found) = fragment::template(&fragment) {
        findings.push(found);
        return None;
    }
    let expr = expr(&fragment, findings)?;
    let places = fragment.places;
    if let syn::Expr::Assign(assign) = &expr {
        let sign = places.at(assign.eq_token.spans[0]);
        findings.push(fragment::assignment(places.whole, sign));
        return None;
    }
    let kind = match predicate(&expr) {
        Some((ident, args)) => {
            let name = Spanned::new(ident.to_string(), places.at(ident.span()));
            let predicate = Some(name.value.as_str());
            let args = args
                .iter()
                .map(|arg| wire::from_expr(arg, places, predicate, form, findings));
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

/// `release(&reservation)`
pub(super) fn undo(fragment: &Fragment, form: Form, findings: &mut Findings) -> Option<Undo> {
    let fragment = fragment.trimmed();
    let expr = expr(&fragment, findings)?;
    let places = fragment.places;
    let called = match &expr {
        syn::Expr::Call(call) => match &*call.func {
            syn::Expr::Path(path) if path.qself.is_none() => Some((&path.path, &call.args)),
            _ => None,
        },
        _ => None,
    };
    let Some((path, args)) = called else {
        findings.push(undo::no_call(&fragment, &expr, form));
        return None;
    };
    let at = places.at(path.span());
    let args = args.iter();
    let args = args.map(|arg| wire::from_expr(arg, places, None, form, findings));
    Some(Undo {
        args: args.collect(),
        call: match path.get_ident() {
            Some(ident) => Callee::Method(Spanned::new(ident.to_string(), at)),
            None => Callee::Path(Spanned::new(path.clone(), at)),
        },
        text: fragment
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        span: places.whole,
        retry: None,
        timeout: None,
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
