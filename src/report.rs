//! All that happened in a run, as data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use pipewright_graph::Graph;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::blocks;
use crate::context::RunContext;
use crate::emitter::Field;
use crate::emitter::Telling;
use crate::error::RunError;
use crate::error_report::ErrorReport;
use crate::flow::CallReport;
use crate::graphs::{Graphs, Wiring};
use crate::ids::{CorrelationId, RunId};
use crate::run::Plan;
use crate::size::Size;
use crate::workflow::TraceRow;

mod attempts;
mod few;
mod steps;

pub use attempts::{AttemptReport, Attempts};
pub use few::Few;
pub(crate) use steps::Passed;
pub use steps::StepReports;

/// A run that was awaited [with its report](Report).
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let run = Quickstart::new(Calculator).run(5).with_report().await;
/// assert_eq!(run.output.unwrap(), 15);
/// assert_eq!(run.outputs.double.ok(), Some(&10));
/// println!("{}\n{}", run.report, run.report.mermaid());
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Run<T, O> {
    /// What the run resolves to without a report.
    pub output: Result<T, RunError>,
    /// How each step ended: a field for each, with its value unless that was moved on.
    pub outputs: O,
    /// What happened.
    pub report: Report,
}

/// All that happened in a run.
///
/// Times are those of the system clock when the run began, plus what has passed since then on the
/// clock of the runtime; so they are monotonic, and on tokio's paused clock they are its times. In
/// serialised form a time is text of [RFC 3339] in UTC.
///
/// ```
/// use pipewright::{OutcomeKind, Report};
///
/// fn slowest(report: &Report) -> Option<&str> {
///     let ran = report.with_outcome(OutcomeKind::Ok);
///     ran.max_by_key(|step| step.elapsed()).map(|step| &*step.step)
/// }
/// ```
///
/// The stored form has all that is needed to read and to draw it elsewhere, the wiring of its pipeline and of those
/// that it runs among it: `cargo pipewright show` makes a page of it.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "crate::stored::Stored")]
#[non_exhaustive]
pub struct Report {
    /// Identifies the run.
    pub run_id: RunId,
    /// Ties it to others.
    pub correlation_id: CorrelationId,
    /// The run inside which it was started.
    pub parent_run: Option<RunId>,
    /// The pipeline's name, behind its folders: `billing::refund`.
    pub pipeline: Cow<'static, str>,
    /// A hash of the pipeline's definition: equal when nothing but comments and layout differ.
    pub definition: Cow<'static, str>,
    /// When the run began.
    #[serde(with = "rfc3339")]
    pub started: SystemTime,
    /// When it ended; if it has not, when this was made.
    #[serde(with = "rfc3339")]
    pub finished: SystemTime,
    /// What it was given, where the description says that it is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<InputReport>,
    /// How it ended: well, or with an error.
    pub outcome: OutcomeKind,
    /// That error, as text.
    pub error: Option<ErrorReport>,
    /// Its metadata as it was at the end. What the pipeline declares is among it if its type is `Debug`, shortened.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// Each step, in an order in which they could have run one after the other.
    pub steps: StepReports,
    /// Each step of a workflow as it was executed, in the order in which they ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<TraceRow>,
    /// Each call of a flow, in the order in which they were made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallReport>,
    /// What went wrong beside the run: emitters that have lost some of its events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    #[serde(skip)]
    pub(crate) graph: Option<Wiring>,
    /// The wiring of this run's pipeline and of those inside it. The report of a run inside another one has left
    /// it to that.
    #[serde(skip_serializing_if = "Graphs::is_empty")]
    pub(crate) graphs: Graphs,
}

