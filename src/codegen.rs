//! What generated code calls. Not a part of the public interface: it changes with the generator.

use std::error::Error;
use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;

pub use crate::diagrams::{Diagram, keep_diagrams};
pub use crate::error::NoOutput;
pub use crate::executor::Place;
pub use crate::map::{
    Collects, Each, Element, Iterates, Lends, OfIterator, OfStream, Source, collects, lends, lent,
    lent_at, map, map_all, next, source,
};
pub use crate::metadata::{Declared, Pieces};
use crate::report::OutcomeKind;
pub use crate::retry::{Jitter, Retry};
pub use crate::run::{
    Boxed, Choice, Core, Decision, ErrorConverts, ErrorPasses, FromRunError, Gate, Inner,
    InnerOutput, Map, Missing, Outer, Parent, Plan, RunFuture, Runs, Settings, StepPlan, Stop,
    Straight, Tried, Undo, Undoing, Walk, boxed, ended, own, through, undoing,
};
pub use crate::size::measured;
pub use crate::slot::{Absence, AnySlot, Lent, Slot};
pub use pipewright_graph::{Branch, Graph, Step, Target, Text, Value, Wire, table};
pub use typed_builder;

pub use crate::flow::{BoxedCall, FlowCore, Flows, flow};
pub use crate::prepared::{Begun, OfWorkflow, Prepared};
pub use crate::workflow::{
    Calls, Decided, Done, Queue, Summary, Undecided, Works, execute, value, work,
};

/// Refuses, while the user's crate is compiled, code that was generated for another minor version.
///
/// # Panics
///
/// If `version`, which has no patch level, is not this crate's.
pub const fn made_for(version: &str) {
    const OWN: &str = concat!(
        env!("CARGO_PKG_VERSION_MAJOR"),
        ".",
        env!("CARGO_PKG_VERSION_MINOR")
    );
    let (own, version) = (OWN.as_bytes(), version.as_bytes());
    let mut same = own.len() == version.len();
    let mut i = 0;
    while same && i < own.len() {
        same = own[i] == version[i];
        i += 1;
    }
    assert!(
        same,
        "`pipewright` and `pipewright-build` differ in version: give both the same in Cargo.toml"
    );
}

/// The closure that stands for a step in a `Stub`.
///
/// # Panics
///
/// If there is none.
pub fn stubbed<'a, F: ?Sized>(step: &str, closure: &'a Option<Box<F>>) -> &'a F {
    match closure {
        Some(closure) => closure,
        None => unset(step),
    }
}

/// A step of a `Stub` for which nothing stands.
///
/// # Panics
///
/// Always.
pub fn unset(step: &str) -> ! {
    panic!("this `Stub` has no `{step}`: set it by `.{step}(…)`")
}

/// Shows outputs without their values, whose types need not be `Debug`.
pub fn debug_outputs(
    f: &mut fmt::Formatter<'_>,
    outputs: &[(&'static str, OutcomeKind)],
) -> fmt::Result {
    let mut debug = f.debug_struct("Outputs");
    for (step, outcome) in outputs {
        debug.field(step, outcome);
    }
    debug.finish()
}

/// Shows how often each step of a workflow was executed.
pub fn debug_times(f: &mut fmt::Formatter<'_>, steps: &[(&'static str, usize)]) -> fmt::Result {
    let mut debug = f.debug_struct("Outputs");
    for (step, times) in steps {
        debug.field(step, times);
    }
    debug.finish()
}

/// What a free function has returned: a future to be awaited, or a value as it is. Which of the two is
/// rustc's to tell: `called(f(x)).settle()` is [`CalledAsync::settle`] for a future, and otherwise, one
/// borrow further in the search for a method, [`CalledSync::settle`].
pub struct Called<T>(Option<T>);

/// See [`Called`].
pub fn called<T>(returned: T) -> Called<T> {
    Called(Some(returned))
}

/// See [`Called`].
pub trait CalledAsync {
    /// The future.
    type Future: Future;

    /// The future, which is asked here, and once, whether it can go from thread to thread.
    fn settle(self) -> Self::Future
    where
        Self::Future: Send;
}

impl<F: Future> CalledAsync for Called<F> {
    type Future = F;

    fn settle(self) -> F
    where
        F: Send,
    {
        self.0.expect("settled once")
    }
}

/// See [`Called`].
pub trait CalledSync {
    /// The value.
    type Value;

    /// The value, as a future.
    fn settle(&mut self) -> Ready<Self::Value>;
}

impl<T> CalledSync for Called<T> {
    type Value = T;

    fn settle(&mut self) -> Ready<T> {
        ready(self.0.take().expect("settled once"))
    }
}

/// What a free function has returned, with its error converted to that of the pipeline.
///
/// # Errors
///
/// The function's own.
pub fn converted<T, E, R: Fallible<T, E>>(returned: R) -> Result<T, E> {
    returned.result()
}

