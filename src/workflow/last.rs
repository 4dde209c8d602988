//! How a step of a workflow ended the last time.

use crate::outcome::{BoxError, Outcome};

/// The last execution of one step of a workflow, as the run's outputs hold it.
///
/// ```
/// use pipewright::Last;
///
/// fn told(load: &Last<Vec<u32>, String>) -> String {
///     match load.ok() {
///         Some(rows) => format!("{} rows, the last of {} times", rows.len(), load.times()),
///         None => format!("nothing in {} times", load.times()),
///     }
/// }
/// assert_eq!(told(&Last::default()), "nothing in 0 times");
/// ```
#[derive(Clone, Debug)]
pub struct Last<T, E = BoxError> {
    times: usize,
    outcome: Option<Outcome<T, E>>,
}

impl<T, E> Default for Last<T, E> {
    fn default() -> Self {
        Self {
            times: 0,
            outcome: None,
        }
    }
}

impl<T, E> Last<T, E> {
    /// How often the step was executed.
    pub fn times(&self) -> usize {
        self.times
    }

    /// How it ended the last time. `None` if it was never executed; or if it has given a value that cannot be
    /// cloned, which then went to the decision alone.
    pub fn outcome(&self) -> Option<&Outcome<T, E>> {
        self.outcome.as_ref()
    }

    /// What it has given the last time.
    pub fn ok(&self) -> Option<&T> {
        self.outcome()?.ok()
    }

    /// Notes another execution; for generated code.
    #[doc(hidden)]
    pub fn note(&mut self, outcome: &Outcome<T, E>, clone: impl FnOnce(&T) -> Option<T>) {
        self.times += 1;
        self.outcome = match outcome {
            Outcome::Ok(value) => clone(value).map(Outcome::Ok),
            Outcome::Err(error) => Some(Outcome::Err(error.clone())),
            Outcome::Skipped(skip) => Some(Outcome::Skipped(*skip)),
        };
    }
}
