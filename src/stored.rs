//! A report as it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::Deserialize;

use crate::error_report::ErrorReport;
use crate::flow::CallReport;
use crate::graphs::Graphs;
use crate::ids::{CorrelationId, RunId};
use crate::report::{InputReport, OutcomeKind, Report, StepReports, rfc3339};
use crate::workflow::TraceRow;

/// What a stored report has.
#[derive(Deserialize)]
pub(crate) struct Stored {
    run_id: RunId,
    correlation_id: CorrelationId,
    parent_run: Option<RunId>,
    pipeline: Cow<'static, str>,
    definition: Cow<'static, str>,
    #[serde(with = "rfc3339")]
    started: SystemTime,
    #[serde(with = "rfc3339")]
    finished: SystemTime,
    #[serde(default)]
    inputs: Vec<InputReport>,
    outcome: OutcomeKind,
    error: Option<ErrorReport>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
    steps: StepReports,
    #[serde(default)]
    trace: Vec<TraceRow>,
    #[serde(default)]
    calls: Vec<CallReport>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    graphs: Graphs,
}

impl From<Stored> for Report {
    /// The report, and those of the runs inside it, each with its own wiring.
    fn from(stored: Stored) -> Self {
        let mut report = Self {
            run_id: stored.run_id,
            correlation_id: stored.correlation_id,
            parent_run: stored.parent_run,
            pipeline: stored.pipeline,
            definition: stored.definition,
            started: stored.started,
            finished: stored.finished,
            inputs: stored.inputs,
            outcome: stored.outcome,
            error: stored.error,
            metadata: stored.metadata,
            steps: stored.steps,
            trace: stored.trace,
            calls: stored.calls,
            warnings: stored.warnings,
            graph: None,
            graphs: Graphs::default(),
        };
        if !stored.graphs.is_empty() {
            stored.graphs.hand_to(&mut report);
        }
        report.graphs = stored.graphs;
        report
    }
}
