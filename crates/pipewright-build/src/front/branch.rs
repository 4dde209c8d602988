//! Branches: what decides, and the steps in their arms, as both forms have them.

use syn::parse::{Parse, ParseStream};
use syn::{Expr, Pat, Token};

use super::fragment::Fragment;
use super::pieces;
use crate::check::branch as rule;
use crate::diagnostic::Findings;
use crate::plan::Arm;
use crate::span::{Span, Spanned};
use crate::tree::{Branch, Callee, ConstantArm, Matched, Name, Pipeline, Step, Test, Typed, Way};

/// What is matched.
pub(super) fn matched(fragment: &Fragment, findings: &mut Findings) -> Option<Matched> {
    let fragment = fragment.trimmed();
    Some(Matched {
        expr: pieces::expr(&fragment, findings)?,
        places: fragment.places,
        text: fragment.text,
    })
}

/// `Kind::Tool(args) if args.len() > 3`
pub(super) fn pattern(fragment: &Fragment, findings: &mut Findings) -> Option<Way> {
    let fragment = fragment.trimmed();
    let parser = |input: ParseStream<'_>| {
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let guard = match input.parse::<Option<Token![if]>>()? {
            Some(_) => Some(Box::new(input.parse::<Expr>()?)),
            None => None,
        };
        Ok((pattern, guard))
    };
    let form = "a pattern, as in `Kind::Tool(args)` or `_`";
    let (pattern, guard) = fragment.parse(parser, "a pattern", form, findings)?;
    Some(Way {
        span: fragment.span(),
        test: Test::Pattern(Box::new(pattern), guard, fragment.places),
        text: fragment.text,
    })
}

/// `order.total > 1000`
pub(super) fn condition(fragment: &Fragment, findings: &mut Findings) -> Option<Way> {
    let fragment = fragment.trimmed();
    let condition = pieces::expr(&fragment, findings)?;
    Some(Way {
        span: fragment.span(),
        test: Test::If(Box::new(condition), fragment.places),
        text: fragment.text,
    })
}

/// When no other way is taken.
pub(super) fn otherwise(span: Span) -> Way {
    Way {
        span,
        test: Test::Else,
        text: "else".to_owned(),
    }
}

/// A way of which it could not be read when it is taken.
pub(super) fn unread(span: Span) -> Way {
    Way {
        text: String::new(),
        ..otherwise(span)
    }
}

/// The constant that an arm consists of: `Reply::Denied`, `0`.
pub(super) fn constant(fragment: &Fragment, findings: &mut Findings) -> Option<Spanned<Expr>> {
    let fragment = fragment.trimmed();
    let expr = fragment.parse(Expr::parse, "an arm", rule::FORM, findings)?;
    match is_constant(&expr) {
        true => Some(Spanned::new(expr, fragment.span())),
        false => {
            findings.push(rule::no_call(&fragment));
            None
        }
    }
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => {
            let segments = &path.path.segments;
            let first = segments.first().map(|first| first.ident.to_string());
            segments.len() > 1 || first.is_some_and(|first| first.starts_with(char::is_uppercase))
        }
        Expr::Paren(inner) => is_constant(&inner.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Neg(_)) && is_constant(&unary.expr),
        _ => false,
    }
}

/// Where arms meet: the step that has their value.
#[derive(Clone)]
pub(super) struct Merge {
    step: usize,
    value: Name,
}

impl Pipeline {
    /// A step in which arms meet.
    pub(super) fn merge(&mut self, at: Span, value: Typed, arms: &[Arm]) -> (Merge, &mut Step) {
        let merge = Merge {
            step: self.steps.len(),
            value: value.name.clone(),
        };
        let mut step = Step::new(at, value.name.clone());
        step.call = Callee::Merge(Vec::new());
        step.output = Some(value);
        step.arms = arms.to_vec();
        self.steps.push(step);
        (merge.clone(), &mut self.steps[merge.step])
    }

    /// A branch whose arms meet there, and its number.
    pub(super) fn branch(
        &mut self,
        merge: &Merge,
        on: Option<Matched>,
        ways: Vec<Way>,
        within: &[Arm],
    ) -> usize {
        self.branches.push(Branch {
            value: merge.value.clone(),
            on,
            ways,
            within: within.to_vec(),
        });
        self.branches.len() - 1
    }

    /// The step that gives the value of an arm.
    pub(super) fn arm(&mut self, merge: &Merge, mut step: Step, arms: &[Arm]) {
        step.arms = arms.to_vec();
        step.merge = Some(merge.step);
        self.steps.push(step);
    }

    /// An arm that is a constant.
    pub(super) fn constant_arm(&mut self, merge: &Merge, value: Spanned<Expr>, arms: &[Arm]) {
        if let Callee::Merge(constants) = &mut self.steps[merge.step].call {
            let arms = arms.to_vec();
            constants.push(ConstantArm { arms, value });
        }
    }
}
