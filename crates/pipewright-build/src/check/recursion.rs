use std::collections::{HashMap, HashSet};

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::pipelines::Pipelines;
use crate::span::Span;
use crate::tree::{Callee, Pipeline};

pub(crate) static RULE: Rule = Rule {
    code: "PW0043",
    title: "a pipeline that runs itself",
    docs: "A pipeline may run others, but not itself, and none that runs it: its graph would have no end. \
        The report shows the way round. What has to be repeated until it is done belongs in one step, which \
        may have a loop.",
    check: Check::Across(check),
};

fn check(pipelines: &Pipelines<'_>, findings: &mut Findings) {
    let mut search = Search {
        pipelines,
        ended: HashSet::new(),
        findings,
    };
    for tree in pipelines.trees() {
        search.from(tree);
    }
}

/// One call: who runs whom, and where that is said.
type Run<'t> = (&'t Pipeline, &'t Pipeline, Span);

struct Search<'a, 't> {
    pipelines: &'a Pipelines<'t>,
    ended: HashSet<*const Pipeline>,
    findings: &'a mut Findings,
}

impl<'t> Search<'_, 't> {
    /// Follows all ways from a pipeline, each once. Without recursion: who knows how deep they go.
    fn from(&mut self, root: &'t Pipeline) {
        let (mut open, mut way) = (vec![(root, self.runs(root))], Vec::<Run<'t>>::new());
        let mut depths = HashMap::from([(std::ptr::from_ref(root), 0)]);
        while let Some((tree, runs)) = open.last_mut() {
            let tree = *tree;
            let Some(run) = runs.pop() else {
                self.ended.insert(tree);
                depths.remove(&std::ptr::from_ref(tree));
                open.pop();
                way.pop();
                continue;
            };
            let inner = std::ptr::from_ref(run.1);
            match depths.get(&inner) {
                Some(&depth) => {
                    let circle: Vec<_> = way[depth..].iter().copied().chain([run]).collect();
                    self.findings.push(report(&circle));
                }
                None if self.ended.contains(&inner) => {}
                None => {
                    depths.insert(inner, open.len());
                    way.push(run);
                    open.push((run.1, self.runs(run.1)));
                }
            }
        }
    }

    /// What a pipeline runs, the last one first.
    fn runs(&self, tree: &'t Pipeline) -> Vec<Run<'t>> {
        let run = |step: &'t crate::tree::Step| {
            let Callee::Pipeline(path) = &step.call else {
                return None;
            };
            Some((tree, self.pipelines.run_by(tree, step)?, path.span))
        };
        tree.all_steps().into_iter().rev().filter_map(run).collect()
    }
}

/// Each run of `circle` is one inside that before it, and so is the first inside the last.
fn report(circle: &[Run<'_>]) -> Diagnostic {
    let name = |tree: &Pipeline| format!("`{}`", tree.name.value);
    let (first, _, span) = circle[0];
    let title = match circle {
        [_] => format!("the pipeline {} runs itself", name(first)),
        _ => {
            let mut names: Vec<_> = circle.iter().map(|run| name(run.0)).collect();
            names.push(name(first));
            format!("these pipelines run each other: {}", names.join(" → "))
        }
    };
    let label = |run: &Run<'_>| format!("{} runs {} here", name(run.0), name(run.1));
    let error = Diagnostic::error(&RULE, span, title).label(label(&circle[0]));
    let error = circle[1..]
        .iter()
        .fold(error, |error, run| error.and(run.2, label(run)));
    error.help(
        "take one of these steps out; what repeats until it is done belongs in a step with a loop",
    )
}
