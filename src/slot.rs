//! Where a value waits for its readers.

use std::ops::Deref;

use atomic_refcell::{AtomicRef, AtomicRefCell};
use spin::Once;

use crate::error::NoOutput;
use crate::outcome::{Moved, Outcome, Skip, SkipReason, StepError};
use crate::run::caught;

/// Holds a step's outcome, or an input, from when it is there until its last reader has ended.
///
/// The schedule makes sure that nobody reads before it is set, and that nobody borrows when it is
/// taken, so no access ever waits or fails; the cells inside check what the schedule promises.
///
/// Generated functions access all slots of a pipeline one after the other, so the accesses are calls:
/// inlined, they would make functions on which the compiler spends minutes.
pub struct Slot<T, E>(Kept<T, E>);

enum Kept<T, E> {
    /// Until the run ends: a value that nobody moves, and that need not be dropped. Reading it is free.
    Still(Once<Outcome<T, E>>),
    /// Until it is moved, or its last reader has ended.
    Loose(AtomicRefCell<Option<Outcome<T, E>>>),
    /// Until it is handed out, when the run has ended.
    Held(AtomicRefCell<Option<Outcome<T, E>>>),
}

/// A value that is lent to a step.
pub struct Lent<'a, T>(Loan<'a, T>);

enum Loan<'a, T> {
    Still(&'a T),
    Loose(AtomicRef<'a, T>),
}

impl<T> Deref for Lent<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Loan::Still(value) => value,
            Loan::Loose(value) => value,
        }
    }
}

impl<T, E> Slot<T, E> {
    fn loose(outcome: Option<Outcome<T, E>>) -> Self {
        Self(Kept::Loose(AtomicRefCell::new(outcome)))
    }

    /// Waits for a step whose value is moved, into another step or out of the run.
    pub fn empty() -> Self {
        Self::loose(None)
    }

    /// Waits for a step whose value copies.
    pub fn still() -> Self {
        Self(Kept::Still(Once::new()))
    }

    /// Waits for a step whose value is only lent; with a report, it is handed out at the end.
    pub fn shared(record: bool) -> Self {
        match std::mem::needs_drop::<T>() {
            _ if record => Self(Kept::Held(AtomicRefCell::new(None))),
            true => Self::empty(),
            false => Self::still(),
        }
    }

    /// Waits for a step whose value is only lent, in the end to what undoes a step.
    pub fn kept() -> Self {
        Self::shared(true)
    }

    /// Holds an input that is moved.
    pub fn input(value: T) -> Self {
        Self::loose(Some(Outcome::Ok(value)))
    }

    /// Holds an input that is only lent.
    pub fn shared_input(value: T) -> Self {
        match std::mem::needs_drop::<T>() {
            true => Self::input(value),
            false => Self(Kept::Still(Once::initialized(Outcome::Ok(value)))),
        }
    }

    /// Holds an input that is only lent, in the end to what undoes a step.
    pub fn kept_input(value: T) -> Self {
        Self(Kept::Held(AtomicRefCell::new(Some(Outcome::Ok(value)))))
    }

    /// Holds an input that only some runs have.
    pub fn entry_input(value: Option<T>) -> Self {
        Self::loose(value.map(Outcome::Ok))
    }

    /// The same, which is only lent, in the end to what undoes a step.
    pub fn kept_entry_input(value: Option<T>) -> Self {
        Self(Kept::Held(AtomicRefCell::new(value.map(Outcome::Ok))))
    }

    /// Holds what `outcome` makes, right where it is to lie.
    #[inline]
    pub(crate) fn set(&self, outcome: impl FnOnce() -> Outcome<T, E>) {
        match &self.0 {
            Kept::Still(slot) => {
                slot.call_once(outcome);
            }
            Kept::Loose(slot) | Kept::Held(slot) => *slot.borrow_mut() = Some(outcome()),
        }
    }

    /// Where the value lies, if it lies still.
    #[inline]
    pub(crate) fn once(&self) -> Option<&Once<Outcome<T, E>>> {
        match &self.0 {
            Kept::Still(slot) => Some(slot),
            Kept::Loose(_) | Kept::Held(_) => None,
        }
    }

    /// The value, if it lies still.
    #[inline]
    fn lies_still(&self) -> Option<&T> {
        self.once()?.get()?.ok()
    }

