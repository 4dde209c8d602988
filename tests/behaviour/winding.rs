//! Runs inside others: cut short, begun with an entry, sharing what they wait for.

use std::future::IntoFuture;

use pipewright::{Context, FailureReason, Limit};
use tokio::time::{Instant, timeout};

use crate::pipelines::{
    Around, BooksEach, BooksInside, ChangesBoth, Queries, changes, changes_both, queries,
};
use crate::script::{Fault, Script, fail, give, never, seconds, secs, told};

crate::scripted! { booking: book(u32) -> u32; unbook(&u32) -> (); pay(&u32) -> u32; }
crate::scripted! { books_inside: reserve(u32) -> u32; release(&u32) -> (); tell(u32) -> u32; }
crate::scripted! { books_each: }
crate::scripted! { querying: query(u32) -> u32; }

impl queries::Steps for Script {
    async fn call(&self, _: &Context, _: u32) -> Result<u32, Fault> {
        self.play("call").await
    }

    async fn add(&self, _: &Context, one: u32, two: u32, three: u32) -> Result<u32, Fault> {
        Ok(one + two + three)
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_done_inside_is_undone_before_the_next_attempt() {
    let script = Script::new()
        .on("pay", [never(), give(7)])
        .on("unbook", [give(0).after(2)])
        .on("tell", [give(7)]);
    let run = BooksInside::new(script.clone()).run(1).with_report().await;
    assert_eq!(run.output.unwrap(), 7);
    assert_eq!(script.starts("unbook"), [5.0]);
    // it takes two seconds, and then the delay
    assert_eq!(script.starts("book"), [0.0, 8.0]);
    assert_eq!(script.calls("release"), 0);

    let step = run.report.step("booking").unwrap();
    let attempts: Vec<_> = step.attempts.iter().collect();
    assert_eq!(attempts[0].error.as_deref(), Some("timed out after 5s"));
    let cut = attempts[0].run.as_ref().unwrap();
    assert_eq!(told_of(cut, "book"), "ok");
    assert_eq!(told_of(cut, "pay"), "err");
    assert!(cut.step("book").unwrap().undo.is_some());
    assert!(attempts[1].run.is_some());
}

fn told_of(report: &pipewright::Report, step: &str) -> String {
    report.step(step).unwrap().outcome.to_string()
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_cancelled_or_late_undoes_what_was_done_inside_first() {
    for late in [false, true] {
        let script = Script::new()
            .on("pay", [never()])
            .on("unbook", [give(0).after(2)]);
        let run = BooksInside::new(script.clone()).run(1);
        let error = if late {
            run.deadline(secs(3)).await.unwrap_err()
        } else {
            let mut run = run.into_future();
            assert!(timeout(secs(3), &mut run).await.is_err());
            run.cancel();
            run.await.unwrap_err()
        };
        assert_eq!(error.is_cancelled(), !late);
        assert_eq!(error.step(), Some("booking"));
        assert_eq!(script.starts("unbook"), [3.0]);
        assert_eq!(script.starts("release"), [5.0]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_undone_inside_is_told() {
    let script = Script::new()
        .on("pay", [never()])
        .on("unbook", [fail("gone")])
        .on("release", [fail("lost")]);
    let run = BooksInside::new(script.clone()).run(1).deadline(secs(3));
    let error = run.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::books_inside`: its deadline of 3s passed while running `booking`; \
         undoing `book` failed: gone; undoing `reserve` failed: lost"
    );
    assert_eq!(error.undo_failures().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_run_undoes_nothing_inside_either() {
    let script = Script::new().on("pay", [never()]);
    let run = BooksInside::new(script.clone()).run(1);
    assert!(timeout(secs(3), run).await.is_err());
    assert_eq!(script.gone("pay"), [3.0]);
    assert_eq!((script.calls("unbook"), script.calls("release")), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn elements_that_are_runs_undo_what_they_did_too() {
    // the first one fails, and the other has to end with it
    let script = Script::new()
        .on("pay", [fail("no").after(2), never()])
        .on("unbook", [give(0).after(1), give(0).after(2)]);
    let begun = Instant::now();
    let run = BooksEach::new(script.clone()).run(vec![1, 2, 3]);
    let run = run.with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::Failed);
    assert_eq!(error.failures()[0].element(), Some(0));
    assert_eq!(script.starts("unbook"), [2.0, 3.0]);
    assert_eq!(seconds(begun.elapsed()), 5.0);
    assert_eq!(script.calls("book"), 2, "no more elements begin");
    let elements = &run.report.step("booking").unwrap().elements;
    assert_eq!(elements.len(), 2);
    assert!(elements.iter().all(|one| one.attempts[0].run.is_some()));

    let script = Script::new().on("pay", [never()]);
    let run = BooksEach::new(script.clone()).run(vec![1]);
    let error = run.await.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::TimedOut);
    assert_eq!(script.starts("unbook"), [5.0]);

    let script = Script::new().on("pay", [never()]);
    let run = BooksEach::new(script.clone()).run(vec![1, 2, 3]);
    let error = run.deadline(secs(2)).await.unwrap_err();
    assert_eq!(error.deadline(), Some(secs(2)));
    assert_eq!(script.starts("unbook"), [2.0, 2.0]);
    assert_eq!(script.calls("book"), 2);
}

#[tokio::test(start_paused = true)]
async fn attempts_of_all_runs_inside_are_counted_together() {
    let second = || [give(1).after(1)];
    for (most, total) in [(1, 7.0), (2, 5.0), (4, 3.0)] {
        let script = Script::new()
            .on("left", second())
            .on("right", second())
            .on("sum", second());
        let begun = Instant::now();
        let run = Around::new(script.clone()).run(1).max_parallel(most);
        run.await.unwrap();
        // at best four side by side, then two, then the outer one
        assert_eq!(seconds(begun.elapsed()), total, "{most}");
        let spawned = Around::new(script.clone()).run(1).max_parallel(most);
        let begun = Instant::now();
        spawned.executor(pipewright::Spawn).await.unwrap();
        assert_eq!(seconds(begun.elapsed()), total, "{most} spawned");
    }
}

#[tokio::test(start_paused = true)]
async fn the_limits_of_a_pipeline_inside_are_the_outer_ones() {
    let script = Script::new()
        .on("query", [give(3).after(2)])
        .on("call", [give(1).after(1)]);
    let pipeline = Queries::new(script.clone());
    assert_eq!(pipeline.run(1).await.unwrap(), 7);
    assert_eq!(script.starts("query"), [0.0, 2.0]);
    assert_eq!(script.starts("call"), [0.0]);

    let limits = queries::Limits {
        database: Limit::permits(2),
        ..queries::Limits::default()
    };
    let pipeline = Queries::builder().steps(script.clone()).limits(limits);
    pipeline.build().run(1).await.unwrap();
    assert_eq!(script.starts("query")[2..], [4.0, 4.0]);
}

/// Weighs changes.
struct Clerk;

impl changes::Steps for Clerk {
    async fn by_letter(&self, _: &Context, letter: u32) -> Result<u32, Fault> {
        Ok(letter)
    }

    async fn by_call(&self, _: &Context, caller: u32, loud: bool) -> Result<u32, Fault> {
        Ok(if loud { 100 * caller } else { caller })
    }

    async fn weigh(&self, _: &Context, change: u32, weight: u32) -> Result<u32, Fault> {
        Ok(change * weight)
    }
}

impl changes_both::Steps for Clerk {
    async fn both(&self, _: &Context, one: u32, two: u32) -> Result<u32, Fault> {
        Ok(one + two)
    }
}

#[tokio::test]
async fn a_step_may_begin_a_run_with_an_entry() {
    let run = ChangesBoth::new(Clerk).run(3).with_report().await;
    assert_eq!(run.output.unwrap(), 3 * 10 + 300 * 3);
    assert_eq!(told(&run.outputs.by_letter), "ok");
    let inner = run.report.step("by_call").unwrap().run().unwrap();
    assert_eq!(inner.pipeline, "behaviour::changes");
    assert_eq!(told_of(inner, "by_letter"), "skipped");
    let inputs = inner.inputs.iter();
    let inputs: Vec<_> = inputs.map(|input| (&*input.name, &*input.value)).collect();
    assert_eq!(inputs, [("caller", "3"), ("loud", "true"), ("weight", "3")]);
}
