//! Wires: `x`, `&x`, `x.maybe()`, `&x.field`, literals, `cx`, `self`.

use syn::{Expr, ExprMethodCall, Lit, spanned::Spanned as _};

use super::fragment::Fragment;
use crate::check::wire_form::{self, Problem};
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::span::{Span, Spanned};
use crate::tree::{How, Index, Name, Places, Wire, WireKind};

const FORM: &str = "a value's name, as in `order`, `&order` or `order.maybe()`";

/// Reads a wire that stands in a string of its own.
pub(crate) fn parse(fragment: &Fragment, form: Form, findings: &mut Findings) -> Wire {
    if let Some(wire) = simple(fragment) {
        return wire;
    }
    let parsed: Option<Expr> = match wire_form::habit(&fragment.trimmed(), form) {
        Some(found) => {
            findings.push(found);
            None
        }
        None => fragment.parse(syn::parse::Parse::parse, "a wire", FORM, findings),
    };
    match parsed {
        Some(expr) => from_expr(&expr, fragment.places, None, form, findings),
        None => Wire::new(fragment.span(), WireKind::Broken),
    }
}

/// `x` and `&x`, by far the most frequent ones, without a parser. A keyword passes too: a value may be
/// called so, and one error says that it cannot be.
fn simple(fragment: &Fragment) -> Option<Wire> {
    let whole = fragment.trimmed();
    let (start, how) = match whole.text.strip_prefix('&') {
        Some(_) => (1, How::Borrow),
        None => (0, How::Move),
    };
    let name = whole.part(start..whole.text.len());
    let taken = matches!(name.text.as_str(), "true" | "false" | "self" | "cx");
    let kind = (crate::check::is_word(&name.text) && !taken)
        .then(|| WireKind::Named(Spanned::new(name.text.clone(), name.span()), how))?;
    Some(Wire::new(whole.span(), kind))
}

/// Reads a wire from an expression, in the call of a predicate or in a string of its own.
pub(crate) fn from_expr(
    expr: &Expr,
    places: Places,
    predicate: Option<&str>,
    form: Form,
    findings: &mut Findings,
) -> Wire {
    let span = places.at(expr.span());
    let kind = kind(expr, places).unwrap_or_else(|problem| {
        findings.push(problem.report(span, predicate, form));
        WireKind::Broken
    });
    Wire::new(span, kind)
}

fn kind(expr: &Expr, places: Places) -> Result<WireKind, Problem> {
    match expr {
        Expr::Paren(inner) => kind(&inner.expr, places),
        Expr::Group(inner) => kind(&inner.expr, places),
        Expr::Path(_) => match name(expr, places) {
            Some(name) if name.value == "cx" => Ok(WireKind::Context),
            Some(name) if name.value == "self" => Ok(WireKind::Steps),
            Some(name) => Ok(WireKind::Named(name, How::Move)),
            None => Err(Problem::Path),
        },
        Expr::Reference(inner) if inner.mutability.is_some() => Err(Problem::Mutable(root(expr))),
        Expr::Index(_) => member(expr, How::Move, places).ok_or(Problem::Expression),
        Expr::Reference(inner) => borrowed(expr, &inner.expr, places),
        Expr::MethodCall(call) => method_call(expr, call, places),
        Expr::Field(field) => match (reading_of(field, places), root_name(expr, places)) {
            (Some(wire), _) => Err(Problem::NoParentheses(wire)),
            (None, Some(root)) => Ok(WireKind::Field(root, Box::new(expr.clone()))),
            (None, None) => Err(Problem::Expression),
        },
        Expr::Call(call) => Err(called(call, places)),
        Expr::Closure(_) => Err(Problem::Closure),
        Expr::Assign(assign) => {
            let value = places.at(assign.right.span());
            Err(Problem::Assigned(places.at(expr.span()).until(value.start)))
        }
        Expr::Lit(lit) => Ok(WireKind::Literal(lit.lit.clone())),
        Expr::Cast(cast) => match name(&cast.expr, places) {
            Some(name) => Ok(WireKind::Bound(name, cast.ty.clone())),
            None => Err(Problem::Expression),
        },
        Expr::Unary(_) => negative(expr)
            .map(WireKind::Literal)
            .ok_or(Problem::Expression),
        _ => Err(Problem::Expression),
    }
}

