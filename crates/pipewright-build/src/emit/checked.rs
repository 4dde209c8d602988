//! What rustc has to find in the types of values and errors, asked once and first.

use std::collections::HashSet;

use super::Emit;
use super::tokens::{TokenStream, quote};
use crate::plan::{Origin, Value};
use crate::text;
use crate::wiring::is_copy;

impl Emit<'_> {
    /// A constant in which each type is looked at, beside its place in the description.
    ///
    /// The run's type has it for a parameter. With a type that will not do, the constant is an error, and so
    /// is the run's type; then rustc says nothing about all that else would follow from it.
    pub(super) fn checked(&self) -> Option<TokenStream> {
        let (checks, checked) = (self.checks(), self.names.own("CHECKED"));
        let ways = self.way_constants();
        (!checks.is_empty()).then(|| quote!(#(#ways)* const #checked: bool = { #(#checks)* true };))
    }

    /// That parameter.
    pub(super) fn checked_parameter(&self) -> Option<TokenStream> {
        let checked = self.names.own("CHECKED");
        (!self.checks().is_empty()).then(|| quote!(, const TYPES: bool = #checked))
    }

    fn checks(&self) -> Vec<TokenStream> {
        let codegen = &self.codegen;
        // what a block shares with the pipeline around it is looked at there
        let is_whole = !self.plan.is_block;
        let error = self.plan.error.as_ref().filter(|_| is_whole);
        let error = error.map(|(error, line)| {
            let place = self.beside(*line);
            quote!(#place #codegen::is_error::<#error>();)
        });
        let mut seen = HashSet::new();
        let is_own = |value: &Value| {
            is_whole || matches!(value.origin, Origin::Step(_) | Origin::Element { .. })
        };
        let values = self.plan.values.iter();
        let values = values.filter(|value| !value.copy && is_own(value));
        let values = values.map(|value| (&value.ty, value.line));
        let others = self.plan.types.iter().map(|(ty, line)| (ty, *line));
        let values = values.chain(others.filter(|(ty, _)| !is_copy(ty)));
        let values = values.filter(|(ty, _)| seen.insert(text::of_type(ty)));
        let values = values.map(|(ty, line)| {
            let place = self.beside(line);
            quote!(#place #codegen::is_value::<#ty>();)
        });
        let metadata = self.plan.metadata.iter().filter(|_| is_whole);
        let metadata = metadata.map(|field| {
            let (place, ty) = (self.beside(field.line), &field.ty);
            quote!(#place #codegen::is_metadata::<#ty>();)
        });
        let elements = self.plan.steps.iter().filter_map(|step| {
            let each = step.each.as_ref()?;
            Some(self.each_checks(step, each))
        });
        let all = error.into_iter().chain(values).chain(metadata);
        all.chain(elements).chain(self.way_checks()).collect()
    }
}
