//! What a run adds to the picture of its pipeline.

use std::collections::HashMap;

use crate::Text;

/// How one step ended, or that it runs, as far as a picture shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum StepOutcome {
    /// It returned a value.
    Ok,
    /// It failed.
    Err,
    /// It failed, and that was dealt with.
    Handled,
    /// It did not run, or declined.
    Skipped,
    /// It has not ended.
    Running,
}

/// What the picture shows on one step: how it ended, and perhaps a few words more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Mark {
    outcome: StepOutcome,
    note: Option<Text>,
}

impl Mark {
    /// A step that ended so.
    pub const fn new(outcome: StepOutcome) -> Self {
        Self {
            outcome,
            note: None,
        }
    }

    /// A step that returned a value.
    pub const fn ok() -> Self {
        Self::new(StepOutcome::Ok)
    }

    /// A step that failed.
    pub const fn err() -> Self {
        Self::new(StepOutcome::Err)
    }

    /// A step that failed, which was dealt with.
    pub const fn handled() -> Self {
        Self::new(StepOutcome::Handled)
    }

    /// A step that did not run, or declined.
    pub const fn skipped() -> Self {
        Self::new(StepOutcome::Skipped)
    }

    /// A step that has begun, and has not ended.
    pub const fn running() -> Self {
        Self::new(StepOutcome::Running)
    }

    /// The same mark with a few words beneath the step's name, such as `3 attempts, 120 ms`.
    pub fn with_note(mut self, note: impl Into<Text>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// How the step ended.
    #[must_use]
    pub const fn outcome(&self) -> StepOutcome {
        self.outcome
    }

    /// The words beneath its name.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// The marks that a run leaves on the steps of its graph, by name; a step without one is drawn as before.
///
/// ```
/// use pipewright_graph::{Mark, Overlay};
///
/// let overlay = Overlay::new()
///     .mark("validate", Mark::ok())
///     .mark("charge", Mark::err().with_note("3 attempts, 120 ms"))
///     .mark("ship", Mark::skipped());
/// assert_eq!(overlay.get("charge").and_then(Mark::note), Some("3 attempts, 120 ms"));
///
/// let same: Overlay = [("validate", Mark::ok())].into_iter().collect();
/// assert_eq!(same.get("validate"), overlay.get("validate"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Overlay {
    marks: HashMap<Text, Mark>,
}

impl Overlay {
    /// No marks yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same overlay with `mark` on the step called `step`, instead of any other that it had.
    pub fn mark(mut self, step: impl Into<Text>, mark: Mark) -> Self {
        self.marks.insert(step.into(), mark);
        self
    }

    /// The mark on the step called `step`.
    #[must_use]
    pub fn get(&self, step: &str) -> Option<&Mark> {
        self.marks.get(step)
    }
}

impl<S: Into<Text>> Extend<(S, Mark)> for Overlay {
    fn extend<I: IntoIterator<Item = (S, Mark)>>(&mut self, marks: I) {
        self.marks
            .extend(marks.into_iter().map(|(step, mark)| (step.into(), mark)));
    }
}

impl<S: Into<Text>> FromIterator<(S, Mark)> for Overlay {
    fn from_iter<I: IntoIterator<Item = (S, Mark)>>(marks: I) -> Self {
        let mut overlay = Self::new();
        overlay.extend(marks);
        overlay
    }
}
