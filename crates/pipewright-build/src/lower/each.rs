//! Maps, reduces and folds: what one call of them gives.

use syn::{GenericArgument, PathArguments, Type, parse_quote};

use super::step::Lower;
use crate::plan::{Each, OnError};
use crate::text::of_type;
use crate::tree::{self, Callee, How, Pipeline, Step};
use crate::wiring::{self, Wiring};

/// The type of what one call of a step gives, if it gives anything: of a map, that of an element of its value.
pub(crate) fn gives(tree: &Pipeline, step: &Step) -> Option<Type> {
    let ty = &tree.given(step)?.ty.value;
    Some(match step.is_map() {
        true => element(ty),
        false => ty.clone(),
    })
}

/// The type of the elements of which a value is made: `Order` for `Vec<Order>`, `(String, Order)` for
/// `HashMap<String, Order>`. For other types it is rustc's to find.
fn element(ty: &Type) -> Type {
    match of_path(ty) {
        Some(element) => element,
        None => parse_quote!(<#ty as ::core::iter::IntoIterator>::Item),
    }
}

fn of_path(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let types: Vec<&Type> = types.collect();
    let name = last.ident.to_string();
    match types.as_slice() {
        [key, value, ..] if name.ends_with("Map") => Some(parse_quote!((#key, #value))),
        [Type::Slice(slice)] => Some((*slice.elem).clone()),
        [one] => Some((*one).clone()),
        [one, _] if name.ends_with("Set") || name == COLLECTED => Some((*one).clone()),
        _ => None,
    }
}

/// What a map gives under `on_error = "collect"`.
pub(crate) const COLLECTED: &str = "Collected";

impl Lower<'_> {
    pub(super) fn each(
        &self,
        step: &Step,
        each: &tree::Each,
        wired: &wiring::Each,
    ) -> Option<Each> {
        let start = each.start.as_ref().zip(wired.start.as_ref());
        let concurrency = step.concurrency.as_ref();
        let names = each.elements.iter().map(|element| {
            let sign = if element.borrowed { "&" } else { "" };
            format!(
                "{}: {sign}{}",
                element.name.value,
                of_type(&element.ty.value)
            )
        });
        Some(Each {
            kind: each.kind,
            source: self.arg(&each.source, &wired.source)?,
            oks: each.oks,
            elements: wired
                .elements
                .iter()
                .map(|value| self.ids.values[*value])
                .collect(),
            start: start.and_then(|(wire, arg)| self.arg(wire, arg)),
            text: format!(
                "{} {}",
                each.kind.name(),
                names.collect::<Vec<_>>().join(", ")
            ),
            gives: self.gives(step).unwrap_or_else(|| parse_quote!(())),
            line: self.line(each.span),
            concurrency: concurrency.and_then(|most| u32::try_from(most.value).ok()),
            on_error: step
                .on_error
                .as_ref()
                .map_or(OnError::Fail, |one| one.value),
        })
    }
}

impl Lower<'_> {
    /// The type of what one call of a step gives: of a block, that of the value in which it ends.
    fn gives(&self, step: &Step) -> Option<Type> {
        let Callee::Block(block) = step.call else {
            return gives(self.wiring.tree, step);
        };
        let block = &self.wiring.blocks[block];
        let tail = block.tail()?;
        let ty = &block.values[tail.value].ty.value;
        Some(match tail.how {
            How::Maybe | How::Ok => parse_quote!(::core::option::Option<#ty>),
            How::Move | How::Borrow | How::Clone | How::Outcome => ty.clone(),
        })
    }
}

/// Whether calls have an element as a reference: those of a map that do not move it, and those for elements
/// that are borrowed.
pub(super) fn is_lent(wiring: &Wiring<'_>, value: usize) -> bool {
    wiring.values[value].element.is_some_and(|element| {
        let step = &wiring.tree.steps[element.of];
        match step.is_map() {
            // what an element is, is in the block for its steps to take
            true if matches!(step.call, Callee::Block(_)) => {
                element.borrowed || wiring.values[value].copy
            }
            true => wiring.movers(value).next().is_none(),
            false => element.borrowed,
        }
    })
}
