//! Tasks that share steps.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use loom::sync::Arc;
use loom::thread;

use crate::explore;
use crate::run::Batch;

/// What a task does: as long as another has to be there for what is left, that begins in its stead.
fn task(batch: &Batch, part: usize, taken: &AtomicU32) {
    let take = || {
        let step = batch.take(part)?;
        let before = taken.fetch_or(1 << step, Relaxed);
        assert_eq!(before & (1 << step), 0, "step {step} was taken twice");
        Some(())
    };
    while batch.begins() {
        // the other one takes a step, which may take forever; the next thread finds this task
        take();
    }
    while take().is_some() {}
}

#[test]
fn each_step_is_taken_once() {
    explore(3, || {
        let batch = Arc::new(Batch::new(&[0, 1, 2, 3, 4], 2));
        let taken = Arc::new(AtomicU32::new(0));
        let other = thread::spawn({
            let (batch, taken) = (Arc::clone(&batch), Arc::clone(&taken));
            move || task(&batch, 1, &taken)
        });
        task(&batch, 0, &taken);
        other.join().unwrap();
        assert_eq!(taken.load(Relaxed), 0b11111);
        assert!(!batch.has_any());
    });
}

#[test]
fn what_is_left_has_a_task_that_has_not_begun() {
    explore(3, || {
        let batch = Arc::new(Batch::new(&[0, 1, 2], 2));
        let begins = |part| {
            let batch = Arc::clone(&batch);
            move || {
                let is_new = batch.begins();
                if !is_new {
                    // and then it is stuck in its first step
                    batch.take(part);
                }
                is_new
            }
        };
        let other = thread::spawn(begins(1));
        let is_new = begins(0)();
        let others_is_new = other.join().unwrap();
        assert!(is_new || others_is_new || !batch.has_any());
    });
}
