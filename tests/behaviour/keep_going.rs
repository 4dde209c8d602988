//! One graph with two failures of different kinds: what runs, what fails, what is skipped and on account of what.

use pipewright::{FailureReason, OutcomeKind};

use crate::pipelines::{KeepGoing, StopAtOnce};
use crate::script::{Script, fail, give, panics, reported};

macro_rules! steps {
    ($($pipeline:ident)*) => {
        $(impl crate::pipelines::$pipeline::Steps for Script {
            steps!(@ a() -> u32; b(_a: &u32) -> u32; c(_a: &u32) -> u32; d(_a: &u32) -> u32;
                e(_b: &u32, _c: &u32) -> u32; f(_c: &u32, _d: &u32) -> u32;
                g(_b: &u32, _e: &u32, _f: &u32) -> ();
                h() -> (); i() -> (); j() -> (); k() -> (); l() -> (); m() -> (););
        })*
    };
    (@ $($step:ident($($name:ident: $ty:ty),*) -> $out:ty;)*) => {
        $(async fn $step(
            &self,
            _: &pipewright::Context
            $(, $name: $ty)*
        ) -> Result<$out, crate::script::Fault> {
            self.play(stringify!($step)).await
        })*
    };
}

steps! { keep_going stop_at_once }

const ALONE: [&str; 6] = ["h", "i", "j", "k", "l", "m"];

#[tokio::test(start_paused = true)]
async fn what_does_not_depend_on_a_failure_runs() {
    let script = Script::new()
        .on("c", [panics("boom").after(1)])
        .on("d", [fail("no").after(2)])
        .on("h", [give(1).after(5)]);
    let run = KeepGoing::new(script).run().with_report().await;
    let count = |kind| {
        let steps = run.report.steps.iter();
        steps.filter(|step| step.outcome == kind).count()
    };
    let counts = [OutcomeKind::Ok, OutcomeKind::Err, OutcomeKind::Skipped].map(count);
    assert_eq!(counts, [8, 2, 3]);
    let told = |step| reported(&run.report, step);
    assert_eq!(told("c"), "err: panicked: boom");
    assert_eq!(told("d"), "err: no");
    let skipped = "skipped: a step that it needs failed";
    assert_eq!(told("e"), format!("{skipped} <- c"));
    assert_eq!(told("f"), format!("{skipped} <- c"));
    assert_eq!(told("g"), format!("{skipped} <- c"));
    let error = run.output.unwrap_err();
    let kinds: Vec<_> = error
        .failures()
        .iter()
        .map(|failure| (failure.step(), failure.reason()))
        .collect();
    assert_eq!(
        kinds,
        [("c", FailureReason::Panicked), ("d", FailureReason::Failed)]
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_that_had_not_started_starts_after_a_failure_if_the_pipeline_says_so() {
    let script = Script::new()
        .on("c", [panics("boom").after(1)])
        .on("d", [fail("no").after(2)])
        .on("h", [give(1).after(5)]);
    let run = StopAtOnce::new(script.clone()).run().with_report().await;
    for step in ["e", "f", "g"] {
        assert_eq!(script.calls(step), 0, "{step}");
    }
    assert_eq!(script.ends("h"), [5.0], "what runs ends");
    assert!(ALONE.iter().all(|step| script.calls(step) == 1));
    assert_eq!(run.output.unwrap_err().step(), Some("c"));
}
