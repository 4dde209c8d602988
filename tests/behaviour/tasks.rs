//! Runs whose steps are tokio tasks: whoever has ended drives the run on.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pipewright::{
    Blocking, Context, Executor, FailureReason, Inline, OutcomeKind, Place, Spawn, Work,
};
use tokio::runtime::Builder;
use tokio::sync::Barrier;

use crate::executors::{OnTheSpot, Pool};
use crate::pipelines::{Brief, Crowd, Diamond, Mover, Retrying, crowd, diamond, mover};
use crate::script::{Fault, Script, fail, give, reported, secs, told};
use crate::values::Token;

/// Two steps, of which the first runs where the builder says.
struct Two;

impl mover::Steps for Two {
    async fn borrow(&self, _: &Context, _: &Token) -> Result<(), Fault> {
        Ok(())
    }

    async fn take(&self, _: &Context, token: Token) -> Result<Token, Fault> {
        Ok(token)
    }
}

async fn moved(pool: impl Into<Place>) -> String {
    let pipeline = Mover::builder().steps(Two).pool(pool).build();
    let run = pipeline.run(Token::default()).executor(Spawn);
    let run = run.with_report();
    let run = tokio::time::timeout(secs(60), run).await.expect("it ends");
    assert!(run.output.is_ok());
    told(&run.outputs.borrow)
}

/// Drops the work, then panics.
struct DropsAndPanics;

impl Executor for DropsAndPanics {
    fn execute(&self, work: Work) {
        drop(work);
        panic!("no room")
    }
}

/// Drops the work on another thread, where there is no runtime.
struct DropsElsewhere;

impl Executor for DropsElsewhere {
    fn execute(&self, work: Work) {
        std::thread::spawn(move || drop(work));
    }
}

#[derive(Default)]
struct Keeps(std::sync::Mutex<Vec<Work>>);

impl Executor for Keeps {
    fn execute(&self, work: Work) {
        self.0.lock().unwrap().push(work);
    }
}

#[tokio::test(start_paused = true)]
async fn a_step_among_them_may_run_out_of_time_before_its_executor_comes_to_it() {
    assert_eq!(moved(Keeps::default()).await, "err: timed out after 1s");
}

#[tokio::test]
async fn a_step_among_them_may_run_on_an_executor_of_any_kind() {
    assert_eq!(moved(Pool::new()).await, "ok");
    assert_eq!(moved(OnTheSpot).await, "ok");
    assert_eq!(moved(DropsAndPanics).await, "err: panicked: no room");
    assert_eq!(moved(DropsElsewhere).await, "err: it was cancelled");
}

/// Three steps that wait for each other.
struct Meets(Barrier);

impl Meets {
    async fn meet(&self) -> Result<(), Fault> {
        self.0.wait().await;
        Ok(())
    }
}

impl crowd::Steps for Meets {
    async fn a(&self, _: &Context) -> Result<(), Fault> {
        self.meet().await
    }

    async fn b(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }

    async fn c(&self, _: &Context) -> Result<(), Fault> {
        self.meet().await
    }

    async fn d(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }

    async fn e(&self, _: &Context) -> Result<(), Fault> {
        self.meet().await
    }

    async fn f(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }
}

#[test]
fn steps_may_wait_for_each_other() {
    for mut runtime in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = runtime.worker_threads(2).enable_time().build().unwrap();
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3);
        let rayon: Place = Arc::new(threads.build().unwrap()).into();
        let handle: Place = runtime.handle().clone().into();
        let places: [Place; 5] = [Inline.into(), Spawn.into(), Blocking.into(), handle, rayon];
        for place in places {
            let run = Crowd::new(Meets(Barrier::new(3))).run().executor(place);
            let run = async { tokio::time::timeout(secs(60), run.into_future()).await };
            runtime.block_on(run).expect("all three begin").unwrap();
        }
    }
}

