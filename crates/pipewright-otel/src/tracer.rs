//! Between the layer of `tracing-opentelemetry` and the tracer of the SDK.

use opentelemetry::trace::{SpanBuilder, TraceContextExt, TraceId};
use opentelemetry::{Context, KeyValue};
use pipewright::CorrelationId;

use crate::id::{of_trace, with_trace_id};
use crate::span::{Attribute, Span};

/// Makes a tracer for the layer of `tracing-opentelemetry`, of the one that it would have otherwise: spans of
/// pipewright get names, attributes, status and events as OpenTelemetry has them, and others are left alone.
///
/// From now on a run that is not told its correlation id takes the id of its trace, in the whole process, unless
/// [another source](CorrelationId::set_source) of those has been set before.
///
/// Which spans are pipewright's is seen by their target; so `with_target(false)` must not be said to the layer.
pub fn tracer<T>(inner: T) -> Tracer<T> {
    CorrelationId::set_source(of_trace);
    Tracer(inner)
}

/// See [`tracer`].
#[derive(Clone, Debug)]
pub struct Tracer<T>(T);

impl<T: opentelemetry::trace::Tracer> opentelemetry::trace::Tracer for Tracer<T> {
    type Span = Span<T::Span>;

    fn build_with_context(&self, mut builder: SpanBuilder, parent: &Context) -> Self::Span {
        let attributes = builder.attributes.take().unwrap_or_default();
        if !attributes.iter().any(is_ours) {
            builder.attributes = Some(attributes);
            return Span::other(self.0.build_with_context(builder, parent));
        }
        let id = trace_id(&attributes).filter(|_| !parent.span().span_context().is_valid());
        let (mut early, mut late) = (Vec::with_capacity(attributes.len()), Vec::new());
        for attribute in attributes {
            match Attribute::of(&builder.name, attribute) {
                Attribute::Kept(attribute) => early.push(attribute),
                Attribute::Dropped => {}
                end => late.push(end),
            }
        }
        builder.name = name(&builder.name, &early).into();
        builder.attributes = Some(early);
        let span = with_trace_id(id, || self.0.build_with_context(builder, parent));
        let mut span = Span::ours(span);
        // it has ended before it began to be recorded
        late.into_iter().for_each(|end| span.take(end));
        span
    }
}

/// Whether it says that the span is one of pipewright's.
fn is_ours(attribute: &KeyValue) -> bool {
    attribute.key.as_str() == "target" && attribute.value.as_str() == "pipewright"
}

/// The correlation id that a run was told, or has from elsewhere.
fn trace_id(attributes: &[KeyValue]) -> Option<TraceId> {
    let is_id = |attribute: &&KeyValue| attribute.key.as_str() == "correlation_id";
    let id = attributes.iter().find(is_id)?;
    TraceId::from_hex(&id.value.as_str()).ok()
}

/// What it is, and of what.
fn name(kind: &str, attributes: &[KeyValue]) -> String {
    let of = match kind {
        "pipeline" => "pipewright.pipeline.name",
        _ => "pipewright.step.name",
    };
    let of = attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == of);
    match of {
        Some(of) => format!("{kind} {}", of.value.as_str()),
        None => kind.to_owned(),
    }
}
