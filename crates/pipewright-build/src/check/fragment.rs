use super::habits::{LONGEST, in_rust};
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::front::Fragment;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0005",
    title: "a piece of Rust that cannot be read",
    docs: "Names, types, expressions, paths and imports in a description are Rust. A type stands after a name \
        and a colon (`\"order: Order\"`), an import is what follows `use` (`\"crate::orders::Order\"`), a \
        constant is a type and a value (`\"u32 = 100\"`).",
    check: Check::Reading,
};

/// `what` ("a type") could not be read; `form` shows what is meant.
pub(crate) fn not_rust(
    fragment: &Fragment,
    what: &str,
    form: &str,
    error: &syn::Error,
) -> Diagnostic {
    if fragment.text.trim().is_empty() {
        let title = format!("{what} is missing");
        return Diagnostic::error(&RULE, fragment.span(), title).label(format!("expected {form}"));
    }
    let title = format!("`{}` is not {what}", shortened(fragment.text.trim()));
    let message = error.to_string();
    if let Some(closing) = closing(what, &fragment.text) {
        let end = fragment.trimmed().span().after();
        return Diagnostic::error(&RULE, fragment.span(), title)
            .label("`<` is not closed")
            .edit("close it", end, closing);
    }
    let unfinished = message.starts_with("unexpected end of input");
    let span = match unfinished && fragment.places.exact {
        true => fragment.span().after(),
        false => fragment.places.at(error.span()),
    };
    let label = match message.as_str() {
        _ if unfinished => "something is missing here".to_owned(),
        "cannot parse string into token stream" => "a bracket or a quote is not closed".to_owned(),
        "unexpected token" => "not expected here".to_owned(),
        // syn lists all that could stand here
        _ if message.contains("one of") => "not expected here".to_owned(),
        _ => message,
    };
    let error = Diagnostic::error(&RULE, span, title).label(label);
    match in_rust(what, &fragment.text) {
        Some(meant) => error.edit(format!("did you mean `{meant}`?"), fragment.span(), meant),
        None => error.help(format!("expected {form}")),
    }
}

/// The `>` that a type lacks at its end, if it is one with them.
fn closing(what: &str, text: &str) -> Option<String> {
    if what != "a type" || text.len() > LONGEST {
        return None;
    }
    let opened = text.matches('<').count();
    let mut closings = (1..=opened).map(|more| ">".repeat(more));
    closings.find(|closing| syn::parse_str::<syn::Type>(&format!("{text}{closing}")).is_ok())
}

/// `use = ["use crate::orders::Order;"]`
pub(crate) fn whole_import(fragment: &Fragment) -> Option<Diagnostic> {
    let text = fragment.text.trim();
    let bare = text
        .strip_prefix("use ")
        .unwrap_or(text)
        .trim_end_matches(';')
        .trim();
    if bare == text || syn::parse_str::<syn::UseTree>(bare).is_err() {
        return None;
    }
    let error = Diagnostic::error(
        &RULE,
        fragment.span(),
        "an import stands without `use` and `;` here",
    );
    Some(
        error
            .label("expected the path only")
            .edit("write the path", fragment.span(), bare),
    )
}

/// `order.total = 100`; `sign` is where the `=` is.
pub(crate) fn assignment(span: Span, sign: Span) -> Diagnostic {
    Diagnostic::error(&RULE, span, "a guard does not assign")
        .label("this gives a value away, and tells nothing")
        .edit("compare with `==`", sign, "==")
}

/// `{{ order.total > 0 }}`, `${{ … }}`
pub(crate) fn template(fragment: &Fragment) -> Option<Diagnostic> {
    let text = fragment.text.trim();
    let inner = text.strip_prefix('$').unwrap_or(text);
    let inner = inner.strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let error = Diagnostic::error(&RULE, fragment.span(), "a guard is Rust, not a template");
    Some(error.label("no braces around it").edit(
        "write what stands in them",
        fragment.span(),
        inner,
    ))
}

/// `[const] SIZE = "100"`
pub(crate) fn no_constant_type(name: &Name, fragment: &Fragment) -> Option<Diagnostic> {
    let text = fragment.text.trim();
    let ty = type_of_literal(text)?;
    let title = format!("the constant `{}` has no type", name.value);
    let error = Diagnostic::error(&RULE, fragment.span(), title).label("expected `Type = value`");
    Some(error.edit(
        "write the type before it, for example",
        fragment.span(),
        format!("{ty} = {text}"),
    ))
}

