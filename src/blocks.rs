//! How the steps of a block went, in which each element has them.

use std::collections::HashMap;

use pipewright_graph::{Graph, Mark, StepOutcome};

use crate::report::{OutcomeKind, Report, StepReport};

/// How often something ended in each way.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ends {
    ok: usize,
    failed: usize,
    skipped: usize,
    running: usize,
}

impl Ends {
    pub(crate) fn of(ends: impl IntoIterator<Item = OutcomeKind>) -> Self {
        let mut all = Self::default();
        ends.into_iter().for_each(|end| all.add(end));
        all
    }

    pub(crate) fn add(&mut self, end: OutcomeKind) {
        match end {
            OutcomeKind::Ok => self.ok += 1,
            OutcomeKind::Err => self.failed += 1,
            OutcomeKind::Skipped => self.skipped += 1,
            OutcomeKind::Pending => self.running += 1,
        }
    }

    /// In words: `4 ok, 1 failed`.
    pub(crate) fn told(self, skipped: &str) -> String {
        let ends = [
            (self.ok, "ok"),
            (self.failed, "failed"),
            (self.skipped, skipped),
            (self.running, "running"),
        ];
        let ends = ends.into_iter().filter(|(count, _)| *count > 0);
        let ends: Vec<_> = ends.map(|(count, end)| format!("{count} {end}")).collect();
        ends.join(", ")
    }

    /// What a picture shows on a step that ended so often, and the last time as marked.
    pub(crate) fn after(self, last: Mark) -> Mark {
        let times = self.ok + self.failed + self.skipped + self.running;
        if times < 2 {
            return last;
        }
        let mark = match last.outcome() {
            StepOutcome::Ok if self.failed > 0 => Mark::handled(),
            _ => last,
        };
        mark.with_note(match self.failed {
            0 => format!("{times} times"),
            _ => self.told("skipped"),
        })
    }

    fn mark(self, handled: bool) -> Mark {
        let mark = match self {
            Self { failed: 1.., .. } if handled => Mark::handled(),
            Self { failed: 1.., .. } => Mark::err(),
            Self { running: 1.., .. } => Mark::running(),
            Self { ok: 1.., .. } => Mark::ok(),
            Self { .. } => Mark::skipped(),
        };
        mark.with_note(self.told("skipped"))
    }
}

/// What a picture shows on the steps of all blocks in it, by name.
pub(crate) fn marks(steps: &[StepReport], graph: &Graph) -> Vec<(String, Mark)> {
    let mut marks = Vec::new();
    for step in graph.steps.iter() {
        let Some(block) = step.block.first() else {
            continue;
        };
        if let Some(report) = steps.iter().find(|report| report.step == step.name) {
            marks.extend(each(report, block));
        }
    }
    marks
}

/// What a picture shows on the steps through which each element of a step goes.
pub(crate) fn each(step: &StepReport, graph: &Graph) -> Vec<(String, Mark)> {
    // the map goes on without an element that fails
    let goes_on = step.outcome != OutcomeKind::Err;
    let runs: Vec<&Report> = runs(step).collect();
    let mut marks = Vec::new();
    of_block(&runs, graph, goes_on, &mut marks);
    marks
}

/// What happened to a step of a block, in the last run of each element.
pub(crate) fn step<'r>(steps: &'r [StepReport], graph: &Graph, name: &str) -> Vec<&'r StepReport> {
    let mut found = Vec::new();
    for map in graph.steps.iter() {
        let report = steps.iter().find(|report| report.step == map.name);
        let Some((block, report)) = map.block.first().zip(report) else {
            continue;
        };
        for run in runs(report) {
            found.extend(run.step(name));
            found.extend(step(&run.steps, block, name));
        }
    }
    found
}

/// The last run of each element.
pub(crate) fn runs(step: &StepReport) -> impl Iterator<Item = &Report> {
    let last = step.elements.iter().filter_map(|one| one.attempts.last());
    last.filter_map(|attempt| attempt.run.as_deref())
}

fn of_block(elements: &[&Report], block: &Graph, goes_on: bool, marks: &mut Vec<(String, Mark)>) {
    let mut ends: HashMap<&str, Ends> = HashMap::new();
    let steps = elements.iter().flat_map(|run| &run.steps);
    for step in steps.filter(|step| !step.waits()) {
        ends.entry(&step.step).or_default().add(step.outcome);
    }
    for step in block.steps.iter() {
        if let Some(ends) = ends.get(&*step.name) {
            marks.push((step.name.to_string(), ends.mark(step.handled || goes_on)));
        }
        if let Some(inner) = step.block.first() {
            let reports = elements.iter().filter_map(|run| run.step(&step.name));
            let within: Vec<&Report> = reports.flat_map(runs).collect();
            of_block(&within, inner, goes_on, marks);
        }
    }
}
