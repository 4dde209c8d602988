//! Events for `tracing`.

use super::message::Fields;
use super::{Emitter, Event, EventKind, Level};
use crate::outcome::BoxError;

/// An event of `tracing` has its level where it is written.
macro_rules! emit_at {
    ($event:expr, $level:ident) => {{
        let event = $event;
        tracing::event!(
            target: "pipewright",
            tracing::Level::$level,
            event = event.kind.name(),
            pipeline = &*event.pipeline,
            run_id = %event.run_id,
            correlation_id = %event.correlation_id,
            parent_run = event.parent_run.map(tracing::field::display),
            parent_step = event.parent_step.as_deref(),
            parent_element = event.parent_element,
            step = event.step.as_deref(),
            element = event.element,
            attempt = event.attempt,
            outcome = event.outcome().map(tracing::field::display),
            error = event.error(),
            name = name(event),
            fields = fields(event),
            "{event}"
        );
    }};
}

/// Hands events on to `tracing`, with the target `pipewright`, within the spans of the run and of its attempts.
///
/// The levels of `tracing` are fewer: what is [`Level::System`] or [`Level::Success`] is information there. Fields
/// have the names that they have in the [serialised form](Event), and what a step says of its own is one, `fields`.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # fn main() {
/// use pipewright::emitters::Traced;
///
/// let pipeline = Quickstart::builder().steps(Calculator).emit_to(Traced).build();
/// # drop(pipeline);
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Traced;

impl Emitter for Traced {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        match event.level() {
            Level::Debug => emit_at!(event, DEBUG),
            Level::Info | Level::System | Level::Success => emit_at!(event, INFO),
            Level::Warn => emit_at!(event, WARN),
            Level::Error => emit_at!(event, ERROR),
        }
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}

fn name(event: &Event) -> Option<&str> {
    match &event.kind {
        EventKind::Said { name, .. } => Some(name),
        _ => None,
    }
}

fn fields(event: &Event) -> Option<String> {
    match &event.kind {
        EventKind::Said { fields, .. } if !fields.is_empty() => {
            Some(Fields(fields).to_string().trim_start().to_owned())
        }
        _ => None,
    }
}