/// `[const] SIZE = 100`
pub(crate) fn bare_constant(name: &Name, span: Span, text: &str) -> Diagnostic {
    let title = format!("the constant `{}` has no type", name.value);
    let error = Diagnostic::error(&RULE, span, title).label("expected `Type = value`, in quotes");
    let ty = match type_of_literal(text) {
        Some("u32") if text.starts_with('-') => "i32",
        Some(ty) => ty,
        None => return error.help(format!("for example: `{} = \"u32 = 100\"`", name.value)),
    };
    error.edit(
        "write the type before it, for example",
        span,
        format!("\"{ty} = {text}\""),
    )
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// `"order"` where `"order: Order"` is needed.
pub(crate) fn no_type(fragment: &Fragment) -> Diagnostic {
    let text = fragment.text.trim();
    let title = format!("`{}` has no type", shortened(text));
    let error = Diagnostic::error(&RULE, fragment.span(), title).label("expected `name: Type`");
    if let Some((name, ty)) = text.split_once(char::is_whitespace)
        && syn::parse_str::<syn::Ident>(name).is_ok()
        && syn::parse_str::<syn::Type>(ty).is_ok()
    {
        let ty = ty.trim();
        if name.starts_with(char::is_uppercase) && ty.starts_with(char::is_lowercase) {
            let swapped = format!("{ty}: {name}");
            return error.edit("the name comes first", fragment.span(), swapped);
        }
        return error.edit(
            "put a colon between them",
            fragment.span(),
            format!("{name}: {ty}"),
        );
    }
    match syn::parse_str::<syn::Ident>(text) {
        Ok(_) if text.starts_with(char::is_uppercase) => {
            let name = crate::names::snake(text);
            error.edit(
                "if it is the type, give the value a name",
                fragment.span(),
                format!("{name}: {text}"),
            )
        }
        Ok(name) => error.help(format!(
            "add a colon and a type: `{name}: {}`",
            crate::names::camel(text)
        )),
        Err(_) => error.help("write a name, a colon and a type, as in `order: Order`"),
    }
}

/// `output = "items: Vec<Item>"` of a step whose output nothing reads by a name.
pub(crate) fn named_output(fragment: &Fragment, name: &str, ty: &str) -> Diagnostic {
    let title = format!("`{name}` is a name that nothing could read");
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("expected a type alone")
        .edit("write the type", fragment.span(), ty)
}

/// `": Order"`
pub(crate) fn no_name(fragment: &Fragment) -> Diagnostic {
    Diagnostic::error(&RULE, fragment.span(), "a name is missing")
        .label("expected `name: Type`")
        .help("write the value's name before the colon, as in `order: Order`")
}

/// `[const] PAGE = "u32"`
pub(crate) fn no_value(name: &Name, fragment: &Fragment) -> Diagnostic {
    let title = format!("the constant `{}` has no value", name.value);
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("expected `Type = value`")
        .help(format!(
            "add the value: `{} = \"{} = …\"`",
            name.value,
            fragment.text.trim()
        ))
}

/// `call = "fetch::<u8>"`
pub(crate) fn generic_method(fragment: &Fragment) -> Diagnostic {
    let title = format!(
        "`{}` is neither a method nor a function's path",
        fragment.text.trim()
    );
    Diagnostic::error(&RULE, fragment.span(), title)
        .label("a method of the generated trait takes no generic arguments")
        .help("write the function's path from the crate: `crate::…`")
}

/// `const SIZE = 100;`
pub(crate) fn untyped_constant(name: &Name, value: &str) -> Diagnostic {
    let ty = type_of_literal(value).unwrap_or("Type");
    let title = format!("the constant `{}` has no type", name.value);
    Diagnostic::error(&RULE, name.span, title)
        .label("expected `NAME: Type = value`")
        .edit(
            "write the type, for example",
            name.span.after(),
            format!(": {ty}"),
        )
}

/// `const SIZE: u32;`
pub(crate) fn unset_constant(name: &Name, declared: &str, span: Span) -> Diagnostic {
    let title = format!("the constant `{}` has no value", name.value);
    Diagnostic::error(&RULE, span, title)
        .label("expected `NAME: Type = value`")
        .help(format!("add the value: `const {declared} = …;`"))
}

/// The type that a literal would most likely have.
fn type_of_literal(text: &str) -> Option<&'static str> {
    Some(match syn::parse_str::<syn::Lit>(text).ok()? {
        syn::Lit::Str(_) => "&str",
        syn::Lit::Float(_) => "f64",
        syn::Lit::Bool(_) => "bool",
        syn::Lit::Char(_) => "char",
        _ => "u32",
    })
}
