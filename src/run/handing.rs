//! What a thread is handing to an executor, which may come back at once: it may run the work where it stands, or
//! drop it. Whoever hands out then finds a letter, so that nothing is nested, however long a chain is.

use std::cell::Cell;

/// The attempt.
#[derive(Clone, Copy)]
struct Handing {
    /// The place of its run's schedule.
    run: usize,
    step: u32,
    /// It was dropped meanwhile, on this very thread.
    dropped: bool,
}

thread_local! {
    static HANDING: Cell<Option<Handing>> = const { Cell::new(None) };
}

/// Hands out an attempt; also gives whether it was dropped at once.
pub(crate) fn handing<T>(run: usize, step: u32, work: impl FnOnce() -> T) -> (T, bool) {
    let handing = Handing {
        run,
        step,
        dropped: false,
    };
    let outer = HANDING.replace(Some(handing));
    let result = work();
    let handing = HANDING.replace(outer);
    (result, handing.is_some_and(|handing| handing.dropped))
}

/// Whether this thread is handing out attempts of this run.
pub(crate) fn is_handing(run: usize) -> bool {
    HANDING.get().is_some_and(|handing| handing.run == run)
}

/// Notes that an attempt was dropped; false if this thread is not handing it out.
pub(crate) fn drop_handed(run: usize, step: u32) -> bool {
    let Some(handing) = HANDING.get() else {
        return false;
    };
    let dropped = handing.run == run && handing.step == step;
    if dropped {
        HANDING.set(Some(Handing { dropped, ..handing }));
    }
    dropped
}
