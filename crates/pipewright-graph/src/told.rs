//! What the rich pictures say, in the same words: beneath a step's name, in a branch, along a wire.

use std::collections::HashSet;

use crate::layout::{Line, LineKind};
use crate::{Branch, Graph, Mark, Source, Step, StepOutcome, Target, Wire, WireKind};

/// What stands beneath a step's name: what it does, its condition, and the note of the run.
pub(crate) fn lines(step: &Step, mark: Option<&Mark>) -> Vec<Line> {
    let line = |kind, before: &str, text: Option<&str>| {
        text.map(|text| Line {
            kind,
            text: format!("{before}{text}"),
        })
    };
    let lines = [
        line(LineKind::Runs, "runs ", step.runs.as_deref()),
        line(LineKind::Each, "", step.each.as_deref()),
        line(LineKind::When, "when ", step.guard.as_deref()),
        line(LineKind::Undo, "undo ", step.undo.as_deref()),
        line(LineKind::Note, "", mark.and_then(Mark::note)),
    ];
    lines.into_iter().flatten().collect()
}

/// The sign of an outcome, before a step's name.
pub(crate) fn sign(outcome: StepOutcome) -> &'static str {
    match outcome {
        StepOutcome::Ok => "✓ ",
        StepOutcome::Err | StepOutcome::Handled => "✗ ",
        StepOutcome::Skipped => "– ",
        StepOutcome::Running => "▸ ",
    }
}

/// What is asked at a branch.
pub(crate) fn branch(branch: &Branch) -> String {
    match branch.text.is_empty() {
        true => "if".to_owned(),
        false => format!("match {}", branch.text),
    }
}

/// What is said of wires.
pub(crate) struct WireLabels {
    /// Orders that follow from other wires.
    implied: HashSet<(Source, Target)>,
}

impl WireLabels {
    pub(crate) fn new(graph: &Graph) -> Self {
        Self {
            implied: implied(graph),
        }
    }

    /// What stands along a wire; `None` if it is not drawn, because the picture says it elsewhere.
    pub(crate) fn wire<'w>(&self, wire: &'w Wire) -> Option<&'w str> {
        match wire.kind {
            WireKind::Data | WireKind::Next | WireKind::Call => Some(&wire.ty),
            WireKind::Guard => Some("when"),
            // drawn by way of the branch
            WireKind::Branch => None,
            WireKind::After => Some("after"),
            WireKind::Order if self.implied.contains(&(wire.from, wire.to)) => None,
            WireKind::Order => Some("before move"),
        }
    }
}

/// The orders between two steps of which one waits for the other anyway.
fn implied(graph: &Graph) -> HashSet<(Source, Target)> {
    let mut parents = vec![Vec::new(); graph.steps.len()];
    let (orders, others): (Vec<&Wire>, Vec<&Wire>) = graph
        .wires
        .iter()
        .partition(|wire| wire.kind == WireKind::Order);
    for wire in others {
        if let (Source::Step(from), Target::Step(to)) = (wire.from, wire.to) {
            parents[to.0 as usize].push(from.0 as usize);
        }
    }
    // for which of the orders each step was last seen
    let mut seen = vec![0; parents.len()];
    let mut waits = |number: usize, order: &Wire| {
        let (Source::Step(first), Target::Step(second)) = (order.from, order.to) else {
            return false;
        };
        let mut open = vec![second.0 as usize];
        while let Some(step) = open.pop() {
            for &parent in &parents[step] {
                if std::mem::replace(&mut seen[parent], number) != number {
                    open.push(parent);
                }
            }
        }
        seen[first.0 as usize] == number
    };
    let numbered = (1..).zip(orders);
    let implied = numbered.filter(|(number, order)| waits(*number, order));
    implied.map(|(_, order)| (order.from, order.to)).collect()
}