/// What a free function returns that is called by a step which may fail.
#[diagnostic::on_unimplemented(
    message = "the function that this step calls returns `{Self}`, not a `Result`",
    label = "this is no `Result`",
    note = "a step that cannot fail says so: `infallible = true`, or `#[step(infallible)]` in Rust form"
)]
pub trait Fallible<T, E> {
    /// With the pipeline's error.
    ///
    /// # Errors
    ///
    /// The function's own.
    fn result(self) -> Result<T, E>;
}

impl<T, E: From<X>, X> Fallible<T, E> for Result<T, X> {
    fn result(self) -> Result<T, E> {
        self.map_err(E::from)
    }
}

/// A value of a type that may be printed, and may be cloned, or not: `Probe(value).text()` finds the first of
/// [`HasText`] and [`NoText`] that there is, and `Probe(value).cloned()` the same of [`HasClone`] and
/// [`NoClone`].
pub struct Probe<'a, T>(pub &'a T);

/// See [`Probe`].
pub trait HasText {
    /// Its text.
    fn text(self) -> Option<String>;
}

impl<T: fmt::Debug> HasText for Probe<'_, T> {
    fn text(self) -> Option<String> {
        // what cannot be printed is not told
        crate::run::caught(|| crate::workflow::text(self.0)).ok()
    }
}

/// See [`Probe`].
pub trait NoText {
    /// None.
    fn text(&self) -> Option<String>;
}

impl<T> NoText for Probe<'_, T> {
    fn text(&self) -> Option<String> {
        None
    }
}

/// See [`Probe`].
pub trait HasClone<T> {
    /// Another one.
    fn cloned(self) -> Option<T>;
}

impl<T: Clone> HasClone<T> for Probe<'_, T> {
    fn cloned(self) -> Option<T> {
        Some(self.0.clone())
    }
}

/// See [`Probe`].
pub trait NoClone<T> {
    /// None.
    fn cloned(&self) -> Option<T>;
}

impl<T> NoClone<T> for Probe<'_, T> {
    fn cloned(&self) -> Option<T> {
        None
    }
}

/// The type of an input, or of what a step gives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the type of a value in a pipeline, so it must be `Send + Sync + 'static`",
    label = "cannot go from thread to thread",
    note = "steps may run on any thread, and read a value side by side"
)]
pub trait ValueType {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> ValueType for T {}

/// Asks rustc whether values can have this type.
pub const fn is_value<T: ValueType>() {}

/// The type of a piece of metadata.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the type of metadata of a pipeline, so it must be `Clone + Send + Sync + 'static`",
    label = "cannot be cloned, or cannot go from thread to thread"
)]
pub trait MetadataType {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> MetadataType for T {}

/// Asks rustc whether metadata can have this type.
pub const fn is_metadata<T: MetadataType>() {}

/// The type of the steps' errors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the error of a pipeline's steps, so it must be `Debug + Display + Send + Sync + 'static`",
    label = "cannot be printed, or cannot go from thread to thread",
    note = "what implements `std::error::Error`, as with `thiserror`, can be printed"
)]
pub trait ErrorType {}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + fmt::Display + Send + Sync + 'static> ErrorType for T {}

/// Asks rustc whether steps can have this error.
pub const fn is_error<T: ErrorType>() {}

/// Stands in the type of a run for metadata that has not been given yet.
pub struct NotGiven<S>(PhantomData<fn() -> S>);

impl<S> Default for NotGiven<S> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// The same once it has been.
pub struct Given<T>(pub T);

/// An error of a type that may be a standard error, or convert to one, or neither: `Seen(error)
/// .standard()` finds the first of [`IsError`], [`AsError`] and [`NoError`] that there is.
pub struct Seen<'a, E>(pub &'a E);

/// See [`Seen`].
pub trait IsError<'a> {
    /// The error itself.
    fn standard(self) -> Option<&'a (dyn Error + 'static)>;
}

impl<'a, E: Error + 'static> IsError<'a> for Seen<'a, E> {
    fn standard(self) -> Option<&'a (dyn Error + 'static)> {
        Some(self.0)
    }
}

/// See [`Seen`].
pub trait AsError<'a> {
    /// What it converts to.
    fn standard(&self) -> Option<&'a (dyn Error + 'static)>;
}

impl<'a, E: AsRef<dyn Error + Send + Sync>> AsError<'a> for Seen<'a, E> {
    fn standard(&self) -> Option<&'a (dyn Error + 'static)> {
        Some(self.0.as_ref())
    }
}

/// See [`Seen`].
pub trait NoError<'a> {
    /// None.
    fn standard(&mut self) -> Option<&'a (dyn Error + 'static)>;
}

impl<'a, E> NoError<'a> for Seen<'a, E> {
    fn standard(&mut self) -> Option<&'a (dyn Error + 'static)> {
        None
    }
}

/// The step that a run has in the place of this one: of a block's step, the map.
pub fn outermost<T: Copy>(mut step: T, within: impl Fn(T) -> Option<T>) -> T {
    while let Some(map) = within(step) {
        step = map;
    }
    step
}
