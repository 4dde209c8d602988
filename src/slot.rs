//! Where a value waits for its readers.

use atomic_refcell::{AtomicRef, AtomicRefCell};

use crate::error::NoOutput;
use crate::outcome::{Moved, Outcome, Skip, StepError};

/// A value that is lent to a step.
pub type Lent<'a, T> = AtomicRef<'a, T>;

/// Holds a step's outcome, or an input, from when it is there until its last reader has ended.
///
/// The schedule makes sure that nobody reads before it is set, and that nobody borrows when it is
/// taken, so no access ever waits or fails; the cell inside checks what the schedule promises.
///
/// Generated functions access all slots of a pipeline one after the other, so the accesses are calls:
/// inlined, they would make functions on which the compiler spends minutes.
pub struct Slot<T, E>(AtomicRefCell<Option<Outcome<T, E>>>);

impl<T, E> Slot<T, E> {
    /// Waits for a step.
    pub fn empty() -> Self {
        Self(AtomicRefCell::new(None))
    }

    /// Holds an input.
    pub fn input(value: T) -> Self {
        Self(AtomicRefCell::new(Some(Outcome::Ok(value))))
    }

    pub(crate) fn set(&self, outcome: Outcome<T, E>) {
        *self.0.borrow_mut() = Some(outcome);
    }

    /// Lends the value to a step that runs only if there is one.
    #[inline(never)]
    pub fn get(&self) -> Lent<'_, T> {
        self.option()
            .expect("the schedule starts a reader only when its value is there")
    }

    /// Lends the value to a step that runs without it too.
    #[inline(never)]
    pub fn option(&self) -> Option<Lent<'_, T>> {
        AtomicRef::filter_map(self.0.borrow(), |outcome| outcome.as_ref()?.ok())
    }

    /// Lends the whole outcome.
    #[inline(never)]
    pub fn outcome(&self) -> Lent<'_, Outcome<T, E>> {
        AtomicRef::map(self.0.borrow(), |outcome| {
            outcome
                .as_ref()
                .expect("the schedule starts a reader only when the outcome is there")
        })
    }

    /// Moves the value to a step that runs only if there is one.
    #[inline(never)]
    pub fn take(&self) -> T {
        match self.0.borrow_mut().take() {
            Some(Outcome::Ok(value)) => value,
            _ => panic!("the schedule starts a mover only when its value is there"),
        }
    }

    /// Moves the value out of the run, or tells why `step` made none.
    pub fn output(&self, step: &'static str) -> Result<T, NoOutput> {
        let mut slot = self.0.borrow_mut();
        match slot.take() {
            Some(Outcome::Ok(value)) => Ok(value),
            other => {
                let reason = Absence::of(&other);
                *slot = other;
                Err(NoOutput::new(step, reason))
            }
        }
    }

    /// The output where its absence for no failure is `None`.
    pub fn output_maybe(&self, step: &'static str) -> Result<Option<T>, NoOutput> {
        match self.output(step) {
            Ok(value) => Ok(Some(value)),
            Err(absence) if absence.is_benign() => Ok(None),
            Err(absence) => Err(absence),
        }
    }

    /// The output where its absence is `None`.
    pub fn output_ok(&self, step: &'static str) -> Result<Option<T>, NoOutput> {
        Ok(self.output(step).ok())
    }

    /// The same value in a slot of its own, so that an output that copies stays among the outputs.
    pub fn copied(&self) -> Self
    where
        T: Copy,
    {
        Self(AtomicRefCell::new(self.0.borrow().clone()))
    }

    /// Moves the outcome into the outputs of the run.
    #[inline(never)]
    pub fn into_outcome(&self) -> Outcome<T, E> {
        self.0.borrow_mut().take().expect("every step has ended")
    }

    /// What the outputs of the run hold for a value that was moved on.
    #[inline(never)]
    pub fn into_moved(&self) -> Outcome<Moved, E> {
        match self.0.borrow_mut().take() {
            Some(Outcome::Err(error)) => Outcome::Err(error),
            Some(Outcome::Skipped(skip)) => Outcome::Skipped(skip),
            Some(Outcome::Ok(_)) | None => Outcome::Ok(Moved),
        }
    }
}

/// A slot, without the type of its value.
pub trait AnySlot<E> {
    /// Holds that the step was skipped.
    fn skipped(&self, skip: Skip);

    /// Holds that the step failed.
    fn failed(&self, error: StepError<E>);

    /// Drops the value, unless an abandoned blocking attempt still borrows it: then it goes with that.
    fn clear(&self);
}

impl<T, E> AnySlot<E> for Slot<T, E> {
    fn skipped(&self, skip: Skip) {
        self.set(Outcome::Skipped(skip));
    }

    fn failed(&self, error: StepError<E>) {
        self.set(Outcome::Err(error));
    }

    fn clear(&self) {
        if let Ok(mut slot) = self.0.try_borrow_mut() {
            slot.take();
        }
    }
}

/// Why a run has no output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The step that makes it failed.
    Failed,
    /// The step that makes it was skipped.
    Skipped(Skip),
}

impl Absence {
    fn of<T, E>(outcome: &Option<Outcome<T, E>>) -> Self {
        match outcome {
            Some(Outcome::Skipped(skip)) => Self::Skipped(*skip),
            _ => Self::Failed,
        }
    }
}

const _: () = {
    const fn cheap<E>() -> usize {
        size_of::<StepError<E>>()
    }
    assert!(cheap::<[u8; 4096]>() <= 24);
};
