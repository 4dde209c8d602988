use syn::visit::{self, Visit};

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Spanned;
use crate::text::of_type;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0017",
    title: "a type that a value cannot have",
    docs: "Values are owned: they outlive the step that made them and may cross threads, so their types \
        contain no borrowed data other than `'static`. Take `String` for `&str`, `Vec<T>` for `&[T]`, and \
        `Arc<T>` for what is shared. A step that only looks at a value borrows it by its wire (`&x`), not by \
        its type. Types have to be written out: neither `_` nor `impl Trait`.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for value in &wiring.values {
        examine(
            &format!("the value `{}`", value.name.value),
            value.ty,
            findings,
        );
    }
    for metadata in &wiring.tree.metadata {
        examine(
            &format!("the metadata `{}`", metadata.name.value),
            &metadata.ty,
            findings,
        );
    }
    if let Some(error) = &wiring.tree.error {
        examine("the error", error, findings);
    }
}

fn examine(subject: &str, ty: &Spanned<syn::Type>, findings: &mut Findings) {
    let mut finder = Finder { found: None };
    finder.visit_type(&ty.value);
    let Some(found) = finder.found else { return };
    let text = of_type(&ty.value);
    findings.push(match found {
        Found::Borrowed => {
            let error = Diagnostic::error(&RULE, ty.span, format!("{subject} cannot borrow"))
                .label("values are owned, and may outlive what they were made from");
            match owned(&ty.value) {
                Some(owned) => error.edit(format!("take `{owned}`"), ty.span, owned),
                None => error.help(format!(
                    "take a type that owns its data instead of `{text}`"
                )),
            }
        }
        Found::Inferred => Diagnostic::error(
            &RULE,
            ty.span,
            format!("the type of {subject} has to be written out"),
        )
        .label("the generated code needs a type here"),
        Found::Opaque => Diagnostic::error(
            &RULE,
            ty.span,
            format!("the type of {subject} needs a name"),
        )
        .label("`impl Trait` is not a type that a value can have")
        .help("name the type, or take `Box<dyn Trait + Send + Sync>`"),
    });
}

enum Found {
    Borrowed,
    Inferred,
    Opaque,
}

struct Finder {
    found: Option<Found>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_type_reference(&mut self, ty: &'ast syn::TypeReference) {
        if ty.lifetime.is_none() {
            self.found.get_or_insert(Found::Borrowed);
        }
        visit::visit_type_reference(self, ty);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        if lifetime.ident != "static" {
            self.found.get_or_insert(Found::Borrowed);
        }
    }

    /// `_` alone stands for a type that has been reported already.
    fn visit_type_infer(&mut self, ty: &'ast syn::TypeInfer) {
        if ty.underscore_token.span.byte_range() != (0..0) {
            self.found.get_or_insert(Found::Inferred);
        }
    }

    fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
        self.found.get_or_insert(Found::Opaque);
    }

    /// What a function borrows, it does not keep.
    fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(
        &mut self,
        _: &'ast syn::ParenthesizedGenericArguments,
    ) {
    }

    fn visit_bound_lifetimes(&mut self, _: &'ast syn::BoundLifetimes) {}
}

/// The owned type for a borrowed one.
fn owned(ty: &syn::Type) -> Option<String> {
    let syn::Type::Reference(reference) = ty else {
        return None;
    };
    Some(match &*reference.elem {
        syn::Type::Slice(slice) => format!("Vec<{}>", of_type(&slice.elem)),
        inner => match of_type(inner).as_str() {
            "str" => "String".to_owned(),
            "Path" => "PathBuf".to_owned(),
            "std::path::Path" => "std::path::PathBuf".to_owned(),
            "OsStr" => "OsString".to_owned(),
            inner if inner.starts_with("dyn ") => format!("std::sync::Arc<{inner}>"),
            inner => inner.to_owned(),
        },
    })
}
