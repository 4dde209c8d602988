//! A subscriber that keeps what it is told, for as long as any span is open; and one that wants nothing.

use std::fmt::{Debug, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// Does something while somebody listens on this thread.
pub fn listened<T>(nobody: &Dispatch, action: impl FnOnce() -> T) -> T {
    let result = tracing::subscriber::with_default(Listener::default(), action);
    // `tracing` learns by this that nobody listens any more, if there is somebody to ask
    debug_assert!(nobody.is::<Nobody>());
    tracing::callsite::rebuild_interest_cache();
    result
}

/// Wants nothing. Once anybody has listened, `tracing` takes the absence of all subscribers for one that
/// wants everything; so this one has to be there, though it is nobody's default.
pub struct Nobody;

impl Subscriber for Nobody {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::never()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::OFF)
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Keeps spans and their fields.
#[derive(Default)]
struct Listener(Mutex<Spans>);

#[derive(Default)]
struct Spans {
    all: Vec<Span>,
    open: usize,
}

struct Span {
    #[expect(dead_code, reason = "kept as a real one would")]
    name: &'static str,
    fields: String,
    references: usize,
}

impl Listener {
    fn spans(&self) -> MutexGuard<'_, Spans> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spans {
    fn span(&mut self, id: &Id) -> &mut Span {
        &mut self.all[id.into_u64() as usize - 1]
    }
}

impl Subscriber for Listener {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::always()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields(String::with_capacity(128));
        attributes.record(&mut fields);
        let mut spans = self.spans();
        spans.open += 1;
        spans.all.push(Span {
            name: attributes.metadata().name(),
            fields: fields.0,
            references: 1,
        });
        Id::from_u64(spans.all.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut spans = self.spans();
        let fields = &mut spans.span(id).fields;
        let mut more = Fields(std::mem::take(fields));
        values.record(&mut more);
        *fields = more.0;
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}

    fn clone_span(&self, id: &Id) -> Id {
        self.spans().span(id).references += 1;
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let mut spans = self.spans();
        let span = spans.span(&id);
        span.references -= 1;
        let closed = span.references == 0;
        if closed {
            spans.open -= 1;
            if spans.open == 0 {
                spans.all.clear();
            }
        }
        closed
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}
