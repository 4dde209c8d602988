//! When a step starts, and when it is known not to.

use std::future::IntoFuture;

use pipewright::Outcome;

use crate::pipelines::Diamond;
use crate::script::{Script, fail, give, reported, secs, told};

crate::scripted! { diamond:
    left() -> u32;
    right() -> u32;
    after_left(&u32) -> u32;
    after_right(&u32) -> u32;
    join(&u32, &u32) -> u32;
}

#[tokio::test(start_paused = true)]
async fn a_step_starts_as_soon_as_its_own_parents_are_done() {
    let script = Script::new()
        .on("left", [give(1).after(1)])
        .on("right", [give(1).after(5)])
        .on("after_left", [give(1).after(4)])
        .on("after_right", [give(1).after(1)]);
    Diamond::new(script.clone()).run().await.unwrap();
    assert_eq!(
        script.starts("after_left"),
        [1.0],
        "no wave: `right` still runs"
    );
    assert_eq!(script.starts("after_right"), [5.0]);
    assert_eq!(
        script.starts("join"),
        [6.0],
        "the critical path, not the sum of the slowest"
    );

    let script = Script::new()
        .on("left", [give(1).after(1)])
        .on("after_left", [give(1).after(1)])
        .on("right", [give(1).after(3)]);
    Diamond::new(script.clone()).run().await.unwrap();
    assert_eq!(script.starts("after_left"), [1.0]);
    assert_eq!(script.starts("join"), [3.0]);
}

#[tokio::test(start_paused = true)]
async fn a_step_is_skipped_at_once_when_a_parent_has_failed_though_another_still_runs() {
    let script = Script::new()
        .on("left", [fail("no left").after(1)])
        .on("right", [give(1).after(9)]);
    let run = Diamond::new(script.clone()).run().with_report().await;
    let skipped = run.outputs.join.skipped().unwrap();
    assert_eq!(skipped.caused_by(), Some("left"));
    assert_eq!(
        script.starts("after_right"),
        [9.0],
        "it does not depend on `left`"
    );
    assert_eq!(script.calls("join"), 0);
    assert_eq!(
        reported(&run.report, "join"),
        "skipped: a step that it needs failed <- left",
        "`right` had not ended when it was skipped"
    );
}

/// Tells when a step was skipped, through one that runs after it.
mod observed {
    use super::*;
    use crate::pipelines::Missing;

    #[tokio::test(start_paused = true)]
    async fn what_follows_a_skip_follows_at_once() {
        let script = Script::new().on("origin", [fail("no origin").after(2)]);
        let run = Missing::new(script.clone()).run(true, true).with_report();
        let run = run.await;
        assert!(matches!(run.outputs.source, Outcome::Skipped(_)));
        assert_eq!(script.starts("outcome"), [2.0]);
        assert_eq!(script.starts("ok"), [2.0]);
        assert_eq!(script.time(), 2.0);
    }
}

#[tokio::test(start_paused = true)]
async fn independent_steps_still_run_after_a_failure_those_too_that_nobody_reads() {
    let script = Script::new()
        .on("left", [fail("no left")])
        .on("right", [give(1).after(3)]);
    let error = Diamond::new(script.clone()).run().await.unwrap_err();
    assert_eq!(error.step(), Some("left"));
    assert_eq!(script.ends("after_right"), [3.0], "the run waited for it");
}

#[tokio::test(start_paused = true)]
async fn all_root_causes_known_at_that_moment_are_told() {
    let script = Script::new()
        .on("left", [fail("no left").after(1)])
        .on("right", [fail("no right").after(1)]);
    let run = Diamond::new(script).run().with_report().await;
    assert_eq!(
        told(&run.outputs.join),
        "skipped: a step that it needs failed: `left`"
    );
    assert_eq!(
        reported(&run.report, "join"),
        "skipped: a step that it needs failed <- left, right"
    );
    assert_eq!(
        run.output.unwrap_err().to_string(),
        "pipeline `behaviour::diamond`: step `left` failed: no left (and 1 more step failed)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_pipeline_is_clone_and_its_runs_overlap() {
    let script = Script::new()
        .on("left", [give(1).after(3)])
        .on("right", [give(1).after(3)]);
    let pipeline = Diamond::new(script.clone());
    let again = pipeline.clone();
    let (one, two) = tokio::join!(pipeline.run().into_future(), again.run().into_future());
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(script.time(), 3.0, "side by side");
    assert_eq!(script.calls("join"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_runs_future_can_be_sent_anywhere() {
    fn anywhere<T: Send + 'static>(future: T) -> T {
        future
    }
    let pipeline = Diamond::new(Script::new());
    let bare = anywhere(pipeline.run().into_future());
    let with_report = anywhere(pipeline.run().with_report());
    drop(pipeline);
    assert_eq!(tokio::spawn(bare).await.unwrap().unwrap(), 1);
    assert!(tokio::spawn(with_report).await.unwrap().output.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_run_does_nothing_until_it_is_awaited() {
    let script = Script::new();
    let pipeline = Diamond::new(script.clone());
    drop(pipeline.run());
    let future = pipeline.run().into_future();
    tokio::time::sleep(secs(1)).await;
    assert_eq!(script.order(), [""; 0]);
    future.await.unwrap();
    assert_eq!(script.starts("left"), [1.0]);
}
