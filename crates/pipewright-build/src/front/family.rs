//! The variables of a family, which both forms declare: `region`, `shard: u32`, and their values.

use proc_macro2::Span as At;
use syn::Lit;

use super::fragment::Fragment;
use crate::check::family;
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::span::Spanned;
use crate::tree::{Name, Variable};

/// What is said of a variable before its values.
pub(super) struct Declared {
    name: Name,
    /// The type of its numbers.
    ty: Option<Spanned<String>>,
}

/// Reads a name, and the type if there is one.
pub(super) fn declared(fragment: &Fragment, findings: &mut Findings) -> Declared {
    let colon = fragment.text.find(':');
    let name = fragment
        .part(0..colon.unwrap_or(fragment.text.len()))
        .trimmed();
    let ty = colon.map(|colon| fragment.part(colon + 1..fragment.text.len()).trimmed());
    let ty = ty.map(|ty| Spanned::new(ty.text.clone(), ty.span()));
    let is_number = |ty: &Spanned<String>| INTEGERS.contains(&ty.value.as_str());
    if let Some(ty) = ty.as_ref().filter(|ty| !is_number(ty)) {
        findings.push(family::wrong_type(ty));
    }
    Declared {
        name: Spanned::new(name.text.clone(), name.span()),
        ty: ty.filter(is_number),
    }
}

/// A variable with its values, each with its type.
pub(super) fn variable(
    declared: Declared,
    values: Vec<Option<Spanned<Lit>>>,
    form: Form,
    findings: &mut Findings,
) -> Variable {
    let Declared { name, ty } = declared;
    let mut told = false;
    let mut typed = |value: Spanned<Lit>| {
        let Lit::Int(number) = &value.value else {
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
        Spanned::new(Lit::Int(typed), value.span)
    };
    let incomplete = values.iter().any(Option::is_none);
    let values = values.into_iter().flatten().map(&mut typed).collect();
    Variable {
        name,
        values,
        incomplete,
    }
}

/// Whether steps can be told apart by a value of this kind; a float and the like cannot be in a name.
pub(super) fn is_value(value: &Lit) -> bool {
    matches!(
        value,
        Lit::Str(_) | Lit::Char(_) | Lit::Bool(_) | Lit::Int(_)
    )
}

const INTEGERS: [&str; 12] = [
    "u32", "u8", "u16", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
];
