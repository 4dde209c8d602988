//! What attempts elsewhere have told, until their run comes to it.

use std::sync::{Arc, PoisonError};

use super::attempt::AttemptEnd;
use super::wakes::Wakes;
use crate::sync::{AtomicUsize, Mutex, MutexGuard, Ordering};

/// How an attempt elsewhere has ended.
pub(crate) struct Letter<E> {
    pub(crate) step: u32,
    pub(crate) attempt: u32,
    pub(crate) told: AttemptEnd<E>,
}

pub(crate) struct Post<E> {
    letters: Mutex<Vec<Letter<E>>>,
    count: AtomicUsize,
    wakes: Arc<Wakes>,
}

impl<E> Post<E> {
    pub(crate) fn new(wakes: Arc<Wakes>) -> Arc<Self> {
        Arc::new(Self {
            letters: Mutex::default(),
            count: AtomicUsize::new(0),
            wakes,
        })
    }

    pub(crate) fn push(&self, letter: Letter<E>) {
        let mut letters = self.letters();
        letters.push(letter);
        self.count.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether nothing was told before. Whoever tells something later sees all that was done before this.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.fetch_add(0, Ordering::AcqRel) == 0
    }

    /// What was told, as far as that can be seen without asking others.
    pub(crate) fn take(&self) -> Vec<Letter<E>> {
        if self.count.load(Ordering::Acquire) == 0 {
            return Vec::new();
        }
        let mut letters = self.letters();
        self.count.store(0, Ordering::Release);
        std::mem::take(&mut *letters)
    }

    fn letters(&self) -> MutexGuard<'_, Vec<Letter<E>>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an attempt tells, and wakes the run with, when nothing is left of it.
pub(crate) struct Parcel<E> {
    post: Arc<Post<E>>,
    letter: Option<Letter<E>>,
}

impl<E> Parcel<E> {
    pub(crate) fn new(post: &Arc<Post<E>>, step: u32, attempt: u32) -> Self {
        let (post, told) = (Arc::clone(post), AttemptEnd::Dropped);
        let letter = Some(Letter {
            step,
            attempt,
            told,
        });
        Self { post, letter }
    }

    /// The attempt has ended.
    pub(crate) fn put(&mut self, letter: Letter<E>) {
        self.letter = Some(letter);
    }
}

impl<E> Drop for Parcel<E> {
    fn drop(&mut self) {
        self.letter
            .take()
            .into_iter()
            .for_each(|letter| self.post.push(letter));
        self.post.wakes.wake_run();
    }
}
