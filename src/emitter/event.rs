//! What happens in a run, one thing at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use pipewright_graph::Graph;
use serde::{Deserialize, Serialize};

use super::Field;
use crate::ids::{CorrelationId, RunId};
use crate::report::{InputReport, OutcomeKind, rfc3339, seconds};
use crate::size::Size;

/// Something that has happened in a run.
///
/// In serialised form it is one flat object, with `event` for its kind in `snake_case`; times are text of
/// [RFC 3339] in UTC, and durations numbers of seconds.
///
/// ```
/// use pipewright::{Event, EventKind};
///
/// /// What somebody who waits for a run wants to read.
/// fn told(event: &Event) -> Option<String> {
///     let step = event.step.as_deref()?;
///     match &event.kind {
///         EventKind::AttemptEnded { error: Some(error), wait: Some(wait), .. } => {
///             Some(format!("{step}: {error}; again in {wait:?}"))
///         }
///         EventKind::StepEnded { outcome, .. } => Some(format!("{step}: {outcome}")),
///         _ => None,
///     }
/// }
/// ```
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Event {
    /// When it happened, by the clock of the run's report.
    #[serde(with = "rfc3339")]
    pub time: SystemTime,
    /// The run in which it happened.
    pub run_id: RunId,
    /// Ties that run to others.
    pub correlation_id: CorrelationId,
    /// The run inside which it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_run: Option<RunId>,
    /// The step of that run that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_step: Option<Cow<'static, str>>,
    /// If it was started for one element of a value, that one's place, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_element: Option<usize>,
    /// The name of the pipeline, the workflow or the flow, behind its folders: `billing::refund`.
    pub pipeline: Cow<'static, str>,
    /// The step that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Cow<'static, str>>,
    /// The place of the element in the value that the step maps, from 0, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<usize>,
    /// Which call of the step, or of the element, it was, from 1; of one that has ended, the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// Which call of the run it is about, from 0, if that is a flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<usize>,
    /// The call in which that one was made; the entry has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<usize>,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What kind of thing happened. What is said here of a step is said of an element that a step maps in the same way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// The run begins. It is always the first event.
    RunStarted {
        /// How many steps there are, in a pipeline: each of them will end once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        steps: Option<usize>,
        /// A hash of the pipeline's definition, as in the run's report.
        definition: Cow<'static, str>,
        /// What it was given, where the description says that it is shown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        inputs: Vec<InputReport>,
        /// The metadata that it begins with; of a run inside another one the other has it.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        metadata: BTreeMap<String, String>,
        /// The wiring of the pipeline; not in serialised form.
        #[serde(skip)]
        graph: Option<&'static Graph>,
    },
    /// The step's first attempt begins. A step that is skipped has not started.
    StepStarted,
    /// Another attempt begins, after one that has failed.
    AttemptStarted,
    /// An attempt has ended.
    AttemptEnded {
        /// Whether it was enough.
        outcome: OutcomeKind,
        /// Why not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// What lies behind that, each the cause of the one before it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sources: Vec<String>,
        /// How long the step will wait before its next attempt, if there is to be one.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "seconds")]
        wait: Option<Duration>,
        /// How long it has taken.
        #[serde(with = "whole")]
        took: Duration,
    },
    /// The step has ended: well, or not, or it was skipped.
    StepEnded {
        /// How.
        outcome: OutcomeKind,
        /// Why it did not end well.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The steps with which that began, if it was skipped on their account.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caused_by: Vec<Cow<'static, str>>,
        /// Whether the pipeline deals with it if it fails, so that the run does not.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        handled: bool,
        /// What it was given, if it is the step of a workflow: as text, shortened, if the description shows it and
        /// it is `Debug`; otherwise its type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payload: Option<String>,
        /// What it has given, if the description shows it and it is `Debug`; shortened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// How large that is, if its type tells it: how many bytes, or elements.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<Size>,
        /// From the beginning of its first attempt, waits included.
        #[serde(with = "whole")]
        took: Duration,
    },
    /// The run has failed, and what the step has done is being undone.
    UndoStarted,
    /// A call that undoes the step has ended.
    UndoAttemptEnded {
        /// Why it was not enough.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// How long it will be until the next one, if there is to be one.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "seconds")]
        wait: Option<Duration>,
    },
    /// The step is undone, or what it has done is still there.
    UndoEnded {
        /// Which of both.
        outcome: OutcomeKind,
        /// Why it is still there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// The step itself has something to say: [`Context::event`](crate::Context::event).
    Said {
        /// What it calls that.
        name: Cow<'static, str>,
        /// What belongs to it.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        fields: BTreeMap<Cow<'static, str>, Field>,
    },
    /// The step says how far it has got: [`Context::progress`](crate::Context::progress). A step that maps the
    /// elements of a value says at first how many there are, if that is known.
    Progress {
        /// How much is done.
        done: u64,
        /// How much there is to do, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<u64>,
    },
    /// The run has ended. It is always the last event.
    RunEnded {
        /// Whether it has an output.
        outcome: OutcomeKind,
        /// Why not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// Whether somebody has cancelled it, or dropped its future.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cancelled: bool,
        /// How long it has taken.
        #[serde(with = "whole")]
        took: Duration,
    },
}

impl Event {
    /// How what this is about has ended, if it has.
    pub fn outcome(&self) -> Option<OutcomeKind> {
        match &self.kind {
            EventKind::AttemptEnded { outcome, .. }
            | EventKind::StepEnded { outcome, .. }
            | EventKind::UndoEnded { outcome, .. }
            | EventKind::RunEnded { outcome, .. } => Some(*outcome),
            _ => None,
        }
    }

    /// Why it has not ended well.
    pub fn error(&self) -> Option<&str> {
        match &self.kind {
            EventKind::AttemptEnded { error, .. }
            | EventKind::UndoAttemptEnded { error, .. }
            | EventKind::UndoEnded { error, .. }
            | EventKind::RunEnded { error, .. }
            | EventKind::StepEnded { reason: error, .. } => error.as_deref(),
            _ => None,
        }
    }
}

impl EventKind {
    /// Its name, as in serialised form.
    pub fn name(&self) -> &'static str {
        match self {
            Self::RunStarted { .. } => "run_started",
            Self::StepStarted => "step_started",
            Self::AttemptStarted => "attempt_started",
            Self::AttemptEnded { .. } => "attempt_ended",
            Self::StepEnded { .. } => "step_ended",
            Self::UndoStarted => "undo_started",
            Self::UndoAttemptEnded { .. } => "undo_attempt_ended",
            Self::UndoEnded { .. } => "undo_ended",
            Self::Said { .. } => "said",
            Self::Progress { .. } => "progress",
            Self::RunEnded { .. } => "run_ended",
        }
    }
}

mod whole {
    use super::{Deserialize, Duration, Serialize};

    pub(super) fn serialize<S: serde::Serializer>(
        time: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.as_secs_f64().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
    }
}
