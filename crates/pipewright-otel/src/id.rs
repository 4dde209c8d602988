//! One id for a run and its trace.

use std::cell::Cell;

use opentelemetry::Context;
use opentelemetry::trace::{SpanId, TraceContextExt, TraceId};
use opentelemetry_sdk::trace::RandomIdGenerator;
use pipewright::CorrelationId;

/// Gives the trace that a run begins the run's correlation id, if the run was told one; all other ids are those of
/// `G`.
///
/// ```
/// use opentelemetry_sdk::trace::SdkTracerProvider;
///
/// let provider = SdkTracerProvider::builder()
///     .with_id_generator(pipewright_otel::IdGenerator::default())
///     .build();
/// # drop(provider);
/// ```
#[derive(Clone, Debug)]
pub struct IdGenerator<G = RandomIdGenerator>(G);

impl<G> IdGenerator<G> {
    /// With other ids from this generator.
    pub fn new(others: G) -> Self {
        Self(others)
    }
}

impl Default for IdGenerator {
    /// With other ids at random.
    fn default() -> Self {
        Self(RandomIdGenerator::default())
    }
}

impl<G: opentelemetry_sdk::trace::IdGenerator> opentelemetry_sdk::trace::IdGenerator
    for IdGenerator<G>
{
    fn new_trace_id(&self) -> TraceId {
        NEXT.take().unwrap_or_else(|| self.0.new_trace_id())
    }

    fn new_span_id(&self) -> SpanId {
        self.0.new_span_id()
    }
}

thread_local! {
    /// The id of the trace that is about to begin.
    static NEXT: Cell<Option<TraceId>> = const { Cell::new(None) };
}

/// Does what may begin a trace; if it does, the trace has this id.
pub(crate) fn with_trace_id<T>(id: Option<TraceId>, begin: impl FnOnce() -> T) -> T {
    NEXT.set(id);
    let begun = begin();
    NEXT.set(None);
    begun
}

/// The id of the present trace.
pub(crate) fn of_trace() -> Option<CorrelationId> {
    Context::map_current(|cx| {
        let id = cx.span().span_context().trace_id();
        let bits = u128::from_be_bytes(id.to_bytes());
        (id != TraceId::INVALID).then(|| CorrelationId::from_u128(bits))
    })
}