/// What happened to one step.
///
/// ```
/// use pipewright::StepReport;
///
/// /// How long it waited between its attempts.
/// fn waited(step: &StepReport) -> std::time::Duration {
///     step.attempts.iter().filter_map(|attempt| attempt.wait).sum()
/// }
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StepReport {
    /// Its name.
    pub step: Cow<'static, str>,
    /// How it ended.
    pub outcome: OutcomeKind,
    /// Why it did not end well.
    pub reason: Option<String>,
    /// What lies behind its error, each the cause of the one before it.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub sources: Few<String>,
    /// The steps with which it began, if it was skipped on their account.
    pub caused_by: Few<Cow<'static, str>>,
    /// Each call. A step that maps the elements of a value has one, and its elements have their own.
    pub attempts: Attempts,
    /// Each element that has ended, by index, if the step maps those of a value.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub elements: Few<ElementReport>,
    /// What came of undoing it, if the run failed and the step says how it is undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Box<UndoReport>>,
    /// What it has said itself, in order: [`Context::event`](crate::Context::event).
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub events: Few<EventReport>,
    /// How far it has got, as it said last; of a step that has not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Box<ProgressReport>>,
    /// What it has given, as `Debug` has it, shortened; where the description asks that it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How large that is, if its type tells it: how many bytes, or elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

/// Something that a step has said itself.
///
/// ```
/// use pipewright::{Field, StepReport};
///
/// /// How many bytes a step has received, if it says so.
/// fn received(step: &StepReport) -> i64 {
///     let events = step.events.iter().filter(|event| event.name == "received");
///     let bytes = events.filter_map(|event| match event.fields.get("bytes") {
///         Some(Field::Int(bytes)) => Some(bytes),
///         _ => None,
///     });
///     bytes.sum()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventReport {
    /// When.
    #[serde(with = "rfc3339")]
    pub time: SystemTime,
    /// In which call, from 1.
    pub attempt: u32,
    /// Of which element, if the step maps those of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<usize>,
    /// What it calls that.
    pub name: Cow<'static, str>,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Cow<'static, str>, Field>,
}

/// How far a step has got: [`Context::progress`](crate::Context::progress).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProgressReport {
    /// How much is done.
    pub done: u64,
    /// How much there is to do, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// In a few words: `3 of 10`.
impl fmt::Display for ProgressReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.done.fmt(f)?;
        self.total.map_or(Ok(()), |total| write!(f, " of {total}"))
    }
}

/// What a run was given, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InputReport {
    /// The input's name.
    pub name: Cow<'static, str>,
    /// Its value as `Debug` has it, shortened.
    pub value: String,
    /// How large that is, if its type tells it: how many bytes, or elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

/// What happened to one element of the value that a step maps.
///
/// ```
/// use pipewright::{OutcomeKind, StepReport};
///
/// /// Which elements were dropped, and why.
/// fn dropped(step: &StepReport) -> Vec<String> {
///     let failed = step.elements.iter().filter(|element| element.outcome == OutcomeKind::Err);
///     failed.map(|element| format!("{}: {}", element.index, element.reason.as_deref().unwrap_or(""))).collect()
/// }
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ElementReport {
    /// Its place in the value, from 0.
    pub index: usize,
    /// How it ended.
    pub outcome: OutcomeKind,
    /// Why it did not end well.
    pub reason: Option<String>,
    /// Each call.
    pub attempts: Attempts,
}

/// How a step was undone.
///
/// ```
/// use pipewright::{OutcomeKind, Report};
///
/// /// The steps of which somebody has to clear away what they left behind.
/// fn left(report: &Report) -> Vec<&str> {
///     let failed = |undo: &pipewright::UndoReport| undo.outcome == OutcomeKind::Err;
///     let steps = report.steps.iter();
///     let left = steps.filter(|step| step.undo.as_deref().is_some_and(failed));
///     left.map(|step| &*step.step).collect()
/// }
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UndoReport {
    /// Whether it is undone.
    pub outcome: OutcomeKind,
    /// Why not.
    pub reason: Option<String>,
    /// Each call.
    pub attempts: Attempts,
}

impl Default for UndoReport {
    /// One that has not ended.
    fn default() -> Self {
        Self {
            outcome: OutcomeKind::Pending,
            reason: None,
            attempts: Attempts::default(),
        }
    }
}

impl UndoReport {
    /// In a few words.
    pub(crate) fn note(&self) -> String {
        match &self.reason {
            None if self.outcome == OutcomeKind::Pending => "being undone".to_owned(),
            None => "undone".to_owned(),
            Some(reason) => format!("not undone: {reason}"),
        }
    }
}

impl StepReport {
    pub(crate) fn new(
        step: impl Into<Cow<'static, str>>,
        outcome: OutcomeKind,
        first: Option<AttemptReport>,
    ) -> Self {
        Self {
            step: step.into(),
            outcome,
            reason: None,
            sources: Few::default(),
            caused_by: Few::default(),
            attempts: first.map_or_else(Attempts::default, Attempts::of),
            undo: None,
            elements: Few::default(),
            events: Few::default(),
            progress: None,
            value: None,
            size: None,
        }
    }

    /// From the beginning of its first attempt to the end of its last, waits included.
    pub fn elapsed(&self) -> Duration {
        self.attempts.elapsed()
    }