/// `&x`
fn borrowed(whole: &Expr, of: &Expr, places: Places) -> Result<WireKind, Problem> {
    match of {
        Expr::Index(_) => member(of, How::Borrow, places).ok_or(Problem::Expression),
        Expr::Field(_) => match root_name(of, places) {
            Some(root) => Ok(WireKind::Field(root, Box::new(whole.clone()))),
            None => Err(Problem::Expression),
        },
        Expr::Call(call) => Err(called(call, places)),
        Expr::MethodCall(call)
            if call.args.is_empty()
                && call.turbofish.is_none()
                && is_reading(&call.method.to_string())
                && name(&call.receiver, places).is_some() =>
        {
            let receiver = name(&call.receiver, places).map(|receiver| receiver.value);
            let wire = format!("{}.{}()", receiver.unwrap_or_default(), call.method);
            Err(Problem::BorrowedReading(wire))
        }
        target => match name(target, places) {
            Some(name) if name.value == "cx" || name.value == "self" => {
                Err(Problem::Borrowed(name.value))
            }
            Some(name) => Ok(WireKind::Named(name, How::Borrow)),
            None => Err(Problem::Expression),
        },
    }
}

/// `x.maybe()`
fn method_call(whole: &Expr, call: &ExprMethodCall, places: Places) -> Result<WireKind, Problem> {
    match name(&call.receiver, places) {
        Some(receiver) if call.args.is_empty() && call.turbofish.is_none() => {
            match method(&call.method.to_string()) {
                Some(how) => Ok(WireKind::Named(receiver, how)),
                None => Err(Problem::Method(receiver.value, call.method.to_string())),
            }
        }
        None if matches!(*call.receiver, Expr::Index(_)) && call.args.is_empty() => {
            let how = method(&call.method.to_string());
            let member = how.and_then(|how| member(&call.receiver, how, places));
            member.ok_or(Problem::Expression)
        }
        None if is_text(&call.receiver) && call.args.is_empty() => {
            let (literal, whole) = (places.at(call.receiver.span()), places.at(whole.span()));
            Err(Problem::Converted(Span {
                start: literal.end.min(whole.end),
                ..whole
            }))
        }
        _ => Err(Problem::Expression),
    }
}

/// `x[region]["b"]`
fn member(expr: &Expr, how: How, places: Places) -> Option<WireKind> {
    let (mut base, mut indices) = (expr, Vec::new());
    while let Expr::Index(one) = base {
        indices.insert(0, Index::of(&one.index)?);
        base = &one.expr;
    }
    Some(WireKind::Member(name(base, places)?, indices, how))
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(lit) if matches!(lit.lit, Lit::Str(_)))
}

fn called(call: &syn::ExprCall, places: Places) -> Problem {
    let callee = name(&call.func, places);
    Problem::Call(callee.map(|callee| callee.value))
}

/// Whether a method says how a value is read.
pub(crate) fn is_reading(method: &str) -> bool {
    self::method(method).is_some()
}

/// `x.clone`, by its parentheses a reading.
fn reading_of(field: &syn::ExprField, places: Places) -> Option<String> {
    let syn::Member::Named(member) = &field.member else {
        return None;
    };
    let receiver = name(&field.base, places)?.value;
    is_reading(&member.to_string()).then(|| format!("{receiver}.{member}"))
}

/// The reading that a method stands for.
fn method(name: &str) -> Option<How> {
    Some(match name {
        "clone" => How::Clone,
        "maybe" => How::Maybe,
        "ok" => How::Ok,
        "outcome" => How::Outcome,
        _ => return None,
    })
}

fn name(expr: &Expr, places: Places) -> Option<Name> {
    let Expr::Path(path) = expr else { return None };
    if path.qself.is_some() {
        return None;
    }
    let ident = path.path.get_ident()?;
    Some(Spanned::new(ident.to_string(), places.at(ident.span())))
}

/// The value at the beginning of `x.field.sub`.
fn root_name(expr: &Expr, places: Places) -> Option<Name> {
    let mut expr = expr;
    while let Expr::Field(field) = expr {
        expr = &field.base;
    }
    name(expr, places)
}

fn root(expr: &Expr) -> Option<String> {
    let mut expr = expr;
    loop {
        expr = match expr {
            Expr::Field(field) => &field.base,
            Expr::Reference(reference) => &reference.expr,
            Expr::Path(path) => return path.path.get_ident().map(ToString::to_string),
            _ => return None,
        }
    }
}

/// `-5i32`
pub(super) fn negative(expr: &Expr) -> Option<Lit> {
    let Expr::Unary(unary) = expr else {
        return None;
    };
    let (syn::UnOp::Neg(_), Expr::Lit(lit)) = (&unary.op, &*unary.expr) else {
        return None;
    };
    match &lit.lit {
        Lit::Int(_) | Lit::Float(_) => {
            let digits = quote::ToTokens::to_token_stream(&lit.lit).to_string();
            syn::parse_str(&format!("-{digits}")).ok()
        }
        _ => None,
    }
}
