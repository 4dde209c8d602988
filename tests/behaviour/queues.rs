//! Workflows: what is put into the queue runs, in the order in which it was asked for.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pipewright::emitters::Recorder;
use pipewright::{Context, EventKind, FailureReason, Outcome, OutcomeKind, Spawn, TraceRow};
use tokio::time::Instant;

use crate::pipelines::declared::Steps as _;
use crate::pipelines::rounds::{self, AfterFirst, AfterVisit};
use crate::pipelines::{Declared, Rounds, Together, declared, together};
use crate::script::secs;

/// What the decisions of a run have seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Payloads, and what came of them.
    pub seen: Vec<(u32, Result<u32, String>)>,
}

impl Log {
    fn note(&mut self, n: u32, outcome: Outcome<u32, String>) {
        let outcome = match outcome {
            Outcome::Ok(value) => Ok(value),
            Outcome::Err(error) => Err(error.to_string()),
            Outcome::Skipped(skip) => Err(skip.to_string()),
        };
        self.seen.push((n, outcome));
    }

    fn payloads(&self) -> Vec<u32> {
        self.seen.iter().map(|(n, _)| *n).collect()
    }
}

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

type Visited<'a> = (u32, &'a mut Log, &'a mut AfterVisit);

/// A workflow of which a test says what its first decision puts into the queue, and what its visits do.
pub struct Player {
    first: fn(&mut AfterFirst),
    visited: fn(Visited<'_>) -> Result<(), String>,
    calls: Arc<Mutex<Vec<(u32, Instant)>>>,
}

impl Player {
    pub fn new(first: fn(&mut AfterFirst)) -> Self {
        Self {
            first,
            visited: |_| Ok(()),
            calls: Arc::default(),
        }
    }

    fn visited(self, visited: fn(Visited<'_>) -> Result<(), String>) -> Self {
        Self { visited, ..self }
    }
}

impl rounds::Steps for Player {
    async fn first(&self, _: &Context) -> Result<(), String> {
        Ok(())
    }

    fn after_first(
        &self,
        _: &Context,
        _: &mut Log,
        _: Outcome<(), String>,
        queue: &mut AfterFirst,
    ) -> Result<(), String> {
        (self.first)(queue);
        Ok(())
    }

    /// 13 panics, other numbers above 100 fail, 50 takes fifty seconds.
    async fn visit(&self, _: &Context, n: &u32) -> Result<u32, String> {
        self.calls.lock().unwrap().push((*n, Instant::now()));
        match *n {
            13 => panic!("thirteen"),
            50 => tokio::time::sleep(secs(50)).await,
            n if n > 100 => return Err(format!("{n} is too much")),
            _ => {}
        }
        Ok(n + 1)
    }

    fn after_visit(
        &self,
        cx: &Context,
        log: &mut Log,
        n: u32,
        outcome: Outcome<u32, String>,
        queue: &mut AfterVisit,
    ) -> Result<(), String> {
        assert_eq!(
            pipewright::current().map(|run| run.run_id()),
            Some(cx.run_id())
        );
        log.note(n, outcome);
        (self.visited)((n, log, queue))
    }

    /// 1 fails twice, 2 hangs, 3 fails in a way that is never better.
    async fn tried(&self, cx: &Context, n: &u32) -> Result<u32, String> {
        self.calls.lock().unwrap().push((*n, Instant::now()));
        match n {
            1 if cx.attempt() < 3 => Err("not yet".to_owned()),
            2 => std::future::pending().await,
            3 => Err("never".to_owned()),
            _ => Ok(cx.attempt()),
        }
    }

    fn after_tried(
        &self,
        _: &Context,
        log: &mut Log,
        n: u32,
        outcome: Outcome<u32, String>,
    ) -> Result<(), String> {
        log.note(n, outcome);
        Ok(())
    }

    fn crunch(&self, cx: &Context, n: &u32) -> Result<u32, String> {
        let thread = std::thread::current();
        let here = pipewright::current().map(|run| run.run_id());
        assert_eq!(here, Some(cx.run_id()));
        match n {
            0 => panic!("nothing to crunch"),
            _ => Ok(u32::from(thread.name() != Some("main"))),
        }
    }

