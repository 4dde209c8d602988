use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::span::Spanned;
use crate::text::of_type;
use crate::tree::{How, Name, Returns, Wire, WireKind};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0032",
    title: "an output that is not as declared",
    docs: "In Rust form the function's last line, without `;`, is the output, and the type after `->` is that \
        of this value: `Receipt` for `receipt`, `Option<Receipt>` for `receipt.maybe()` and `receipt.ok()`. \
        That a run can fail is not said there: `run` returns `Result<Receipt, RunError>` anyway. A pipeline \
        without an output has no `->`.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    let found = match (&tree.returns, &tree.tail) {
        (Returns::Inferred, _) | (Returns::Nothing(_), None) => None,
        (Returns::Type(ty), None) => Some(no_output(wiring, ty)),
        (returns, Some(tail)) => named(tail).and_then(|(name, how)| {
            let value = &wiring.values[wiring.value_named(&name.value)?];
            let found = Found {
                tail,
                name,
                value: value.ty,
                how,
            };
            match returns {
                Returns::Type(declared) => found.compared(declared),
                Returns::Nothing(place) => Some(found.undeclared(*place)),
                Returns::Inferred => None,
            }
        }),
    };
    found.into_iter().for_each(|found| findings.push(found));
}

fn named(tail: &Wire) -> Option<(&Name, How)> {
    match &tail.kind {
        WireKind::Named(name, how) => Some((name, *how)),
        _ => None,
    }
}

/// The output as it is written.
struct Found<'t> {
    tail: &'t Wire,
    name: &'t Name,
    /// The type of its value.
    value: &'t Spanned<syn::Type>,
    how: How,
}

impl Found<'_> {
    fn is_option(&self) -> bool {
        matches!(self.how, How::Maybe | How::Ok)
    }

    /// The type that should be declared.
    fn ty(&self) -> String {
        let value = of_type(&self.value.value);
        match self.is_option() {
            true => format!("Option<{value}>"),
            false => value,
        }
    }

    fn undeclared(&self, place: crate::span::Span) -> Diagnostic {
        let name = &self.name.value;
        Diagnostic::error(
            &RULE,
            place,
            format!("the type of the output `{name}` is not declared"),
        )
        .label("expected `->` and a type")
        .and(self.tail.span, "this is the output")
        .edit("declare it", place, format!(" -> {}", self.ty()))
        .note("without an output, the last line ends with `;`")
    }

    fn compared(&self, declared: &Spanned<syn::Type>) -> Option<Diagnostic> {
        let (wanted, declared_plain) = (plain(&self.value.value), plain(&declared.value));
        let unread = matches!(self.value.value, syn::Type::Infer(_));
        let same = match self.is_option() {
            true => generic(&declared_plain, "Option").is_some_and(|inner| same(&inner, &wanted)),
            false => same(&declared_plain, &wanted),
        };
        (!same && !unread).then(|| self.mismatch(declared, &declared_plain, &wanted))
    }

    fn mismatch(
        &self,
        declared: &Spanned<syn::Type>,
        plain: &syn::Type,
        wanted: &syn::Type,
    ) -> Diagnostic {
        let (name, ty) = (&self.name.value, self.ty());
        let title = format!(
            "the output is declared as `{}`, but is `{ty}`",
            of_type(&declared.value)
        );
        let value = of_type(&self.value.value);
        let error = Diagnostic::error(&RULE, declared.span, title)
            .label(format!("expected `{ty}`"))
            .and(
                self.tail.span,
                match self.how {
                    How::Maybe => format!("`.maybe()` gives `{ty}`: the step may be skipped"),
                    How::Ok => format!("`.ok()` gives `{ty}`: the step may be skipped, or fail"),
                    _ => format!("this is the output, of type `{value}`"),
                },
            );
        let error = error.edit(format!("declare `{ty}`"), declared.span, ty);
        if generic(plain, "Result").is_some_and(|inner| same(&inner, wanted)) {
            return error
                .note("a run can fail anyway; its error is typed by `#[pipeline(error = …)]`");
        }
        match generic(plain, "Option").is_some_and(|inner| same(&inner, wanted)) {
            true => error.edit(
                "or let the output be an `Option`",
                self.tail.span,
                format!("{name}.maybe()"),
            ),
            false => error,
        }
    }
}

fn no_output(wiring: &Wiring<'_>, declared: &Spanned<syn::Type>) -> Diagnostic {
    let ty = of_type(&declared.value);
    let error = Diagnostic::error(
        &RULE,
        declared.span,
        format!("the output, of type `{ty}`, is missing"),
    )
    .label("declared here, but the last line is no value");
    let plain_type = plain(&declared.value);
    let fits = wiring
        .values
        .iter()
        .rev()
        .find(|value| same(&plain(&value.ty.value), &plain_type));
    match fits {
        Some(value) => error.help(format!(
            "end the function with the value, without `;`: `{}`",
            value.name.value
        )),
        None => error.help(
            "end the function with a value, or with a call, without `;`; or take the `->` out",
        ),
    }
}

/// The type without the paths to what it names, and without needless parentheses.
pub(super) fn plain(ty: &syn::Type) -> syn::Type {
    struct Plain;
    impl VisitMut for Plain {
        fn visit_type_mut(&mut self, ty: &mut syn::Type) {
            if let syn::Type::Paren(inner) = ty {
                *ty = (*inner.elem).clone();
            }
            visit_mut::visit_type_mut(self, ty);
        }

        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            path.leading_colon = None;
            if let Some(last) = path.segments.pop() {
                path.segments = std::iter::once(last).collect();
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    let mut ty = ty.clone();
    Plain.visit_type_mut(&mut ty);
    ty
}

pub(super) fn same(a: &syn::Type, b: &syn::Type) -> bool {
    let text = |ty: &syn::Type| ty.to_token_stream().to_string();
    text(a) == text(b)
}

/// The first argument of a type of that name.
fn generic(ty: &syn::Type, name: &str) -> Option<syn::Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}
