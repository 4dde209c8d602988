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
        its type. Types have to be written out: neither `_` nor `impl Trait`, and `Vec<Order>`, not `Vec`.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let is_own = |name: &str| wiring.imports.get(name).is_some() || wiring.imports.has_glob();
    let mut examine = |subject: &str, ty| examine(subject, ty, &is_own, findings);
    for value in &wiring.values {
        examine(&format!("the value `{}`", value.name.value), value.ty);
    }
    for metadata in &wiring.tree.metadata {
        let subject = format!("the metadata `{}`", metadata.name.value);
        examine(&subject, &metadata.ty);
    }
    for (subject, ty) in wiring.tree.kind.types() {
        examine(&subject, ty);
    }
    if let Some(error) = &wiring.tree.error {
        examine("the error", error);
    }
}

/// `is_own` tells names that the user has brought in.
fn examine(
    subject: &str,
    ty: &Spanned<syn::Type>,
    is_own: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) {
    let mut finder = Finder {
        found: unsized_type(&ty.value).then_some(Found::Unsized),
        is_own,
    };
    finder.visit_type(&ty.value);
    let Some(found) = finder.found else { return };
    let text = of_type(&ty.value);
    findings.push(match found {
        Found::Borrowed => {
            let error = Diagnostic::error(&RULE, ty.span, format!("{subject} cannot borrow"))
                .label("values are owned, and may outlive what they were made from");
            match owned_of_reference(&ty.value) {
                Some(owned) => error.edit(format!("take `{owned}`"), ty.span, owned),
                None => error.help(format!(
                    "take a type that owns its data instead of `{text}`"
                )),
            }
        }
        Found::Unsized => {
            let error =
                Diagnostic::error(&RULE, ty.span, format!("{subject} cannot be a `{text}`"))
                    .label("only a reference or a box can hold this, and values are owned");
            let owned = owned(&ty.value);
            error.edit(format!("take `{owned}`"), ty.span, owned)
        }
        Found::Incomplete(name, arguments) => Diagnostic::error(
            &RULE,
            ty.span,
            format!("the type of {subject} lacks what stands in `<…>`"),
        )
        .label(format!("`{name}` of what?"))
        .help(format!("write it out, as in `{name}<{arguments}>`")),
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
    /// `str`, `[Order]`, `dyn Display`
    Unsized,
    /// `Vec`; and what could stand in its angle brackets.
    Incomplete(String, &'static str),
    Inferred,
    Opaque,
}

struct Finder<'a> {
    found: Option<Found>,
    is_own: &'a dyn Fn(&str) -> bool,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
        if let Some(found) = incomplete(&ty.path).filter(|_| ty.qself.is_none())
            && (ty.path.segments.len() > 1 || !(self.is_own)(&found.0))
        {
            self.found
                .get_or_insert(Found::Incomplete(found.0, found.1));
        }
        visit::visit_type_path(self, ty);
    }

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

/// A generic type of the standard library by its name alone, and what could stand in its `<…>`.
fn incomplete(path: &syn::Path) -> Option<(String, &'static str)> {
    const GENERIC: &[(&str, &str)] = &[
        ("Vec", "Order"),
        ("Option", "Order"),
        ("Box", "Order"),
        ("std::sync::Arc", "Order"),
        ("std::collections::VecDeque", "Order"),
        ("std::collections::HashSet", "String"),
        ("std::collections::BTreeSet", "String"),
        ("std::collections::HashMap", "String, Order"),
        ("std::collections::BTreeMap", "String, Order"),
    ];
    let names = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    let bare = path
        .segments
        .iter()
        .all(|segment| segment.arguments.is_none());
    let written = names.collect::<Vec<_>>().join("::");
    let (_, arguments) = GENERIC.iter().find(|(name, _)| bare && *name == written)?;
    Some((written, arguments))
}

/// Whether values of a type have no size, so that nothing can hold them.
fn unsized_type(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Slice(_) | syn::Type::TraitObject(_) => true,
        syn::Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// The owned type for a borrowed one.
pub(super) fn owned_of_reference(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Reference(reference) => Some(owned(&reference.elem)),
        _ => None,
    }
}

/// The owned type for what is borrowed.
fn owned(ty: &syn::Type) -> String {
    if let syn::Type::Slice(slice) = ty {
        return format!("Vec<{}>", of_type(&slice.elem));
    }
    match of_type(ty).as_str() {
        "str" => "String".to_owned(),
        "Path" => "PathBuf".to_owned(),
        "std::path::Path" => "std::path::PathBuf".to_owned(),
        "OsStr" => "OsString".to_owned(),
        inner if inner.starts_with("dyn ") && inner.contains("Send") => {
            format!("std::sync::Arc<{inner}>")
        }
        inner if inner.starts_with("dyn ") => format!("std::sync::Arc<{inner} + Send + Sync>"),
        inner => inner.to_owned(),
    }
}
