//! Pipelines that run others.

use pipewright::{CorrelationId, FailureReason, Report, SkipReason, StepError};
use tokio::time::timeout;

use crate::pipelines::{
    Around, AroundLimited, AroundQuiet, EitherWay, Gathers, GathersAny, LooksDeeply, gathers,
    gathers_any, looks, looks_deeply, looks_twice,
};
use crate::script::{Fault, Script, fail, give, never, panics, reported, secs, told};

crate::scripted! { inside: left(u32) -> u32; right(u32) -> u32; sum(u32, u32) -> u32; }
crate::scripted! { around: sum(u32, u32) -> u32; }
crate::scripted! { around_limited: either(Option<&u32>, Option<&u32>) -> u32; }
crate::scripted! { quiet: make(u32) -> u32; }
crate::scripted! { silent: mutter(u32) -> (); }
crate::scripted! { around_quiet: tell(Option<&u32>) -> u32; repeat(&u32) -> (); }

crate::scripted! { either_way: show(Option<&u32>) -> u32; }

impl gathers::Steps for Script {}
impl gathers_any::Steps for Script {}

#[tokio::test(start_paused = true)]
async fn a_pipeline_inside_another_is_a_run_of_its_own() {
    let script = Script::new()
        .on("left", [give(1).after(2)])
        .on("right", [give(2).after(3)])
        .on("sum", [give(7)]);
    let id = CorrelationId::from_u128(7);
    let run = Around::new(script.clone())
        .run(1)
        .correlation_id(id)
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), 7);
    assert_eq!(run.outputs.inside.ok(), Some(&7));
    // side by side, and in each of them two steps
    assert_eq!(script.starts("left"), [0.0, 0.0]);
    assert_eq!(script.starts("sum"), [3.0, 3.0, 3.0]);

    let outer = &run.report;
    for step in ["inside", "again"] {
        let inner = outer.step(step).unwrap().run().unwrap();
        assert_eq!(inner.pipeline, "behaviour::inside");
        assert_eq!(inner.parent_run, Some(outer.run_id));
        assert_eq!(inner.correlation_id, id);
        assert_ne!(inner.run_id, outer.run_id);
        assert_eq!(inner.elapsed(), secs(3));
        assert_eq!(inner.step("left").unwrap().elapsed(), secs(2));
    }
    assert!(outer.step("sum").unwrap().run().is_none());

    let table = outer.to_string();
    assert_eq!(table.matches("\n  left  ").count(), 2, "{table}");
    assert_eq!(table.lines().count(), 1 + 3 + 2 * 3);

    let text = serde_json::to_string(outer).unwrap();
    let back: Report = serde_json::from_str(&text).unwrap();
    let inner = back.step("again").unwrap().run().unwrap();
    assert_eq!(inner.steps.len(), 3);
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
}

#[tokio::test(start_paused = true)]
async fn it_is_retried_as_a_whole() {
    let script = Script::new()
        .on("left", [give(1).after(1)])
        .on("right", [give(1), fail("no"), give(1)]);
    let run = Around::new(script.clone()).run(1).with_report().await;
    run.output.unwrap();
    // the one that failed let its other step end
    assert_eq!(script.starts("left"), [0.0, 0.0, 2.0]);
    let again = run.report.step("again").unwrap();
    let attempts: Vec<_> = again.attempts.iter().collect();
    assert_eq!(attempts.len(), 2);
    assert_eq!(
        attempts[0].error.as_deref(),
        Some("pipeline `behaviour::inside`: step `right` failed: no")
    );
    let runs: Vec<_> = attempts
        .iter()
        .map(|one| one.run.as_ref().unwrap())
        .collect();
    assert_eq!(reported(runs[0], "right"), "err: no");
    assert_eq!(
        reported(runs[0], "sum"),
        "skipped: a step that it needs failed <- right"
    );
    assert_eq!(reported(runs[1], "sum"), "ok");
    assert_ne!(runs[0].run_id, runs[1].run_id);
}

