//! The variables of a family, which both forms declare: `region`, `shard: u32`, and their values.

use proc_macro2::Span as At;
use syn::Lit;

use super::fragment::Fragment;
use crate::check::family;
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::span::Spanned;
use crate::tree::{Name, Repeated, Variable};

/// What is said of a variable before its values.
pub(super) struct Declared {
    name: Name,
    /// The type of its numbers.
    ty: Option<Spanned<String>>,
    /// The type of constants: where texts are texts otherwise, they are the names of those.
    of_constants: Option<Spanned<String>>,
}

/// Reads a name, and the type if there is one.
pub(super) fn declared(fragment: &Fragment, form: Form, findings: &mut Findings) -> Declared {
    let colon = fragment.text.find(':');
    let name = fragment
        .part(0..colon.unwrap_or(fragment.text.len()))
        .trimmed();
    let ty = colon.map(|colon| fragment.part(colon + 1..fragment.text.len()).trimmed());
    let ty = ty.map(|ty| Spanned::new(ty.text.clone(), ty.span()));
    let is_number = |ty: &Spanned<String>| INTEGERS.contains(&ty.value.as_str());
    let other = ty.clone().filter(|ty| !is_number(ty));
    let is_plain = |ty: &Spanned<String>| PLAIN.contains(&ty.value.as_str());
    let of_constants = other
        .clone()
        .filter(|ty| form == Form::Toml && !is_plain(ty));
    if let (Some(ty), None) = (&other, &of_constants) {
        findings.push(family::wrong_type(ty));
    }
    Declared {
        name: Spanned::new(name.text.clone(), name.span()),
        ty: ty.filter(is_number),
        of_constants,
    }
}

/// A variable with its values, each with its type.
pub(super) fn variable(
    declared: Declared,
    values: Vec<Option<Spanned<Repeated>>>,
    form: Form,
    findings: &mut Findings,
) -> Variable {
    let Declared {
        name,
        ty,
        of_constants,
    } = declared;
    let values: Vec<Option<_>> = match of_constants {
        Some(_) => values
            .into_iter()
            .map(|value| constant(value?, findings))
            .collect(),
        None => values,
    };
    let mut told = false;
    let mut typed = |value: Spanned<Repeated>| {
        let Repeated::Literal(Lit::Int(number)) = &value.value else {
            return value;
        };
        let digits = number.base10_digits();
        let mut ty = ty.as_ref().map_or(number.suffix(), |ty| &ty.value);
        if !INTEGERS.contains(&ty) {
            // said once, it holds for all
            if !std::mem::replace(&mut told, true) {
                findings.push(family::no_type(digits, value.span, &name, form));
            }
            ty = INTEGERS[0];
        }
        let typed = syn::LitInt::new(&format!("{digits}{ty}"), At::call_site());
        Spanned::new(Repeated::Literal(Lit::Int(typed)), value.span)
    };
    let incomplete = values.iter().any(Option::is_none);
    let values = values.into_iter().flatten().map(&mut typed).collect();
    Variable {
        name,
        ty: of_constants,
        values,
        incomplete,
    }
}

/// The constant of which a text is the name.
fn constant(value: Spanned<Repeated>, findings: &mut Findings) -> Option<Spanned<Repeated>> {
    let Repeated::Literal(Lit::Str(text)) = &value.value else {
        return Some(value);
    };
    let name = syn::parse_str(&text.value()).ok();
    if name.is_none() {
        findings.push(family::no_name_of_constant(value.span));
    }
    Some(Spanned::new(Repeated::Constant(name?), value.span))
}

/// Whether steps can be told apart by a value of this kind; a float and the like cannot be in a name.
pub(super) fn is_value(value: &Lit) -> bool {
    matches!(
        value,
        Lit::Str(_) | Lit::Char(_) | Lit::Bool(_) | Lit::Int(_)
    )
}

/// The types that values have anyway.
const PLAIN: [&str; 6] = ["&'static str", "&str", "str", "String", "bool", "char"];

const INTEGERS: [&str; 12] = [
    "u32", "u8", "u16", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
];
