//! Maps, reduces and folds: `id: UserId in ids`, `a: Money, b: Money in parts`,
//! `sum: Money = zero, part: &Money in parts`.

use std::ops::Range;

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, Ident, Token, Type};

use super::fragment::Fragment;
use super::wire;
use crate::check::{each, fragment, is_word};
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::plan::EachKind;
use crate::span::{Span, Spanned};
use crate::tree::{Each, Element, How, Name, Wire, WireKind};

/// What one looks like.
pub(super) fn example(kind: EachKind) -> &'static str {
    match kind {
        EachKind::Map => "id: UserId in ids",
        EachKind::Reduce => "a: Money, b: Money in parts",
        EachKind::Fold => "sum: Money = zero, part: Money in parts",
    }
}

/// Reads one that stands in a string of its own.
pub(super) fn read(kind: EachKind, fragment: &Fragment, findings: &mut Findings) -> Option<Each> {
    let fragment = fragment.trimmed();
    let Some(word) = word_in(&fragment) else {
        findings.push(each::no_source(kind, &fragment, example(kind)));
        return None;
    };
    let names = fragment.part(0..word.start).trimmed();
    let source = fragment.part(word.end..fragment.text.len()).trimmed();
    let declared = declared(kind, &names, findings)?;
    let (elements, start) = elements(declared, &names, Form::Toml, findings);
    let (source, oks) = self::source(&source, is_borrowed(&elements), Form::Toml, findings);
    Some(Each {
        span: fragment.span(),
        kind,
        source,
        oks,
        elements,
        start,
    })
}

/// Where the word `in` stands between the names and the value.
fn word_in(fragment: &Fragment) -> Option<Range<usize>> {
    let tokens: proc_macro2::TokenStream = fragment.text.parse().ok()?;
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) if word == "in" => Some(word.span().byte_range()),
        _ => None,
    })
}

/// `sum: Money = zero`
pub(super) struct Declared {
    name: Ident,
    ty: Type,
    start: Option<Expr>,
}

/// Reads the names and types of elements.
pub(super) fn declared(
    kind: EachKind,
    names: &Fragment,
    findings: &mut Findings,
) -> Option<Vec<Declared>> {
    if is_word(names.text.trim()) {
        findings.push(fragment::no_type(names));
        return None;
    }
    let form = format!("a name and its type, as in `{}`", example(kind));
    names.parse(all, "an element with its type", &form, findings)
}

fn all(input: ParseStream<'_>) -> syn::Result<Vec<Declared>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        let name = input.call(Ident::parse_any);
        let name = name.map_err(|error| syn::Error::new(error.span(), "expected a name"))?;
        let _: Token![:] = input.parse()?;
        let ty = input.parse()?;
        let start = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        all.push(Declared { name, ty, start });
        if !input.is_empty() {
            let _: Token![,] = input.parse()?;
        }
    }
    Ok(all)
}

/// The elements, and what a fold begins with.
pub(super) fn elements(
    declared: Vec<Declared>,
    names: &Fragment,
    form: Form,
    findings: &mut Findings,
) -> (Vec<Element>, Option<Wire>) {
    let (places, mut start) = (names.places, None);
    let element = |one: Declared| {
        if let Some(expr) = &one.start {
            let fragment = names.part(expr.span().byte_range());
            start = Some(self::start(&fragment, form, findings));
        }
        let span = places.at(one.ty.span());
        let (ty, borrowed) = match one.ty {
            Type::Reference(reference) if reference.lifetime.is_none() => (*reference.elem, true),
            ty => (ty, false),
        };
        Element {
            name: Spanned::new(one.name.to_string(), places.at(one.name.span())),
            ty: Spanned::new(ty, span),
            borrowed,
        }
    };
    (declared.into_iter().map(element).collect(), start)
}

/// What a fold begins with.
pub(super) fn start(fragment: &Fragment, form: Form, findings: &mut Findings) -> Wire {
    use Expr::{Array, Call, Macro, Struct, Tuple};
    match syn::parse_str(&fragment.text) {
        Ok(Array(_) | Call(_) | Macro(_) | Struct(_) | Tuple(_)) => {
            findings.push(each::computed_start(fragment, form));
            Wire::new(fragment.span(), WireKind::Broken)
        }
        _ => wire::parse(fragment, form, findings),
    }
}

/// Whether the elements themselves are borrowed: the last name is theirs.
pub(super) fn is_borrowed(elements: &[Element]) -> bool {
    elements.last().is_some_and(|element| element.borrowed)
}

/// The value that has the elements, and whether only the good ones of a `Collected` are meant. It is borrowed
/// if they are.
pub(super) fn source(
    fragment: &Fragment,
    borrowed: bool,
    form: Form,
    findings: &mut Findings,
) -> (Wire, bool) {
    let without = |suffix: &str| {
        let value = fragment.text.strip_suffix(suffix)?;
        Some(fragment.part(0..value.len()))
    };
    let oks = without(".oks()");
    let iterated = without(".iter()").or_else(|| without(".into_iter()"));
    if let Some(value) = &iterated {
        findings.push(each::iterated(fragment, value));
    }
    let is_oks = oks.is_some();
    let value = oks.or(iterated).unwrap_or_else(|| fragment.clone());
    let mut wire = wire::parse(&value, form, findings);
    wire.span = fragment.span();
    let problem = match &mut wire.kind {
        WireKind::Named(_, how @ How::Move) | WireKind::Member(_, _, how @ How::Move)
            if borrowed =>
        {
            *how = How::Borrow;
            None
        }
        WireKind::Named(_, How::Borrow) | WireKind::Member(_, _, How::Borrow) if borrowed => None,
        WireKind::Named(_, How::Move | How::Clone)
        | WireKind::Member(_, _, How::Move | How::Clone)
            if !borrowed =>
        {
            None
        }
        WireKind::Broken => None,
        WireKind::Named(name, how) | WireKind::Member(name, _, how) => {
            Some(each::source_form(name, *how, borrowed, &value))
        }
        WireKind::Field(..)
        | WireKind::Array(..)
        | WireKind::Literal(_)
        | WireKind::Context
        | WireKind::Steps
        | WireKind::Bound(..) => Some(each::no_value(&value)),
    };
    if let Some(problem) = problem {
        findings.push(problem);
        wire.kind = WireKind::Broken;
    }
    (wire, is_oks)
}

/// What a block of steps is called where its value has no name.
pub(super) fn name_of_block(elements: &[Element], otherwise: Span) -> Name {
    match elements.last() {
        Some(element) => Spanned::new(format!("each_{}", element.name.value), element.name.span),
        None => Spanned::new("each".to_owned(), otherwise),
    }
}
