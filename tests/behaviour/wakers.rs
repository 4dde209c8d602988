//! Runs polled in every way that a future may be.

use std::future::IntoFuture;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use pipewright::{Context as StepContext, Outcome};
use tokio::sync::{mpsc, watch};

use crate::executors::Pool;
use crate::pipelines::{Brief, Diamond, Retrying, brief, diamond};
use crate::script::{Fault, Script, Still, decline, fail, give, reported, seconds, secs};

crate::scripted! { brief:
    before() -> ();
    brief() -> Option<u32>;
    asking(&Outcome<u32, Fault>) -> ();
}

/// Counts, and unparks a thread.
struct Counts {
    thread: Thread,
    wakes: AtomicUsize,
}

impl Counts {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            thread: thread::current(),
            wakes: AtomicUsize::new(0),
        })
    }

    fn wakes(&self) -> usize {
        self.wakes.load(Ordering::SeqCst)
    }
}

impl Wake for Counts {
    fn wake(self: Arc<Self>) {
        self.wakes.fetch_add(1, Ordering::SeqCst);
        self.thread.unpark();
    }
}

/// The simplest executor.
fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Counts::new());
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Steps of which one follows a channel, and another adds up what comes through one.
struct Follows {
    watched: watch::Receiver<u32>,
    numbers: tokio::sync::Mutex<mpsc::UnboundedReceiver<u32>>,
}

impl diamond::Steps for Follows {
    async fn left(&self, _: &StepContext) -> Result<u32, Fault> {
        let mut watched = self.watched.clone();
        let last = watched.wait_for(|value| *value >= 100).await;
        Ok(*last.unwrap())
    }

    async fn right(&self, _: &StepContext) -> Result<u32, Fault> {
        let (mut numbers, mut sum) = (self.numbers.lock().await, 0);
        while let Some(number) = numbers.recv().await {
            sum += number;
        }
        Ok(sum)
    }

    async fn after_left(&self, _: &StepContext, left: &u32) -> Result<u32, Fault> {
        Ok(*left)
    }

    async fn after_right(&self, _: &StepContext, right: &u32) -> Result<u32, Fault> {
        Ok(*right)
    }

    async fn join(&self, _: &StepContext, left: &u32, right: &u32) -> Result<u32, Fault> {
        Ok(left + right)
    }
}

struct Feed {
    watched: watch::Sender<u32>,
    numbers: mpsc::UnboundedSender<u32>,
}

fn follows() -> (Follows, Feed) {
    let (watched, watches) = watch::channel(0);
    let (numbers, comes) = mpsc::unbounded_channel();
    let follows = Follows {
        watched: watches,
        numbers: tokio::sync::Mutex::new(comes),
    };
    (follows, Feed { watched, numbers })
}

impl Feed {
    fn feed(self, pause: impl Fn()) {
        for n in 1..=100 {
            self.watched.send(n).unwrap();
            self.numbers.send(n).unwrap();
            pause();
        }
    }
}

#[test]
fn without_timers_a_run_needs_no_tokio() {
    let (steps, feed) = follows();
    let feeding = thread::spawn(move || feed.feed(thread::yield_now));
    let output = block_on(Diamond::new(steps).run().into_future());
    assert_eq!(output.unwrap(), 100 + 5050);
    feeding.join().unwrap();
}

#[test]
fn without_timers_an_executor_of_ones_own_needs_no_tokio_either() {
    let (steps, feed) = follows();
    let feeding = thread::spawn(move || feed.feed(thread::yield_now));
    // a thread for each, since both wait
    struct Threads;
    impl pipewright::Executor for Threads {
        fn execute(&self, work: pipewright::Work) {
            thread::spawn(move || work.run());
        }
    }
    let run = Diamond::new(steps).run().executor(Threads);
    assert_eq!(block_on(run.into_future()).unwrap(), 100 + 5050);
    feeding.join().unwrap();
}