#[tokio::test(start_paused = true)]
async fn its_error_is_the_step_s_and_tells_the_step_in_there() {
    let script = Script::new().on("right", [give(1), fail("no")]);
    let run = Around::new(script).run(1).with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::around`: step `again` failed after 3 attempts: \
         pipeline `behaviour::inside`: step `right` failed: no"
    );
    assert_eq!(error.step(), Some("again"));
    assert_eq!(error.downcast_ref(), Some(&Fault("no")));
    let inner = error.failures()[0].inner().unwrap();
    assert_eq!(inner.step(), Some("right"));
    assert_eq!(inner.downcast_ref(), Some(&Fault("no")));
    assert_eq!(told(&run.outputs.again), "err: no");
    assert_eq!(
        reported(&run.report, "again"),
        "err: pipeline `behaviour::inside`: step `right` failed: no"
    );
}

#[tokio::test(start_paused = true)]
async fn another_error_converts() {
    let script = Script::new().on("left", [fail("no")]);
    let error = Gathers::new(script.clone()).run(1).await.unwrap_err();
    let message = "pipeline `behaviour::gathers`: step `inside` failed: pipeline `behaviour::inside`: step `left` failed: no";
    assert_eq!(error.to_string(), message);
    let own: &crate::script::Gathered = error.downcast_ref().unwrap();
    assert_eq!(
        own.0,
        "pipeline `behaviour::inside`: step `left` failed: no"
    );
    let error = GathersAny::new(script).run(1).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("pipeline `behaviour::gathers_any`: step `part` failed: {message}")
    );
    let own: &pipewright::RunError = error.failures()[0]
        .source()
        .unwrap()
        .downcast_ref()
        .unwrap();
    assert_eq!(own.step(), Some("inside"));
    assert!(
        std::error::Error::source(&error).is_none(),
        "its message tells both"
    );
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_there_is_not_retried_and_a_time_limit_is() {
    let script = Script::new().on("left", [give(1), panics("oh")]);
    let run = Around::new(script.clone()).run(1).with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::Panicked);
    assert_eq!(error.failures()[0].attempts(), 1);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::around`: step `again` failed: pipeline `behaviour::inside`: step `left` panicked: oh"
    );
    assert!(matches!(
        run.outputs.again.err(),
        Some(StepError::Panicked(_))
    ));

    let script = Script::new().on("left", [never()]).on("either", [give(5)]);
    let run = AroundLimited::new(script.clone())
        .run(0)
        .with_report()
        .await;
    assert_eq!(run.output.unwrap(), 5);
    assert_eq!(script.starts("left"), [0.0, 2.0]);
    assert_eq!(script.gone("left"), [2.0, 4.0]);
    assert_eq!(told(&run.outputs.limited), "err: timed out after 2s");
    assert_eq!(told(&run.outputs.spare), "skipped: its condition was false");
}

#[tokio::test(start_paused = true)]
async fn dropping_the_outer_run_stops_the_inner_one() {
    let script = Script::new().on("left", [never()]);
    let run = Around::new(script.clone()).run(1);
    assert!(timeout(secs(3), run).await.is_err());
    assert_eq!(script.gone("left"), [3.0, 3.0]);
    let spawned = Around::new(script.clone())
        .run(1)
        .executor(pipewright::Spawn);
    assert!(timeout(secs(3), spawned).await.is_err());
    tokio::task::yield_now().await;
    assert_eq!(script.gone("left"), [3.0, 3.0, 6.0, 6.0]);
    let late = Around::new(script.clone()).run(1).deadline(secs(1)).await;
    let late = late.unwrap_err().to_string();
    assert_eq!(
        late,
        "pipeline `behaviour::around`: its deadline of 1s passed while running `again`, `inside`"
    );
    assert_eq!(script.gone("left")[4..], [7.0, 7.0]);
}

