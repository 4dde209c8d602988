//! Rust that a pipeline does not have, where a call or a value is expected.

use syn::Expr;

use super::reader::Reader;
use super::tokens::Part;
use crate::check::rust_form::expression::{self, Expected};

/// Reports what stands in the place of a call.
pub(super) fn report(part: &Part<'_>, expected: Expected<'_>, reader: &mut Reader<'_>) {
    let fragment = reader.fragment(part);
    let form = "the call of a step, as in `validate(&order_id)`";
    let parser = syn::parse::Parse::parse;
    let parsed: Option<Expr> = fragment.parse(parser, "a call", form, reader.findings);
    if let Some(expr) = parsed {
        let found = expression::report(&expr, &fragment, expected);
        reader.report(found);
    }
}
