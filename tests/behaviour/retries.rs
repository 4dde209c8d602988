//! How often a step is tried, and when.

use std::time::Duration;

use pipewright::{Context, FailureReason, Report, RunError};

use crate::pipelines::{Retrying, Stubborn, stubborn};
use crate::script::{Fault, Script, attempt_errors, fail, give, never, panics, seconds};

crate::scripted! { retrying:
    doubling() -> ();
    tripling() -> ();
    capped() -> ();
    jittery() -> ();
    half() -> ();
    full() -> ();
    endless() -> ();
    capped_steep() -> ();
    picky() -> ();
    asking() -> ();
    prompt() -> ();
    timed() -> ();
    limited() -> ();
    once() -> ();
}

async fn error_of(step: &'static str) -> (RunError, Vec<f64>) {
    let script = Script::new().on(step, [fail("busy")]);
    let error = Retrying::new(script.clone()).run().await.unwrap_err();
    (error, script.starts(step))
}

#[tokio::test(start_paused = true)]
async fn delays_double_unless_told_and_attempts_count_calls() {
    let (error, starts) = error_of("doubling").await;
    assert_eq!(
        starts,
        [0.0, 1.0, 3.0, 7.0, 15.0, 31.0],
        "6 calls: 1, 2, 4, 8, 16 s between them"
    );
    assert_eq!(error.failures()[0].attempts(), 6);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `doubling` failed after 6 attempts: busy"
    );
}

#[tokio::test(start_paused = true)]
async fn delays_grow_by_the_factor() {
    let (_, starts) = error_of("tripling").await;
    assert_eq!(starts, [0.0, 1.0, 4.0, 13.0]);
}

#[tokio::test(start_paused = true)]
async fn delays_are_capped() {
    let (_, starts) = error_of("capped").await;
    assert_eq!(starts, [0.0, 1.0, 3.0, 6.0, 9.0]);
    let (_, starts) = error_of("capped_steep").await;
    assert_eq!(
        starts,
        [0.0, 3600.0, 3600.0 + 7200.0, 3600.0 + 2.0 * 7200.0]
    );
}

#[tokio::test(start_paused = true)]
async fn without_a_delay_the_next_attempt_follows_at_once() {
    let (error, starts) = error_of("prompt").await;
    assert_eq!(starts, [0.0, 0.0, 0.0]);
    assert_eq!(error.failures()[0].attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn without_a_policy_there_is_one_attempt() {
    let (error, starts) = error_of("once").await;
    assert_eq!(starts, [0.0]);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `once` failed: busy"
    );
}

#[tokio::test(start_paused = true)]
async fn a_step_that_succeeds_at_last_has_not_failed() {
    let script = Script::new().on("doubling", [fail("one"), fail("two"), give(1)]);
    let run = Retrying::new(script.clone()).run().with_report().await;
    assert!(run.output.is_ok() && run.outputs.doubling.is_ok());
    assert_eq!(script.starts("doubling"), [0.0, 1.0, 3.0]);
    assert_eq!(attempt_errors(&run.report, "doubling"), ["one", "two", ""]);
    let step = run.report.step("doubling").unwrap();
    let waits: Vec<_> = step
        .attempts
        .iter()
        .map(|attempt| attempt.wait.map(seconds))
        .collect();
    assert_eq!(waits, [None, Some(1.0), Some(2.0)]);
    assert_eq!(seconds(step.elapsed()), 3.0);
}

#[tokio::test(start_paused = true)]
async fn the_last_error_is_the_one_reported_and_every_attempt_is_kept() {
    let errors = [fail("one"), panics("never reached"), give(1)];
    let script = Script::new()
        .on(
            "tripling",
            [
                fail("one"),
                fail("two"),
                fail("three").after(2),
                fail("four"),
            ],
        )
        .on("once", errors);
    let run = Retrying::new(script).run().with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].step(), "once");
    assert_eq!(
        error.failures()[1].downcast_ref::<Fault>(),
        Some(&Fault("four"))
    );
    assert_eq!(
        attempt_errors(&run.report, "tripling"),
        ["one", "two", "three", "four"]
    );
    let step = run.report.step("tripling").unwrap();
    assert_eq!(step.reason.as_deref(), Some("four"));
    let took = |attempt: &pipewright::AttemptReport| {
        seconds(attempt.finished.duration_since(attempt.started).unwrap())
    };
    assert_eq!(
        step.attempts.iter().map(took).collect::<Vec<_>>(),
        [0.0, 0.0, 2.0, 0.0]
    );
}

fn waits(report: &Report, step: &str) -> Vec<Duration> {
    let attempts = &report.step(step).unwrap().attempts;
    attempts.iter().filter_map(|attempt| attempt.wait).collect()
}

async fn seeded(seed: u64) -> Report {
    let busy = ["jittery", "half", "full"].map(|step| (step, fail("busy")));
    let script = busy
        .into_iter()
        .fold(Script::new(), |script, (step, act)| script.on(step, [act]));
    Retrying::new(script)
        .run()
        .seed(seed)
        .with_report()
        .await
        .report
}

