//! Undoing what a run has done, when it fails.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};

use pipewright::{Context, FailureReason, OutcomeKind, Spawn};

use crate::pipelines::{Undoing, UndoingFast, UndoingThread, undoing_thread};
use crate::script::{Fault, Script, fail, give, never, panics, reported, secs};

crate::scripted! { undoing:
    reserve(&u32) -> u32;
    release(&u32, &u32) -> ();
    book(&u32) -> u32;
    cancel(&u32) -> ();
    label(&u32) -> u32;
    peel(Option<&u32>) -> ();
    charge(&u32, &u32) -> u32;
    confirm(&u32) -> u32;
}

crate::scripted! { undoing_fast:
    hold() -> Held;
    fail() -> ();
    slow() -> ();
    rest() -> u32;
}

/// What is kept until it is let go.
#[derive(Debug)]
pub struct Held {
    pub wanted: bool,
    notes: String,
}

impl crate::script::Made for Held {
    fn made(value: Option<u32>) -> Self {
        Self {
            wanted: value == Some(1),
            notes: "held".into(),
        }
    }
}

/// Who lets go.
pub trait Holds {
    fn script(&self) -> &Script;
}

impl Holds for Script {
    fn script(&self) -> &Script {
        self
    }
}

pub async fn let_go(holder: &impl Holds, held: &Held, cx: &Context) -> Result<(), Fault> {
    assert_eq!(held.notes, "held");
    assert_eq!(pipewright::current().unwrap().run_id(), cx.run_id());
    assert!(!cx.cancelled());
    holder.script().play("let_go").await
}

