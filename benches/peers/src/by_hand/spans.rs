//! Code by hand with the spans of a pipeline, and nothing else: what `tracing` itself costs.

use std::convert::Infallible;
use std::sync::Arc;

use pipewright::CorrelationId;
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use super::{Calls, Plain};
use crate::work::Work;

/// One run, by hand.
pub struct Spans<W> {
    plain: Plain<W>,
    id: CorrelationId,
    run: Span,
    names: Arc<[String]>,
}

impl<W: Work> Spans<W> {
    /// A run begins whose steps have these names.
    pub fn begin(work: W, names: Arc<[String]>) -> Self {
        let id = CorrelationId::random();
        let run = tracing::info_span!(
            target: "pipewright",
            "pipeline",
            pipeline = "by hand",
            run_id = %CorrelationId::random(),
            correlation_id = %id,
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        Self {
            plain: Plain(work),
            id,
            run,
            names,
        }
    }

    /// The run has ended.
    pub fn end(self) {
        self.run.record("outcome", "ok");
    }

    /// The span around the run.
    pub fn span(&self) -> Span {
        self.run.clone()
    }

    async fn step(
        &self,
        step: usize,
        call: impl Future<Output = Result<u64, Infallible>> + Send,
    ) -> Result<u64, Infallible> {
        let span = tracing::info_span!(
            target: "pipewright",
            parent: &self.run,
            "step",
            pipeline = "by hand",
            step = &*self.names[step],
            correlation_id = %self.id,
            attempt = 1_i64,
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        let ended = call.instrument(span.clone()).await;
        span.record("outcome", if ended.is_ok() { "ok" } else { "err" });
        ended
    }
}

impl<W: Work> Calls for Spans<W> {
    type Error = Infallible;

    async fn one(&self, step: usize, a: &u64) -> Result<u64, Infallible> {
        self.step(step, self.plain.one(step, a)).await
    }

    async fn two(&self, step: usize, a: &u64, b: &u64) -> Result<u64, Infallible> {
        self.step(step, self.plain.two(step, a, b)).await
    }

    async fn many<const N: usize>(&self, step: usize, inputs: [u64; N]) -> Result<u64, Infallible> {
        self.step(step, self.plain.many(step, inputs)).await
    }
}
