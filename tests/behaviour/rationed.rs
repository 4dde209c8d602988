//! Limits that the steps of a workflow share, with each other and with other runs.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use pipewright::{Context, Limit, Outcome, StepError};
use tokio::time::{Instant, sleep};

use crate::pipelines::Rationed;
use crate::pipelines::rationed::{self, AfterFill, Limits};
use crate::script::{seconds, secs};

/// Draws a glass in a second; the first one slips once.
#[derive(Clone, Default)]
struct Waiter {
    rings: bool,
    begun: Arc<Mutex<Vec<u32>>>,
    late: Arc<AtomicUsize>,
}

impl rationed::Steps for Waiter {
    async fn fill(&self, _: &Context, _: &u32) {}

    fn after_fill(
        &self,
        _: &Context,
        _: &mut u32,
        glasses: u32,
        _: Outcome<(), String>,
        queue: &mut AfterFill,
    ) -> Result<(), String> {
        for glass in 0..glasses {
            match self.rings {
                true => queue.ring(glass),
                false => queue.draw(glass),
            }
        }
        Ok(())
    }

    async fn draw(&self, cx: &Context, glass: &u32) -> Result<(), String> {
        self.begun.lock().unwrap().push(*glass);
        sleep(secs(1)).await;
        match (*glass, cx.attempt()) {
            (0, 1) => Err("slipped".to_owned()),
            _ => Ok(()),
        }
    }

    fn after_draw(
        &self,
        _: &Context,
        drawn: &mut u32,
        _: u32,
        outcome: Outcome<(), String>,
    ) -> Result<(), String> {
        *drawn += u32::from(outcome.is_ok());
        Ok(())
    }

    fn ring(&self, _: &Context, _: &u32) -> Result<(), String> {
        Ok(())
    }

    fn after_ring(
        &self,
        _: &Context,
        rung: &mut u32,
        _: u32,
        outcome: Outcome<(), String>,
    ) -> Result<(), String> {
        if let Some(StepError::DeadlineExceeded) = outcome.err() {
            self.late.fetch_add(1, SeqCst);
        }
        *rung += u32::from(outcome.is_ok());
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn so_many_attempts_run_at_once_in_all_runs() {
    let tap = Limit::permits(2);
    let limits = Limits {
        tap: tap.clone(),
        ..Limits::default()
    };
    let waiter = Waiter::default();
    let built = Rationed::builder().steps(waiter.clone());
    let pipeline = built.limits(limits).build();
    let begun = Instant::now();
    let (one, other) = tokio::join!(pipeline.run(3, 0), pipeline.run(3, 0));
    assert_eq!((one.unwrap(), other.unwrap()), (3, 3));
    // in the order of the queues, two a second; what has slipped waits without a permit
    assert_eq!(*waiter.begun.lock().unwrap(), [0, 1, 2, 0, 1, 2, 0, 0]);
    assert_eq!(seconds(begun.elapsed()), 6.0);
    assert_eq!(tap.available(), Some(2));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_dropped_gives_its_permits_back() {
    let tap = Limit::permits(1);
    let limits = Limits {
        tap: tap.clone(),
        ..Limits::default()
    };
    let built = Rationed::builder().steps(Waiter::default());
    let run = built.limits(limits).build().run(3, 0);
    let cut = tokio::time::timeout(secs(1) / 2, run.into_future()).await;
    assert!(cut.is_err());
    assert_eq!(tap.available(), Some(1));
}

#[tokio::test]
async fn waiting_for_it_counts_towards_the_deadline() {
    let waiter = Waiter {
        rings: true,
        ..Waiter::default()
    };
    let rung = Rationed::new(waiter.clone()).run(2, 0).await.unwrap();
    assert_eq!((rung, waiter.late.load(SeqCst)), (1, 1));
}
