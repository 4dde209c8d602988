//! Spans: one for a run, one for each attempt of a step, if anybody listens.

use tracing::Span;
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;

use super::core::Common;
use super::plan::StepPlan;
use crate::context::RunContext;

/// The span of a run.
pub(crate) fn run(context: &RunContext) -> Option<Span> {
    (LevelFilter::current() >= LevelFilter::INFO).then(|| {
        tracing::info_span!(
            target: "pipewright",
            "pipeline",
            pipeline = context.pipeline(),
            run_id = %context.run_id(),
            correlation_id = %context.correlation_id(),
            outcome = Empty,
        )
    })
}

/// The span of an attempt, in that of its run.
#[inline]
pub(crate) fn attempt(core: &Common, step: &StepPlan, attempt: u32) -> Option<Span> {
    core.span.as_ref().map(|run| {
        tracing::info_span!(
            target: "pipewright",
            parent: run,
            "step",
            pipeline = core.plan.name,
            step = step.name,
            correlation_id = %core.context.correlation_id(),
            attempt,
            outcome = Empty,
            error = Empty,
        )
    })
}

/// The span of a call in a flow, in that of its caller.
pub(crate) fn call(core: &Common, step: u32) -> Option<Span> {
    core.span.as_ref().map(|_| {
        tracing::info_span!(
            target: "pipewright",
            "step",
            pipeline = core.plan.name,
            step = core.plan.steps[step as usize].name,
            correlation_id = %core.context.correlation_id(),
            outcome = Empty,
            error = Empty,
        )
    })
}

/// The attempt, or the call, is over.
pub(crate) fn end(attempt: &Span, error: Option<&str>) {
    attempt.record("outcome", if error.is_some() { "err" } else { "ok" });
    error.map(|error| attempt.record("error", error));
}
