//! Letters to whoever has the schedule.

use std::sync::Arc as Still;

use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use loom::sync::{Arc, Mutex, MutexGuard};
use loom::thread;

use crate::explore;
use crate::run::attempt::AttemptEnd;
use crate::run::wakes::Wakes;
use crate::run::{Letter, Post};

/// What is behind the lock: which letters have come.
struct Shared {
    state: Mutex<u32>,
    /// How often somebody has gone on: at each atomic, `loom` lets others go first.
    turns: AtomicU32,
    post: Still<Post<()>>,
}

impl Shared {
    /// As an attempt tells its end.
    fn tell(&self, step: u32) {
        let Ok(mut state) = self.state.try_lock() else {
            self.post.push(Letter {
                step,
                attempt: 1,
                told: AttemptEnd::Ok,
            });
            if let Ok(state) = self.state.try_lock() {
                self.go_on(state);
            }
            return;
        };
        *state |= 1 << step;
        self.go_on(state);
    }

    /// As whoever has the state goes on: what it starts is started without the lock.
    fn go_on<'a>(&'a self, mut state: MutexGuard<'a, u32>) {
        loop {
            for letter in self.post.take() {
                *state |= 1 << letter.step;
            }
            self.turns.fetch_add(1, Relaxed);
            drop(state);
            self.turns.fetch_add(1, Relaxed);
            if self.post.is_empty() {
                return;
            }
            match self.state.try_lock() {
                Ok(unlocked) => state = unlocked,
                Err(_) => return,
            }
        }
    }
}

#[test]
fn none_is_left_when_all_have_gone() {
    explore(3, || {
        let shared = Arc::new(Shared {
            state: Mutex::new(0),
            turns: AtomicU32::new(0),
            post: Post::new(Still::new(Wakes)),
        });
        let others = [1, 2].map(|step| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.tell(step))
        });
        shared.tell(0);
        others.into_iter().for_each(|other| other.join().unwrap());
        assert_eq!(*shared.state.lock().unwrap(), 0b111);
    });
}
