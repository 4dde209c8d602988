//! A run as a picture: its pipeline, with what became of each step.

use std::collections::{HashMap, HashSet};

use pipewright_graph::{self as graph, Graph, Mark, Overlay, Picture};

use crate::blocks::{self, Ends};
use crate::report::{OutcomeKind, Report, StepReport};

impl Report {
    /// The run as a [Mermaid](https://mermaid.js.org) flowchart, coloured by outcome. A failure that was
    /// handled, and so did not fail the run, has a dashed border.
    pub fn mermaid(&self) -> String {
        self.picture().mermaid()
    }

    /// The run as a drawing in SVG, coloured by outcome: one piece of text that needs nothing else, for light and
    /// for dark. Runs inside this one are drawn in frames.
    ///
    /// ```no_run
    /// # fn keep(report: pipewright::Report) -> std::io::Result<()> {
    /// std::fs::write("run.svg", report.svg())
    /// # }
    /// ```
    pub fn svg(&self) -> String {
        self.picture().svg()
    }

    /// The run in DOT, the language of [Graphviz](https://graphviz.org), coloured by outcome.
    pub fn dot(&self) -> String {
        self.picture().dot()
    }

    /// The pipeline as a tree of text.
    pub fn text(&self) -> String {
        self.graph()
            .map_or_else(|| self.steps_only().text(), Graph::text)
    }

    /// The run as a picture to be drawn in one of several forms and directions.
    ///
    /// ```
    /// use pipewright::Report;
    /// use pipewright::graph::Direction;
    ///
    /// fn from_left_to_right(report: &Report) -> String {
    ///     report.picture().direction(Direction::LeftRight).svg()
    /// }
    /// ```
    pub fn picture(&self) -> Picture<'_> {
        let picture = self.bare_picture().overlay(&self.overlay());
        let inside = self
            .steps
            .iter()
            .filter_map(|step| Some((step.step.clone(), self.inside(step)?)));
        inside.fold(picture, |picture, (step, inside)| {
            picture.inside(step, inside)
        })
    }

    /// The run inside a step, or what the runs for its elements have in common. The steps of a block are in the
    /// picture anyway.
    fn inside<'a>(&'a self, step: &'a StepReport) -> Option<Picture<'a>> {
        if let Some(run) = step.run() {
            return Some(run.picture());
        }
        let own = self
            .graph()?
            .steps
            .iter()
            .find(|own| own.name == step.step)?;
        let first = own.block.is_empty().then(|| blocks::runs(step).next())??;
        let picture = first.bare_picture();
        let marks = first.graph().map(|graph| blocks::each(step, graph));
        Some(picture.overlay(&marks.into_iter().flatten().collect()))
    }

    /// What the run puts on the steps of its [graph](Self::graph): how each ended, and a few words more.
    pub fn overlay(&self) -> Overlay {
        let handled = self.handled();
        let mut ends: HashMap<_, Ends> = HashMap::new();
        let ran = self.trace.iter().map(|row| (&row.step, row.outcome));
        let called = self.calls.iter().map(|call| (&call.step, call.outcome));
        for (step, outcome) in ran.chain(called) {
            ends.entry(step).or_default().add(outcome);
        }
        let marks = self.steps.iter().map(|step| {
            let last = step.mark(handled.contains(&*step.step))?;
            let ends = ends.get(&step.step).copied().unwrap_or_default();
            Some((step.step.to_string(), ends.after(last)))
        });
        let within = self.graph().map(|graph| blocks::marks(&self.steps, graph));
        let marks = marks.flatten();
        marks.chain(within.into_iter().flatten()).collect()
    }

    fn bare_picture(&self) -> Picture<'_> {
        match self.graph() {
            Some(graph) => graph.picture(),
            None => self.steps_only().into(),
        }
    }

    /// The steps whose failure does not fail the run.
    pub(crate) fn handled(&self) -> HashSet<&str> {
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
        Some(match &*self.caused_by {
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

    /// Whether it went on without elements that failed, or had them among others.
    fn has_failed_elements(&self) -> bool {
        let mut elements = self.elements.iter();
        elements.any(|element| element.outcome == OutcomeKind::Err)
    }

    /// Whether it has not begun in a run that goes on.
    pub(crate) fn waits(&self) -> bool {
        self.outcome == OutcomeKind::Pending && self.attempts.is_empty()
    }

    /// How it ended, or that it runs; nothing if it has not begun.
    fn mark(&self, handled: bool) -> Option<Mark> {
        let undo = self.undo.as_ref().map(|undo| undo.outcome);
        let mark = match self.outcome {
            // what it did is there still
            OutcomeKind::Ok if undo == Some(OutcomeKind::Err) => Mark::err(),
            OutcomeKind::Ok if self.has_failed_elements() => Mark::handled(),
            OutcomeKind::Ok => Mark::ok(),
            OutcomeKind::Err if handled => Mark::handled(),
            OutcomeKind::Err => Mark::err(),
            OutcomeKind::Skipped => Mark::skipped(),
            OutcomeKind::Pending if self.waits() => return None,
            OutcomeKind::Pending => Mark::running(),
        };
        let attempts = match self.attempts.len() {
            0 | 1 => None,
            n => Some(format!("{n} attempts")),
        };
        let (reason, elements) = (self.why(), self.elements_note());
        let progress = self.progress.as_ref().map(|progress| progress.to_string());
        let undo = self.undo.as_ref().map(|undo| undo.note());
        let notes = progress.into_iter().chain(elements).chain(attempts);
        let notes: Vec<_> = notes.chain(reason).chain(undo).collect();
        Some(match notes.is_empty() {
            true => mark,
            false => mark.with_note(notes.join(", ")),
        })
    }
}
