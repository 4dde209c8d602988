//! A run as a picture: its pipeline, with what became of each step.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_graph::{self as graph, Graph, Mark, Overlay};

use crate::blocks::{self, Ends};
use crate::report::{OutcomeKind, Report, StepReport};

impl Report {
    /// The run as a [Mermaid](https://mermaid.js.org) flowchart, coloured by outcome. A failure that was
    /// handled, and so did not fail the run, has a dashed border.
    pub fn mermaid(&self) -> String {
        self.drawn(Graph::mermaid_with)
    }

    /// The run as a drawing in SVG, coloured by outcome: one piece of text that needs nothing else, for light and
    /// for dark.
    ///
    /// ```no_run
    /// # fn keep(report: pipewright::Report) -> std::io::Result<()> {
    /// std::fs::write("run.svg", report.svg())
    /// # }
    /// ```
    pub fn svg(&self) -> String {
        self.drawn(Graph::svg_with)
    }

    /// The run in DOT, the language of [Graphviz](https://graphviz.org), coloured by outcome.
    pub fn dot(&self) -> String {
        self.drawn(Graph::dot_with)
    }

    /// The pipeline as a tree of text.
    pub fn text(&self) -> String {
        self.drawn(|graph, _| graph.text())
    }

    /// What the run puts on the steps of its [graph](Self::graph): how each ended, and a few words more. With it
    /// a run is drawn in other ways than those here.
    ///
    /// ```
    /// use pipewright::Report;
    /// use pipewright::graph::Direction;
    ///
    /// fn from_left_to_right(report: &Report) -> Option<String> {
    ///     let picture = report.graph()?.picture().overlay(&report.overlay());
    ///     Some(picture.direction(Direction::LeftRight).svg())
    /// }
    /// ```
    pub fn overlay(&self) -> Overlay {
        let handled = self.handled();
        let mut times = BTreeMap::new();
        let ran = self.trace.iter().map(|row| &row.step);
        for step in ran.chain(self.calls.iter().map(|call| &call.step)) {
            *times.entry(step).or_insert(0) += 1;
        }
        let marks = self.steps.iter().map(|step| {
            let mark = step.mark(handled.contains(&*step.step));
            let mark = match times.get(&step.step) {
                None | Some(1) => mark,
                Some(times) => mark.with_note(format!("{times} times")),
            };
            (step.step.to_string(), mark)
        });
        let within = self.graph().map(|graph| blocks::marks(&self.steps, graph));
        marks.chain(within.into_iter().flatten()).collect()
    }

    fn drawn(&self, draw: impl Fn(&Graph, &Overlay) -> String) -> String {
        match self.graph() {
            Some(graph) => draw(graph, &self.overlay()),
            None => draw(&self.steps_only(), &self.overlay()),
        }
    }

    /// The steps whose failure does not fail the run.
    fn handled(&self) -> BTreeSet<&str> {
        let steps = self.graph().map(|graph| graph.steps.iter());
        let handled = steps.into_iter().flatten().filter(|step| step.handled);
        handled.map(|step| &*step.name).collect()
    }

    /// The graph of a report that was stored without it: its wires are not known.
    fn steps_only(&self) -> Graph {
        let step = |step: &StepReport| graph::Step {
            name: step.step.clone(),
            ..graph::Step::default()
        };
        Graph {
            name: self.pipeline.clone(),
            steps: self.steps.iter().map(step).collect(),
            ..Graph::default()
        }
    }
}

impl StepReport {
    /// Its reason, with the steps that are the cause.
    pub(crate) fn why(&self) -> Option<String> {
        let reason = self.reason.as_ref()?;
        Some(match self.caused_by.as_slice() {
            [] => reason.clone(),
            causes => format!("{reason}: {}", causes.join(", ")),
        })
    }

    /// How its elements ended, if it has any.
    pub(crate) fn elements_note(&self) -> Option<String> {
        let ends = self.elements.iter().map(|element| element.outcome);
        let told = || format!("elements: {}", Ends::of(ends).told("left out"));
        (!self.elements.is_empty()).then(told)
    }

    fn mark(&self, handled: bool) -> Mark {
        let mark = match self.outcome {
            OutcomeKind::Ok => Mark::ok(),
            OutcomeKind::Err if handled => Mark::handled(),
            OutcomeKind::Err => Mark::err(),
            OutcomeKind::Skipped => Mark::skipped(),
        };
        let attempts = match self.attempts.len() {
            0 | 1 => None,
            n => Some(format!("{n} attempts")),
        };
        let (reason, elements) = (self.why(), self.elements_note());
        let undo = self.undo.as_ref().map(|undo| undo.note());
        let notes = elements.into_iter().chain(attempts);
        let notes: Vec<_> = notes.chain(reason).chain(undo).collect();
        match notes.is_empty() {
            true => mark,
            false => mark.with_note(notes.join(", ")),
        }
    }
}
