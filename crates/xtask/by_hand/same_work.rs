//! What a run does for each step, by hand: a span if somebody listens, panics caught, another attempt after a
//! failure, and a report of when each attempt began and ended, and how.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::level_filters::LevelFilter;
use tracing::{Instrument as _, Span};

pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

const ATTEMPTS: u32 = 1;
const DELAY: Duration = Duration::from_millis(100);

/// What a step can ask of its run.
pub struct Context {
    pub attempt: u32,
}

pub struct Run<S> {
    pub steps: S,
    span: Option<Span>,
    clock: Instant,
    report: Mutex<Vec<Attempt>>,
}

/// One attempt of a step.
#[allow(dead_code, reason = "kept as a real one would be")]
#[derive(Debug)]
pub struct Attempt {
    pub step: &'static str,
    pub started: Duration,
    pub finished: Duration,
    pub error: Option<String>,
}

impl<S> Run<S> {
    pub fn new(steps: S) -> Self {
        let listened = LevelFilter::current() >= LevelFilter::INFO;
        Self {
            steps,
            span: listened.then(|| tracing::info_span!("run", outcome = tracing::field::Empty)),
            clock: Instant::now(),
            report: Mutex::default(),
        }
    }

    pub fn report(self) -> Vec<Attempt> {
        let report = self.report.into_inner();
        report.unwrap_or_else(PoisonError::into_inner)
    }

    pub async fn step<F>(
        &self,
        step: &'static str,
        call: impl Fn(Context) -> F + Send,
    ) -> Result<u64, BoxError>
    where
        F: Future<Output = Result<u64, BoxError>> + Send,
    {
        let mut attempt = 1;
        loop {
            let context = Context { attempt };
            match self.attempt(step, attempt, call(context)).await? {
                Err(_) if attempt < ATTEMPTS => tokio::time::sleep(DELAY * attempt).await,
                ended => return ended,
            }
            attempt += 1;
        }
    }

    async fn attempt(
        &self,
        step: &'static str,
        attempt: u32,
        future: impl Future<Output = Result<u64, BoxError>> + Send,
    ) -> Result<Result<u64, BoxError>, BoxError> {
        let started = self.clock.elapsed();
        let ended = match &self.span {
            None => caught(future).await,
            Some(run) => {
                let outcome = tracing::field::Empty;
                let span = tracing::info_span!(parent: run, "step", step, attempt, outcome);
                let ended = caught(future).instrument(span.clone()).await;
                let ok = matches!(ended, Some(Ok(_)));
                span.record("outcome", if ok { "ok" } else { "err" });
                ended
            }
        };
        let error = match &ended {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error.to_string()),
            None => Some("panicked".to_owned()),
        };
        self.note(step, started, error);
        ended.ok_or_else(|| format!("`{step}` panicked").into())
    }

    fn note(&self, step: &'static str, started: Duration, error: Option<String>) {
        let finished = self.clock.elapsed();
        let mut report = self.report.lock().unwrap_or_else(PoisonError::into_inner);
        report.push(Attempt {
            step,
            started,
            finished,
            error,
        });
    }
}

/// What a future resolves to, unless it panics.
async fn caught<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    std::future::poll_fn(|cx| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Some),
            Err(_) => std::task::Poll::Ready(None),
        }
    })
    .await
}