    /// What happened in its last attempt, if it runs another pipeline.
    ///
    /// ```
    /// use pipewright::{OutcomeKind, Report};
    ///
    /// /// The names of all steps that failed, also of those in runs inside this one.
    /// fn failed_steps(report: &Report) -> Vec<&str> {
    ///     let failed = report.with_outcome(OutcomeKind::Err);
    ///     let names = failed.flat_map(|step| match step.run() {
    ///         Some(inner) => failed_steps(inner),
    ///         None => vec![&*step.step],
    ///     });
    ///     names.collect()
    /// }
    /// ```
    pub fn run(&self) -> Option<&Report> {
        self.attempts.last()?.run.as_deref()
    }
}

/// The outcome of a step without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeKind {
    /// It produced its value.
    Ok,
    /// It failed.
    Err,
    /// It did not run, or it declined.
    Skipped,
    /// It has not ended: the report was made [while the run was going on](crate::emitters::Live).
    Pending,
}

impl fmt::Display for OutcomeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Err => "err",
            Self::Skipped => "skipped",
            Self::Pending => "pending",
        })
    }
}

impl Report {
    /// What has happened until now in a run that began at this time.
    pub(crate) fn new(
        plan: &'static Plan,
        context: &RunContext,
        (started, clock): (SystemTime, Instant),
        mut steps: StepReports,
    ) -> Self {
        if let Some(telling) = context.telling() {
            telling.enter((started, clock), &mut steps);
        }
        Self {
            run_id: context.run_id(),
            correlation_id: context.correlation_id(),
            parent_run: context.parent_run(),
            pipeline: plan.name.into(),
            definition: plan.definition.into(),
            started,
            finished: started + clock.elapsed(),
            inputs: context.telling().map(Telling::inputs).unwrap_or_default(),
            outcome: OutcomeKind::Ok,
            error: None,
            metadata: context.told(),
            steps,
            trace: Vec::new(),
            calls: Vec::new(),
            warnings: Vec::new(),
            graph: Some(Wiring::Here(plan.graph)),
            graphs: Graphs::one(plan.definition.into(), plan.graph),
        }
    }

    /// The run has ended like this.
    pub(crate) fn ended(&mut self, error: Option<&RunError>) {
        if let Some(error) = error {
            self.outcome = OutcomeKind::Err;
            self.error = Some(ErrorReport::new(error));
        }
    }

    /// The wiring of the pipeline; `None` if the report was stored without it.
    pub fn graph(&self) -> Option<&Graph> {
        self.graph.as_deref()
    }

    /// From the beginning to the end of the run.
    pub fn elapsed(&self) -> Duration {
        self.finished
            .duration_since(self.started)
            .unwrap_or_default()
    }

    /// What happened to the step of this name; `None` if the pipeline has no such step. Those of a block have a
    /// report [for each element](Self::step_of_each).
    pub fn step(&self, name: &str) -> Option<&StepReport> {
        self.steps.iter().find(|step| step.step == name)
    }

    /// What happened to the step of this name in a map's block: a report for each element, in their order, where
    /// several attempts of an element count as the last one.
    ///
    /// ```
    /// use pipewright::{OutcomeKind, Report};
    ///
    /// fn fetched(report: &Report) -> usize {
    ///     let fetches = report.step_of_each("fetch").into_iter();
    ///     fetches.filter(|fetch| fetch.outcome == OutcomeKind::Ok).count()
    /// }
    /// ```
    pub fn step_of_each(&self, name: &str) -> Vec<&StepReport> {
        let graph = self.graph();
        graph.map_or_else(Vec::new, |graph| blocks::step(&self.steps, graph, name))
    }

    /// The steps with this outcome, in order.
    pub fn with_outcome(&self, outcome: OutcomeKind) -> impl Iterator<Item = &StepReport> {
        self.steps
            .iter()
            .filter(move |step| step.outcome == outcome)
    }
}

pub(crate) mod rfc3339 {
    use super::{Deserialize, SystemTime};

    pub(crate) fn serialize<S: serde::Serializer>(
        time: &SystemTime,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&humantime::format_rfc3339_nanos(*time))
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SystemTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        humantime::parse_rfc3339(&text).map_err(serde::de::Error::custom)
    }
}

pub(crate) mod seconds {
    use super::{Deserialize, Duration, Serialize};

    pub(crate) fn serialize<S: serde::Serializer>(
        time: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(|time| time.as_secs_f64()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let seconds = Option::<f64>::deserialize(deserializer)?;
        let time = seconds.map(Duration::try_from_secs_f64).transpose();
        time.map_err(serde::de::Error::custom)
    }
}
