//! What holds the values that a map gives.

use syn::{GenericArgument, PathArguments, Type};

use super::RULE;
use crate::diagnostic::{Diagnostic, Findings};
use crate::lower::each::COLLECTED;
use crate::plan::{EachKind, OnError};
use crate::text::of_type;
use crate::tree::Step;
use crate::wiring::{Wiring, is_copy};

pub(super) fn map(step: &Step, wiring: &Wiring<'_>, findings: &mut Findings) {
    let output = wiring.tree.given(step).map(|output| &output.ty);
    match output.filter(|ty| holds_no_elements(&ty.value)) {
        Some(ty) => {
            let found = of_type(&ty.value);
            let title = format!("a `{found}` does not hold what a map gives");
            let held = format!("Vec<{found}>");
            findings.push(
                Diagnostic::error(&RULE, ty.span, title)
                    .label("expected what holds a value for each element")
                    .edit(format!("write `{held}`"), ty.span, held)
                    .help(format!(
                        "to sum, `fold`: {}",
                        wiring.tree.form.each(EachKind::Fold)
                    )),
            );
        }
        None => collected(step, wiring, findings),
    }
}

/// Whether no elements can be had from a value of this type.
fn holds_no_elements(ty: &Type) -> bool {
    is_copy(ty) || matches!(ty, Type::Path(path) if path.path.is_ident("String"))
}

/// What a map gives whose errors are data.
fn collected(step: &Step, wiring: &Wiring<'_>, findings: &mut Findings) {
    let collects = step
        .on_error
        .as_ref()
        .filter(|one| one.value == OnError::Collect);
    let (Some(collects), Some(output)) = (collects, wiring.tree.given(step)) else {
        return;
    };
    let (ty, span) = (&output.ty.value, output.ty.span);
    let error = wiring
        .tree
        .error
        .as_ref()
        .map(|error| of_type(&error.value));
    let arguments = collected_arguments(ty);
    let path = match wiring.imports.get(COLLECTED) {
        Some(_) => COLLECTED.to_owned(),
        None => format!("pipewright::{COLLECTED}"),
    };
    let meant = |element: &str| match &error {
        Some(error) => format!("{path}<{element}, {error}>"),
        None => format!("{path}<{element}>"),
    };
    let Some(arguments) = arguments else {
        let element = match crate::lower::each::gives(wiring.tree, step) {
            Some(Type::Path(path)) if path.qself.is_none() => of_type(&Type::Path(path)),
            _ => "T".to_owned(),
        };
        let title = format!(
            "`{}` collects errors too, which a `{}` does not hold",
            step.name.value,
            of_type(ty)
        );
        let meant = meant(&element);
        findings.push(
            Diagnostic::error(&RULE, span, title)
                .label(format!("expected a `{COLLECTED}`"))
                .and(collects.span, "here the errors are data")
                .edit(format!("write `{meant}`"), span, meant),
        );
        return;
    };
    let [element, rest @ ..] = arguments.as_slice() else {
        return;
    };
    if rest.first() != error.as_ref() {
        let meant = meant(element);
        let held = rest.first().map_or("BoxError", String::as_str);
        let title = format!("`{}` holds errors of type `{held}`", of_type(ty));
        let own = error.as_deref().unwrap_or("BoxError");
        findings.push(
            Diagnostic::error(&RULE, span, title)
                .label(format!("the steps of this pipeline fail with `{own}`"))
                .edit(format!("write `{meant}`"), span, meant),
        );
    }
}

/// The arguments of `Collected<…>`.
fn collected_arguments(ty: &Type) -> Option<Vec<String>> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(of_type(ty)),
        _ => None,
    });
    (last.ident == COLLECTED).then(|| types.collect())
}