#[tokio::test(start_paused = true)]
async fn jitter_stays_within_its_bounds_and_varies() {
    let mut drawn = Vec::new();
    for seed in 0..40 {
        let report = seeded(seed).await;
        for (n, wait) in waits(&report, "jittery").into_iter().enumerate() {
            let delay = f64::from(1 << n);
            let part = wait.as_secs_f64() / delay;
            assert!(
                (1.0..=1.102).contains(&part),
                "a tenth of {delay} s unless told: {wait:?}"
            );
        }
        for wait in waits(&report, "half") {
            assert!((1.0..=1.501).contains(&wait.as_secs_f64()), "{wait:?}");
        }
        let full = waits(&report, "full");
        assert!(
            full.iter().all(|wait| wait.as_secs_f64() <= 1.001),
            "{full:?}"
        );
        drawn.extend(full);
    }
    let (low, high) = (drawn.iter().min().unwrap(), drawn.iter().max().unwrap());
    assert!(
        low.as_secs_f64() < 0.1 && high.as_secs_f64() > 0.9,
        "{low:?} to {high:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_seed_makes_jitter_repeatable() {
    let steps = ["jittery", "half", "full"];
    let all = |report: &Report| steps.map(|step| waits(report, step));
    let (one, again, other) = (seeded(1).await, seeded(1).await, seeded(2).await);
    assert_eq!(all(&one), all(&again));
    assert_ne!(all(&one), all(&other));
    let [jittery, half, _] = all(&one);
    let parts = |waits: &[Duration]| {
        waits
            .iter()
            .map(|wait| wait.subsec_millis())
            .collect::<Vec<_>>()
    };
    assert_ne!(parts(&jittery), parts(&half), "each step draws for itself");
}

#[tokio::test(start_paused = true)]
async fn a_seed_holds_in_whatever_order_steps_fail() {
    let full = async |takes| {
        let script = Script::new()
            .on("half", [fail("busy").after(takes)])
            .on("full", [fail("busy").after(1)]);
        let run = Retrying::new(script).run().seed(3).with_report().await;
        waits(&run.report, "full")
    };
    assert_eq!(full(0).await, full(2).await);
}

#[tokio::test(start_paused = true)]
async fn delays_saturate() {
    let script = Script::new().on("endless", [fail("busy")]);
    let day = Duration::from_secs(86_400);
    let run = Retrying::new(script.clone()).run().deadline(400 * day);
    let error = run.await.unwrap_err();
    assert_eq!(
        error.failures()[0].reason(),
        FailureReason::DeadlineExceeded
    );
    assert!(
        script.calls("endless") < 4,
        "the third wait is longer than the world is old"
    );
}

#[tokio::test(start_paused = true)]
async fn only_errors_that_are_worth_it_are_tried_again() {
    let script = Script::new().on(
        "picky",
        [fail("busy"), fail("busy"), fail("broken"), give(1)],
    );
    let error = Retrying::new(script.clone()).run().await.unwrap_err();
    assert_eq!(script.starts("picky"), [0.0, 1.0, 3.0]);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `picky` failed after 3 attempts: broken"
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_can_ask_for_its_own_delay() {
    let script = Script::new().on("asking", [fail("busy"), fail("come in 7 s"), give(1)]);
    Retrying::new(script.clone()).run().await.unwrap();
    assert_eq!(
        script.starts("asking"),
        [0.0, 1.0, 8.0],
        "the policy's, then the error's"
    );
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_not_tried_again() {
    let script = Script::new().on("doubling", [fail("busy"), panics("lost")]);
    let error = Retrying::new(script.clone()).run().await.unwrap_err();
    assert_eq!(script.calls("doubling"), 2);
    assert_eq!(error.failures()[0].reason(), FailureReason::Panicked);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `doubling` failed after 2 attempts: it panicked: lost"
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_takes_too_long_counts_as_failed_and_is_tried_again() {
    let script = Script::new().on("timed", [never(), fail("busy"), give(1).after(1)]);
    Retrying::new(script.clone()).run().await.unwrap();
    assert_eq!(script.starts("timed"), [0.0, 3.0, 5.0]);
    assert_eq!(
        script.gone("timed"),
        [2.0, 3.0, 6.0],
        "it is dropped when its time is up"
    );
}

#[tokio::test(start_paused = true)]
async fn a_step_whose_last_attempt_took_too_long_has_timed_out() {
    let script = Script::new().on("timed", [never()]);
    let run = Retrying::new(script.clone()).run().with_report().await;
    assert_eq!(script.starts("timed"), [0.0, 3.0, 7.0]);
    assert_eq!(script.time(), 9.0);
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::TimedOut);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `timed` failed after 3 attempts: it timed out after 2s"
    );
    assert_eq!(
        attempt_errors(&run.report, "timed"),
        ["timed out after 2s"; 3]
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_after_a_timeout_is_the_one_reported() {
    let script = Script::new().on("timed", [never(), never(), fail("busy")]);
    let error = Retrying::new(script).run().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `timed` failed after 3 attempts: busy"
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_retries() {
    let script = Script::new().on("limited", [fail("busy")]);
    let run = Retrying::new(script.clone()).run().with_report().await;
    assert_eq!(script.starts("limited"), [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(script.time(), 3.5);
    let error = run.output.unwrap_err();
    assert_eq!(
        error.failures()[0].reason(),
        FailureReason::DeadlineExceeded
    );
    assert_eq!(error.failures()[0].attempts(), 4);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::retrying`: step `limited` failed: its deadline passed"
    );
    assert_eq!(
        attempt_errors(&run.report, "limited"),
        ["busy"; 4],
        "no attempt ran when the deadline passed"
    );
    let step = run.report.step("limited").unwrap();
    assert_eq!(
        seconds(step.elapsed()),
        3.0,
        "from the first attempt to the end of the last"
    );
}

struct Never;

impl stubborn::Steps for Never {
    async fn stubborn(&self, _: &Context) -> Result<(), Fault> {
        Err(Fault("no"))
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_may_be_tried_very_often() {
    let error = Stubborn::new(Never).run().await.unwrap_err();
    assert_eq!(error.failures()[0].attempts(), 50_000);
}
