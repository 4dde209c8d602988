//! A span of pipewright as OpenTelemetry has it.

use std::borrow::Cow;
use std::fmt::Write;
use std::time::SystemTime;

use opentelemetry::trace::{SpanContext, Status};
use opentelemetry::{Array, Key, KeyValue, Value};

/// A span that [`tracer`](crate::tracer) has made.
#[derive(Debug)]
pub struct Span<S> {
    inner: S,
    /// If it is one of pipewright's.
    ours: Option<Ours>,
}

#[derive(Debug, Default)]
struct Ours {
    error: Option<String>,
    /// The errors behind it.
    sources: Vec<String>,
    ended: Option<SystemTime>,
}

impl<S: opentelemetry::trace::Span> Span<S> {
    pub(crate) fn ours(inner: S) -> Self {
        let ours = Some(Ours::default());
        Self { inner, ours }
    }

    pub(crate) fn other(inner: S) -> Self {
        Self { inner, ours: None }
    }

    /// Takes what is said of it.
    pub(crate) fn take(&mut self, attribute: Attribute) {
        let Some(ours) = &mut self.ours else { return };
        match attribute {
            Attribute::Kept(attribute) => self.inner.set_attribute(attribute),
            Attribute::Dropped => {}
            Attribute::Error(error) => ours.error = Some(error),
            Attribute::Sources(sources) => ours.sources = sources,
            Attribute::Outcome(outcome) => {
                ours.ended = Some(SystemTime::now());
                if let Some(error) = ours.error.take() {
                    let sources = std::mem::take(&mut ours.sources);
                    self.fail(error, &sources);
                }
                let outcome = KeyValue::new("pipewright.outcome", outcome);
                self.inner.set_attribute(outcome);
            }
        }
    }

    fn fail(&mut self, error: String, sources: &[String]) {
        let mut attributes = vec![KeyValue::new("exception.message", error.clone())];
        if !sources.is_empty() {
            let mut stack = error.clone();
            for source in sources {
                let _ = write!(stack, "\ncaused by: {source}");
            }
            attributes.push(KeyValue::new("exception.stacktrace", stack));
        }
        self.inner.add_event("exception", attributes);
        self.inner.set_status(Status::error(error));
    }
}

/// What something that is said of a span of pipewright becomes.
pub(crate) enum Attribute {
    /// This attribute.
    Kept(KeyValue),
    /// Nothing.
    Dropped,
    /// A part of an event.
    Error(String),
    /// A part of the same event.
    Sources(Vec<String>),
    /// The end.
    Outcome(Value),
}

impl Attribute {
    /// Of what is said of a span with this name in `tracing`.
    pub(crate) fn of(span: &str, attribute: KeyValue) -> Self {
        match attribute.key.as_str() {
            // it is the id of the trace as well, and said once
            "correlation_id" if span != "pipeline" => Self::Dropped,
            // where it stands in pipewright is of no use to anybody
            "target" | "code.file.path" | "code.line.number" | "code.module.name" => Self::Dropped,
            _ => Self::later(attribute),
        }
    }

    /// Of what is said of a span that has begun.
    fn later(KeyValue { key, value, .. }: KeyValue) -> Self {
        let kept = |name| Self::Kept(KeyValue::new(Key::from_static_str(name), value.clone()));
        match key.as_str() {
            "pipeline" => kept("pipewright.pipeline.name"),
            "run_id" => kept("pipewright.run.id"),
            "correlation_id" => kept("pipewright.correlation_id"),
            "step" => kept("pipewright.step.name"),
            "index" => kept("pipewright.element.index"),
            "attempt" => kept("pipewright.attempt"),
            "error_kind" => kept("error.type"),
            "outcome" => Self::Outcome(value),
            "error" => Self::Error(value.as_str().into_owned()),
            "error.chain" => Self::Sources(texts(value)),
            // the layer's own idea of the error
            "exception.message" | "exception.stacktrace" => Self::Dropped,
            _ => Self::Kept(KeyValue::new(key, value)),
        }
    }
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(Array::String(texts)) => {
            texts.iter().map(|text| text.as_str().to_owned()).collect()
        }
        other => vec![other.as_str().into_owned()],
    }
}

impl<S: opentelemetry::trace::Span> opentelemetry::trace::Span for Span<S> {
    fn add_event_with_timestamp<T>(&mut self, name: T, time: SystemTime, attributes: Vec<KeyValue>)
    where
        T: Into<Cow<'static, str>>,
    {
        self.inner.add_event_with_timestamp(name, time, attributes);
    }

    fn span_context(&self) -> &SpanContext {
        self.inner.span_context()
    }

    fn is_recording(&self) -> bool {
        self.inner.is_recording()
    }

    fn set_attribute(&mut self, attribute: KeyValue) {
        match self.ours {
            Some(_) => self.take(Attribute::later(attribute)),
            None => self.inner.set_attribute(attribute),
        }
    }

    fn set_status(&mut self, status: Status) {
        self.inner.set_status(status);
    }

    fn update_name<T: Into<Cow<'static, str>>>(&mut self, name: T) {
        self.inner.update_name(name);
    }

    fn add_link(&mut self, span: SpanContext, attributes: Vec<KeyValue>) {
        self.inner.add_link(span, attributes);
    }

    /// One of pipewright's has ended when its outcome was known, though others may have kept it open.
    fn end_with_timestamp(&mut self, time: SystemTime) {
        let ended = self.ours.as_ref().and_then(|ours| ours.ended);
        self.inner.end_with_timestamp(ended.unwrap_or(time));
    }
}
