use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::How;
use crate::wiring::{Reader, Wiring};

pub(crate) static RULE: Rule = Rule {
    code: "PW0051",
    title: "a value that the first element would take",
    docs: "A step that maps, reduces or folds is called for each element of a value. What else its calls read \
        is there for all of them, so they borrow it (`&x`), or each has a clone (`x.clone()`). Only the \
        element itself is each call's own.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for read in wiring.reads.iter().filter(|read| wiring.is_shared(read)) {
        let (Reader::Step(step), How::Move) = (read.by, read.how) else {
            continue;
        };
        let lends = wiring.may_borrow(read.by);
        let (step, value) = (&wiring.tree.steps[step], &wiring.values[read.value]);
        // what is lent to a block is told where it belongs
        let may_take = value.copy || value.lent;
        let Some(each) = step.each.as_ref().filter(|_| !may_take) else {
            continue;
        };
        let (name, step) = (&value.name.value, &step.name.value);
        let title = format!("`{step}` moves `{name}` for each element");
        let error = Diagnostic::error(&RULE, read.span, title)
            .label("the first element would take it away")
            .and(each.span, "it is called for each of these");
        let clone = format!("{name}.clone()");
        findings.push(match lends {
            true => error.edit("borrow it", read.span, format!("&{name}")).edit(
                "or clone it for each element",
                read.span,
                clone,
            ),
            // a pipeline owns its inputs
            false => error.edit("clone it for each element", read.span, clone),
        });
    }
}
