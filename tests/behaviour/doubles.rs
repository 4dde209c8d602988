//! `Stub`, a test double of a pipeline's steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::time::Instant;

use crate::branches::Shape;
use crate::calls::{Account, Store};
use crate::flows::{Errand, Walker};
use crate::pipelines::{
    Around, Calls, Declared, Errands, Inside, Nested, Rounds, Ways, around, calls, declared,
    errands, inside, nested, rounds, ways,
};
use crate::queues::{Log, Player};
use crate::script::{Fault, seconds, told};

#[tokio::test(start_paused = true)]
async fn closures_stand_for_the_steps_that_run() {
    let stub = nested::Stub::new()
        .t1(|_| Ok(5))
        .seen(|_, j1, j2| Ok(j1 + j2.copied().unwrap_or(100)));
    assert_eq!(Nested::new(stub).run(true, true).await.unwrap(), 105);
}

#[test]
fn what_is_generated_may_stand_in_what_is_debug() {
    let pipeline = Nested::new(nested::Stub::new());
    assert_eq!(format!("{pipeline:?}"), "Nested { .. }");
    assert_eq!(format!("{:?}", pipeline.run(true, true)), "Launch { .. }");
    assert_eq!(format!("{:?}", nested::Stub::new()), "Stub { .. }");
    let flow = Errands::new(errands::Stub::over(Walker));
    assert_eq!(format!("{flow:?}"), "Errands { .. }");
    assert_eq!(format!("{:?}", flow.again()), "Prepared { .. }");
    assert_eq!(format!("{:?}", rounds::Stub::new()), "Stub { .. }");
}

#[tokio::test(start_paused = true)]
async fn a_step_that_was_not_set_panics_and_names_itself() {
    let run = Nested::new(nested::Stub::new()).run(false, true);
    let outputs = run.with_report().await.outputs;
    let panic = "err: panicked: this `Stub` has no `f1`: set it by `.f1(…)`";
    assert_eq!(told(&outputs.f1), panic);
}

#[tokio::test(start_paused = true)]
async fn guards_and_retries_are_the_pipelines_own() {
    let calls = Arc::new(AtomicU32::new(0));
    let begun = Instant::now();
    let counted = Arc::clone(&calls);
    let stub = ways::Stub::new()
        .look(|_, shape| Ok(shape))
        .small(
            move |cx, _, name| match counted.fetch_add(1, Ordering::Relaxed) {
                0 => Err(Fault("busy")),
                _ => Ok(cx.attempt() + name.len() as u32),
            },
        )
        .report(|_, size| Ok(size.copied().unwrap_or_default()));
    let run = Ways::new(stub).run(Shape::Circle(1), 3, "name".into());
    assert_eq!(run.await.unwrap(), 6);
    assert_eq!(calls.load(Ordering::Relaxed), 2);
    assert_eq!(
        seconds(begun.elapsed()),
        1.0,
        "the delay between the attempts"
    );
}

/// Stubs of a pipeline and of the one that it runs.
struct Both {
    around: around::Stub,
    inside: inside::Stub,
}

impl around::Stubbed for Both {
    fn stub(&self) -> &around::Stub {
        &self.around
    }
}

impl inside::Stubbed for Both {
    fn stub(&self) -> &inside::Stub {
        &self.inside
    }
}

#[tokio::test]
async fn stubs_of_a_pipeline_and_those_inside_it_go_together() {
    let inside = || {
        let stub = inside::Stub::new().left(|_, n| Ok(n)).right(|_, n| Ok(n));
        stub.sum(|_, left, right| Ok(left + right))
    };
    let steps = Both {
        around: around::Stub::new().sum(|_, one, two| Ok(one + two)),
        inside: inside(),
    };
    assert_eq!(Around::new(steps).run(3).await.unwrap(), 6 + 20);
    // alone it is steps too
    assert_eq!(Inside::new(inside()).run(3).await.unwrap(), 6);
}

/// A stub of a pipeline that requires a store.
struct Stored(calls::Stub);

impl calls::Stubbed for Stored {
    fn stub(&self) -> &calls::Stub {
        &self.0
    }
}

impl Store for Stored {
    fn rate(&self) -> u32 {
        3
    }
}

#[tokio::test]
async fn a_stub_may_be_part_of_what_a_pipeline_requires() {
    let stub = calls::Stub::new().scale(|_, value, factor| Ok(value + factor));
    let account = Account {
        owner: "ada".into(),
        balance: Some(1),
    };
    let total = Calls::new(Stored(stub)).run(account).await.unwrap();
    // 1 and 10, 3 and 3 letters and 3, and 1 again
    assert_eq!(total, 11 + 9 + 1);
}

#[tokio::test(start_paused = true)]
async fn a_workflow_decides_as_ever_whatever_its_steps_are() {
    let player = Player::new(|queue| queue.visit(7));
    let stub = rounds::Stub::over(player).visit(|_, n| Ok(10 * n));
    let log = Rounds::new(stub).run(Log::default()).await.unwrap();
    assert_eq!(log.seen, [(7, Ok(70))]);
}

#[tokio::test(start_paused = true)]
async fn steps_and_decisions_of_a_workflow_are_closures() {
    let stub = rounds::Stub::new()
        .first(|_| Ok(()))
        .after_first(|_, _, _, queue| {
            queue.tried(5);
            Ok(())
        })
        .tried(|cx, n| match cx.attempt() {
            1 => Err("not yet".to_owned()),
            _ => Ok(n + cx.attempt()),
        })
        .after_tried(|_, log, n, outcome| {
            let outcome = outcome.ok().copied().ok_or("failed".to_owned());
            log.seen.push((n, outcome));
            Ok(())
        });
    let log = Rounds::new(stub).run(Log::default()).await.unwrap();
    assert_eq!(log.seen, [(5, Ok(7))]);
}

#[tokio::test]
async fn what_is_not_set_of_a_workflow_names_itself() {
    let stub = declared::Stub::new().count(|_, n| Ok(*n));
    let error = Declared::new(stub).run(3, Log::default()).await;
    let panic = "this `Stub` has no `double`: set it by `.double(…)`";
    assert!(error.unwrap_err().to_string().contains(panic));
}

#[tokio::test]
async fn a_flow_makes_its_calls_whatever_is_called() {
    let stub = errands::Stub::over(Walker).count(|_, text| Ok(text.len() as u32 + 100));
    let run = Errands::new(stub).go(Errand::Walk(1)).with_report().await;
    assert_eq!(run.output.unwrap(), 104);
    let called: Vec<_> = run.report.calls.iter().map(|call| &*call.step).collect();
    assert_eq!(called, ["go", "walk", "walk", "count"]);
    let stub = errands::Stub::new().go(|_, _| Ok(5));
    assert_eq!(Errands::new(stub).go(Errand::Wait).await.unwrap(), 5);
}
