//! Workflows that are short of time, or cancelled.

use std::future::IntoFuture;
use std::sync::Mutex;

use pipewright::{Context, Outcome, Spawn};
use tokio::time::{Instant, sleep, timeout};

use crate::pipelines::{Hurried, hurried};
use crate::script::{seconds, secs};

/// Takes its time, and notes when it begins.
#[derive(Default)]
struct Slow(Mutex<Vec<Instant>>);

impl hurried::Steps for Slow {
    async fn ask(&self, _: &Context, seconds: &u64) -> Result<u32, String> {
        self.0.lock().unwrap().push(Instant::now());
        match seconds {
            0 => Err("no".into()),
            seconds => {
                sleep(secs(*seconds)).await;
                Ok(1)
            }
        }
    }

    fn after_ask(
        &self,
        _: &Context,
        state: &mut Vec<String>,
        _: u64,
        outcome: Outcome<u32, String>,
    ) -> Result<(), String> {
        state.push(outcome.err().map(ToString::to_string).unwrap_or_default());
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_has_so_much_time_for_all_of_its_attempts() {
    for spawned in [false, true] {
        // in an attempt, and in the wait after one
        for (takes, attempts) in [(9, 2), (0, 3)] {
            let slow = std::sync::Arc::new(Slow::default());
            let begun = Instant::now();
            let run = Hurried::new(slow.clone()).run(takes, Vec::new());
            let run = match spawned {
                true => run.executor(Spawn),
                false => run,
            };
            assert_eq!(run.await.unwrap(), ["its deadline passed"]);
            assert_eq!(seconds(begun.elapsed()), 2.5);
            assert_eq!(slow.0.lock().unwrap().len(), attempts);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_workflow_can_be_cancelled() {
    let mut run = Hurried::new(Slow::default())
        .run(9, Vec::new())
        .into_future();
    assert!(timeout(secs(1) / 2, &mut run).await.is_err());
    run.cancel();
    let begun = Instant::now();
    let error = run.await.unwrap_err();
    assert_eq!(seconds(begun.elapsed()), 0.0);
    assert!(error.is_cancelled());
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::hurried`: it was cancelled while running `ask`"
    );
}
