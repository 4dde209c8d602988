//! Nothing more starts after the first unhandled error.

use pipewright::Outcome;

use crate::pipelines::FirstFailure;
use crate::script::{Fault, Script, attempt_errors, fail, give, told};

crate::scripted! { first_failure:
    bad() -> ();
    forgiven() -> u32;
    forgiving(Option<&u32>) -> ();
    slow() -> u32;
    next(&u32) -> ();
    observer(&Outcome<u32, Fault>) -> ();
    retried() -> ();
}

#[tokio::test(start_paused = true)]
async fn what_runs_ends_and_nothing_more_starts() {
    let script = Script::new()
        .on("bad", [fail("no").after(1)])
        .on("slow", [give(1).after(5)]);
    let run = FirstFailure::new(script.clone()).run().with_report().await;
    assert_eq!(script.ends("slow"), [5.0], "it was let end");
    assert_eq!(told(&run.outputs.slow), "ok");
    assert_eq!(told(&run.outputs.next), "skipped: another step had failed");
    assert_eq!(
        told(&run.outputs.observer),
        "skipped: another step had failed"
    );
    assert_eq!(script.calls("next"), 0);
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::first_failure`: step `bad` failed: no"
    );
}

#[tokio::test(start_paused = true)]
async fn a_handled_error_stops_nothing() {
    let script = Script::new()
        .on("forgiven", [fail("no")])
        .on("slow", [give(1).after(5)]);
    FirstFailure::new(script.clone()).run().await.unwrap();
    assert_eq!(script.starts("next"), [5.0]);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_waits_for_its_next_attempt_fails_with_its_last_error() {
    let script = Script::new()
        .on("retried", [fail("busy")])
        .on("bad", [fail("no").after(3)]);
    let run = FirstFailure::new(script.clone()).run().with_report().await;
    assert_eq!(script.time(), 3.0, "it does not wait any longer");
    assert_eq!(told(&run.outputs.retried), "err: busy");
    assert_eq!(attempt_errors(&run.report, "retried"), ["busy"]);
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::first_failure`: step `bad` failed: no (and 1 more step failed)"
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_runs_is_not_tried_again() {
    let script = Script::new()
        .on("retried", [fail("busy").after(4), give(1)])
        .on("bad", [fail("no").after(3)]);
    let run = FirstFailure::new(script.clone()).run().with_report().await;
    assert_eq!(script.starts("retried"), [0.0]);
    assert_eq!(told(&run.outputs.retried), "err: busy");
}

#[tokio::test(start_paused = true)]
async fn a_step_that_waits_for_its_turn_is_skipped() {
    let script = Script::new().on("bad", [fail("no").after(3)]);
    let run = FirstFailure::new(script.clone()).run().max_parallel(1);
    let run = run.with_report().await;
    assert_eq!(script.order(), ["bad"]);
    assert_eq!(told(&run.outputs.slow), "skipped: another step had failed");
    assert_eq!(
        told(&run.outputs.retried),
        "skipped: another step had failed"
    );
    assert!(run.report.step("slow").unwrap().attempts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_step_that_waits_for_its_turn_after_an_attempt_fails() {
    let script = Script::new()
        .on("bad", [give(1).after(1)])
        .on("retried", [fail("busy")])
        .on("slow", [fail("no").after(20)]);
    let run = FirstFailure::new(script.clone()).run().max_parallel(2);
    let run = run.with_report().await;
    assert_eq!(told(&run.outputs.slow), "err: no");
    assert_eq!(told(&run.outputs.retried), "err: busy");
}
