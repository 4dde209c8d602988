//! What literals stand for.

use std::borrow::Cow;

use proc_macro2::Literal;
use syn::Lit;

/// The text that a literal stands for.
pub(super) fn text_of(literal: &str) -> Option<Cow<'_, str>> {
    let inside = |before| literal.strip_prefix(before)?.strip_suffix('"');
    match (inside("r\""), inside("\"")) {
        (Some(plain), _) => Some(plain.into()),
        (None, Some(plain)) if !plain.contains('\\') => Some(plain.into()),
        _ => match syn::parse_str(literal) {
            Ok(Lit::Str(text)) => Some(text.value().into()),
            _ => None,
        },
    }
}

/// The text of a literal, in one line, so that a line of the file is never within one.
pub(super) fn in_one_line(literal: &str) -> Cow<'_, str> {
    if !literal.contains('\n') {
        return literal.into();
    }
    let in_one_line = match syn::parse_str(literal) {
        Ok(Lit::Str(text)) => Literal::string(&text.value()),
        Ok(Lit::ByteStr(bytes)) => Literal::byte_string(&bytes.value()),
        Ok(Lit::CStr(text)) => Literal::c_string(&text.value()),
        _ => return literal.into(),
    };
    in_one_line.to_string().into()
}
