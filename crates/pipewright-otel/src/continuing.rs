//! Runs in a trace that began elsewhere.

use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{FutureExt, WithContext};
use opentelemetry_sdk::propagation::TraceContextPropagator;

/// Begins a run in the trace that a request's headers tell of ([W3C Trace Context]): its span is a child of the
/// caller's, and its correlation id is the id of that trace. Headers that tell of none change nothing.
///
/// `run` begins the run, whichever way it is awaited. Headers are any [`Extractor`]: a `HashMap<String, String>`, the
/// `HeaderExtractor` of `opentelemetry-http`, or a [`Traceparent`].
///
/// Where the code around the run is in a trace already, as behind a middleware that continues the caller's, nothing
/// has to be done.
///
/// ```
/// use pipewright_otel::{Traceparent, continuing};
///
/// # async fn handle() {
/// let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
/// let run = || async { /* pipeline.run(order) */ };
/// continuing(&Traceparent::new(header), run).await;
/// # }
/// ```
///
/// [W3C Trace Context]: https://www.w3.org/TR/trace-context/
pub fn continuing<F: IntoFuture>(
    headers: &dyn Extractor,
    run: impl FnOnce() -> F,
) -> WithContext<F::IntoFuture> {
    let propagator = TraceContextPropagator::new();
    let parent = propagator.extract_with_context(&Context::current(), headers);
    // the span of a run is made where the run is, and not when it is first polled
    let _there = parent.clone().attach();
    run().into_future().with_context(parent)
}

/// The value of a `traceparent` header, where there are no other headers at hand.
#[derive(Clone, Copy, Debug)]
pub struct Traceparent<'a>(&'a str);

impl<'a> Traceparent<'a> {
    /// This one.
    pub fn new(value: &'a str) -> Self {
        Self(value)
    }
}

impl Extractor for Traceparent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}
