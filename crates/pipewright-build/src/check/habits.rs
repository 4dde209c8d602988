//! What people write who come from another language, in Rust.

/// Longer texts are no habits, and syn's parser is recursive.
pub(super) const LONGEST: usize = 200;

/// The Rust for a text that is no `what` ("a type").
pub(super) fn in_rust(what: &str, text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let meant = match what {
        "a type" => ty(text)?,
        "an expression" => expr(text)?,
        "an import" => import(text)?,
        "a function's path" => callee(text)?,
        _ => return None,
    };
    let parses = match what {
        "a type" => syn::parse_str::<syn::Type>(&meant).is_ok(),
        "an expression" => syn::parse_str::<syn::Expr>(&meant).is_ok(),
        "an import" => syn::parse_str::<syn::UseTree>(&meant).is_ok(),
        _ => syn::parse_str::<syn::Path>(&meant).is_ok(),
    };
    (parses && meant != text).then_some(meant)
}

/// `list[Order]`, `Optional[Order]`, `Order[]`, `Order | None`, `Order?`
fn ty(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(inner) = text.strip_suffix("[]") {
        return Some(format!("Vec<{}>", ty(inner)?));
    }
    if let Some(inner) = text.strip_suffix('?') {
        return Some(format!("Option<{}>", ty(inner)?));
    }
    if let Some((inner, "None" | "null" | "undefined")) = text
        .rsplit_once('|')
        .map(|(inner, none)| (inner, none.trim()))
    {
        return Some(format!("Option<{}>", ty(inner)?));
    }
    let Some((name, inner)) = text.split_once('[') else {
        return Some(named(text).to_owned());
    };
    let inner: Vec<String> = arguments(inner.strip_suffix(']')?)
        .into_iter()
        .map(ty)
        .collect::<Option<_>>()?;
    let inner = inner.join(", ");
    Some(match name.trim() {
        "" => format!("[{inner}]"),
        "tuple" | "Tuple" => format!("({inner})"),
        name => format!("{}<{inner}>", named(name)),
    })
}

/// The parts between commas that stand in no brackets.
fn arguments(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, char) in text.char_indices() {
        match char {
            '[' | '<' | '(' => depth += 1,
            ']' | '>' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn named(name: &str) -> &str {
    match name {
        "str" | "string" => "String",
        "int" | "integer" => "i64",
        "float" | "double" | "number" => "f64",
        "boolean" => "bool",
        "list" | "List" | "Sequence" | "Array" => "Vec",
        "Optional" | "Maybe" => "Option",
        "dict" | "Dict" | "Map" => "std::collections::HashMap",
        "set" | "Set" => "std::collections::HashSet",
        other => other,
    }
}

/// `a and not b`
fn expr(text: &str) -> Option<String> {
    let mut meant = String::new();
    // what stands in quotes is left as it is
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            meant.push_str(&format!("\"{part}\""));
            continue;
        }
        for word in part.split_inclusive(' ') {
            let blank = &word[word.trim_end().len()..];
            let rust = match word.trim_end() {
                "and" | "AND" => "&&",
                "or" | "OR" => "||",
                "True" => "true",
                "False" => "false",
                other => other,
            };
            meant.extend([rust, blank]);
        }
    }
    Some(match negated(&meant) {
        Some(meant) => meant,
        None => meant,
    })
}

/// `not a && b` is `!(a) && b`.
fn negated(text: &str) -> Option<String> {
    let at = text
        .find("not ")
        .filter(|&at| at == 0 || text[..at].ends_with(' '))?;
    let rest = &text[at + "not ".len()..];
    let end = [" && ", " || "]
        .iter()
        .filter_map(|sign| rest.find(sign))
        .min();
    let (inner, after) = rest.split_at(end.unwrap_or(rest.len()));
    let after = negated(after).unwrap_or_else(|| after.to_owned());
    Some(format!("{}!({inner}){after}", &text[..at]))
}

/// `from crate.orders import Charge, Order`, `crate.orders.Order`
fn import(text: &str) -> Option<String> {
    let path = |text: &str| text.trim().replace('.', "::");
    if let Some(rest) = text.strip_prefix("from ") {
        let (module, names) = rest.split_once(" import ")?;
        return Some(match names.contains(',') {
            true => format!("{}::{{{}}}", path(module), names.trim()),
            false => format!("{}::{}", path(module), names.trim()),
        });
    }
    Some(path(text.strip_prefix("import ").unwrap_or(text)))
}

/// `crate::orders::charge(&order)`, `crate.orders.charge`, `crate:orders:charge`, `crate/orders/charge`
fn callee(text: &str) -> Option<String> {
    let name = text.split('(').next().unwrap_or_default();
    let words = name
        .trim()
        .split([':', '.', '/'])
        .filter(|word| !word.is_empty());
    Some(words.collect::<Vec<_>>().join("::"))
}

#[cfg(test)]
mod tests {
    use super::in_rust;

    #[track_caller]
    fn check(what: &str, text: &str, rust: &str) {
        assert_eq!(in_rust(what, text).as_deref(), Some(rust));
    }

    #[test]
    fn types() {
        check("a type", "list[Order]", "Vec<Order>");
        check("a type", "Optional[list[str]]", "Option<Vec<String>>");
        check(
            "a type",
            "dict[str, int]",
            "std::collections::HashMap<String, i64>",
        );
        check("a type", "tuple[Order, int]", "(Order, i64)");
        check("a type", "Order[]", "Vec<Order>");
        check("a type", "Order | None", "Option<Order>");
        check("a type", "Order?", "Option<Order>");
        assert_eq!(in_rust("a type", "Order Error"), None);
    }

    #[test]
    fn expressions() {
        check("an expression", "a > 0 and b", "a > 0 && b");
        check("an expression", "not a == 1 or b", "!(a == 1) || b");
        check(
            "an expression",
            "a == \"this and that\" or b",
            "a == \"this and that\" || b",
        );
        assert_eq!(in_rust("an expression", "a >"), None);
    }

    #[test]
    fn imports_and_calls() {
        check(
            "an import",
            "from crate.orders import Charge, Order",
            "crate::orders::{Charge, Order}",
        );
        check("an import", "crate.orders.Order", "crate::orders::Order");
        check(
            "a function's path",
            "crate::orders::charge(&order)",
            "crate::orders::charge",
        );
        check(
            "a function's path",
            "crate.orders.charge",
            "crate::orders::charge",
        );
    }
}
