//! Log lines that say which run, step and attempt they come from.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{Compact, Format, Full, Json, Pretty, Writer};
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::context::RunContext;
use crate::current::current;
use crate::emitter::Telling;
use crate::ids::CorrelationId;

/// Whether anybody formats log lines like this.
static USED: AtomicBool = AtomicBool::new(false);

pub(crate) fn is_used() -> bool {
    USED.load(Relaxed)
}

/// A format of `tracing_subscriber::fmt` that adds `correlation_id`, `pipeline`, `step`, `element` and `attempt` to each
/// event that is logged inside a run, and nothing to others. These names stay.
///
/// It takes the place of the format that it is made of, with all that was said of that one:
///
/// ```
/// use pipewright::InRun;
///
/// // lines of text
/// let text = tracing_subscriber::fmt().map_event_format(InRun::new).finish();
/// // JSON
/// let json = tracing_subscriber::fmt().json().map_event_format(InRun::new).finish();
/// # drop((text, json));
/// ```
///
/// A line of a step then ends with where it was written, and an object has that as members of its own:
///
/// ```text
/// 2026-11-26T07:00:00.000000Z  INFO shop::bank: charged amount=1200 correlation_id=4bf92f3577b34da6a3ce929d0e0e4736 pipeline="order_processing" step="charge" attempt=1
/// ```
/// ```json
/// {"timestamp":"2026-11-26T07:00:00.000000Z","level":"INFO","fields":{"message":"charged","amount":1200},"target":"shop::bank","correlation_id":"4bf92f3577b34da6a3ce929d0e0e4736","pipeline":"order_processing","step":"charge","attempt":1}
/// ```
///
/// An event is inside a run where [`current`](crate::current) gives one: in a step and in what undoes it, in what
/// they call and have spawned through its context, on threads of executors too. In a run, but in none of its steps,
/// which is where conditions are asked, there is no `step`, and no `attempt`. For an element of a map there is
/// `element`, its place from 0, and `attempt` counts the element's own; in a block through which elements go, `element`
/// is the one that the block is run for. Of a step that maps inside such a block it is the step's own, and the block's
/// is `parent_element`.
///
/// The fields do not come from spans, so they are there if a filter drops those of pipewright (`pipewright=warn`).
/// Where the spans are kept, the format shows them as well; `.with_current_span(false)` and `.with_span_list(false)`
/// leave them out of JSON.
#[derive(Clone, Debug)]
pub struct InRun<F = Full, T = SystemTime> {
    plain: Format<F, T>,
    coloured: Format<F, T>,
}

impl<F: Clone, T: Clone> InRun<F, T> {
    /// Of this format: text, compact, pretty or JSON. Whether it has colours is the subscriber's or layer's to say, by
    /// its `with_ansi`.
    pub fn new(format: Format<F, T>) -> Self {
        USED.store(true, Relaxed);
        Self {
            coloured: format.clone().with_ansi(true),
            plain: format,
        }
    }
}

impl<S, N, F, T> FormatEvent<S, N> for InRun<F, T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    Format<F, T>: FormatEvent<S, N>,
    F: Style,
{
    fn format_event(
        &self,
        cx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(run) = current() else {
            return self.plain.format_event(cx, writer, event);
        };
        let is_coloured = writer.has_ansi_escapes();
        let format = match is_coloured {
            true => &self.coloured,
            false => &self.plain,
        };
        let mut line = String::new();
        format.format_event(cx, Writer::new(&mut line), event)?;
        let more = F::fields(&Origin::of(&run), is_coloured);
        line.insert_str(F::end(&line), &more);
        writer.write_str(&line)
    }
}

/// Where an event was logged, as fields in order.
#[doc(hidden)]
#[derive(Debug)]
pub struct Origin(Vec<(&'static str, Field)>);

/// What is said of it.
#[derive(Debug)]
enum Field {
    Name(&'static str),
    Number(usize),
    Id(CorrelationId),
}

impl Origin {
    fn of(run: &RunContext) -> Self {
        let telling = run.telling();
        let step = telling.and_then(|telling| telling.step(run));
        let around = telling.and_then(Telling::element);
        let own = step.and_then(|(_, spot)| spot.element);
        let number = |name, number: Option<usize>| Some((name, Field::Number(number?)));
        let attempt = step.map(|(_, spot)| spot.attempt as usize);
        let fields = [
            Some(("correlation_id", Field::Id(run.correlation_id()))),
            Some(("pipeline", Field::Name(run.pipeline()))),
            number("parent_element", own.and(around)),
            step.map(|(name, _)| ("step", Field::Name(name))),
            number("element", own.or(around)),
            number("attempt", attempt),
        ];
        Self(fields.into_iter().flatten().collect())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "{name:?}"),
            Self::Number(number) => number.fmt(f),
            Self::Id(id) => id.fmt(f),
        }
    }
}

/// What a format looks like; those of `tracing_subscriber` have one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`InRun` does not know how to add fields to the format `{Self}`",
    note = "it knows `Full`, `Compact`, `Pretty` and `Json` of `tracing_subscriber`"
)]
pub trait Style {
    /// Where fields are added.
    fn end(line: &str) -> usize;

    /// Those of this origin.
    fn fields(origin: &Origin, is_coloured: bool) -> String;
}

impl Style for Full {
    fn end(line: &str) -> usize {
        line.trim_end_matches('\n').len()
    }

    fn fields(origin: &Origin, is_coloured: bool) -> String {
        text(origin, is_coloured, " ", "=")
    }
}

impl Style for Compact {
    fn end(line: &str) -> usize {
        Full::end(line)
    }

    fn fields(origin: &Origin, is_coloured: bool) -> String {
        Full::fields(origin, is_coloured)
    }
}

impl Style for Pretty {
    /// Beneath the first line stands where in the code it was.
    fn end(line: &str) -> usize {
        line.find('\n').unwrap_or(line.len())
    }

    fn fields(origin: &Origin, is_coloured: bool) -> String {
        // it colours whole lines
        let _ = is_coloured;
        text(origin, false, ", ", ": ")
    }
}

impl Style for Json {
    fn end(line: &str) -> usize {
        line.rfind('}').unwrap_or(line.len())
    }

    fn fields(origin: &Origin, _: bool) -> String {
        // names of pipelines and steps are identifiers, and need no escapes
        let fields = origin.0.iter().map(|(name, value)| match value {
            Field::Id(id) => format!(r#","{name}":"{id}""#),
            Field::Name(_) | Field::Number(_) => format!(r#","{name}":{value}"#),
        });
        fields.collect()
    }
}

/// Fields as text, each after `lead`.
fn text(origin: &Origin, is_coloured: bool, lead: &str, equals: &str) -> String {
    let fields = origin.0.iter().map(|(name, value)| match is_coloured {
        true => format!("{lead}\x1b[3m{name}\x1b[0m\x1b[2m{equals}\x1b[0m{value}"),
        false => format!("{lead}{name}{equals}{value}"),
    });
    fields.collect()
}
