//! Where in a run the calling code stands: by that, events of steps find their step.

use std::cell::Cell;

use crate::context::RunContext;

/// A step of a run, and which call of it; or of an element that it maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) step: u32,
    pub(crate) element: Option<usize>,
    pub(crate) attempt: u32,
}

impl Spot {
    pub(crate) fn new(step: u32, attempt: u32) -> Self {
        Self {
            step,
            element: None,
            attempt,
        }
    }
}

/// A spot, and the run in which it is, by its address.
#[derive(Clone, Copy)]
pub(crate) struct Whereabouts {
    run: usize,
    spot: Spot,
}

impl Whereabouts {
    pub(crate) fn new(run: &RunContext, spot: Spot) -> Self {
        let run = run.address();
        Self { run, spot }
    }

    /// The calling code stands there, until this is dropped.
    pub(crate) fn enter(self) -> Entered {
        Entered(HERE.replace(Some(self)))
    }
}

/// Gives way to what was before.
pub(crate) struct Entered(Option<Whereabouts>);

impl Drop for Entered {
    fn drop(&mut self) {
        HERE.set(self.0);
    }
}

thread_local! {
    static HERE: Cell<Option<Whereabouts>> = const { Cell::new(None) };
}

/// Runs a part of a call, if anybody wants to know where that is.
#[inline]
pub(crate) fn at<T>(place: Option<Whereabouts>, work: impl FnOnce() -> T) -> T {
    let _entered = place.map(Whereabouts::enter);
    work()
}

/// Where the calling code stands, if that is in this run.
pub(super) fn here(run: &RunContext) -> Option<Spot> {
    let here = HERE.get()?;
    (here.run == run.address()).then_some(here.spot)
}
