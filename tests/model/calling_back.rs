//! An attempt elsewhere, and whoever calls it back.

use std::sync::Arc as Still;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Wake, Waker};

use loom::sync::Arc;
use loom::thread;

use crate::abort::{AbortCell, AbortFlag, Aborted};
use crate::explore;

/// Counts how often the attempt was woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Still<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

/// What has become of the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// It has never begun.
    Nothing,
    /// It waits to be woken.
    Waiting,
    /// It has a result, and has left it.
    Kept,
    /// It has noticed that nobody waits for it.
    GivenUp,
}

/// An attempt that gives its result at the first poll, or waits.
fn attempt(flag: AbortFlag<'_>, waker: &Waker, waits: bool) -> Became {
    if !flag.begin() {
        return Became::Nothing;
    }
    let (goes_on, became) = match waits {
        true => (flag.register(waker), Became::Waiting),
        false => (flag.claim(), Became::Kept),
    };
    match goes_on {
        true => became,
        false => Became::GivenUp,
    }
}

/// Has it run while it is called back.
fn call_back(waits: bool, begun: bool, fits: fn(Became, &Aborted) -> bool) {
    explore(3, move || {
        let (cell, number) = match begun {
            true => (AbortCell::begun(), 1),
            false => (AbortCell::default(), 2),
        };
        let cell = Arc::new(cell);
        if !begun {
            AbortFlag::new(&cell, number).lower();
        }
        let waker = Waker::from(Still::new(Woken::default()));
        let other = thread::spawn({
            let cell = Arc::clone(&cell);
            move || attempt(AbortFlag::new(&cell, number), &waker, waits)
        });
        let aborted = AbortFlag::new(&cell, number).abort();
        let became = other.join().unwrap();
        assert!(fits(became, &aborted), "{became:?}, {aborted:?}");
        assert!(!AbortFlag::new(&cell, number).begin() || matches!(aborted, Aborted::Late));
    });
}

#[test]
fn a_result_is_kept_or_nobody_waits_for_it() {
    let fits = |became, aborted: &Aborted| match aborted {
        Aborted::Late => became == Became::Kept,
        Aborted::Idle => became == Became::Nothing,
        // it may have come too late for its first poll, though it had begun
        Aborted::Busy(_) => matches!(became, Became::GivenUp | Became::Nothing),
    };
    call_back(false, false, fits);
    call_back(false, true, fits);
}

#[test]
fn an_attempt_that_waits_is_woken() {
    let fits = |became, aborted: &Aborted| match aborted {
        Aborted::Late => false,
        Aborted::Idle => became == Became::Nothing,
        Aborted::Busy(None) => became != Became::Waiting,
        Aborted::Busy(Some(_)) => true,
    };
    call_back(true, false, fits);
    call_back(true, true, fits);
}
