//! Maps: each element on its own, in the order of the elements, so many at once.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use pipewright::{Collected, Context, FailureReason, OutcomeKind, Spawn, StepError};
use tokio::time::{Instant, sleep};

use crate::pipelines::*;
use crate::script::{Fault, secs};

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

#[tokio::test(start_paused = true)]
async fn nothing_makes_nothing() {
    let steps = Elements::new(|_| secs(1), double);
    let users = Mapping::new(steps.clone())
        .run(Vec::new(), "settings".into())
        .await;
    assert_eq!(users.unwrap(), []);
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
        "pipeline `mapping`: step `fetch` failed at element 9: too large"
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
        "pipeline `mapping`: step `fetch` failed at element 3: it panicked: 3"
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