#[tokio::test(start_paused = true)]
async fn without_an_output_the_step_is_skipped() {
    let script = Script::new().on("tell", [give(3)]);
    let run = AroundQuiet::new(script.clone()).run(1).with_report().await;
    assert_eq!(run.output.unwrap(), 3);
    assert_eq!(
        told(&run.outputs.quiet),
        "skipped: a step that it needs was skipped: `make`"
    );
    assert_eq!(
        told(&run.outputs.repeat),
        "skipped: a step that it needs was skipped: `make`"
    );
    assert_eq!(told(&run.outputs.silent), "ok");
    AroundQuiet::new(script.clone()).run(11).await.unwrap();
    assert_eq!((script.calls("make"), script.calls("mutter")), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn an_arm_may_be_a_run() {
    let script = Script::new().on("sum", [give(9)]);
    let pipeline = EitherWay::new(script.clone());
    let run = pipeline.run(6).with_report().await;
    assert_eq!(told(&run.outputs.made), "ok");
    assert!(run.report.step("inside").unwrap().run().is_some());
    let quietly = run.outputs.quietly.skipped().unwrap();
    assert_eq!(quietly.reason(), SkipReason::NotTaken);

    let run = pipeline.run(3).with_report().await;
    run.output.unwrap();
    assert!(run.outputs.made.is_skipped(), "its arm has no output");
    let run = pipeline.run(0).with_report().await;
    assert_eq!(told(&run.outputs.made), "ok");
    assert_eq!(script.calls("left"), 1);
}

/// Tells on which threads it is called, and what it knows.
struct Looker;

impl Looker {
    fn look(cx: &looks::Context) -> String {
        let thread = std::thread::current();
        let (about, page) = (cx.metadata(), cx.get("page"));
        let place = match tokio::task::try_id() {
            _ if thread.name() == Some("pool") => "pool",
            Some(_) => "task",
            None => "caller",
        };
        format!(
            "{place}: {} by {}, {} {page:?}",
            about.user, about.source, about.page
        )
    }
}

impl looks::Steps for Looker {
    async fn find_place(&self, cx: &looks::Context, _: &Vec<String>) -> Result<String, Fault> {
        Ok(Self::look(cx))
    }

    async fn find_pool_place(&self, cx: &looks::Context, _: &Vec<String>) -> Result<String, Fault> {
        Ok(Self::look(cx))
    }

    async fn gather(
        &self,
        cx: &looks::Context,
        names: Vec<String>,
        place: String,
        pool: String,
    ) -> Result<Vec<String>, Fault> {
        cx.set("page", "changed");
        cx.update(|about| about.user = "changed".to_owned());
        Ok(names.into_iter().chain([place, pool]).collect())
    }
}

impl looks_twice::Steps for Looker {
    async fn both(
        &self,
        cx: &looks_twice::Context,
        once: Vec<String>,
        twice: Vec<String>,
    ) -> Result<Vec<String>, Fault> {
        assert_eq!(cx.get("page").as_deref(), Some("7"));
        assert_eq!(cx.metadata().user, "ada");
        Ok(once.into_iter().chain(twice).collect())
    }
}

impl looks_deeply::Steps for Looker {
    async fn name_some(&self, cx: &looks_deeply::Context) -> Result<Vec<String>, Fault> {
        cx.set("page", "7");
        Ok(vec!["x".to_owned()])
    }
}

#[test]
fn metadata_and_executors_are_handed_on() {
    let pipeline = LooksDeeply::<Looker>::builder()
        .steps(Looker)
        .pool(crate::executors::Pool::new())
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let seen = runtime.block_on(async { pipeline.run().user("ada").await });
    let told = "ada by shell, 1 Some(\"7\")";
    assert_eq!(
        seen.unwrap(),
        [
            "x",
            &format!("caller: {told}"),
            &format!("pool: {told}"),
            "x",
            &format!("task: {told}"),
            &format!("pool: {told}"),
        ]
    );
}
