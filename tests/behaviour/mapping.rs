//! Maps: each element on its own, in the order of the elements, so many at once.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipewright::{Collected, Context, FailureReason, OutcomeKind, Spawn, StepError};
use tokio::runtime::Builder;
use tokio::time::{Instant, sleep};

use crate::pipelines::*;
use crate::script::{Fault, Still, secs};

/// What a test does with an element.
type Act = dyn Fn(u32, u32) -> Do + Send + Sync;

/// One call.
#[derive(Clone, Copy)]
enum Do {
    Give(u32),
    Fail(&'static str),
    Panic,
}

/// Calls for elements: how long each takes, and what it does.
#[derive(Clone)]
struct Elements {
    takes: fn(u32) -> Duration,
    act: Arc<Act>,
    begun: Instant,
    log: Arc<Mutex<Vec<(u32, f64)>>>,
    running: Arc<Mutex<(usize, usize)>>,
}

impl Elements {
    fn new(
        takes: fn(u32) -> Duration,
        act: impl Fn(u32, u32) -> Do + Send + Sync + 'static,
    ) -> Self {
        Self {
            takes,
            act: Arc::new(act),
            begun: Instant::now(),
            log: Arc::default(),
            running: Arc::default(),
        }
    }

    async fn call(&self, element: u32, attempt: u32) -> Result<u32, Fault> {
        let time = self.begun.elapsed().as_secs_f64();
        self.log
            .lock()
            .unwrap()
            .push((element, (time * 1000.0).round() / 1000.0));
        let _running = Running::new(&self.running);
        let takes = (self.takes)(element);
        if !takes.is_zero() {
            sleep(takes).await;
        }
        match (self.act)(element, attempt) {
            Do::Give(value) => Ok(value),
            Do::Fail(message) => Err(Fault(message)),
            Do::Panic => panic!("{element}"),
        }
    }

    fn peak(&self) -> usize {
        self.running.lock().unwrap().1
    }

    fn running(&self) -> usize {
        self.running.lock().unwrap().0
    }

    fn starts(&self, element: u32) -> Vec<f64> {
        let log = self.log.lock().unwrap();
        let calls = log.iter().filter(|(one, _)| *one == element);
        calls.map(|(_, time)| *time).collect()
    }
}

struct Running<'a>(&'a Mutex<(usize, usize)>);

impl<'a> Running<'a> {
    fn new(count: &'a Mutex<(usize, usize)>) -> Self {
        let mut counts = count.lock().unwrap();
        counts.0 += 1;
        counts.1 = counts.1.max(counts.0);
        drop(counts);
        Self(count)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.lock().unwrap().0 -= 1;
    }
}

impl mapping::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: u32, settings: &String) -> Result<u32, Fault> {
        assert_eq!(settings, "settings");
        self.call(id, cx.attempt()).await
    }
}

impl mapping_some::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: &String) -> Result<u32, Fault> {
        self.call(id.parse().unwrap(), cx.attempt()).await
    }
}

impl mapping_skip::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: String) -> Result<u32, Fault> {
        self.call(id.parse().unwrap(), cx.attempt()).await
    }
}

impl mapping_all::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: u32) -> Result<u32, Fault> {
        self.call(id, cx.attempt()).await
    }

    async fn add(&self, _: &Context, a: u32, b: u32) -> u32 {
        a + b
    }
}

fn ids(count: u32) -> Vec<u32> {
    (0..count).collect()
}

fn texts(count: u32) -> Vec<String> {
    (0..count).map(|id| id.to_string()).collect()
}

fn double(element: u32, _: u32) -> Do {
    Do::Give(2 * element)
}

/// Gives three times the element, unless that is more than 15.
fn small(element: u32, _: u32) -> Do {
    match 3 * element {
        x if x > 15 => Do::Fail("too large"),
        x => Do::Give(x),
    }
}