#[test]
fn steps_that_compute_use_all_workers() {
    let mut runtime = Builder::new_multi_thread();
    let runtime = runtime.worker_threads(3).enable_time().build().unwrap();
    let computing = Arc::new(AtomicUsize::new(0));
    // each keeps its thread until all three have one
    let computes = || {
        let computing = Arc::clone(&computing);
        move |_: &Context| {
            computing.fetch_add(1, Ordering::SeqCst);
            let begun = std::time::Instant::now();
            while computing.load(Ordering::SeqCst) < 3 {
                if begun.elapsed() > secs(60) {
                    return Err(Fault("alone"));
                }
                std::thread::yield_now();
            }
            Ok(())
        }
    };
    let ends = |_: &Context| Ok(());
    let stub = crowd::Stub::new().a(computes()).c(computes()).e(computes());
    let run = Crowd::new(stub.b(ends).d(ends).f(ends)).run();
    let run = runtime.block_on(run.executor(Spawn).with_report());
    assert_eq!(run.report.with_outcome(OutcomeKind::Ok).count(), 6);
}

/// Counts its calls.
#[derive(Default)]
struct Counts(AtomicUsize);

impl Counts {
    async fn count(&self) -> Result<u32, Fault> {
        if self.0.fetch_add(1, Ordering::SeqCst).is_multiple_of(3) {
            tokio::task::yield_now().await;
        }
        Ok(1)
    }
}

impl diamond::Steps for Counts {
    async fn left(&self, _: &Context) -> Result<u32, Fault> {
        self.count().await
    }

    async fn right(&self, _: &Context) -> Result<u32, Fault> {
        self.count().await
    }

    async fn after_left(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        self.count().await
    }

    async fn after_right(&self, _: &Context, _: &u32) -> Result<u32, Fault> {
        self.count().await
    }

    async fn join(&self, _: &Context, _: &u32, _: &u32) -> Result<u32, Fault> {
        self.count().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_has_ended_holds_nothing() {
    let steps = Arc::new(Counts::default());
    for _ in 0..500 {
        let run = Diamond::<Counts>::new(steps.clone()).run().executor(Spawn);
        run.await.unwrap();
        assert_eq!(Arc::strong_count(&steps), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_can_be_dropped_while_its_tasks_drive_it() {
    let steps = Arc::new(Counts::default());
    for spins in 0..500 {
        let run = Diamond::<Counts>::new(steps.clone()).run().executor(Spawn);
        let run = tokio::spawn(run.into_future());
        (0..spins).for_each(|_| std::hint::spin_loop());
        run.abort();
        let _ = run.await;
        let all_gone = async {
            while Arc::strong_count(&steps) > 1 {
                tokio::task::yield_now().await;
            }
        };
        let gone = tokio::time::timeout(Duration::from_secs(60), all_gone);
        gone.await.expect("its tasks are dropped");
    }
}

#[test]
fn a_runtime_that_ends_takes_the_run_with_it() {
    let steps = Arc::new(Script::new());
    for mut runtime in [Builder::new_current_thread(), Builder::new_multi_thread()] {
        let runtime = runtime.worker_threads(2).build().unwrap();
        let script = Script::new().on("left", [crate::script::never()]);
        let run = Diamond::new(script).run().executor(Spawn);
        let run = runtime.spawn(run.into_future());
        drop(runtime);
        drop(run);
    }
    assert_eq!(Arc::strong_count(&steps), 1);
}

#[tokio::test(start_paused = true)]
async fn limits_and_retries_are_as_everywhere() {
    let script = Script::new()
        .on("doubling", [fail("busy"), fail("busy"), give(1)])
        .on("prompt", [fail("busy"), give(1)])
        .on("timed", [give(1).after(5)]);
    let run = Retrying::new(script.clone()).run().executor(Spawn);
    let run = run.with_report().await;
    assert_eq!(script.starts("doubling"), [0.0, 1.0, 3.0]);
    assert_eq!(script.starts("prompt"), [0.0, 0.0], "there is no delay");
    assert_eq!(script.starts("timed"), [0.0, 3.0, 7.0]);
    assert_eq!(reported(&run.report, "timed"), "err: timed out after 2s");
}

#[test]
fn a_runtime_without_timers_fails_only_what_needs_one() {
    let runtime = Builder::new_current_thread().build().unwrap();
    for place in [Place::from(Spawn), Place::from(pipewright::Inline)] {
        let script = Script::new().on("asking", [fail("come in 7 s")]);
        let run = Brief::new(script).run().executor(place).with_report();
        let run = runtime.block_on(run);
        assert_eq!(reported(&run.report, "before"), "ok");
        assert!(reported(&run.report, "asking").contains("no tokio runtime with timers"));
        let error = run.output.unwrap_err();
        assert_eq!(
            error.failures().last().unwrap().reason(),
            FailureReason::Panicked
        );
    }
}
