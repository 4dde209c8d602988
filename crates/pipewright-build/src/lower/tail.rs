//! Expressions that become the last one of a function.

use quote::quote;
use syn::{Block, Expr, Stmt};

/// The expression, in parentheses if it meant something else at the beginning of a statement, as
/// `if a { b } else { c } && d` does.
pub(crate) fn as_tail(expr: &Expr) -> Expr {
    let block = syn::parse2::<Block>(quote!({ #expr }));
    let is_same = block.is_ok_and(|block| match &block.stmts[..] {
        [Stmt::Expr(_, None)] => true,
        // a macro alone
        [Stmt::Macro(_)] => matches!(expr, Expr::Macro(_)),
        _ => false,
    });
    match is_same {
        true => expr.clone(),
        false => syn::parse_quote!((#expr)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_would_be_a_statement_gets_parentheses() {
        for (expr, parentheses) in [
            ("a && b", false),
            ("matches!(a, b)", false),
            ("matches!(a, b) && c", false),
            ("vec![a].contains(&b)", false),
            ("if a { b } else { c }", false),
            ("if a { b } else { c } && d", true),
            ("match a { _ => b } == c", true),
            ("{ a } || b", true),
            ("a!() | b", false),
            ("crate!() | b", true),
        ] {
            let parsed = syn::parse_str(expr).unwrap();
            let tail = super::as_tail(&parsed);
            assert_eq!(matches!(tail, syn::Expr::Paren(_)), parentheses, "{expr}");
        }
    }
}
