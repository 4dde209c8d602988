//! Synchronous steps, on threads that nobody can stop.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use pipewright::{Context, Inline, Outcome, Place, Spawn};
use tokio::sync::mpsc as channel;

use crate::pipelines::{LeftBehind, Threads, left_behind, threads};
use crate::script::{Fault, Still, attempt_errors, seconds, told};

/// Steps whose synchronous one tells when it has begun, and ends when it is told.
struct Held {
    begun: channel::UnboundedSender<Context>,
    end: Mutex<mpsc::Receiver<Result<u32, Fault>>>,
    seen: Mutex<Vec<String>>,
}

/// The other end.
struct Hold {
    begun: channel::UnboundedReceiver<Context>,
    end: mpsc::Sender<Result<u32, Fault>>,
}

fn held() -> (Arc<Held>, Hold) {
    let (begun, begins) = channel::unbounded_channel();
    let (end, ends) = mpsc::channel();
    let held = Held {
        begun,
        end: Mutex::new(ends),
        seen: Mutex::default(),
    };
    (Arc::new(held), Hold { begun: begins, end })
}

impl Held {
    fn hold(&self, cx: &Context) -> Result<u32, Fault> {
        self.begun.send(cx.clone()).unwrap();
        self.end.lock().unwrap().recv().unwrap()
    }
}

impl threads::Steps for Held {
    async fn make(&self, _: &Context) -> Result<u32, Fault> {
        Ok(5)
    }

    fn work(&self, cx: &Context, made: &u32) -> Result<u32, Fault> {
        self.hold(cx).map(|value| value + made)
    }

    async fn go_on(&self, _: &Context, seen: &Outcome<u32, Fault>) -> Result<(), Fault> {
        self.seen.lock().unwrap().push(told(seen));
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_outlives_its_limit_is_waited_for_before_the_next_begins() {
    let (steps, mut hold) = held();
    let still = Still::new();
    let run = tokio::spawn(Threads::<Held>::new(steps.clone()).run().with_report());
    let first = hold.begun.recv().await.unwrap();
    assert!(!first.cancelled());
    still.pass(2).await;
    assert!(first.cancelled(), "its time is up");
    still.pass(10).await;
    assert!(hold.begun.try_recv().is_err(), "the first still runs");
    assert!(steps.seen.lock().unwrap().is_empty());

    hold.end.send(Ok(1)).unwrap();
    drop(still);
    let second = hold.begun.recv().await.unwrap();
    assert_eq!(second.attempt(), 2);
    assert!(
        !second.cancelled() && first.cancelled(),
        "each attempt has its own time"
    );
    hold.end.send(Ok(2)).unwrap();
    let run = run.await.unwrap();
    assert_eq!(
        run.output.unwrap(),
        7,
        "the late value of the first is not used"
    );
    assert_eq!(
        attempt_errors(&run.report, "work"),
        ["timed out after 2s", ""]
    );
    let attempts = &run.report.step("work").unwrap().attempts;
    assert_eq!(
        attempts[1].wait.map(seconds),
        Some(1.0),
        "from the end of the first"
    );
}

#[tokio::test(start_paused = true)]
async fn the_last_attempt_that_outlives_its_limit_is_left_behind() {
    let (steps, mut hold) = held();
    let run = tokio::spawn(Threads::<Held>::new(steps.clone()).run().into_future());
    hold.begun.recv().await.unwrap();
    hold.end.send(Err(Fault("busy"))).unwrap();
    hold.begun.recv().await.unwrap();
    let still = Still::new();
    still.pass(2).await;
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::threads`: step `work` failed after 2 attempts: it timed out after 2s"
    );
    assert_eq!(*steps.seen.lock().unwrap(), ["err: timed out after 2s"]);
    hold.end.send(Ok(1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_step_does_not_wait_for_a_thread_beyond_its_deadline() {
    let (steps, mut hold) = held();
    let still = Still::new();
    let run = tokio::spawn(Threads::<Held>::new(steps.clone()).run().into_future());
    hold.begun.recv().await.unwrap();
    still.pass(2).await;
    still.pass(27).await;
    assert!(steps.seen.lock().unwrap().is_empty());
    still.pass(1).await;
    assert_eq!(*steps.seen.lock().unwrap(), ["err: its deadline passed"]);
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::threads`: step `work` failed: its deadline passed"
    );
    hold.end.send(Ok(1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_step_is_told_when_the_future_of_its_run_is_dropped() {
    let (steps, mut hold) = held();
    let _still = Still::new();
    let run = tokio::spawn(Threads::<Held>::new(steps).run().into_future());
    let cx = hold.begun.recv().await.unwrap();
    assert!(!cx.cancelled());
    run.abort();
    assert!(run.await.unwrap_err().is_cancelled());
    assert!(cx.cancelled());
    hold.end.send(Ok(1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_step_is_told_when_the_deadline_of_its_run_has_passed() {
    let (steps, mut hold) = held();
    let still = Still::new();
    let run = Threads::<Held>::new(steps)
        .run()
        .deadline(crate::script::secs(1));
    let run = tokio::spawn(run.into_future());
    let cx = hold.begun.recv().await.unwrap();
    still.pass(1).await;
    assert!(cx.cancelled());
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::threads`: its deadline of 1s passed while running `work`"
    );
    hold.end.send(Ok(1)).unwrap();
}

/// A value that tells when it is dropped.
#[derive(Debug)]
pub struct Parcel(Arc<AtomicUsize>);

impl Drop for Parcel {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl left_behind::Steps for Held {
    async fn pack(&self, _: &Context) -> Result<Parcel, Fault> {
        Ok(Parcel(Arc::default()))
    }

    fn inspect(&self, cx: &Context, parcel: &Parcel) -> Result<(), Fault> {
        self.hold(cx)?;
        let drops = parcel.0.load(Ordering::SeqCst);
        self.seen.lock().unwrap().push(format!("{drops} dropped"));
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_does_not_wait_for_a_thread_that_is_left_behind() {
    left_behind(Inline).await;
    left_behind(Spawn).await;
}

async fn left_behind(place: impl Into<Place>) {
    let (steps, mut hold) = held();
    let still = Still::new();
    let run = LeftBehind::<Held>::new(steps).run().executor(place);
    let run = tokio::spawn(run.into_future());
    hold.begun.recv().await.unwrap();
    still.pass(2).await;
    run.await.unwrap().unwrap();
    hold.end.send(Ok(1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_run_with_its_report_waits_for_a_thread_that_borrows_one_of_its_outputs() {
    waited_for(Inline).await;
    waited_for(Spawn).await;
}

async fn waited_for(place: impl Into<Place>) {
    let (steps, mut hold) = held();
    let still = Still::new();
    let run = LeftBehind::<Held>::new(steps.clone()).run().executor(place);
    let run = tokio::spawn(run.with_report());
    hold.begun.recv().await.unwrap();
    still.pass(2).await;
    still.pass(100).await;
    assert!(!run.is_finished(), "the parcel is still borrowed");
    hold.end.send(Ok(1)).unwrap();
    let run = run.await.unwrap();
    assert_eq!(told(&run.outputs.inspect), "err: timed out after 2s");
    assert!(run.outputs.pack.is_ok());
    let inspect = run.report.step("inspect").unwrap();
    assert_eq!(
        seconds(inspect.elapsed()),
        2.0,
        "the step itself had ended in time"
    );
    assert_eq!(
        *steps.seen.lock().unwrap(),
        ["0 dropped"],
        "what it borrowed was still there"
    );
}
