//! Waits between attempts, and what runs beside the steps: conditions and decisions.

use std::future::IntoFuture;
use std::sync::Mutex;
use std::thread;

use pipewright::{Context, FailureReason};
use tokio::time::{Instant, timeout};

use crate::executors::Pool;
use crate::pipelines::{Elsewhere, Positions, Waiting, elsewhere, positions};
use crate::script::{Fault, Script, fail, give, never, seconds, secs};

crate::scripted! { waiting:
    doubling() -> (); gently() -> (); soon() -> (); capped() -> (); steeply() -> (); hanging() -> ();
}

#[tokio::test(start_paused = true)]
async fn waits_are_those_of_the_table() {
    const DAY: u64 = 86_400;
    let busy = || [fail("busy")];
    let script = Script::new()
        .on("doubling", busy())
        .on("gently", busy())
        .on("soon", busy())
        .on("capped", busy())
        .on("steeply", busy());
    let run = Waiting::new(script.clone()).run();
    let error = run.deadline(secs(400 * DAY)).await.unwrap_err();
    for (step, starts) in [
        ("doubling", [0.0, 1.0, 3.0, 7.0].as_slice()),
        ("gently", &[0.0, 1.0, 2.5, 4.75]),
        ("soon", &[0.0, 0.5, 1.5, 3.5]),
        ("capped", &[0.0, 1.0, 3.0, 5.0]),
        // the next one is due in three hundred years
        ("steeply", &[0.0, 1.0]),
    ] {
        assert_eq!(script.starts(step), starts, "{step}");
    }
    let last = error.failures().last().unwrap();
    assert_eq!(last.step(), "steeply");
    assert_eq!(last.reason(), FailureReason::DeadlineExceeded);
}

#[tokio::test(start_paused = true)]
async fn a_step_that_hangs_is_given_up_each_time() {
    let script = Script::new().on("hanging", [never()]);
    let begun = Instant::now();
    let error = Waiting::new(script.clone()).run().await.unwrap_err();
    assert_eq!(script.starts("hanging"), [0.0, 2.0, 4.0]);
    assert_eq!(seconds(begun.elapsed()), 5.0);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::waiting`: step `hanging` failed after 3 attempts: it timed out after 1s"
    );
}

#[tokio::test(start_paused = true)]
async fn cancelling_during_a_wait_ends_it_at_once() {
    let script = Script::new()
        .on("doubling", [fail("busy")])
        .on("soon", [give(1).after(9)]);
    let mut run = Waiting::new(script.clone()).run().into_future();
    assert!(timeout(secs(5), &mut run).await.is_err());
    let cancelled = Instant::now();
    run.cancel();
    let error = run.await.unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!(cancelled.elapsed(), secs(0));
    tokio::time::sleep(secs(60)).await;
    assert_eq!(script.starts("doubling"), [0.0, 1.0, 3.0]);
    // it had begun, which stays, and what comes after its wait never happens
    assert_eq!(script.starts("soon"), [0.0]);
    assert_eq!(script.gone("soon"), [5.0]);
    assert!(script.ends("soon").is_empty());
}

/// What was asked, and on which thread.
static ASKED: Mutex<Vec<(&str, Option<String>)>> = Mutex::new(Vec::new());

/// Notes where it is called; yes.
pub fn noted(what: &'static str, _: &impl Sized) -> bool {
    let name = thread::current().name().map(str::to_owned);
    ASKED.lock().unwrap().push((what, name));
    true
}

/// Works on whatever thread it is called.
struct Worker;

fn on_pool() -> bool {
    thread::current().name() == Some("pool")
}

impl elsewhere::Steps for Worker {
    async fn work(&self, _: &Context, n: u32) -> Result<u32, Fault> {
        assert!(on_pool());
        Ok(n)
    }

    fn is_wanted(&self, one: u32) -> bool {
        noted("when", &one)
    }

    async fn try_again(&self, cx: &Context, n: u32) -> Result<u32, Fault> {
        assert!(on_pool());
        match cx.attempt() {
            1 => Err(Fault("busy")),
            _ => Ok(n),
        }
    }

    async fn work_more(&self, _: &Context, n: u32) -> Result<u32, Fault> {
        assert!(on_pool());
        Ok(n + 1)
    }
}

#[tokio::test]
async fn decisions_and_guards_never_run_on_an_executor() {
    let own = thread::current().name().map(str::to_owned);
    let pipeline = Elsewhere::builder().steps(Worker).pool(Pool::new());
    assert_eq!(pipeline.build().run(1).await.unwrap(), 2);
    let asked = ASKED.lock().unwrap().clone();
    assert_eq!(asked, ["when", "match"].map(|what| (what, own.clone())));
}

impl positions::Steps for Worker {
    async fn triple(&self, _: &Context, id: u32) -> Result<u32, Fault> {
        match 3 * id {
            small @ 0..=15 => Ok(small),
            _ => Err(Fault("too large")),
        }
    }
}

#[tokio::test]
async fn what_is_collected_keeps_its_place() {
    let all = Positions::new(Worker).run((0..10).collect()).await.unwrap();
    let values: Vec<_> = all.iter().map(|one| one.as_ref().ok().copied()).collect();
    let good = [0, 3, 6, 9, 12, 15].map(Some);
    assert_eq!(values, [good.as_slice(), &[None; 4]].concat());
}