#[tokio::test(start_paused = true)]
async fn results_keep_the_order_of_the_elements() {
    let steps = Elements::new(|id| secs(u64::from(10 - id)), double);
    let users = Mapping::new(steps.clone())
        .run(ids(10), "settings".into())
        .await;
    assert_eq!(users.unwrap(), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    assert_eq!(steps.begun.elapsed(), secs(10));
}

#[tokio::test(start_paused = true)]
async fn as_many_run_at_once_as_the_step_says() {
    let steps = Elements::new(|_| secs(1), double);
    let all = Mapping::new(steps.clone()).run(ids(200), "settings".into());
    all.await.unwrap();
    assert_eq!(steps.peak(), 64);
    let steps = Elements::new(|_| secs(1), double);
    MappingSome::new(steps.clone()).run(texts(9)).await.unwrap();
    assert_eq!(steps.peak(), 2);
    assert_eq!(steps.begun.elapsed(), secs(5));
}

#[test]
fn a_runtime_without_timers_fails_the_elements_that_need_one() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let steps = Elements::new(|_| Duration::ZERO, double);
    let timed = MappingSome::new(steps).run(texts(2));
    let error = runtime.block_on(timed.into_future()).unwrap_err();
    assert!(error.to_string().contains(NO_CLOCK), "{error}");
    let limited = MappingLimits::new(threads().0).run(ids(2));
    let error = runtime.block_on(limited.into_future()).unwrap_err();
    assert!(error.to_string().contains(NO_CLOCK), "{error}");
}

const NO_CLOCK: &str = "no tokio runtime with timers";