#[test]
fn waiting_for_a_time_without_tokio_fails_the_step() {
    block_on(Retrying::new(Script::new()).run().into_future()).expect("nothing has to wait");
    let script = Script::new().on("doubling", [fail("busy")]);
    let error = block_on(Retrying::new(script).run().into_future()).unwrap_err();
    assert_eq!(error.step(), Some("doubling"));
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

#[test]
fn what_need_not_wait_ends_as_ever_without_tokio() {
    let script = Script::new().on("picky", [fail("bad")]);
    let error = block_on(Retrying::new(script).run().into_future()).unwrap_err();
    assert_eq!(error.failures().len(), 1);
    assert_eq!(error.failures()[0].to_string(), "failed: bad");
    let script = Script::new().on("prompt", [fail("busy"), give(1)]);
    block_on(Retrying::new(script).run().into_future()).expect("there is no delay");
    let script = Script::new().on("brief", [decline()]);
    let run = block_on(Brief::new(script).run().with_report());
    assert_eq!(reported(&run.report, "brief"), "skipped: it declined");
}

#[test]
fn an_error_that_asks_for_a_wait_fails_the_step_without_tokio() {
    let script = Script::new().on("asking", [fail("come in 7 s")]);
    let error = block_on(Brief::new(script).run().into_future()).unwrap_err();
    assert_eq!(error.step(), Some("asking"));
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

#[test]
fn a_step_with_a_limit_that_waits_fails_without_tokio_and_not_the_others() {
    struct Waits(&'static str);

    impl Waits {
        async fn wait(&self, step: &str) {
            let mut polled = self.0 != step;
            std::future::poll_fn(|cx| match std::mem::replace(&mut polled, true) {
                true => Poll::Ready(()),
                false => {
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
            })
            .await;
        }
    }

    impl brief::Steps for Waits {
        async fn before(&self, _: &StepContext) -> Result<(), Fault> {
            self.wait("before").await;
            Ok(())
        }

        async fn brief(&self, _: &StepContext) -> Result<Option<u32>, Fault> {
            self.wait("brief").await;
            Ok(Some(1))
        }

        async fn asking(&self, _: &StepContext, _: &Outcome<u32, Fault>) -> Result<(), Fault> {
            Ok(())
        }
    }

    let run = block_on(Brief::new(Waits("before")).run().with_report());
    assert_eq!(reported(&run.report, "brief"), "ok");
    let run = block_on(Brief::new(Waits("brief")).run().with_report());
    assert!(reported(&run.report, "brief").contains("no tokio runtime"));
    assert_eq!(run.report.step("brief").unwrap().attempts.len(), 1);
    assert_eq!(reported(&run.report, "asking"), "ok");
}

#[test]
fn a_run_for_a_runtime_can_be_awaited_outside_of_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let run = {
        let _inside = runtime.enter();
        let run = Diamond::new(Script::new()).run();
        run.executor(pipewright::Spawn).into_future()
    };
    let error = block_on(run).unwrap_err();
    assert_eq!(error.step(), Some("left"), "as if it had been made there");
}

#[tokio::test]
async fn a_run_that_has_ended_says_so_when_it_is_polled() {
    let run = |spawned: bool| {
        let run = Diamond::new(Script::new()).run();
        match spawned {
            true => run.executor(pipewright::Spawn).into_future(),
            false => run.into_future(),
        }
    };
    for spawned in [true, false] {
        let mut run = run(spawned);
        (&mut run).await.unwrap();
        let again = tokio::spawn(run).await;
        assert!(again.unwrap_err().is_panic());
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_begins_when_it_is_polled() {
    let script = Script::new().on("right", [give(1).after(2)]);
    let run = Diamond::new(script).run().with_report();
    tokio::time::sleep(secs(5)).await;
    let report = run.await.report;
    assert_eq!(seconds(report.elapsed()), 2.0);
    assert_eq!(seconds(report.step("left").unwrap().elapsed()), 0.0);
}

#[test]
fn spawning_without_tokio_fails_the_step() {
    let run = Diamond::new(Script::new())
        .run()
        .executor(pipewright::Spawn);
    let error = block_on(run.max_parallel(1).into_future()).unwrap_err();
    assert_eq!(
        error.failures()[0].reason(),
        pipewright::FailureReason::Panicked
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_is_woken_again_and_again_loses_no_wake() {
    for _ in 0..50 {
        let (steps, feed) = follows();
        let run = tokio::spawn(Diamond::new(steps).run().into_future());
        let feeding = tokio::task::spawn_blocking(move || feed.feed(thread::yield_now));
        let output = tokio::time::timeout(secs(60), run)
            .await
            .expect("no wake is lost");
        assert_eq!(output.unwrap().unwrap(), 100 + 5050);
        feeding.await.unwrap();
    }
}

#[test]
fn a_run_wakes_whoever_polled_it_last() {
    let (steps, feed) = follows();
    let mut run = Diamond::new(steps).run().into_future();
    let mut poll = |counts: &Arc<Counts>| {
        let waker = Waker::from(counts.clone());
        Pin::new(&mut run).poll(&mut Context::from_waker(&waker))
    };
    let (first, second, third) = (Counts::new(), Counts::new(), Counts::new());
    assert!(poll(&first).is_pending());
    assert!(poll(&second).is_pending());
    feed.watched.send(1).unwrap();
    assert_eq!((first.wakes(), second.wakes() > 0), (0, true));
    assert!(poll(&second).is_pending());
    assert!(poll(&third).is_pending());
    let before = second.wakes();
    feed.numbers.send(1).unwrap();
    assert_eq!((second.wakes(), third.wakes() > 0), (before, true));
    assert!(poll(&third).is_pending());
    feed.watched.send(100).unwrap();
    drop(feed.numbers);
    assert_eq!(poll(&third).map(Result::unwrap), Poll::Ready(101));
}

#[tokio::test(start_paused = true)]
async fn a_run_can_be_polled_now_and_then_between_other_things() {
    let script = Script::new()
        .on("left", [give(1).after(5)])
        .on("right", [give(1).after(7)]);
    let mut run = Diamond::new(script.clone()).run().into_future();
    let mut rounds = 0;
    let output = loop {
        tokio::select! {
            output = &mut run => break output,
            () = tokio::time::sleep(secs(2)) => rounds += 1,
        }
    };
    assert_eq!((output.unwrap(), rounds), (1, 3));
    assert_eq!(script.time(), 7.0);
}

#[tokio::test(start_paused = true)]
async fn a_run_can_move_from_task_to_task() {
    let script = Script::new()
        .on("left", [give(1).after(5)])
        .on("right", [give(1).after(7)]);
    let mut run = Diamond::new(script.clone()).run().into_future();
    for _ in 0..3 {
        let task = tokio::spawn(async move {
            let ended = tokio::time::timeout(secs(2), &mut run).await;
            assert!(ended.is_err());
            Some(run)
        });
        run = task.await.unwrap().unwrap();
    }
    assert_eq!(run.await.unwrap(), 1);
    assert_eq!(script.time(), 7.0);
}

#[tokio::test(start_paused = true)]
async fn many_runs_in_one_task() {
    let script = Script::new()
        .on("left", [give(1).after(1)])
        .on("right", [give(1).after(2)]);
    let pipeline = Diamond::new(script.clone());
    let mut runs: Vec<_> = (0..200)
        .map(|_| Box::pin(pipeline.run().into_future()))
        .collect();
    std::future::poll_fn(|cx| {
        runs.retain_mut(|run| run.as_mut().poll(cx).is_pending());
        match runs.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    assert_eq!(script.calls("join"), 200);
    assert_eq!(script.time(), 2.0);
}

#[tokio::test(start_paused = true)]
async fn a_run_is_woken_from_other_threads() {
    let _still = Still::new();
    let run = Diamond::new(Script::new()).run().executor(Pool::new());
    assert_eq!(run.await.unwrap(), 1);
}

/// A step that, while it is polled, is woken and then parks its thread for reasons of its own.
struct Parks;

impl diamond::Steps for Parks {
    async fn left(&self, _: &StepContext) -> Result<u32, Fault> {
        let mut polled = false;
        std::future::poll_fn(|cx| {
            if std::mem::replace(&mut polled, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            thread::park();
            Poll::Pending
        })
        .await;
        Ok(1)
    }

    async fn right(&self, _: &StepContext) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn after_left(&self, _: &StepContext, left: &u32) -> Result<u32, Fault> {
        Ok(*left)
    }

    async fn after_right(&self, _: &StepContext, right: &u32) -> Result<u32, Fault> {
        Ok(*right)
    }

    async fn join(&self, _: &StepContext, left: &u32, right: &u32) -> Result<u32, Fault> {
        Ok(left + right)
    }
}

#[tokio::test]
async fn a_step_on_a_thread_loses_no_wake_to_what_it_calls() {
    let run = Diamond::new(Parks).run().executor(pipewright::Blocking);
    let output = tokio::time::timeout(secs(60), run.into_future()).await;
    assert_eq!(output.expect("no wake is lost").unwrap(), 2);
}
