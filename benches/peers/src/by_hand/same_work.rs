//! Code by hand that does what a pipeline does for a step: a span if somebody listens, panics caught, another
//! attempt after a failure, and a report of when each attempt began and ended, and how.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use futures::FutureExt as _;
use pipewright::CorrelationId;
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument as _, Span};

use super::{Calls, Plain};
use crate::work::Work;

const ATTEMPTS: u32 = 1;
const DELAY: Duration = Duration::from_millis(100);

/// One run, by hand.
pub struct SameWork<W> {
    plain: Plain<W>,
    id: CorrelationId,
    span: Option<Span>,
    report: Mutex<Report>,
}

/// All that happened in a run.
#[expect(dead_code, reason = "kept as a real one would be")]
pub struct Report {
    /// When it began.
    pub started: SystemTime,
    /// The clock that the steps' times are measured by.
    pub clock: Instant,
    /// The attempts, in the order in which they ended.
    pub attempts: Vec<Attempt>,
}

/// One attempt of a step.
#[expect(dead_code, reason = "kept as a real one would be")]
pub struct Attempt {
    /// The step.
    pub step: usize,
    /// When it began, since the run did.
    pub started: Duration,
    /// When it ended.
    pub finished: Duration,
    /// How it failed, if it did.
    pub error: Option<String>,
}

/// How a step fails.
#[derive(Debug)]
pub enum Failed {
    /// By itself, in each attempt.
    Error(Infallible),
    /// By a panic, which is not tried again.
    Panicked,
}

impl<W: Work> SameWork<W> {
    /// A run begins.
    pub fn begin(work: W, steps: usize) -> Self {
        let id = CorrelationId::random();
        let span =
            listened().then(|| tracing::info_span!("run", correlation_id = %id, outcome = Empty));
        Self {
            plain: Plain(work),
            id,
            span,
            report: Mutex::new(Report {
                started: SystemTime::now(),
                clock: Instant::now(),
                attempts: Vec::with_capacity(steps),
            }),
        }
    }

    /// The run has ended.
    pub fn end(self) -> Report {
        if let Some(span) = &self.span {
            span.record("outcome", "ok");
        }
        self.report
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn attempts<F>(&self, step: usize, call: impl Fn() -> F + Send) -> Result<u64, Failed>
    where
        F: Future<Output = Result<u64, Infallible>> + Send,
    {
        let mut attempt = 1;
        loop {
            let ended = self.attempt(step, attempt, call()).await?;
            match ended {
                Err(_) if attempt < ATTEMPTS => tokio::time::sleep(DELAY * attempt).await,
                ended => return ended.map_err(Failed::Error),
            }
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        step: usize,
        attempt: u32,
        future: impl Future<Output = Result<u64, Infallible>> + Send,
    ) -> Result<Result<u64, Infallible>, Failed> {
        let started = Instant::now();
        let caught = AssertUnwindSafe(future).catch_unwind();
        let ended = match &self.span {
            None => caught.await,
            Some(run) => {
                let span = tracing::info_span!(
                    parent: run,
                    "step",
                    pipeline = "by hand",
                    step,
                    correlation_id = %self.id,
                    attempt,
                    outcome = Empty,
                    error = Empty,
                );
                let ended = caught.instrument(span.clone()).await;
                span.record("outcome", if ended.is_ok() { "ok" } else { "err" });
                ended
            }
        };
        let error = match &ended {
            Ok(Ok(_)) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("panicked".to_owned()),
        };
        self.note(step, started, error);
        ended.map_err(|_| Failed::Panicked)
    }

    fn note(&self, step: usize, started: Instant, error: Option<String>) {
        let now = Instant::now();
        let mut report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        let clock = report.clock;
        report.attempts.push(Attempt {
            step,
            started: started - clock,
            finished: now - clock,
            error,
        });
    }
}

impl<W: Work> Calls for SameWork<W> {
    type Error = Failed;

    async fn one(&self, step: usize, a: &u64) -> Result<u64, Failed> {
        self.attempts(step, || self.plain.one(step, a)).await
    }

    async fn two(&self, step: usize, a: &u64, b: &u64) -> Result<u64, Failed> {
        self.attempts(step, || self.plain.two(step, a, b)).await
    }

    async fn many<const N: usize>(&self, step: usize, inputs: [u64; N]) -> Result<u64, Failed> {
        self.attempts(step, || self.plain.many(step, inputs)).await
    }
}

fn listened() -> bool {
    LevelFilter::current() >= LevelFilter::INFO
}
