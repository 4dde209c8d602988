//! Keeps events, for tests.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Emitter, Event};
use crate::outcome::BoxError;

/// Keeps all events in memory, for tests and for those who want to look at them later. Clones share what is kept.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), pipewright::RunError> {
/// use pipewright::emitters::Recorder;
///
/// let recorder = Recorder::new();
/// Quickstart::new(Calculator).run(5).emit_to(recorder.clone()).await?;
/// let names: Vec<_> = recorder.events().iter().map(|event| event.kind.name()).collect();
/// assert_eq!(names.first(), Some(&"run_started"));
/// assert_eq!(names.last(), Some(&"run_ended"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<Event>>>);

impl Recorder {
    /// With no events yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// All events so far, in the order in which they came.
    pub fn events(&self) -> Vec<Event> {
        self.kept().clone()
    }

    /// The same, and they are no longer kept.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.kept())
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Event>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Emitter for Recorder {
    fn emit(&self, event: &Event) -> Result<(), BoxError> {
        self.kept().push(event.clone());
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}
