//! What follows a step of a workflow, from the keys that say it.

use crate::check::{fragment, next_step};
use crate::diagnostic::Findings;
use crate::form::Form;
use crate::front::fragment::Fragment;
use crate::front::pieces;
use crate::span::Span;
use crate::tree::Name;
use crate::workflow::tree::{If, Next};

/// `next`, or `if` with `yes` and `no`.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) next: Option<Next>,
    pub(crate) condition: Option<Fragment>,
    pub(crate) yes: Option<Name>,
    pub(crate) no: Option<Name>,
}

impl Parts {
    /// What they say together; `step` is where the step stands.
    pub(crate) fn read(self, step: Span, form: Form, findings: &mut Findings) -> Next {
        let Self {
            next,
            condition,
            yes,
            no,
        } = self;
        let Some(condition) = condition else {
            if let Some(branch) = yes.or(no) {
                findings.push(next_step::no_condition(&branch, form));
            }
            return next.unwrap_or(Next::Any(Vec::new()));
        };
        if let Some(next) = &next {
            let at = next.names().first().map_or(step, |name| name.span);
            findings.push(next_step::two_decisions(at, condition.span()));
        }
        if yes.is_none() && no.is_none() {
            findings.push(next_step::no_branch(condition.span(), form));
        }
        let condition = condition.trimmed();
        if let Some(found) = fragment::template(&condition) {
            findings.push(found);
            return Next::Any(Vec::new());
        }
        let Some(expr) = pieces::expr(&condition, findings) else {
            return Next::Any(Vec::new());
        };
        if let syn::Expr::Assign(assign) = &expr {
            let sign = condition.places.at(assign.eq_token.spans[0]);
            findings.push(fragment::assignment(condition.places.whole, sign));
            return Next::Any(Vec::new());
        }
        let words = condition.text.split_whitespace();
        Next::If(Box::new(If {
            text: words.collect::<Vec<_>>().join(" "),
            expr,
            span: condition.span(),
            places: condition.places,
            yes,
            no,
        }))
    }
}
