use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{Kind, Name};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0063",
    title: "a step that a run never comes to",
    docs: "A run of a workflow begins with its `start`, and goes on with what decisions put into the queue: the \
        steps that `next`, `yes` and `no` name. A step that none of them leads to, however many steps lie in \
        between, never runs. Likewise a step of a flow that is no entry, and that no step calls which an entry \
        leads to. This is a warning: all is built all the same.",
    check: Check::Advise(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let (roots, ways): (Vec<&Name>, Vec<Vec<&Name>>) = match &wiring.tree.kind {
        Kind::Pipeline => return,
        Kind::Workflow(workflow) => {
            let ways = workflow.steps.iter().map(|step| step.next.names());
            (workflow.start.iter().collect(), ways.collect())
        }
        Kind::Flow(flow) => {
            let steps = wiring.tree.steps.iter().zip(&flow.steps);
            let entries = steps.filter(|(_, step)| step.entry.is_some());
            let ways = flow.steps.iter().map(|step| step.calls.iter().collect());
            (
                entries.map(|(step, _)| &step.name).collect(),
                ways.collect(),
            )
        }
    };
    let steps = &wiring.tree.steps;
    let place = |name: &Name| steps.iter().position(|step| step.name.value == name.value);
    let mut seen = vec![false; steps.len()];
    let mut open: Vec<usize> = roots.into_iter().filter_map(place).collect();
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut seen[step], true) {
            open.extend(ways[step].iter().copied().filter_map(place));
        }
    }
    for (step, _) in steps.iter().zip(seen).filter(|(_, seen)| !seen) {
        let name = &step.name;
        findings.push(
            Diagnostic::warning(
                &RULE,
                name.span,
                format!("nothing leads to `{}`", name.value),
            )
            .label(match &wiring.tree.kind {
                Kind::Flow(_) => "no entry, and no `calls` on the way from one, names this",
                _ => "no `next` on the way from the start names this",
            })
            .help("let a step before it name it, or take it out"),
        );
    }
}