    fn after_crunch(
        &self,
        _: &Context,
        log: &mut Log,
        n: u32,
        outcome: Outcome<u32, String>,
    ) -> Result<(), String> {
        log.note(n, outcome);
        Ok(())
    }
}

/// Each row in short: the step with its payload, and how long the queue was then.
fn rows(trace: &[TraceRow]) -> Vec<(String, usize)> {
    let row = |row: &TraceRow| {
        let payload = row.payload.as_deref().unwrap_or_default();
        (
            format!("{} {payload}", row.step).trim().to_owned(),
            row.queue.unwrap(),
        )
    };
    trace.iter().map(row).collect()
}

#[tokio::test(start_paused = true)]
async fn the_head_is_a_stack_and_the_tail_a_queue() {
    let player = Player::new(|queue| {
        queue.tail().visit(1);
        queue.tail().visit(2);
        queue.head().visit(3);
        queue.head().visit(4);
    });
    let run = Rounds::new(player).run(Log::default()).with_report().await;
    assert_eq!(run.output.unwrap().payloads(), [4, 3, 1, 2]);
    let row = |step: &str, queue| (step.to_owned(), queue);
    assert_eq!(
        rows(&run.report.trace),
        [
            row("first", 4),
            row("visit 4", 3),
            row("visit 3", 2),
            row("visit 1", 1),
            row("visit 2", 0)
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_failure_goes_to_the_decision_and_a_panic_too() {
    let player = Player::new(|queue| [101, 13, 1].into_iter().for_each(|n| queue.visit(n)));
    let run = Rounds::new(player).run(Log::default()).with_report().await;
    let seen = run.output.unwrap().seen;
    assert_eq!(seen[0], (101, Err("101 is too much".to_owned())));
    assert_eq!(seen[1], (13, Err("panicked: thirteen".to_owned())));
    assert_eq!(seen[2], (1, Ok(2)));
    let outcomes: Vec<_> = run.report.trace.iter().map(|row| row.outcome).collect();
    let (ok, err) = (OutcomeKind::Ok, OutcomeKind::Err);
    assert_eq!(outcomes, [ok, err, err, ok]);
    let visit = &run.outputs.visit;
    assert_eq!((visit.times(), visit.ok()), (3, Some(&2)));
    let picture = run.report.mermaid();
    let told = "visit<br/>1 ok, 2 failed\"]:::handled";
    assert!(picture.contains(told), "{picture}");
    assert_eq!(
        (run.outputs.tried.times(), run.outputs.tried.ok()),
        (0, None)
    );
}

#[tokio::test]
async fn an_error_of_a_decision_ends_the_run() {
    let player = Player::new(|queue| [1, 2, 3].into_iter().for_each(|n| queue.visit(n)));
    let player = player.visited(|(n, ..)| match n {
        2 => Err("enough".to_owned()),
        _ => Ok(()),
    });
    let calls = Arc::clone(&player.calls);
    let error = Rounds::new(player).run(Log::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::rounds`: the decision after `visit` failed: enough"
    );
    assert_eq!(
        error.downcast_ref::<String>().map(|text| &**text),
        Some("enough")
    );
    assert!(error.failures()[0].is_decision());
    assert_eq!(calls.lock().unwrap().len(), 2);
    let steps: Vec<_> = error.trace().iter().map(|row| &*row.step).collect();
    assert_eq!(steps, ["first", "visit", "visit"]);
}

#[tokio::test]
async fn a_panic_of_a_decision_ends_the_run_too() {
    let player = Player::new(|queue| queue.visit(1)).visited(|_| panic!("undecided"));
    let error = Rounds::new(player).run(Log::default()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::rounds`: the decision after `visit` panicked: undecided"
    );
    assert_eq!(error.failures()[0].reason(), FailureReason::Panicked);
}

#[tokio::test(start_paused = true)]
async fn steps_that_are_put_for_later_run_then() {
    let player = Player::new(|queue| {
        queue.tail().delay(secs(3)).visit(3);
        queue.delay(secs(1)).visit(1);
        queue.head().delay(secs(1)).visit(2);
        queue.visit(0);
    });
    let (calls, started) = (Arc::clone(&player.calls), Instant::now());
    let run = Rounds::new(player).run(Log::default()).with_report().await;
    let calls = calls.lock().unwrap();
    let times = calls.iter().map(|(n, at)| (*n, (*at - started).as_secs()));
    // at the same moment 2 goes before 1: it was to go to the head
    assert_eq!(times.collect::<Vec<_>>(), [(0, 0), (2, 1), (1, 1), (3, 3)]);
    let queue = run.report.trace.iter().map(|row| row.queue.unwrap());
    assert_eq!(queue.collect::<Vec<_>>(), [4, 3, 2, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_step_is_tried_again_within_its_limits() {
    let player = Player::new(|queue| [1, 2, 3].into_iter().for_each(|n| queue.tried(n)));
    let (calls, started) = (Arc::clone(&player.calls), Instant::now());
    let run = Rounds::new(player).run(Log::default()).with_report().await;
    let seen = run.output.unwrap().seen;
    assert_eq!(seen[0], (1, Ok(3)));
    assert_eq!(seen[1], (2, Err("timed out after 1s".to_owned())));
    assert_eq!(seen[2], (3, Err("never".to_owned())));
    let attempts = run.report.trace.iter().map(|row| row.attempts);
    assert_eq!(attempts.collect::<Vec<_>>(), [1, 3, 3, 1]);
    let calls = calls.lock().unwrap();
    let times = calls.iter().map(|(n, at)| (*n, (*at - started).as_secs()));
    let expected = [(1, 0), (1, 1), (1, 2), (2, 2), (2, 4), (2, 6), (3, 7)];
    assert_eq!(times.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_synchronous_step_has_a_thread_of_its_own() {
    let player = Player::new(|queue| [1, 0].into_iter().for_each(|n| queue.crunch(n)));
    let log = Rounds::new(player).run(Log::default()).await.unwrap();
    assert_eq!(log.seen[0], (1, Ok(1)));
    assert_eq!(
        log.seen[1],
        (0, Err("panicked: nothing to crunch".to_owned()))
    );
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_run() {
    let player = Player::new(|queue| queue.visit(50));
    let run = Rounds::new(player).run(Log::default());
    let error = run.deadline(secs(5)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::rounds`: its deadline of 5s passed while running `visit`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_run_ends_what_it_has_started() {
    let player = Player::new(|queue| queue.visit(50));
    let calls = Arc::clone(&player.calls);
    let run = Rounds::new(player).run(Log::default()).into_future();
    assert!(tokio::time::timeout(secs(5), run).await.is_err());
    assert_eq!(
        (calls.lock().unwrap().len(), Arc::strong_count(&calls)),
        (1, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn the_outer_correlation_id_is_kept() {
    let id = pipewright::CorrelationId::from_u128(7);
    let run = Rounds::new(Player::new(|queue| queue.visit(1))).run(Log::default());
    let run = run.correlation_id(id).with_report().await;
    assert_eq!(run.report.correlation_id, id);
}

/// Visits that take a second each.
#[derive(Default)]
struct Second {
    running: AtomicUsize,
    most: AtomicUsize,
    more: u32,
}

impl together::Steps for Second {
    async fn first(&self, _: &Context) -> Result<(), String> {
        Ok(())
    }

    fn after_first(
        &self,
        _: &Context,
        _: &mut Log,
        _: Outcome<(), String>,
        queue: &mut together::AfterFirst,
    ) -> Result<(), String> {
        (0..20).for_each(|n| queue.visit(n));
        Ok(())
    }

    async fn visit(&self, _: &Context, n: &u32) -> Result<u32, String> {
        let running = self.running.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(running, SeqCst);
        // those that were begun first do not end first
        tokio::time::sleep(secs(1) - ms(u64::from(n % 8))).await;
        self.running.fetch_sub(1, SeqCst);
        Ok(*n)
    }

    fn after_visit(
        &self,
        _: &Context,
        log: &mut Log,
        n: u32,
        outcome: Outcome<u32, String>,
        queue: &mut together::AfterVisit,
    ) -> Result<(), String> {
        log.note(n, outcome);
        if n < self.more {
            queue.visit(n);
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn as_many_steps_run_at_once_as_is_said() {
    for (parallel, seconds) in [(100, 3), (8, 3), (5, 4), (1, 20)] {
        let (steps, started) = (Arc::new(Second::default()), Instant::now());
        let run = Together::new(Arc::clone(&steps)).run(Log::default());
        let log = run.max_parallel(parallel).await.unwrap();
        assert_eq!(steps.most.load(SeqCst), parallel.min(8));
        assert_eq!(started.elapsed().as_secs_f64().ceil() as u64, seconds);
        let mut payloads = log.payloads();
        payloads.sort_unstable();
        assert_eq!(payloads, (0..20).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn steps_run_on_an_executor_and_decisions_do_not() {
    let player = Player::new(|queue| [1, 13, 101].into_iter().for_each(|n| queue.visit(n)));
    let run = Rounds::new(player).run(Log::default()).executor(Spawn);
    let log = run.await.unwrap();
    assert_eq!(log.seen.len(), 3);
    assert_eq!(log.seen[1].1, Err("panicked: thirteen".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_run_without_end_is_ended() {
    let endless = Second {
        more: 1,
        ..Second::default()
    };
    let error = Together::new(endless)
        .run(Log::default())
        .await
        .unwrap_err();
    assert_eq!(error.max_steps(), Some(1000));
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::together`: it has not ended after 1000 steps (`max_steps`); the last ones were \
         `visit` of u32, `visit` of u32, `visit` of u32, `visit` of u32, `visit` of u32"
    );
    assert_eq!(error.trace().len(), 100);
    // `show` is not said
    let told = |row: &TraceRow| row.payload.as_deref() == Some("u32") && row.value.is_none();
    assert!(error.trace().iter().all(told));
    assert_eq!((error.step(), error.failures().len()), (None, 0));
}

/// Counts up, and fails at some number.
struct Counter {
    fails_at: u32,
}

impl declared::Steps for Counter {
    async fn count(&self, _: &Context, n: &u32) -> Result<u32, String> {
        match *n == self.fails_at {
            true => Err("lost count".to_owned()),
            false => Ok(n + 1),
        }
    }

    async fn double(&self, _: &Context, n: &u32) -> Result<u32, String> {
        Ok(2 * n)
    }

    async fn note(&self, _: &Context, _: &u32) -> Result<(), String> {
        Ok(())
    }

    fn after_note(
        &self,
        _: &Context,
        log: &mut Log,
        n: u32,
        outcome: Outcome<(), String>,
    ) -> Result<(), String> {
        log.seen.push((n, Ok(u32::from(outcome.is_ok()))));
        Ok(())
    }
}

#[tokio::test]
async fn what_always_follows_needs_no_code() {
    let run = Declared::new(Counter { fails_at: 100 }).run(0, Log::default());
    let run = run.with_report().await;
    assert_eq!(run.output.unwrap().seen, [(6, Ok(1))]);
    let steps: Vec<_> = run.report.trace.iter().map(|row| &*row.step).collect();
    assert_eq!(steps, ["count", "count", "count", "double", "note"]);
}

#[tokio::test]
async fn without_a_decision_in_code_a_failure_ends_the_run() {
    let run = Declared::new(Counter { fails_at: 1 }).run(0, Log::default());
    let error = run.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::declared`: step `count` failed: lost count"
    );
    assert!(!error.failures()[0].is_decision());
}

#[tokio::test]
async fn a_step_is_tested_by_calling_it() {
    let given = Counter { fails_at: 3 }.double(&Context::test(), &4).await;
    assert_eq!(given, Ok(8));
}

#[tokio::test]
async fn what_steps_are_given_is_told_where_it_is_shown() {
    let recorder = Recorder::new();
    let run = Declared::new(Counter { fails_at: 100 }).run(0, Log::default());
    let run = run.emit_to(recorder.clone()).with_report().await;
    let rows = run.report.trace.into_iter();
    let rows: Vec<_> = rows.map(|row| (row.payload, row.value)).collect();
    let shown = |n: u32| (Some(n.to_string()), Some((n + 1).to_string()));
    let hidden = (Some("u32".to_owned()), None);
    assert_eq!(rows, [shown(0), shown(1), shown(2), hidden.clone(), hidden]);
    let ends = recorder.events().into_iter();
    let ends = ends.filter_map(|event| match event.kind {
        EventKind::StepEnded { payload, value, .. } => Some((payload, value)),
        _ => None,
    });
    assert!(ends.eq(rows), "events tell the same");
}

#[tokio::test]
async fn a_trace_is_data() {
    let run = Declared::new(Counter { fails_at: 100 }).run(0, Log::default());
    let report = run.with_report().await.report;
    let text = serde_json::to_string(&report).unwrap();
    let read: pipewright::Report = serde_json::from_str(&text).unwrap();
    assert_eq!(read.trace, report.trace);
    assert_eq!(read.trace[0].value.as_deref(), Some("1"));
    assert!(read.trace.iter().all(|row| row.times.is_some()));
}

#[tokio::test]
async fn other_work_gets_its_turn_beside_a_long_queue() {
    let player = Player::new(|queue| queue.visit(0)).visited(|(n, _, queue)| {
        if n < 10_000 {
            queue.visit(n % 100);
        }
        Ok(())
    });
    let run = Rounds::new(player).run(Log::default()).deadline(ms(20));
    let error = run.await.unwrap_err();
    assert!(error.deadline().is_some(), "{error}");
}