    /// Lends the value to a step that runs only if there is one.
    #[inline(never)]
    pub fn get(&self) -> Lent<'_, T> {
        match self.lies_still() {
            Some(value) => Lent(Loan::Still(value)),
            None => self.lend(),
        }
    }

    /// Copies the value for a step that runs only if there is one.
    #[inline(never)]
    pub fn value(&self) -> T
    where
        T: Copy,
    {
        match self.lies_still() {
            Some(value) => *value,
            None => *self.lend(),
        }
    }

    #[inline(never)]
    fn lend(&self) -> Lent<'_, T> {
        self.find()
            .expect("the schedule starts a reader only when its value is there")
    }

    /// Lends the value to a step that runs without it too.
    #[inline(never)]
    pub fn option(&self) -> Option<Lent<'_, T>> {
        self.find()
    }

    fn find(&self) -> Option<Lent<'_, T>> {
        Some(Lent(match &self.0 {
            Kept::Still(slot) => Loan::Still(slot.get()?.ok()?),
            Kept::Loose(slot) | Kept::Held(slot) => {
                let outcome = slot.borrow();
                Loan::Loose(AtomicRef::filter_map(outcome, |outcome| {
                    outcome.as_ref()?.ok()
                })?)
            }
        }))
    }

    /// Lends the whole outcome.
    #[inline(never)]
    pub fn outcome(&self) -> Lent<'_, Outcome<T, E>> {
        let outcome = match &self.0 {
            Kept::Still(slot) => slot.get().map(Loan::Still),
            Kept::Loose(slot) | Kept::Held(slot) => {
                AtomicRef::filter_map(slot.borrow(), Option::as_ref).map(Loan::Loose)
            }
        };
        Lent(outcome.expect("the schedule starts a reader only when the outcome is there"))
    }

    /// What can be moved out; only values that nobody moves lie still.
    fn moved(&self) -> &AtomicRefCell<Option<Outcome<T, E>>> {
        match &self.0 {
            Kept::Loose(slot) | Kept::Held(slot) => slot,
            Kept::Still(_) => panic!("a value that is moved has a slot from which it can be"),
        }
    }

    /// Holds that the step lies in an arm that is not taken.
    pub fn not_taken(&self) {
        let skip = Skip {
            reason: SkipReason::NotTaken,
            cause: None,
        };
        self.set(|| Outcome::Skipped(skip));
    }

    /// Whether there is a value.
    pub fn is_there(&self) -> bool {
        self.find().is_some()
    }

    /// Drops the value, if nobody is to have it, unless an abandoned blocking attempt still borrows it:
    /// then it goes with that.
    pub fn free(&self) {
        if let Kept::Loose(slot) = &self.0
            && let Ok(mut slot) = slot.try_borrow_mut()
        {
            let value = slot.take();
            drop(slot);
            // its readers have ended, and so nobody is to blame
            let _ = caught(|| drop(value));
        }
    }

    /// Moves the value to a step that runs only if there is one.
    #[inline(never)]
    pub fn take(&self) -> T {
        match self.moved().borrow_mut().take() {
            Some(Outcome::Ok(value)) => value,
            _ => panic!("the schedule starts a mover only when its value is there"),
        }
    }

    /// Whether there is no value.
    pub fn lacks(&self) -> bool {
        self.find().is_none()
    }

    /// Whether there is no value, and a failure stands behind that.
    pub fn lacks_for_failure(&self) -> bool {
        match &*self.outcome() {
            Outcome::Ok(_) => false,
            Outcome::Err(_) => true,
            Outcome::Skipped(skip) => skip.reason().is_failure(),
        }
    }

    /// Moves the value out of the run, or tells why `step` made none.
    pub fn output(&self, step: &'static &'static str) -> Result<T, NoOutput> {
        let mut slot = self.moved().borrow_mut();
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
    pub fn output_maybe(&self, step: &'static &'static str) -> Result<Option<T>, NoOutput> {
        match self.output(step) {
            Ok(value) => Ok(Some(value)),
            Err(absence) if absence.is_benign() => Ok(None),
            Err(absence) => Err(absence),
        }
    }

    /// The output where its absence is `None`.
    pub fn output_ok(&self, step: &'static &'static str) -> Result<Option<T>, NoOutput> {
        Ok(self.output(step).ok())
    }

    /// The same value in a slot of its own, so that an output that copies stays among the outputs.
    pub fn copied(&self) -> Self
    where
        T: Copy,
    {
        Self::loose(Some(self.copy()))
    }

    /// Copies the outcome into the outputs of the run.
    #[inline(never)]
    pub fn copy(&self) -> Outcome<T, E>
    where
        T: Copy,
    {
        match self.lies_still() {
            Some(value) => Outcome::Ok(*value),
            None => self.outcome().clone(),
        }
    }

    /// Moves the outcome into the outputs of the run.
    #[inline(never)]
    pub fn into_outcome(&self) -> Outcome<T, E> {
        self.moved()
            .borrow_mut()
            .take()
            .expect("every step has ended")
    }

    /// What the outputs of the run hold for a value that was moved on.
    #[inline(never)]
    pub fn into_moved(&self) -> Outcome<Moved, E> {
        match self.moved().borrow_mut().take() {
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

    /// Whether there may be something to free.
    fn is_loose(&self) -> bool;

    /// See [`Slot::free`].
    fn free(&self);
}

impl<T, E> AnySlot<E> for Slot<T, E> {
    fn skipped(&self, skip: Skip) {
        self.set(|| Outcome::Skipped(skip));
    }

    fn failed(&self, error: StepError<E>) {
        self.set(|| Outcome::Err(error));
    }

    fn is_loose(&self) -> bool {
        matches!(self.0, Kept::Loose(_))
    }

    fn free(&self) {
        Self::free(self);
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
    type Large = [u8; 4096];
    assert!(size_of::<StepError<Large>>() <= 24);
    assert!(size_of::<Slot<u64, Large>>() <= 40);
};
