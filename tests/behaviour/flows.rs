//! Called flows: what a step calls is traced, and belongs to its run.

use std::time::Duration;

use pipewright::{CorrelationId, OutcomeKind, Report};
use tokio::time::{Instant, timeout};

use crate::pipelines::Errands;
use crate::pipelines::errands::{
    self, AddNext, AgainNext, Context, CountNext, GoDeeperNext, GoNext, WaitNext, WalkNext,
};
use crate::script::secs;

/// What an entry is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Walks so deep.
    Walk(u32),
    /// Waits twice at once.
    WaitTwice,
    /// Waits for a minute, or for no longer than a second.
    GiveUp,
    /// Waits for a minute.
    Wait,
    /// Starts another run within.
    Deeper,
    /// Panics at this depth.
    Panic(u32),
}

pub struct Walker;

impl errands::Steps for Walker {
    async fn go(&self, _: &Context, next: GoNext<'_>, errand: Errand) -> Result<u32, String> {
        match errand {
            Errand::Walk(depth) | Errand::Panic(depth) => next.walk(&errand, depth).await,
            Errand::WaitTwice => {
                tokio::join!(next.wait(2), next.wait(3));
                Ok(next.add(2, 3))
            }
            Errand::GiveUp => {
                let limit = Duration::from_secs(1);
                let waited = tokio::time::timeout(limit, next.wait(60)).await;
                Ok(u32::from(waited.is_ok()))
            }
            Errand::Wait => {
                next.wait(60).await;
                Ok(0)
            }
            Errand::Deeper => next.go_deeper(errand).await,
        }
    }

    async fn again(&self, cx: &Context, _: AgainNext<'_>) -> u32 {
        u32::from(cx.parent_run().is_some())
    }

    async fn walk(
        &self,
        _: &Context,
        next: WalkNext<'_>,
        errand: &Errand,
        call: u32,
    ) -> Result<u32, String> {
        match call {
            0 if matches!(errand, Errand::Panic(_)) => panic!("too far"),
            0 => next.count("home"),
            7 => Err("lost".to_owned()),
            _ => next.walk(errand, call - 1).await,
        }
    }

    fn count(&self, cx: &Context, next: CountNext<'_>, text: &str) -> Result<u32, String> {
        let here = pipewright::current().map(|run| run.run_id());
        assert_eq!(here, Some(cx.run_id()));
        Ok(text.chars().fold(0, |sum, _| next.add(sum, 1)))
    }

    fn add(&self, _: &Context, _: AddNext<'_>, a: u32, b: u32) -> u32 {
        a + b
    }

    async fn wait(&self, _: &Context, _: WaitNext<'_>, seconds: u64) {
        tokio::time::sleep(secs(seconds)).await;
    }

    async fn go_deeper(&self, cx: &Context, _: GoDeeperNext<'_>, _: Errand) -> Result<u32, String> {
        let run = Errands::new(Walker).again().with_report().await;
        assert_eq!(run.report.correlation_id, cx.correlation_id());
        assert_eq!(run.report.parent_run, Some(cx.run_id()));
        let here = pipewright::current().map(|run| run.run_id());
        assert_eq!(here, Some(cx.run_id()), "the outer run again");
        run.output.map_err(|error| error.to_string())
    }
}

/// Each call with that of its caller, and how it ended.
fn calls(report: &Report) -> Vec<(&str, Option<&str>, OutcomeKind)> {
    let calls = report.calls.iter().map(|call| {
        let caller = call.caller.map(|caller| &*report.calls[caller].step);
        (&*call.step, caller, call.outcome)
    });
    calls.collect()
}

const OK: OutcomeKind = OutcomeKind::Ok;
const ERR: OutcomeKind = OutcomeKind::Err;

#[tokio::test]
async fn each_call_has_its_caller() {
    let run = Errands::new(Walker).go(Errand::Walk(1)).with_report().await;
    assert_eq!(run.output.unwrap(), 4);
    let (go, walk) = (Some("go"), Some("walk"));
    let mut expected = vec![
        ("go", None, OK),
        ("walk", go, OK),
        ("walk", walk, OK),
        ("count", walk, OK),
    ];
    expected.extend([("add", Some("count"), OK); 4]);
    assert_eq!(calls(&run.report), expected);
    let steps: Vec<_> = run.report.steps.iter().map(|step| step.outcome).collect();
    let skipped = OutcomeKind::Skipped;
    // go_deeper, wait and again were not called
    assert_eq!(
        steps.iter().filter(|outcome| **outcome == skipped).count(),
        3
    );
}

#[tokio::test]
async fn a_failure_goes_to_the_caller() {
    let run = Errands::new(Walker).go(Errand::Walk(8)).with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::errands`: step `go` failed: lost"
    );
    assert_eq!(
        error.downcast_ref::<String>().map(|text| &**text),
        Some("lost")
    );
    let told = calls(&run.report);
    assert!(told.iter().all(|(.., outcome)| *outcome == ERR), "{told:?}");
    assert_eq!(run.report.calls[2].error.as_deref(), Some("lost"));
}

#[tokio::test]
async fn a_panic_ends_the_run_and_names_the_step() {
    let error = Errands::new(Walker).go(Errand::Panic(3)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::errands`: step `walk` panicked: too far"
    );
}

#[tokio::test(start_paused = true)]
async fn calls_may_run_side_by_side() {
    let started = Instant::now();
    let run = Errands::new(Walker)
        .go(Errand::WaitTwice)
        .with_report()
        .await;
    assert_eq!((run.output.unwrap(), started.elapsed()), (5, secs(3)));
    let times: Vec<_> = run.report.calls.iter().map(|call| call.elapsed()).collect();
    assert_eq!(times, [secs(3), secs(2), secs(3), secs(0)]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_is_told() {
    let run = Errands::new(Walker).go(Errand::GiveUp).with_report().await;
    assert_eq!(run.output.unwrap(), 0);
    assert_eq!(
        calls(&run.report)[1],
        ("wait", Some("go"), OutcomeKind::Skipped)
    );
    assert_eq!(run.report.calls[1].elapsed(), secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_run() {
    let run = Errands::new(Walker).go(Errand::Wait).deadline(secs(5));
    let error = run.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::errands`: its deadline of 5s passed while running `go`"
    );
}

#[tokio::test]
async fn the_outer_correlation_id_survives_an_inner_entry() {
    let id = CorrelationId::from_u128(7);
    let run = Errands::new(Walker).go(Errand::Deeper).correlation_id(id);
    let run = run.metadata("user", "ada").with_report().await;
    assert_eq!((run.output.unwrap(), run.report.correlation_id), (1, id));
    assert_eq!(Errands::new(Walker).again().await.unwrap(), 0, "outside");
}

#[tokio::test]
async fn calls_are_data() {
    let run = Errands::new(Walker).go(Errand::Walk(0)).with_report().await;
    let text = serde_json::to_string(&run.report).unwrap();
    let read: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(read.calls, run.report.calls);
}

#[tokio::test(start_paused = true)]
async fn a_flow_can_be_cancelled() {
    let mut run = Errands::new(Walker).go(Errand::Wait).with_report();
    assert!(timeout(secs(2), &mut run).await.is_err());
    run.cancel();
    let begun = Instant::now();
    let ended = run.await;
    assert_eq!(begun.elapsed(), Duration::ZERO);
    let error = ended.output.unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::errands`: it was cancelled while running `go`"
    );
    assert_eq!(ended.report.calls[1].outcome, OutcomeKind::Skipped);
}