/// What was undone, in order, after a run that failed.
fn undone(script: &Script) -> Vec<&'static str> {
    let order = script.order().into_iter();
    let undos = ["release", "cancel", "peel", "let_go"];
    order.filter(|step| undos.contains(step)).collect()
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ends_well_undoes_nothing() {
    let script = Script::new();
    assert_eq!(Undoing::new(script.clone()).run(7).await.unwrap(), 1);
    assert_eq!(undone(&script), [""; 0]);
    assert_eq!(script.calls("confirm"), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_done_is_undone_once_the_latest_first() {
    for spawned in [false, true] {
        let script = Script::new()
            .on("reserve", [give(1).after(2)])
            .on("book", [give(1).after(1)])
            .on("cancel", [give(1).after(1)])
            .on("charge", [fail("declined")]);
        let launch = Undoing::new(script.clone()).run(7);
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let error = launch.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "pipeline `behaviour::undoing`: step `charge` failed after 3 attempts: declined"
        );
        assert_eq!(error.downcast_ref(), Some(&Fault("declined")));
        assert!(error.undo_failures().is_empty());
        assert_eq!(undone(&script), ["peel", "release", "cancel"]);
        assert_eq!(script.starts("charge"), [2.0, 3.0, 4.0]);
        assert_eq!(script.starts("release"), [4.0]);
        assert_eq!(script.ends("cancel"), [5.0]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_that_did_not_end_well_is_not_undone() {
    let script = Script::new()
        .on("reserve", [fail("sold out")])
        .on("book", [give(1).after(1)]);
    let error = Undoing::new(script.clone()).run(7).await.unwrap_err();
    assert_eq!(error.step(), Some("reserve"));
    assert_eq!(undone(&script), ["cancel"]);
    assert_eq!(script.starts("cancel"), [1.0], "when all have ended");
}

#[tokio::test(start_paused = true)]
async fn what_fails_to_be_undone_is_told_beside_and_the_rest_is_undone() {
    let script = Script::new()
        .on("charge", [fail("declined")])
        .on("release", [fail("closed")])
        .on("peel", [panics("torn")]);
    let run = Undoing::new(script.clone()).run(7).with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::undoing`: step `charge` failed after 3 attempts: declined; undoing `label` panicked: torn; \
         undoing `reserve` failed after 3 attempts: closed"
    );
    let [label, reserve] = error.undo_failures() else {
        panic!("{error}");
    };
    assert_eq!(label.reason(), FailureReason::Panicked);
    assert_eq!((label.step(), label.attempts()), ("label", 1));
    assert_eq!((reserve.step(), reserve.attempts()), ("reserve", 3));
    assert_eq!(reserve.downcast_ref(), Some(&Fault("closed")));
    assert_eq!(error.failures().len(), 1);
    assert_eq!(script.calls("cancel"), 1);

    let undo = |step| run.report.step(step).unwrap().undo.as_deref();
    let (reserve, book) = (undo("reserve").unwrap(), undo("book").unwrap());
    assert_eq!(reserve.outcome, OutcomeKind::Err);
    assert_eq!(reserve.reason.as_deref(), Some("closed"));
    assert_eq!(reserve.attempts.len(), 3);
    assert_eq!(reserve.attempts[1].wait, Some(secs(1)));
    assert_eq!(book.outcome, OutcomeKind::Ok);
    assert!(undo("charge").is_none());
    let picture = run.report.mermaid();
    assert!(
        picture.contains("✗ reserve<br/>undo release(&reservation, &order)<br/>not undone: closed"),
        "{picture}"
    );
    assert!(
        picture.contains("undo cancel(&booking)<br/>undone"),
        "{picture}"
    );
    let table = run.report.to_string();
    assert!(
        table.contains("undone\n") && table.contains("not undone: panicked: torn"),
        "{table}"
    );
    assert_eq!(run.outputs.reserve.ok(), Some(&1));
}

#[tokio::test(start_paused = true)]
async fn an_undo_is_tried_again_and_has_a_time_limit() {
    let script = Script::new()
        .on("charge", [fail("declined")])
        .on("release", [fail("busy"), never(), give(1)]);
    let error = Undoing::new(script.clone()).run(7).await.unwrap_err();
    assert!(error.undo_failures().is_empty());
    assert_eq!(
        script.starts("release"),
        [2.0, 3.0, 10.0],
        "waits of 1 s and 2 s"
    );
    let script = Script::new()
        .on("charge", [fail("declined")])
        .on("release", [never()]);
    let error = Undoing::new(script.clone()).run(7).await.unwrap_err();
    let told = "; undoing `reserve` failed after 3 attempts: it timed out after 5s";
    assert!(error.to_string().ends_with(told), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_deadline_undoes_and_does_not_cut_that_short() {
    for spawned in [false, true] {
        let script = Script::new()
            .on("charge", [never()])
            .on("release", [give(1).after(4)]);
        let launch = Undoing::new(script.clone()).run(7).deadline(secs(3));
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let error = launch.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "pipeline `behaviour::undoing`: its deadline of 3s passed while running `charge`"
        );
        assert_eq!(script.gone("charge"), [3.0]);
        assert_eq!(script.ends("release"), [7.0]);
        assert_eq!(script.calls("cancel"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_undoes() {
    let script = Script::new().on("confirm", [panics("no paper")]);
    let error = Undoing::new(script.clone()).run(7).await.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::Panicked);
    assert_eq!(undone(&script), ["peel", "cancel", "release"]);
}

#[tokio::test(start_paused = true)]
async fn fail_fast_undoes_when_what_runs_has_ended() {
    let script = Script::new()
        .on("fail", [fail("no")])
        .on("slow", [give(1).after(3)]);
    let error = UndoingFast::new(script.clone()).run().await.unwrap_err();
    assert_eq!(error.step(), Some("fail"));
    assert_eq!(script.calls("rest"), 0);
    assert_eq!(script.starts("let_go"), [3.0]);
}

#[tokio::test(start_paused = true)]
async fn an_output_that_may_be_missing_is_no_failure() {
    let script = Script::new().on("hold", [give(2)]);
    let output = UndoingFast::new(script.clone()).run().await.unwrap();
    assert_eq!(output, None);
    assert_eq!(undone(&script), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_dropped_undoes_nothing() {
    let script = Script::new().on("charge", [never()]);
    let run = Undoing::new(script.clone()).run(7).into_future();
    assert!(tokio::time::timeout(secs(2), run).await.is_err());
    tokio::time::sleep(secs(60)).await;
    assert_eq!(undone(&script), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_cancelled_ends_what_runs_and_undoes() {
    for spawned in [false, true] {
        let script = Script::new().on("charge", [never()]);
        let launch = Undoing::new(script.clone()).run(7);
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let mut run = launch.with_report();
        tokio::select! {
            _ = &mut run => unreachable!("it never ends"),
            () = tokio::time::sleep(secs(2)) => run.cancel(),
        }
        let run = run.await;
        let error = run.output.unwrap_err();
        assert!(error.is_cancelled());
        assert_eq!(
            error.to_string(),
            "pipeline `behaviour::undoing`: it was cancelled while running `charge`"
        );
        assert_eq!(script.gone("charge"), [2.0]);
        assert_eq!(reported(&run.report, "charge"), "err: it was cancelled");
        let confirm = "skipped: the run had been cancelled";
        assert_eq!(reported(&run.report, "confirm"), confirm);
        assert_eq!(script.calls("release"), 1);
        assert_eq!(script.calls("cancel"), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_cancelled_before_it_begins_does_nothing() {
    for spawned in [false, true] {
        let script = Script::new();
        let launch = Undoing::new(script.clone()).run(7);
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let run = launch.into_future();
        run.cancel();
        let error = run.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "pipeline `behaviour::undoing`: it was cancelled"
        );
        assert!(error.is_cancelled() && error.step().is_none());
        assert!(script.order().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_another_attempt_ends_when_the_run_is_cancelled() {
    let script = Script::new().on("charge", [fail("busy")]);
    let mut run = Undoing::new(script.clone()).run(7).into_future();
    let half = std::time::Duration::from_millis(1500);
    assert!(tokio::time::timeout(half, &mut run).await.is_err());
    run.cancel();
    assert!(run.await.unwrap_err().is_cancelled());
    assert_eq!(script.calls("charge"), 2);
    assert_eq!(script.calls("release"), 1);
}

/// Digs until it is called back, and notes what it does.
#[derive(Clone, Default)]
struct Digger(Arc<Mutex<Vec<&'static str>>>);

impl Digger {
    fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }
}

impl undoing_thread::Steps for Digger {
    async fn open(&self, _: &Context) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn shut(&self, _: &Context, _: &u32) -> Result<(), Fault> {
        self.note("shuts");
        Ok(())
    }

    fn dig(&self, cx: &Context, _: &u32) -> Result<(), Fault> {
        self.note("digs");
        while !cx.cancelled() {
            std::thread::yield_now();
        }
        self.note("is gone");
        Ok(())
    }
}

#[tokio::test]
async fn nothing_is_undone_before_a_thread_has_let_go() {
    for spawned in [false, true] {
        let digger = Digger::default();
        let launch = UndoingThread::new(digger.clone()).run();
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        let mut run = launch.into_future();
        while digger.0.lock().unwrap().is_empty() {
            tokio::select! {
                biased;
                _ = &mut run => unreachable!("it digs until it is called back"),
                () = tokio::task::yield_now() => {}
            }
        }
        run.cancel();
        let error = run.await.unwrap_err();
        assert_eq!(error.failures()[0].reason(), FailureReason::Cancelled);
        assert_eq!(*digger.0.lock().unwrap(), ["digs", "is gone", "shuts"]);
    }
}

#[tokio::test(start_paused = true)]
async fn some_of_the_steps_are_undone_only_if_one_fails() {
    use crate::pipelines::undoing::Step;
    let script = Script::new();
    let run = Undoing::new(script.clone()).run(7);
    assert!(run.only([Step::Reserve]).await.reserve.is_ok());
    assert_eq!(undone(&script), [""; 0]);
    let script = Script::new().on("charge", [fail("declined")]);
    let run = Undoing::new(script.clone()).run(7);
    assert!(run.only([Step::Charge]).await.charge.is_err());
    assert_eq!(undone(&script), ["cancel", "release"]);
}
