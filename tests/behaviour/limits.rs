//! Limits that steps, runs and pipelines share.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};

use pipewright::{Context, Limit, Spawn};

use crate::pipelines::{Limited, LimitedEach, LimitedToo, limited, limited_each, limited_too};
use crate::script::{Fault, Script, Still, fail, give, never, panics, secs, told};

crate::scripted! { limited:
    one() -> ();
    two() -> ();
    three() -> ();
    waits() -> ();
    first_call() -> ();
    second_call() -> ();
    third_call() -> ();
}

crate::scripted! { limited_each:
    ask(u32) -> u32;
    forget(&Vec<u32>) -> ();
    check() -> ();
}

/// Digs until it is let go.
#[derive(Clone, Default)]
struct Digger(Arc<(Mutex<bool>, Condvar)>, Arc<AtomicBool>);

impl Digger {
    fn let_go(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

impl limited_too::Steps for Digger {
    fn dig(&self, _: &Context) -> Result<(), Fault> {
        self.1.store(true, Relaxed);
        let gone = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(gone, |gone| !*gone).unwrap());
        Ok(())
    }

    async fn call(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn so_many_attempts_run_at_once_in_order_of_arrival() {
    for spawned in [false, true] {
        let script = Script::new()
            .on("one", [give(1).after(2)])
            .on("three", [give(1).after(1)])
            .on("two", [give(1).after(4)])
            .on("waits", [give(1).after(1)]);
        let launch = Limited::new(script.clone()).run(true);
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        launch.await.unwrap();
        let starts = ["one", "two", "three", "waits"].map(|step| script.starts(step));
        let sorted = {
            let mut starts = starts.concat();
            starts.sort_by(f64::total_cmp);
            starts
        };
        assert_eq!(sorted, [0.0, 0.0, 1.0, 2.0], "{starts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn so_many_begin_in_a_second() {
    let script = Script::new();
    Limited::new(script.clone()).run(true).await.unwrap();
    let calls = ["first_call", "second_call", "third_call"];
    let mut starts = calls.map(|step| script.starts(step)).concat();
    starts.sort_by(f64::total_cmp);
    assert_eq!(starts, [0.0, 0.5, 1.0]);
}

#[tokio::test(start_paused = true)]
async fn waiting_counts_towards_the_deadline_and_not_the_timeout() {
    let script = Script::new()
        .on("one", [give(1).after(20)])
        .on("three", [give(1).after(6)])
        .on("two", [give(1).after(4)]);
    let run = Limited::new(script.clone()).run(true).with_report().await;
    assert_eq!(told(&run.outputs.waits), "err: its deadline passed");
    assert_eq!(script.calls("waits"), 0);
    assert_eq!(script.starts("two"), [6.0]);
    assert!(run.outputs.two.is_ok());
}

#[tokio::test(start_paused = true)]
async fn another_attempt_asks_again() {
    let script = Script::new()
        .on("one", [give(1).after(9)])
        .on("three", [give(1).after(1)])
        .on("two", [fail("busy"), give(1)])
        .on("waits", [give(1).after(1)]);
    Limited::new(script.clone()).run(true).await.unwrap();
    let [first, second] = script.starts("two")[..] else {
        panic!("{:?}", script.starts("two"));
    };
    assert!(second >= first + 1.0);
    assert_eq!(script.calls("waits"), 1);
}

#[tokio::test(start_paused = true)]
async fn runs_and_pipelines_share_it() {
    let script = Script::new()
        .on("one", [give(1).after(1)])
        .on("two", [give(1).after(1)]);
    let limits = limited::Limits {
        database: Limit::permits(1),
        ..limited::Limits::default()
    };
    let pipeline = || {
        Limited::builder()
            .steps(script.clone())
            .limits(limits.clone())
            .build()
    };
    let (one, two) = tokio::join!(
        pipeline().run(false).only([limited::Step::One]),
        pipeline().clone().run(false).only([limited::Step::Two]),
    );
    assert!(one.one.is_ok() && two.two.is_ok());
    assert_eq!(
        (script.starts("one"), script.starts("two")),
        (vec![0.0], vec![1.0])
    );
    assert_eq!(limits.database.available(), Some(1));
}

#[tokio::test(start_paused = true)]
async fn permits_are_there_again_after_any_run() {
    for spawned in [false, true] {
        let limits = limited::Limits {
            database: Limit::permits(1),
            calls: Limit::permits(1).per_second(1_000_000),
        };
        for number in 0..1000 {
            let script = Script::new()
                .on("one", [give(1).after(1)])
                .on(
                    "two",
                    match number % 5 {
                        0 => [panics("no")],
                        1 => [fail("no")],
                        2 => [never()],
                        _ => [give(1)],
                    },
                )
                .on("three", [never()]);
            let pipeline = Limited::builder()
                .steps(script)
                .limits(limits.clone())
                .build();
            let launch = pipeline.run(number % 2 == 0).deadline(secs(60));
            let launch = match spawned {
                true => launch.executor(Spawn),
                false => launch,
            };
            let mut run = launch.into_future();
            match number % 7 {
                0 => drop(tokio::time::timeout(secs(number % 4), run).await),
                1 => {
                    let time = secs(number % 4);
                    if tokio::time::timeout(time, &mut run).await.is_err() {
                        run.cancel();
                        run.await.unwrap_err();
                    }
                }
                _ => drop(run.await),
            }
            // what was spawned goes at its next yield
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
            let left = (limits.database.available(), limits.calls.available());
            assert_eq!(
                left,
                (Some(1), Some(1)),
                "after run {number}, spawned: {spawned}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_elements_of_a_map_share_it_and_the_whole_is_undone() {
    for spawned in [false, true] {
        let script = Script::new()
            .on("ask", [give(1).after(1)])
            .on("check", [fail("no")]);
        let limits = limited_each::Limits::default();
        let pipeline = LimitedEach::builder()
            .steps(script.clone())
            .limits(limits.clone())
            .build();
        let launch = pipeline.run(vec![1, 2, 3, 4, 5]);
        let launch = match spawned {
            true => launch.executor(Spawn),
            false => launch,
        };
        assert_eq!(launch.await.unwrap_err().step(), Some("check"));
        assert_eq!(script.starts("ask"), [0.0, 0.0, 1.0, 1.0, 2.0]);
        assert_eq!(script.starts("forget"), [3.0]);
        assert_eq!(limits.calls.available(), Some(2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_thread_that_is_left_behind_keeps_its_permit_until_it_lets_go() {
    let (digger, still) = (Digger::default(), Still::new());
    let limits = limited_too::Limits::default();
    let pipeline = LimitedToo::builder()
        .steps(digger.clone())
        .limits(limits.clone())
        .build();
    let run = tokio::spawn(pipeline.run().into_future());
    // a thread that has not begun is not left behind
    while !digger.1.load(Relaxed) {
        tokio::task::yield_now().await;
    }
    assert_eq!(limits.database.available(), Some(0));
    still.pass(2).await;
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(error.step(), Some("dig"));
    assert_eq!(limits.database.available(), Some(0));
    digger.let_go();
    while limits.database.available() == Some(0) {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_limit_of_permits_needs_no_runtime_and_a_rate_does() {
    use std::task::{Context, Poll, Waker};
    let mut cx = Context::from_waker(Waker::noop());
    let script = Script::new();
    let limits = limited::Limits {
        calls: Limit::unbounded().per_second(1),
        ..limited::Limits::default()
    };
    let pipeline = Limited::builder().steps(script).limits(limits).build();
    let run = pipeline
        .run(false)
        .only([limited::Step::One, limited::Step::FirstCall]);
    let Poll::Ready(outputs) = std::pin::pin!(run).poll(&mut cx) else {
        panic!("nothing has to wait");
    };
    assert!(outputs.one.is_ok() && outputs.first_call.is_ok());
    let run = pipeline.run(false).only([limited::Step::SecondCall]);
    let Poll::Ready(outputs) = std::pin::pin!(run).poll(&mut cx) else {
        panic!("there is nothing to wait for");
    };
    assert!(told(&outputs.second_call).contains("no tokio runtime"));
}
