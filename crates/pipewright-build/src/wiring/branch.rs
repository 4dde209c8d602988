//! What the conditions of branches read.

use std::collections::HashSet;

use syn::{Expr, Pat, parse_quote};

use super::{Branch, Role, Unknown, Wiring};
use crate::plan::Test;
use crate::readings;
use crate::span::Spanned;
use crate::tree::{self, Places};

impl Wiring<'_> {
    pub(super) fn branch(&mut self, branch: &tree::Branch) -> Branch {
        let mut wired = Branch::default();
        if let Some(on) = &branch.on {
            let expr = self.condition(on.expr.clone(), on.places, &mut wired);
            wired.on = Some(expr);
        }
        for way in &branch.ways {
            let test = match &way.test {
                tree::Test::Pattern(pattern, guard, places) => {
                    let guard = guard.as_ref().map(|guard| quote::quote!(if #guard));
                    // the names that the pattern binds are none of the pipeline's
                    let whole = self.condition(
                        parse_quote!(match () { #pattern #guard => () }),
                        *places,
                        &mut wired,
                    );
                    pattern_test(whole)
                }
                tree::Test::If(condition, places) => {
                    let condition = self.condition((**condition).clone(), *places, &mut wired);
                    Test::If(Box::new(condition))
                }
                tree::Test::Else => Test::Else,
                tree::Test::Entry => Test::Entry,
            };
            wired.ways.push(test);
        }
        let mut seen = HashSet::new();
        wired
            .reads
            .retain(|(value, reading, _)| seen.insert((*value, reading.variable.to_string())));
        wired
    }

    /// An expression with variables for some readings, which are added to those of the branch.
    fn condition(&mut self, mut expr: Expr, places: Places, branch: &mut Branch) -> Expr {
        let found = readings::find(&mut expr, &|name| self.value_named(name).is_some());
        for ident in &found.free {
            let name = ident.to_string();
            if !self.imports.may_have(&name) && self.constant_named(&name).is_none() {
                let name = Spanned::new(name, places.at(ident.span()));
                let role = Role::Guard;
                self.unknown.push(Unknown { name, role });
            }
        }
        for reading in found.list {
            if let Some(value) = self.value_named(&reading.name) {
                let span = places.at(reading.span);
                branch.reads.push((value, reading, span));
            }
        }
        expr
    }
}

fn pattern_test(whole: Expr) -> Test {
    let arm = match whole {
        Expr::Match(whole) => whole.arms.into_iter().next(),
        _ => None,
    };
    match arm.map(|arm| arm.pat) {
        Some(Pat::Guard(guarded)) => Test::Pattern(guarded.pat, Some(guarded.guard)),
        Some(pattern) => Test::Pattern(Box::new(pattern), None),
        None => Test::Else,
    }
}
