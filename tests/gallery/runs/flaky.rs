use std::time::Duration;

use pipewright::{FailureReason, Report};

use super::steps;
use crate::snapshots;
use crate::weather_station::{Reading, Station, StationError};
use crate::{Flaky, flaky};
use pipewright::OutcomeKind::{Err, Ok};

async fn run(answers_at: u32) -> pipewright::Run<Reading, flaky::Outputs> {
    let pipeline = Flaky::new(Station::answering_at(answers_at));
    pipeline.run().with_report().await
}

fn waits(report: &Report) -> Vec<Option<Duration>> {
    let attempts = report.steps[0].attempts.iter();
    attempts.map(|attempt| attempt.wait).collect()
}

/// 1, 2, 4, 8 and 16 seconds, each up to a tenth longer.
fn assert_delays(report: &Report) {
    let waits = waits(report);
    assert_eq!(waits[0], None);
    for (n, wait) in waits[1..].iter().enumerate() {
        let (delay, wait) = (Duration::from_secs(1 << n), wait.unwrap());
        assert!(delay <= wait && wait <= delay.mul_f64(1.1), "{n}: {wait:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_sixth_attempt_succeeds() {
    let run = run(6).await;
    assert_eq!(run.output.unwrap(), Reading { celsius: -7.5 });
    assert_eq!(steps(&run.report), [("read_station", Ok, 6)]);
    assert_delays(&run.report);
    let attempts = &run.report.steps[0].attempts;
    let errors: Vec<_> = attempts.iter().map(|one| one.error.as_deref()).collect();
    assert_eq!(
        errors[..2],
        [Some("no answer to call 1"), Some("no answer to call 2")]
    );
    assert_eq!(errors[4..], [Some("no answer to call 5"), None]);
    let between = attempts.windows(2);
    for two in between {
        let gap = two[1].started.duration_since(two[0].finished).unwrap();
        assert_eq!(Some(gap), two[1].wait);
    }
    assert!(run.report.elapsed() >= Duration::from_secs(31));
    snapshots::check("flaky", "run.mmd", &run.report.mermaid());
}

#[tokio::test(start_paused = true)]
async fn a_seventh_is_not_made_and_the_last_error_is_told() {
    let run = run(7).await;
    assert_eq!(steps(&run.report), [("read_station", Err, 6)]);
    assert_delays(&run.report);
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `flaky`: step `read_station` failed after 6 attempts: no answer to call 6"
    );
    assert_eq!(error.downcast_ref(), Some(&StationError { call: 6 }));
    assert_eq!(error.failures()[0].attempts(), 6);
    assert_eq!(error.failures()[0].reason(), FailureReason::Failed);
}

#[tokio::test(start_paused = true)]
async fn a_seed_makes_the_delays_repeatable() {
    let run = |seed| async move {
        let pipeline = Flaky::new(Station::answering_at(6));
        waits(&pipeline.run().seed(seed).with_report().await.report)
    };
    let (one, same, other) = (run(1).await, run(1).await, run(2).await);
    assert_eq!(one, same);
    assert_ne!(one, other);
}
