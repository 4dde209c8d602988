//! What a step knows about its run.

use std::sync::{Arc, Mutex};

use pipewright::{Context as AnyContext, CorrelationId, RunContext, RunId, Spawn, current};

use crate::executors::Pool;
use crate::pipelines::{About, Diamond, Nesting, about, nesting};
use crate::script::{Fault, Script};

/// Steps that use the declared metadata.
struct Writers;

impl about::Steps for Writers {
    async fn raise(&self, cx: &about::Context, by: u32) -> Result<u32, Fault> {
        tokio::task::yield_now().await;
        cx.update(|about| about.count += by);
        cx.set("last", by.to_string());
        Ok(by)
    }

    async fn read(&self, cx: &about::Context, _: &u32, _: &u32) -> Result<String, Fault> {
        let about = cx.metadata();
        let (user, source, count) = (&about.user, &about.source, about.count);
        let last = cx.get("last").unwrap();
        let request = cx.get("request");
        Ok(format!(
            "{user} by {source}, {count}, last {last}, request {request:?}"
        ))
    }
}

#[tokio::test]
async fn metadata_is_declared_given_and_changed() {
    let pipeline = About::new(Writers);
    let seen = pipeline.run().user("alice").await.unwrap();
    assert_eq!(seen, "alice by api, 3, last 2, request None");
    let launch = pipeline
        .run()
        .source("shell")
        .metadata("request", "7")
        .user("bob");
    let seen = launch.count(10_u32).await.unwrap();
    assert_eq!(seen, "bob by shell, 13, last 2, request Some(\"7\")");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_concurrent_writes_none_is_lost_and_the_last_wins() {
    for _ in 0..200 {
        let seen = About::new(Writers)
            .run()
            .user("alice")
            .executor(Spawn)
            .await;
        let seen = seen.unwrap();
        assert!(
            [
                "alice by api, 3, last 1, request None",
                "alice by api, 3, last 2, request None"
            ]
            .contains(&seen.as_str()),
            "{seen}"
        );
    }
}

/// What one place knows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    pipeline: &'static str,
    run: RunId,
    correlation: CorrelationId,
    parent: Option<RunId>,
}

impl Seen {
    fn of(run: &RunContext) -> Self {
        Self {
            pipeline: run.pipeline(),
            run: run.run_id(),
            correlation: run.correlation_id(),
            parent: run.parent_run(),
        }
    }
}

#[derive(Default)]
struct Lookers(Mutex<Vec<(&'static str, Option<Seen>)>>);

impl Lookers {
    fn look(&self, place: &'static str) {
        let seen = current().as_ref().map(Seen::of);
        self.0.lock().unwrap().push((place, seen));
    }
}

impl nesting::Steps for Lookers {
    async fn inline(&self, cx: &AnyContext) -> Result<(), Fault> {
        self.look("inline");
        tokio::task::yield_now().await;
        self.look("inline, after a yield");
        assert_eq!(Seen::of(cx), Seen::of(&current().unwrap()));
        let seen = cx.spawn(async {
            tokio::task::yield_now().await;
            current().as_ref().map(Seen::of)
        });
        let seen = seen.await.unwrap().unwrap();
        self.0.lock().unwrap().push(("cx.spawn", seen));
        let outside = tokio::spawn(async { current().is_none() });
        assert!(outside.await.unwrap(), "plain tokio::spawn");
        Ok(())
    }

    async fn spawned(&self, _: &AnyContext) -> Result<(), Fault> {
        tokio::task::yield_now().await;
        self.look("spawned");
        Ok(())
    }

    fn sync(&self, cx: &AnyContext) -> Result<(), Fault> {
        self.look("sync");
        // work can be spawned from a thread too
        drop(cx.spawn(async {}));
        Ok(())
    }

    async fn pooled(&self, _: &AnyContext) -> Result<(), Fault> {
        tokio::task::yield_now().await;
        self.look("pooled");
        Ok(())
    }

    fn sync_pooled(&self, _: &AnyContext) -> Result<(), Fault> {
        self.look("sync_pooled");
        Ok(())
    }

    async fn outer(&self, cx: &AnyContext) -> Result<(), Fault> {
        self.look("before a run inside");
        let inner = Diamond::new(Script::new()).run().with_report().await;
        assert_eq!(inner.report.parent_run, Some(cx.run_id()));
        assert_eq!(inner.report.correlation_id, cx.correlation_id());
        assert_ne!(inner.report.run_id, cx.run_id());
        self.look("after a run inside");

        // several inside, polled in turns with other work
        let one = Diamond::new(Script::new())
            .run()
            .executor(Spawn)
            .with_report();
        let two = async {
            tokio::task::yield_now().await;
            self.look("beside a run inside");
        };
        let (one, ()) = tokio::join!(one, two);
        assert_eq!(one.report.parent_run, Some(cx.run_id()));

        let other = CorrelationId::from_u128(7);
        let told = Diamond::new(Script::new()).run().correlation_id(other);
        assert_eq!(told.with_report().await.report.correlation_id, other);
        Ok(())
    }
}

#[tokio::test]
async fn the_current_run_is_known_wherever_its_steps_run() {
    let lookers = Arc::new(Lookers::default());
    let pipeline = Nesting::<Lookers>::builder()
        .steps(lookers.clone())
        .pool(Pool::new())
        .build();
    let id: CorrelationId = "4bf92f3577b34da6a3ce929d0e0e4736".parse().unwrap();
    assert!(current().is_none());
    let run = pipeline.run().correlation_id(id).with_report().await;
    assert!(current().is_none());
    run.output.unwrap();
    let here = Some(Seen {
        pipeline: "behaviour::nesting",
        run: run.report.run_id,
        correlation: id,
        parent: None,
    });
    let mut places: Vec<_> = Vec::new();
    for (place, seen) in lookers.0.lock().unwrap().iter() {
        assert_eq!(seen, &here, "{place}");
        places.push(*place);
    }
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "after a run inside",
            "before a run inside",
            "beside a run inside",
            "cx.spawn",
            "inline",
            "inline, after a yield",
            "pooled",
            "spawned",
            "sync",
            "sync_pooled",
        ]
    );
    assert_eq!(run.report.correlation_id, id);
}

#[tokio::test]
async fn each_run_has_ids_of_its_own_unless_told() {
    let pipeline = Diamond::new(Script::new());
    let (one, two) = tokio::join!(pipeline.run().with_report(), pipeline.run().with_report());
    assert_ne!(one.report.run_id, two.report.run_id);
    assert_ne!(one.report.correlation_id, two.report.correlation_id);
    assert_eq!(one.report.parent_run, None);
}

#[tokio::test]
async fn a_run_that_a_panic_ends_leaves_nothing_behind() {
    let script = Script::new().on("left", [crate::script::panics("lost")]);
    Diamond::new(script).run().await.unwrap_err();
    assert!(current().is_none());
}
