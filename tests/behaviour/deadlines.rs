//! Deadlines of steps and of runs.

use pipewright::{FailureReason, Outcome};

use crate::pipelines::{Bounded, Deadlines, Spare};
use crate::script::{Fault, Script, fail, give, never, reported, secs, told};

crate::scripted! { deadlines:
    early() -> ();
    late() -> ();
    waiting() -> ();
    last() -> ();
    very_last() -> ();
}

crate::scripted! { bounded:
    quick() -> u32;
    slow() -> u32;
    next(&u32) -> ();
    watch(&Outcome<u32, Fault>) -> ();
    retried() -> ();
    spare() -> ();
}

crate::scripted! { spare:
    quick() -> u32;
    spare(&u32) -> u32;
    more(&u32) -> ();
}

#[tokio::test(start_paused = true)]
async fn a_steps_time_begins_when_it_is_ready() {
    let script = Script::new()
        .on("early", [give(1).after(5)])
        .on("late", [give(1).after(1)]);
    Deadlines::new(script.clone()).run().await.unwrap();
    assert_eq!(script.ends("late"), [6.0]);
}

#[tokio::test(start_paused = true)]
async fn a_step_ends_when_its_deadline_has_passed() {
    let script = Script::new()
        .on("early", [give(1).after(5)])
        .on("late", [never()]);
    let error = Deadlines::new(script.clone()).run().await.unwrap_err();
    assert_eq!(script.gone("late"), [7.0]);
    assert_eq!(
        error.failures()[0].reason(),
        FailureReason::DeadlineExceeded
    );
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::deadlines`: step `late` failed: its deadline passed"
    );
    assert_eq!(error.deadline(), None, "it is not the run's");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_turn_counts_towards_a_steps_deadline() {
    let script = Script::new()
        .on("waiting", [give(1).after(1)])
        .on("early", [give(1).after(5)]);
    let run = Deadlines::new(script.clone()).run().max_parallel(1);
    let run = run.with_report().await;
    assert_eq!(script.calls("waiting"), 0, "`early` was before it");
    assert_eq!(told(&run.outputs.waiting), "err: its deadline passed");
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].attempts(), 0);
    assert_eq!(reported(&run.report, "waiting"), "err: its deadline passed");
    assert!(run.report.step("waiting").unwrap().attempts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_next_attempt_counts_towards_a_steps_deadline() {
    let script = Script::new().on("waiting", [fail("busy")]);
    let run = Deadlines::new(script.clone()).run().with_report().await;
    assert_eq!(script.time(), 2.0);
    assert_eq!(script.calls("waiting"), 1);
    assert_eq!(told(&run.outputs.waiting), "err: its deadline passed");
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_passes_while_nothing_runs_gives_no_turn_away_twice() {
    // `waiting` holds no permit when its deadline passes, neither in its backoff nor in the queue
    let script = Script::new()
        .on("waiting", [fail("busy")])
        .on("early", [give(1).after(9)])
        .on("last", [give(1).after(4)])
        .on("very_last", [give(1).after(4)]);
    let run = Deadlines::new(script.clone()).run().max_parallel(2).await;
    run.unwrap_err();
    assert_eq!(script.starts("last"), [0.0]);
    assert_eq!(script.starts("very_last"), [4.0], "two at once, not three");
    assert_eq!(script.starts("late"), [9.0]);
}

#[tokio::test(start_paused = true)]
async fn when_the_runs_deadline_passes_what_runs_fails_and_the_rest_is_skipped() {
    let script = Script::new()
        .on("slow", [never()])
        .on("retried", [fail("busy")]);
    let run = Bounded::new(script.clone()).run().with_report().await;
    assert_eq!(script.time(), 10.0);
    assert_eq!(script.gone("slow"), [10.0]);
    assert_eq!(told(&run.outputs.quick), "ok");
    assert_eq!(told(&run.outputs.slow), "err: its deadline passed");
    assert_eq!(told(&run.outputs.retried), "err: its deadline passed");
    assert_eq!(
        told(&run.outputs.next),
        "skipped: the run's deadline had passed"
    );
    assert_eq!(
        told(&run.outputs.watch),
        "skipped: the run's deadline had passed"
    );
    let error = run.output.unwrap_err();
    assert_eq!(error.deadline(), Some(secs(10)));
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::bounded`: its deadline of 10s passed while running `slow`, `retried`"
    );
}

#[tokio::test(start_paused = true)]
async fn an_earlier_failure_stays_the_first() {
    let script = Script::new()
        .on("slow", [never()])
        .on("retried", [give(1)])
        .on("quick", [fail("no").after(1)]);
    let error = Bounded::new(script).run().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::bounded`: step `quick` failed: no (and 1 more step failed)"
    );
    assert_eq!(error.deadline(), Some(secs(10)));
}

#[tokio::test(start_paused = true)]
async fn a_runs_deadline_can_be_said_of_the_run_and_of_the_pipeline() {
    let time = async |run: Option<u64>, pipeline: Option<u64>| {
        let script = Script::new().on("slow", [never()]);
        let bounded = match pipeline {
            Some(limit) => Bounded::builder()
                .steps(script.clone())
                .deadline(secs(limit))
                .build(),
            None => Bounded::new(script.clone()),
        };
        let launch = bounded.run();
        let launch = match run {
            Some(limit) => launch.deadline(secs(limit)),
            None => launch,
        };
        launch.await.unwrap_err();
        script.time()
    };
    assert_eq!(time(None, None).await, 10.0, "the description's");
    assert_eq!(
        time(None, Some(20)).await,
        20.0,
        "the pipeline's over the description's"
    );
    assert_eq!(
        time(Some(3), Some(20)).await,
        3.0,
        "the run's over the pipeline's"
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ends_in_time_does_not_notice_its_deadline() {
    let script = Script::new().on("slow", [give(1).after(9)]);
    assert_eq!(Bounded::new(script.clone()).run().await.unwrap(), 1);
    assert_eq!(script.time(), 9.0);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_waits_for_its_turn_when_the_run_ends_is_skipped() {
    let script = Script::new().on("quick", [never()]);
    let run = Bounded::new(script.clone()).run().max_parallel(1);
    let run = run.with_report().await;
    assert_eq!(told(&run.outputs.quick), "err: its deadline passed");
    assert_eq!(
        told(&run.outputs.slow),
        "skipped: the run's deadline had passed"
    );
    assert_eq!(script.order(), ["quick"]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_does_not_fail_a_run_of_which_all_that_is_left_is_optional() {
    let script = Script::new().on("spare", [never()]);
    let run = Spare::new(script.clone()).run().with_report().await;
    assert_eq!(script.time(), 10.0);
    assert_eq!(run.output.unwrap(), 1);
    assert_eq!(told(&run.outputs.spare), "err: its deadline passed");
    assert_eq!(
        told(&run.outputs.more),
        "skipped: the run's deadline had passed"
    );
    assert_eq!(reported(&run.report, "spare"), "err: its deadline passed");
    // `spare` runs in a task that may still borrow the output when the deadline passes
    let script = Script::new().on("spare", [never()]);
    assert_eq!(Spare::new(script).run().await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_of_nothing_lets_nothing_wait() {
    let script = Script::new().on("slow", [give(1).after(1)]);
    let run = Bounded::new(script)
        .run()
        .deadline(secs(0))
        .with_report()
        .await;
    assert_eq!(
        told(&run.outputs.quick),
        "ok",
        "it does not wait for anything"
    );
    assert_eq!(told(&run.outputs.slow), "err: its deadline passed");
}
