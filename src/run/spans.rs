//! Spans, if anybody listens: of a run, of its steps, of their attempts.
//!
//! Their names and fields are told in `docs/traces.md`; whoever reads them relies on that.

use std::error::Error;
use std::fmt::{self, Display};

use tracing::Span;
use tracing::field::{Empty, display};
use tracing::level_filters::LevelFilter;

use super::core::Common;
use super::plan::StepPlan;
use crate::context::RunContext;
use crate::error::{AsError, RunError};
use crate::outcome::StepError;

/// Whether anybody listens to spans.
fn listens() -> bool {
    LevelFilter::current() >= LevelFilter::INFO
}

/// Whether anybody writes log lines that say which step they come from.
#[cfg(feature = "tracing-subscriber")]
pub(crate) fn is_asked() -> bool {
    LevelFilter::current() != LevelFilter::OFF && crate::in_run::is_used()
}

#[cfg(not(feature = "tracing-subscriber"))]
pub(crate) fn is_asked() -> bool {
    false
}

/// The span of a run, inside whatever span there is.
pub(crate) fn run(context: &RunContext) -> Option<Span> {
    listens().then(|| {
        let known = context.known_correlation_id();
        let span = tracing::info_span!(
            target: "pipewright",
            "pipeline",
            pipeline = context.pipeline(),
            run_id = %context.run_id(),
            correlation_id = known.map(display),
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        if known.is_none() {
            // whoever is asked for it may know the run by its span
            let id = span.in_scope(|| context.correlation_id());
            span.record("correlation_id", display(id));
        }
        span
    })
}

/// The span of what a step has spawned, inside the one that spawns it.
pub(crate) fn spawned() -> Option<Span> {
    listens().then(|| tracing::info_span!(target: "pipewright", "spawned"))
}

/// The run has ended.
pub(crate) fn run_ended(span: &Span, error: Option<&RunError>) {
    if let Some(error) = error {
        span.record("error_kind", error.kind());
        span.record("error", &ErrorText::of_run(error) as &(dyn Error + 'static));
    }
    span.record("outcome", if error.is_none() { "ok" } else { "err" });
}

/// The spans of a step, of an element that it maps, or of what undoes it: where it may be tried several times, one
/// of all that and one of the present attempt, and otherwise one for both.
pub(crate) struct Traced {
    /// What its call runs in.
    span: Span,
    /// The span around all attempts, if there may be several.
    whole: Option<Box<Span>>,
}

impl Traced {
    /// A step begins, with this attempt.
    #[inline]
    pub(crate) fn step(core: &Common, step: u32, attempt: u32) -> Option<Self> {
        let run = core.span.as_ref()?;
        let plan = &core.plan.steps[step as usize];
        let only = (plan.attempts() == 1).then_some(i64::from(attempt));
        let span = tracing::info_span!(
            target: "pipewright",
            parent: run,
            "step",
            pipeline = core.plan.name,
            step = plan.name,
            correlation_id = %core.context.correlation_id(),
            attempt = only,
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        if let Some(links) = &core.links {
            links.follow(plan, &span);
        }
        Some(Self::begin(span, plan.name, attempt, only.is_none()))
    }

    /// A step begins that is called by another one, whose span is the present one.
    pub(crate) fn call(core: &Common, step: u32) -> Option<Self> {
        core.span.as_ref()?;
        let step = core.plan.steps[step as usize].name;
        let span = tracing::info_span!(
            target: "pipewright",
            "step",
            pipeline = core.plan.name,
            step,
            correlation_id = %core.context.correlation_id(),
            attempt = 1_i64,
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        Some(Self::begin(span, step, 1, false))
    }

    /// An element begins, inside the span of the step that maps it, with its first attempt.
    pub(crate) fn element(core: &Common, step: u32, plan: &StepPlan, index: usize) -> Option<Self> {
        core.span.as_ref()?;
        let (step, several) = (core.plan.steps[step as usize].name, plan.attempts() > 1);
        let span = tracing::info_span!(
            target: "pipewright",
            "element",
            step,
            index = i64::try_from(index).unwrap_or(i64::MAX),
            attempt = (!several).then_some(1_i64),
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        Some(Self::begin(span, step, 1, several))
    }

    /// A step begins to be undone.
    pub(crate) fn undo(core: &Common, step: &StepPlan, several: bool) -> Option<Self> {
        let run = core.span.as_ref()?;
        let span = tracing::info_span!(
            target: "pipewright",
            parent: run,
            "undo",
            pipeline = core.plan.name,
            step = step.name,
            correlation_id = %core.context.correlation_id(),
            attempt = (!several).then_some(1_i64),
            outcome = Empty,
            error_kind = Empty,
            error = Empty,
        );
        Some(Self::begin(span, step.name, 1, several))
    }

    #[inline]
    fn begin(span: Span, step: &str, attempt: u32, several: bool) -> Self {
        match several {
            true => Self {
                span: one_of(&span, step, attempt),
                whole: Some(Box::new(span)),
            },
            false => Self { span, whole: None },
        }
    }

    /// Another attempt of this step begins.
    pub(crate) fn again(&mut self, step: &str, attempt: u32) {
        if let Some(whole) = &self.whole {
            self.span = one_of(whole, step, attempt);
        }
    }

    /// What the present attempt runs in.
    #[inline]
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// Whether each attempt has a span of its own.
    #[inline]
    pub(crate) fn has_attempts(&self) -> bool {
        self.whole.is_some()
    }

    /// The attempt has ended, and there may be another one.
    #[inline]
    pub(crate) fn attempt_ended(&mut self, end: &End) {
        if self.has_attempts() {
            end.tell(&self.span);
            self.span = Span::none();
        }
    }

    /// It has ended. Its span, for those that only have to wait for it.
    #[inline]
    pub(crate) fn ended(self, end: &End) -> Span {
        let span = self.whole.map_or(self.span, |whole| *whole);
        end.tell(&span);
        span
    }
}

/// The span of one attempt among several.
fn one_of(whole: &Span, step: &str, attempt: u32) -> Span {
    tracing::info_span!(
        target: "pipewright",
        parent: whole,
        "attempt",
        step,
        attempt = i64::from(attempt),
        outcome = Empty,
        error_kind = Empty,
        error = Empty,
    )
}

/// How something that has a span has ended.
pub(crate) enum End {
    Ok,
    Skipped,
    /// With an error of this kind.
    Err(&'static str, ErrorText),
}

impl End {
    /// With an error, or with that of the run that it was, in these words.
    pub(crate) fn err<E>(
        text: impl Display,
        error: &StepError<E>,
        as_error: AsError<E>,
        inner: Option<&RunError>,
    ) -> Self {
        let source = match inner {
            Some(inner) => inner.source(),
            None => error.failure().and_then(|error| as_error(error)?.source()),
        };
        Self::Err(error.reason().name(), ErrorText::new(text, source))
    }

    #[inline]
    pub(crate) fn tell(&self, span: &Span) {
        let outcome = match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Err(kind, told) => {
                span.record("error_kind", kind);
                span.record("error", told as &(dyn Error + 'static));
                "err"
            }
        };
        // last, for this is how others learn that it is over
        span.record("outcome", outcome);
    }
}

/// An error in words, and what lies behind it.
#[derive(Debug)]
pub(crate) struct ErrorText {
    text: String,
    source: Option<Box<ErrorText>>,
}

impl ErrorText {
    pub(crate) fn new(text: impl Display, source: Option<&(dyn Error + 'static)>) -> Self {
        Self {
            text: text.to_string(),
            source: source.map(|source| Box::new(Self::new(source, source.source()))),
        }
    }

    fn of_run(error: &RunError) -> Self {
        Self::new(error, error.source())
    }
}

impl Display for ErrorText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for ErrorText {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
