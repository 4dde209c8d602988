//! Many futures side by side, at most so many at once.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll, Waker};

use futures_core::Stream;

use crate::run::{Wakes, caught};

/// After so many elements in one go, others have their turn.
const TURN: usize = 1 << 12;

/// Places for futures. Each is used again and again, so that an element costs no allocation.
pub(super) struct Lanes<F> {
    lanes: Vec<Lane<F>>,
    /// Lanes without a future.
    free: Vec<usize>,
    most: usize,
    wakes: Option<Arc<Wakes>>,
    /// How many elements have begun.
    begun: usize,
    /// There are no more.
    exhausted: bool,
}

struct Lane<F> {
    /// Which element it is.
    index: usize,
    future: Pin<Box<Option<F>>>,
    waker: Waker,
}

impl<F: Future> Lanes<F> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            lanes: Vec::new(),
            free: Vec::new(),
            most,
            wakes: None,
            begun: 0,
            exhausted: false,
        }
    }

    /// Goes as far as it can go now: `None` at the end of all elements, and otherwise what `done` breaks
    /// with.
    pub(super) fn poll<T, B>(
        &mut self,
        mut elements: Pin<&mut impl Stream<Item = T>>,
        start: &impl Fn(usize, T) -> F,
        cx: &mut task::Context<'_>,
        mut done: impl FnMut(usize, F::Output) -> ControlFlow<B>,
    ) -> Poll<Option<B>> {
        let most = self.most;
        let wakes = self
            .wakes
            .get_or_insert_with(|| Wakes::new(most, cx.waker()));
        let wakes = Arc::clone(wakes);
        wakes.register(cx.waker());
        let mut broken = None;
        wakes.drain(|word, mut woken| {
            while woken != 0 {
                let lane = word * 64 + woken.trailing_zeros() as usize;
                woken &= woken - 1;
                if broken.is_none() {
                    broken = self.advance(lane, &mut done);
                }
            }
        });
        let mut turn = 0;
        while broken.is_none() && !self.exhausted && self.has_room() {
            if turn == TURN {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            turn += 1;
            match elements.as_mut().poll_next(cx) {
                Poll::Ready(Some(element)) => {
                    let future = start(self.begun, element);
                    let lane = self.enter(future, &wakes);
                    broken = self.advance(lane, &mut done);
                }
                Poll::Ready(None) => self.exhausted = true,
                Poll::Pending => break,
            }
        }
        match (
            broken,
            self.exhausted && self.free.len() == self.lanes.len(),
        ) {
            (None, false) => Poll::Pending,
            (broken, _) => Poll::Ready(broken),
        }
    }

    /// Begins nothing more, and goes on only with those that consist of runs, until there are none.
    pub(super) fn wind_up(
        &mut self,
        cx: &mut task::Context<'_>,
        has_run: impl Fn(usize) -> bool,
    ) -> Poll<()> {
        let mut left = Poll::Ready(());
        for lane in &mut self.lanes {
            let Some(future) = lane.future.as_mut().as_pin_mut() else {
                continue;
            };
            let is_open = || has_run(lane.index);
            match is_open() && future.poll(cx).is_pending() && is_open() {
                true => left = Poll::Pending,
                false => lane.future.set(None),
            }
        }
        left
    }

    fn has_room(&self) -> bool {
        !self.free.is_empty() || self.lanes.len() < self.most
    }

    /// The next element has a lane from now on.
    fn enter(&mut self, future: F, wakes: &Arc<Wakes>) -> usize {
        let index = self.begun;
        self.begun += 1;
        if let Some(lane) = self.free.pop() {
            self.lanes[lane].index = index;
            self.lanes[lane].future.set(Some(future));
            return lane;
        }
        let lane = self.lanes.len();
        self.lanes.push(Lane {
            index,
            future: Box::pin(Some(future)),
            waker: wakes.waker(lane as u32),
        });
        lane
    }

    /// Polls an element; what `done` breaks with if that is its end.
    fn advance<B>(
        &mut self,
        lane: usize,
        done: &mut impl FnMut(usize, F::Output) -> ControlFlow<B>,
    ) -> Option<B> {
        let Lane {
            index,
            future,
            waker,
        } = &mut self.lanes[lane];
        // a waker may be called late
        let polled = future.as_mut().as_pin_mut()?;
        let Poll::Ready(output) = polled.poll(&mut task::Context::from_waker(waker)) else {
            return None;
        };
        future.set(None);
        self.free.push(lane);
        done(*index, output).break_value()
    }
}

impl<F> Drop for Lanes<F> {
    fn drop(&mut self) {
        for lane in &mut self.lanes {
            // the others are to go too, whatever one does when it is dropped
            let _ = caught(|| lane.future.set(None));
        }
    }
}