#[tokio::test(start_paused = true)]
async fn nothing_makes_nothing() {
    let steps = Elements::new(|_| secs(1), double);
    let users = Mapping::new(steps.clone())
        .run(Vec::new(), "settings".into())
        .await;
    assert!(users.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_first_error_fails_the_step_and_drops_the_others() {
    let steps = Elements::new(|id| secs(u64::from(10 - id)), small);
    let error = Mapping::new(steps.clone())
        .run(ids(10), "settings".into())
        .await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::mapping`: step `fetch` failed at element 9: too large"
    );
    assert_eq!(error.failures()[0].element(), Some(9));
    assert_eq!(error.downcast_ref::<Fault>(), Some(&Fault("too large")));
    assert_eq!(steps.begun.elapsed(), secs(1));
    assert_eq!(steps.running(), 0);
}

#[tokio::test(start_paused = true)]
async fn errors_leave_elements_out_and_are_told() {
    let steps = Elements::new(|_| secs(1), small);
    let run = MappingSkip::new(steps).run(texts(10)).with_report().await;
    assert_eq!(run.output.unwrap(), [0, 3, 6, 9, 12, 15]);
    let step = run.report.step("fetch").unwrap();
    assert_eq!(step.outcome, OutcomeKind::Ok);
    let failed = step
        .elements
        .iter()
        .filter(|element| element.outcome == OutcomeKind::Err);
    let failed: Vec<_> = failed
        .map(|element| (element.index, element.reason.as_deref()))
        .collect();
    let reason = Some("too large");
    assert_eq!(failed, [(6, reason), (7, reason), (8, reason), (9, reason)]);
    assert_eq!(step.elements.len(), 10);
}

#[tokio::test(start_paused = true)]
async fn errors_are_data_in_their_places() {
    let steps = Elements::new(
        |id| secs(u64::from(10 - id)),
        |id, attempt| match id {
            2 => Do::Panic,
            id => small(id, attempt),
        },
    );
    let run = MappingAll::new(steps).run(ids(10)).with_report().await;
    assert_eq!(run.output.unwrap(), 3 + 9 + 12 + 15);
}

#[tokio::test(start_paused = true)]
async fn each_element_is_tried_again_on_its_own() {
    let steps = Elements::new(
        |_| secs(1),
        |id, attempt| match (id, attempt) {
            (1, 1 | 2) => Do::Fail("not yet"),
            _ => Do::Give(id),
        },
    );
    let run = MappingSome::new(steps.clone())
        .run(texts(4))
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), [0, 1, 2, 3]);
    assert_eq!(steps.starts(1), [0.0, 2.0, 4.0]);
    assert_eq!(steps.starts(2), [1.0]);
    assert_eq!(steps.starts(3), [2.0]);
    let step = run.report.step("fetch").unwrap();
    let attempts: Vec<_> = step
        .elements
        .iter()
        .map(|element| element.attempts.len())
        .collect();
    assert_eq!(attempts, [1, 3, 1, 1]);
    assert_eq!(step.elements[1].attempts[1].wait, Some(secs(1)));
}

#[tokio::test(start_paused = true)]
async fn an_element_that_is_not_wanted_is_left_out() {
    let steps = Elements::new(|_| secs(1), double);
    let run = MappingSome::new(steps).run(vec!["1".into(), "none".into(), "3".into()]);
    let run = run.with_report().await;
    assert_eq!(run.output.unwrap(), [2, 6]);
    let step = run.report.step("fetch").unwrap();
    assert_eq!(step.elements[1].outcome, OutcomeKind::Skipped);
    assert_eq!(
        step.elements[1].reason.as_deref(),
        Some("its condition was false")
    );
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_time() {
    let steps = Elements::new(|id| if id == 1 { secs(60) } else { secs(1) }, double);
    let error = MappingSome::new(steps.clone())
        .run(texts(3))
        .await
        .unwrap_err();
    assert_eq!(steps.starts(1), [0.0, 6.0, 12.0]);
    let failure = &error.failures()[0];
    assert_eq!(failure.reason(), FailureReason::TimedOut);
    assert_eq!((failure.element(), failure.attempts()), (Some(1), 3));
    assert_eq!(
        failure.to_string(),
        "failed at element 1 after 3 attempts: it timed out after 5s"
    );
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_its_elements() {
    let steps = Elements::new(
        |_| secs(1),
        |id, _| match id {
            3 => Do::Panic,
            id => Do::Give(id),
        },
    );
    let error = Mapping::new(steps)
        .run(ids(5), "settings".into())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::mapping`: step `fetch` failed at element 3: it panicked: 3"
    );
}

#[tokio::test(start_paused = true)]
async fn a_table_tells_the_element_at_which_it_failed() {
    let fail = |id, _| match id {
        1 => Do::Fail("gone"),
        id => Do::Give(id),
    };
    let run = Mapping::new(Elements::new(|id| secs(u64::from(id)), fail))
        .run(ids(2), "settings".into())
        .with_report()
        .await;
    assert_eq!(
        run.report.to_string(),
        "\
step   outcome  attempts        time
fetch  failed          1  1000.00 ms  element 1: gone; elements: 1 ok, 1 failed
  [1]  failed          1  1000.00 ms  gone"
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_run_drops_its_elements() {
    let steps = Elements::new(|_| secs(60), double);
    let run = Mapping::new(steps.clone()).run(ids(5), "settings".into());
    let run = tokio::time::timeout(secs(1), run).await;
    assert!(run.is_err());
    assert_eq!(steps.running(), 0);
    assert_eq!(steps.peak(), 5);
}

#[tokio::test(start_paused = true)]
async fn elements_are_tasks_where_steps_are() {
    let steps = Elements::new(|id| secs(u64::from(10 - id)), double);
    let run = Mapping::new(steps.clone())
        .run(ids(10), "settings".into())
        .executor(Spawn);
    assert_eq!(run.await.unwrap(), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    assert_eq!(steps.begun.elapsed(), secs(10));
    let steps = Elements::new(
        |_| secs(1),
        |id, attempt| match (id, attempt) {
            (1, 1 | 2) => Do::Fail("not yet"),
            _ => Do::Give(id),
        },
    );
    let run = MappingSome::new(steps.clone())
        .run(texts(4))
        .executor(Spawn)
        .await;
    assert_eq!(run.unwrap(), [0, 1, 2, 3]);
    assert_eq!(steps.starts(1), [0.0, 2.0, 4.0]);
}

#[test]
fn what_was_collected_tells_both() {
    let all: Collected<u32, Fault> = [Ok(1), Err(StepError::Cancelled), Ok(2)]
        .into_iter()
        .collect();
    assert_eq!(all.oks().collect::<Vec<_>>(), [&1, &2]);
    assert_eq!(
        all.errors().map(|(index, _)| index).collect::<Vec<_>>(),
        [1]
    );
}

/// A stream of numbers that notes how many it has given.
pub struct Numbers(std::ops::Range<u32>, Arc<Mutex<u32>>);

impl Numbers {
    /// So many of them.
    pub fn up_to(count: u32) -> Self {
        Self(0..count, Arc::default())
    }
}

impl futures_core::Stream for Numbers {
    type Item = u32;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<u32>> {
        let next = self.0.next();
        *self.1.lock().unwrap() += u32::from(next.is_some());
        std::task::Poll::Ready(next)
    }
}

/// An iterator that does.
pub struct Counted(std::ops::Range<u32>, Arc<Mutex<u32>>);

impl Iterator for Counted {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let next = self.0.next();
        *self.1.lock().unwrap() += u32::from(next.is_some());
        next
    }
}

impl mapping_stream::Steps for Elements {
    async fn fetch(&self, cx: &Context, number: u32) -> Result<u32, Fault> {
        self.call(number, cx.attempt()).await
    }
}

impl mapping_lazy::Steps for Elements {
    async fn fetch(&self, cx: &Context, number: u32) -> Result<(u32, String), Fault> {
        let made = self.call(number, cx.attempt()).await?;
        Ok((number, made.to_string()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_is_asked_for_no_more_than_there_is_room_for() {
    let given = Arc::new(Mutex::new(0));
    let steps = Elements::new(|_| secs(1), double);
    let numbers = Numbers(0..10, Arc::clone(&given));
    let run = tokio::spawn(MappingStream::new(steps.clone()).run(numbers).into_future());
    sleep(Duration::from_millis(500)).await;
    assert_eq!(*given.lock().unwrap(), 3);
    sleep(secs(1)).await;
    assert_eq!(*given.lock().unwrap(), 6);
    let users = run.await.unwrap().unwrap();
    assert_eq!(users, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    assert_eq!(steps.peak(), 3);

    let given = Arc::new(Mutex::new(0));
    let steps = Elements::new(|_| secs(1), double);
    let numbers = Counted(0..10, Arc::clone(&given));
    let run = tokio::spawn(MappingLazy::new(steps).run(numbers).into_future());
    sleep(Duration::from_millis(500)).await;
    assert_eq!(*given.lock().unwrap(), 3);
    let users = run.await.unwrap().unwrap();
    assert_eq!((users.len(), users[&7].as_str()), (10, "14"));
}

/// What a fold adds up.
pub fn sum(so_far: u32, part: u32) -> u32 {
    so_far + part
}

/// Steps that count.
#[derive(Clone, Default)]
struct Counting {
    calls: Arc<Mutex<Vec<String>>>,
}

impl Counting {
    fn note(&self, call: impl Into<String>) {
        self.calls.lock().unwrap().push(call.into());
    }
}

impl mapping_shared::Steps for Counting {
    async fn four(&self, _: &Context) -> u32 {
        self.note("four");
        4
    }

    async fn make(&self, _: &Context, id: u32, four: u32) -> u32 {
        let m = id + four;
        2 * m + 3 * m + 3
    }
}

impl folding::Steps for Counting {
    async fn add(&self, _: &Context, so_far: u32, part: &u32) -> u32 {
        self.note(format!("{so_far} + {part}"));
        so_far + part
    }
}

impl mapping_all::Steps for Counting {
    async fn fetch(&self, _: &Context, id: u32) -> Result<u32, Fault> {
        match id {
            0 => Err(Fault("zero")),
            id => Ok(id),
        }
    }

    async fn add(&self, _: &Context, a: u32, b: u32) -> u32 {
        self.note(format!("{a} + {b}"));
        a + b
    }
}

impl mapping_nothing::Steps for Counting {
    async fn odd(&self, _: &Context, id: &u32) -> Result<Option<u32>, Fault> {
        Ok((id % 2 == 1).then_some(*id))
    }

    async fn note(&self, _: &Context, id: &u32) -> Result<(), Fault> {
        self.note(id.to_string());
        Ok(())
    }
}

#[tokio::test]
async fn what_elements_share_is_computed_once() {
    let steps = Counting::default();
    let sum = MappingShared::new(steps.clone()).run(ids(5)).await;
    assert_eq!(sum.unwrap(), 165);
    assert_eq!(*steps.calls.lock().unwrap(), ["four"]);
}

#[tokio::test]
async fn a_fold_begins_with_its_start_and_a_reduce_with_an_element() {
    let steps = Counting::default();
    assert_eq!(Folding::new(steps.clone()).run(ids(4), 0).await.unwrap(), 6);
    assert_eq!(
        *steps.calls.lock().unwrap(),
        ["0 + 0", "0 + 1", "1 + 2", "3 + 3"]
    );
    assert_eq!(
        Folding::new(steps.clone())
            .run(Vec::new(), 0)
            .await
            .unwrap(),
        0
    );

    let steps = Counting::default();
    assert_eq!(MappingAll::new(steps.clone()).run(ids(4)).await.unwrap(), 6);
    assert_eq!(*steps.calls.lock().unwrap(), ["1 + 2", "3 + 3"]);
    assert_eq!(
        MappingAll::new(steps.clone()).run(vec![7]).await.unwrap(),
        7
    );
    let none = MappingAll::new(steps).run(vec![0]).await.unwrap_err();
    assert_eq!(
        none.to_string(),
        "pipeline `behaviour::mapping_all`: no output, because `add` was skipped: there was nothing to reduce"
    );
}

#[tokio::test]
async fn elements_that_decline_are_left_out() {
    let steps = Counting::default();
    let odd = MappingNothing::new(steps.clone()).run(ids(6)).await;
    assert_eq!(odd.unwrap(), [1, 3, 5]);
    assert_eq!(*steps.calls.lock().unwrap(), ["1", "3", "5"]);
}

/// Steps on threads that tell when they begin, and end when they are told.
struct Threads {
    begun: tokio::sync::mpsc::UnboundedSender<(u32, Context)>,
    end: Mutex<std::sync::mpsc::Receiver<Result<u32, Fault>>>,
}

/// The other end.
struct Hold {
    begun: tokio::sync::mpsc::UnboundedReceiver<(u32, Context)>,
    end: std::sync::mpsc::Sender<Result<u32, Fault>>,
}

fn threads() -> (Threads, Hold) {
    let (begun, begins) = tokio::sync::mpsc::unbounded_channel();
    let (end, ends) = std::sync::mpsc::channel();
    let threads = Threads {
        begun,
        end: Mutex::new(ends),
    };
    (threads, Hold { begun: begins, end })
}

impl Threads {
    fn work(&self, cx: &Context, id: u32, settings: &str) -> Result<u32, Fault> {
        self.begun.send((id, cx.clone())).unwrap();
        let end = self.end.lock().unwrap().recv().unwrap();
        assert_eq!(settings, "settings");
        end
    }
}

impl mapping_threads::Steps for Threads {
    async fn load(&self, _: &Context) -> Result<String, Fault> {
        Ok("settings".into())
    }

    fn work(&self, cx: &Context, id: &u32, settings: &String) -> Result<u32, Fault> {
        self.work(cx, *id, settings)
    }

    async fn take(
        &self,
        _: &Context,
        settings: String,
        users: Option<&Vec<u32>>,
    ) -> Result<(String, u32), Fault> {
        Ok((settings, users.map_or(0, |users| users.iter().sum())))
    }
}

impl mapping_limits::Steps for Threads {
    async fn load(&self, _: &Context) -> Result<String, Fault> {
        Ok("settings".into())
    }

    fn work(&self, cx: &Context, id: u32, settings: &String) -> Result<u32, Fault> {
        self.work(cx, id, settings)
    }
}

#[tokio::test]
async fn synchronous_elements_have_threads() {
    let (steps, mut hold) = threads();
    let run = tokio::spawn(MappingThreads::new(steps).run(ids(3)).into_future());
    let (first, _) = hold.begun.recv().await.unwrap();
    let (second, _) = hold.begun.recv().await.unwrap();
    assert_eq!(first + second, 1, "two at once");
    assert!(hold.begun.try_recv().is_err(), "and no more");
    (0..3).for_each(|value| hold.end.send(Ok(value)).unwrap());
    assert_eq!(run.await.unwrap().unwrap(), ("settings".to_owned(), 3));
}

#[tokio::test]
async fn what_threads_borrow_is_let_go_before_another_step_takes_it() {
    let (steps, mut hold) = threads();
    let run = tokio::spawn(MappingThreads::new(steps).run(ids(3)).into_future());
    hold.begun.recv().await.unwrap();
    let (_, cx) = hold.begun.recv().await.unwrap();
    hold.end.send(Err(Fault("broken"))).unwrap();
    while !cx.cancelled() {
        tokio::task::yield_now().await;
    }
    assert!(!run.is_finished());
    hold.end.send(Ok(1)).unwrap();
    assert_eq!(run.await.unwrap().unwrap(), ("settings".to_owned(), 0));
}

#[tokio::test(start_paused = true)]
async fn a_map_does_not_wait_for_a_thread_beyond_its_limits() {
    let (steps, mut hold) = threads();
    let still = Still::new();
    let run = tokio::spawn(MappingLimits::new(steps).run(ids(3)).into_future());
    hold.begun.recv().await.unwrap();
    let (_, first) = hold.begun.recv().await.unwrap();
    still.pass(2).await;
    assert!(first.cancelled(), "its time is up");
    hold.begun.recv().await.unwrap();
    still.pass(1).await;
    let error = run.await.unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::mapping_limits`: step `work` failed: its deadline passed"
    );
    (0..3).for_each(|value| hold.end.send(Ok(value)).unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_report_waits_for_threads_that_look_at_what_it_tells() {
    let (steps, mut hold) = threads();
    let still = Still::new();
    let run = MappingThreads::new(steps)
        .run(ids(3))
        .deadline(secs(5))
        .with_report();
    let run = tokio::spawn(run);
    hold.begun.recv().await.unwrap();
    hold.begun.recv().await.unwrap();
    still.pass(5).await;
    assert!(!run.is_finished());
    (0..2).for_each(|value| hold.end.send(Ok(value)).unwrap());
    let run = run.await.unwrap();
    assert!(run.output.is_err());
}

impl mapping_both::Steps for Elements {
    async fn fetch(&self, cx: &Context, id: u32) -> Result<u32, Fault> {
        self.call(id, cx.attempt()).await
    }

    async fn fetch_other(&self, cx: &Context, id: u32) -> Result<u32, Fault> {
        self.call(id, cx.attempt()).await
    }

    async fn one(&self, cx: &Context) -> Result<u32, Fault> {
        self.call(1, cx.attempt()).await
    }

    async fn all(
        &self,
        _: &Context,
        first: &Vec<u32>,
        other: &Vec<u32>,
        one: u32,
    ) -> Result<u32, Fault> {
        Ok((first.len() + other.len()) as u32 + one)
    }
}

#[tokio::test(start_paused = true)]
async fn elements_count_among_the_attempts_that_run_at_once() {
    let steps = Elements::new(|_| secs(1), double);
    let run = MappingBoth::new(steps.clone()).run(ids(10)).max_parallel(3);
    assert_eq!(run.await.unwrap(), 22);
    assert_eq!(steps.peak(), 3);
    assert_eq!(steps.begun.elapsed(), secs(7), "21 calls, three at once");
    let steps = Elements::new(|_| secs(1), double);
    let run = MappingBoth::new(steps.clone()).run(ids(3)).max_parallel(1);
    assert_eq!(run.executor(Spawn).await.unwrap(), 8);
    assert_eq!(steps.peak(), 1);
}

impl mapping_arms::Steps for Counting {
    async fn times(&self, _: &Context, id: &u32, factor: &u32) -> Result<u32, Fault> {
        self.note(format!("{id} * {factor}"));
        Ok(id * factor)
    }

    async fn last(&self, _: &Context, all: &Vec<u32>) -> Result<u32, Fault> {
        all.last().copied().ok_or(Fault("none"))
    }

    async fn plus(&self, _: &Context, so_far: u32, id: &u32) -> u32 {
        so_far + id
    }

    async fn keep(&self, _: &Context, sum: u32) -> u32 {
        sum
    }
}

#[tokio::test]
async fn maps_and_folds_stand_in_arms() {
    let steps = Counting::default();
    let pipeline = MappingArms::new(steps.clone());
    assert_eq!(pipeline.run(ids(4), Some(5)).await.unwrap(), 15);
    assert_eq!(*steps.calls.lock().unwrap(), ["2 * 5", "3 * 5"]);
    let run = pipeline.run(ids(4), None).with_report().await;
    assert_eq!(run.output.unwrap(), 6);
    assert!(
        run.outputs.times.is_skipped() && run.report.step("times").unwrap().elements.is_empty()
    );
}

impl joined::Steps for Elements {
    async fn plus(&self, _: &Context, id: u32, four: u32) -> Result<u32, Fault> {
        Ok(id + four)
    }

    async fn double(&self, cx: &Context, m: u32) -> Result<u32, Fault> {
        self.call(m, cx.attempt()).await.map(|_| 2 * m)
    }

    async fn triple(&self, _: &Context, m: u32) -> Result<u32, Fault> {
        Ok(3 * m)
    }

    async fn join(&self, _: &Context, double: u32, triple: u32) -> Result<u32, Fault> {
        Ok(double + triple + 3)
    }
}

impl mapping_runs::Steps for Elements {
    async fn four(&self, _: &Context) -> Result<u32, Fault> {
        self.call(1000, 1).await.map(|_| 4)
    }
}

#[tokio::test(start_paused = true)]
async fn each_element_is_a_run_of_its_own() {
    // the later ones are faster, and none waits for the others
    let steps = Elements::new(|m| secs(u64::from(m < 9) * u64::from(9 - m.min(9))), double);
    let run = MappingRuns::new(steps.clone())
        .run(ids(5))
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), 165);
    assert_eq!(steps.starts(1000).len(), 1);
    assert_eq!(steps.begun.elapsed(), secs(5));
    let outer = &run.report;
    let elements = &outer.step("joined").unwrap().elements;
    assert_eq!(elements.len(), 5);
    let mut runs = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        assert_eq!(element.index, index);
        let inner = element.attempts[0].run.as_ref().unwrap();
        assert_eq!(inner.pipeline, "behaviour::joined");
        assert_eq!(inner.parent_run, Some(outer.run_id));
        assert_eq!(inner.correlation_id, outer.correlation_id);
        assert_eq!(inner.step("join").unwrap().outcome, OutcomeKind::Ok);
        assert_eq!(inner.elapsed(), secs(5 - index as u64));
        runs.push(inner.run_id);
    }
    runs.sort();
    runs.dedup();
    assert_eq!(runs.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_failure_tells_the_element_and_the_step_in_its_run() {
    let steps = Elements::new(
        |_| secs(1),
        |m, _| match m {
            6 => Do::Fail("no"),
            m => Do::Give(m),
        },
    );
    let run = MappingRuns::new(steps.clone())
        .run(ids(5))
        .with_report()
        .await;
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::mapping_runs`: step `joined` failed at element 2 after 2 attempts: \
         pipeline `behaviour::joined`: step `double` failed: no"
    );
    let failure = &error.failures()[0];
    assert_eq!((failure.element(), failure.attempts()), (Some(2), 2));
    assert_eq!(failure.inner().unwrap().step(), Some("double"));
    assert_eq!(error.downcast_ref(), Some(&Fault("no")));
    let step = run.report.step("joined").unwrap();
    let element = &step.elements[2];
    let reason = "pipeline `behaviour::joined`: step `double` failed: no";
    assert_eq!(element.reason.as_deref(), Some(reason));
    assert_eq!(
        step.reason.as_deref(),
        Some(&*format!("element 2: {reason}"))
    );
    let table = run.report.to_string();
    assert!(
        table.contains(&format!("  element 2: {reason}; elements: ")),
        "{table}"
    );
    let attempts: Vec<_> = element.attempts.iter().collect();
    assert_eq!(attempts.len(), 2);
    for attempt in attempts {
        let inner = attempt.run.as_ref().unwrap();
        assert_eq!(inner.step("double").unwrap().outcome, OutcomeKind::Err);
    }
}

#[tokio::test(start_paused = true)]
async fn an_element_whose_run_has_no_output_is_left_out() {
    let steps = Elements::new(|_| secs(1), double);
    let run = MappingRuns::new(steps)
        .run(vec![1, 99, 2])
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), 28 + 33);
    let element = &run.report.step("joined").unwrap().elements[1];
    assert_eq!(element.outcome, OutcomeKind::Skipped);
    assert_eq!(
        element.reason.as_deref(),
        Some("a step that it needs was skipped: `join`")
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_run_drops_the_runs_of_its_elements() {
    let steps = Elements::new(|_| secs(60), double);
    let run = MappingRuns::new(steps.clone()).run(ids(5));
    let run = tokio::time::timeout(secs(61), run).await;
    assert!(run.is_err());
    assert_eq!((steps.running(), steps.peak()), (0, 5));
}

impl greeted::Steps for Elements {
    async fn greet(&self, cx: &Context, name: &String, greeting: &String) -> Result<String, Fault> {
        self.call(name.parse().unwrap(), cx.attempt()).await?;
        Ok(format!("{greeting} {name}"))
    }

    async fn show(&self, _: &Context, text: String) -> Result<String, Fault> {
        Ok(text + "!")
    }
}

impl mapping_runs_all::Steps for Elements {}

#[tokio::test(start_paused = true)]
async fn runs_of_elements_have_the_keys_of_their_step() {
    let steps = Elements::new(
        |id| secs(if id == 2 { 60 } else { 1 }),
        |id, _| match id {
            1 => Do::Fail("no"),
            3 => Do::Panic,
            id => Do::Give(id),
        },
    );
    let run = MappingRunsAll::new(steps.clone())
        .run(texts(5), "hello".into())
        .await
        .unwrap();
    // what a limit drops, its task does
    tokio::task::yield_now().await;
    let told: Vec<_> = run
        .iter()
        .map(|one| match one {
            Ok(text) => text.clone(),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(
        told,
        [
            "hello 0!",
            "no",
            "timed out after 10s",
            "panicked: 3",
            "hello 4!"
        ]
    );
    assert_eq!((steps.peak(), steps.running()), (2, 0));
}
