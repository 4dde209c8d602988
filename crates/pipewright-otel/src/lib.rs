//! OpenTelemetry for [`pipewright`]: a run, its steps and their attempts as spans, and what is to be counted of them
//! as [metrics](Metrics).
//!
//! Spans come from `tracing`, through the layer of `tracing-opentelemetry`, so that what a step itself says lies in
//! its span: events, further spans, headers that are made of `Span::current()`. [`tracer`] stands between that layer
//! and the tracer of the SDK, and makes spans of pipewright what OpenTelemetry calls well-formed:
//!
//! ```
//! use opentelemetry::trace::TracerProvider;
//! use opentelemetry_sdk::trace::SdkTracerProvider;
//! use tracing_subscriber::filter::LevelFilter;
//! use tracing_subscriber::layer::{Layer, SubscriberExt};
//!
//! let provider = SdkTracerProvider::builder()
//!     .with_id_generator(pipewright_otel::IdGenerator::default())
//!     // .with_batch_exporter(…)
//!     .build();
//! let tracer = pipewright_otel::tracer(provider.tracer("shop"));
//! let layer = tracing_opentelemetry::layer().with_tracer(tracer);
//! let subscriber = tracing_subscriber::registry().with(layer.with_filter(LevelFilter::INFO));
//! # drop(subscriber);
//! ```
//!
//! | span | its name | attributes |
//! |---|---|---|
//! | a run | `pipeline order` | `pipewright.pipeline.name`, `pipewright.run.id`, `pipewright.correlation_id` |
//! | a step | `step charge` | `pipewright.pipeline.name`, `pipewright.step.name`, `pipewright.attempt` if there can be only one |
//! | an attempt, of a step that may be tried again | `attempt charge` | `pipewright.step.name`, `pipewright.attempt` |
//! | an element of a map | `element pack` | `pipewright.step.name`, `pipewright.element.index`, `pipewright.attempt` if there can be only one |
//! | undoing a step | `undo charge` | as a step's |
//! | what a step has spawned | `spawned` | |
//!
//! - When one has ended, it has `pipewright.outcome`: `ok`, `err` or `skipped`. It ends at that moment, whatever still
//!   keeps it open.
//! - A failed one has the status `Error` with the error's message, `error.type` (`failed`, `timed_out`, `panicked`, …),
//!   and an event `exception` with `exception.message`, and with the errors behind it in `exception.stacktrace`.
//!   The status of others is left unset, as OpenTelemetry asks for.
//! - A step that follows another one without reading what that gave has a link to it.
//! - A run inside a run lies in the span of its step, or of the attempt.
//!
//! # One id
//!
//! A run's correlation id is its trace id. If a trace is active where the run begins, the run becomes a part of it;
//! otherwise it begins one. Where the run is told an id (`.correlation_id(…)`) and begins a trace, that has this id,
//! which is what [`IdGenerator`] is for. [`continuing`] begins a run in a trace that a caller's `traceparent` tells of.

mod continuing;
mod id;
mod metrics;
mod span;
mod tracer;

pub use continuing::{Traceparent, continuing};
pub use id::IdGenerator;
pub use metrics::Metrics;
pub use span::Span;
pub use tracer::{Tracer, tracer};

/// What that page shows is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/traces.md")]
struct TracesPage;
