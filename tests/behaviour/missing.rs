//! A parent without a value, and every way of reading it.

use pipewright::Outcome;

use crate::pipelines::Missing;
use crate::pipelines::missing::{Outputs, Steps};
use crate::script::{Act, Fault, Script, decline, fail, give, panics, reported, told};

type Read<'a> = &'a Outcome<u32, Fault>;

crate::scripted! { missing:
    origin() -> u32;
    source(&u32) -> Option<u32>;
    plain(&u32) -> ();
    maybe(Option<&u32>) -> ();
    ok(Option<&u32>) -> ();
    outcome(Read<'_>) -> ();
    strict(&u32) -> ();
    later() -> ();
    guarded() -> ();
}

/// How each reader ended: plain, maybe, ok, outcome, strict, after.
fn readers(outputs: &Outputs) -> [String; 6] {
    [
        told(&outputs.plain),
        told(&outputs.maybe),
        told(&outputs.ok),
        told(&outputs.outcome),
        told(&outputs.strict),
        told(&outputs.later),
    ]
}

async fn run(feed: bool, go: bool, acts: [(&'static str, Act); 1]) -> [String; 6] {
    let [(step, act)] = acts;
    let script = Script::new().on(step, [act]);
    let run = Missing::new(script).run(feed, go).with_report().await;
    readers(&run.outputs)
}

const STRICT: &str = "err: it needs `source`, which was skipped or failed";

#[tokio::test(start_paused = true)]
async fn of_a_value_that_is_there() {
    let ended = run(true, true, [("source", give(1))]).await;
    assert_eq!(ended, ["ok"; 6]);
}

#[tokio::test(start_paused = true)]
async fn of_a_step_whose_guard_was_false() {
    let ended = run(true, false, [("source", give(1))]).await;
    let skipped = "skipped: a step that it needs was skipped: `source`";
    assert_eq!(ended, [skipped, "ok", "ok", "ok", STRICT, "ok"]);
}

#[tokio::test(start_paused = true)]
async fn of_a_step_that_declined() {
    let ended = run(true, true, [("source", decline())]).await;
    let skipped = "skipped: a step that it needs was skipped: `source`";
    assert_eq!(ended, [skipped, "ok", "ok", "ok", STRICT, "ok"]);
}

#[tokio::test(start_paused = true)]
async fn of_a_step_that_failed() {
    for act in [fail("no"), panics("no")] {
        let ended = run(true, true, [("source", act)]).await;
        let skipped = "skipped: a step that it needs failed: `source`";
        assert_eq!(ended, [skipped, skipped, "ok", "ok", STRICT, skipped]);
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_step_that_was_skipped_because_another_failed() {
    let ended = run(true, true, [("origin", fail("no"))]).await;
    let skipped = "skipped: a step that it needs failed: `origin`";
    assert_eq!(ended, [skipped, skipped, "ok", "ok", STRICT, "ok"]);
}

#[tokio::test(start_paused = true)]
async fn of_a_step_that_was_skipped_because_another_was() {
    let ended = run(false, true, [("origin", give(1))]).await;
    let skipped = "skipped: a step that it needs was skipped: `origin`";
    assert_eq!(ended, [skipped, "ok", "ok", "ok", STRICT, "ok"]);
}

#[tokio::test(start_paused = true)]
async fn a_missing_input_is_a_failure_of_the_run() {
    let error = Missing::new(Script::new()).run(true, false).await;
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::missing`: step `strict` failed: it needs `source`, which was skipped or failed"
    );
    assert_eq!(error.failures()[0].attempts(), 0);
    assert!(std::error::Error::source(&error).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_guard_can_ask_for_the_outcome() {
    let run = Missing::new(Script::new())
        .run(true, false)
        .with_report()
        .await;
    assert_eq!(told(&run.outputs.guarded), "ok");
    let run = Missing::new(Script::new())
        .run(true, true)
        .with_report()
        .await;
    assert_eq!(
        told(&run.outputs.guarded),
        "skipped: its condition was false"
    );
    assert_eq!(
        reported(&run.report, "guarded"),
        "skipped: its condition was false"
    );
}

/// What the readers are given.
mod received {
    use std::sync::Mutex;

    use super::*;
    use pipewright::Context;

    #[derive(Default)]
    struct Readers(Mutex<Vec<String>>, Option<Option<u32>>);

    impl Readers {
        fn note(&self, text: String) -> Result<(), Fault> {
            self.0.lock().unwrap().push(text);
            Ok(())
        }
    }

    impl Steps for Readers {
        async fn origin(&self, _: &Context) -> Result<u32, Fault> {
            Ok(7)
        }

        async fn source(&self, _: &Context, origin: &u32) -> Result<Option<u32>, Fault> {
            self.1.map_or(Err(Fault("no")), |value| {
                Ok(value.map(|value| value * origin))
            })
        }

        async fn plain(&self, _: &Context, value: &u32) -> Result<(), Fault> {
            self.note(format!("plain {value}"))
        }

        async fn maybe(&self, _: &Context, value: Option<&u32>) -> Result<(), Fault> {
            self.note(format!("maybe {value:?}"))
        }

        async fn ok(&self, _: &Context, value: Option<&u32>) -> Result<(), Fault> {
            self.note(format!("ok {value:?}"))
        }

        async fn outcome(&self, _: &Context, value: Read<'_>) -> Result<(), Fault> {
            self.note(format!("outcome {}", told(value)))
        }

        async fn strict(&self, _: &Context, value: &u32) -> Result<(), Fault> {
            self.note(format!("strict {value}"))
        }

        async fn later(&self, _: &Context) -> Result<(), Fault> {
            Ok(())
        }

        async fn guarded(&self, _: &Context) -> Result<(), Fault> {
            Ok(())
        }
    }

    async fn received(source: Option<Option<u32>>) -> Vec<String> {
        let readers = std::sync::Arc::new(Readers(Mutex::default(), source));
        let _ = Missing::<Readers>::new(readers.clone())
            .run(true, true)
            .await;
        std::mem::take(&mut readers.0.lock().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_value() {
        let notes = received(Some(Some(6))).await;
        assert_eq!(
            notes,
            [
                "maybe Some(42)",
                "ok Some(42)",
                "outcome ok",
                "plain 42",
                "strict 42"
            ]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn no_value() {
        let notes = received(Some(None)).await;
        assert_eq!(
            notes,
            ["maybe None", "ok None", "outcome skipped: it declined"]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure() {
        let notes = received(None).await;
        assert_eq!(notes, ["ok None", "outcome err: no"]);
    }
}

/// Two parents, of which one is skipped and one fails.
mod verdicts {
    use super::*;
    use crate::pipelines::Verdict;

    crate::scripted! { verdict:
        declines() -> u32;
        fails() -> u32;
        both(&u32, &u32) -> u32;
        asks(Option<&u32>) -> ();
        insists(&u32, &u32) -> ();
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_beats_a_skip_of_the_same_moment() {
        let script = Script::new().on("fails", [fail("no")]);
        let run = Verdict::new(script).run(false).with_report().await;
        assert_eq!(
            told(&run.outputs.both),
            "skipped: a step that it needs failed: `fails`"
        );
        assert_eq!(
            reported(&run.report, "both"),
            "skipped: a step that it needs failed <- declines, fails"
        );
        assert_eq!(
            told(&run.outputs.asks),
            "skipped: a step that it needs failed: `fails`",
            "so `.maybe()` does not receive it"
        );
        assert_eq!(
            told(&run.outputs.insists),
            "err: it needs `fails`, which was skipped or failed"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_comes_later_does_not() {
        let script = Script::new().on("fails", [fail("no").after(1)]);
        let run = Verdict::new(script.clone()).run(false).with_report().await;
        assert_eq!(
            reported(&run.report, "both"),
            "skipped: a step that it needs was skipped <- declines"
        );
        assert_eq!(
            told(&run.outputs.insists),
            "err: it needs `declines`, which was skipped or failed"
        );
        assert_eq!(told(&run.outputs.asks), "ok");
        assert_eq!(script.starts("asks"), [0.0]);
    }
}

/// When a guard is asked.
mod guards {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::pipelines::{Guarded, guarded};
    use pipewright::Context;

    struct Asked(std::sync::Arc<AtomicU32>);

    impl guarded::Steps for Asked {
        fn asked(&self, limit: u32) -> bool {
            self.0.fetch_add(1, Ordering::SeqCst) < limit
        }

        async fn tried(&self, _: &Context) -> Result<(), Fault> {
            Err(Fault("no"))
        }

        async fn compared(&self, _: &Context) -> Result<(), Fault> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn once_before_the_attempts() {
        let asked = std::sync::Arc::new(AtomicU32::new(0));
        let run = Guarded::new(Asked(asked.clone()))
            .run(1)
            .with_report()
            .await;
        assert_eq!(run.report.step("tried").unwrap().attempts.len(), 3);
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        assert_eq!(
            told(&run.outputs.compared),
            "skipped: its condition was false"
        );
        let run = Guarded::new(Asked(asked)).run(11).with_report().await;
        assert_eq!(told(&run.outputs.compared), "ok");
    }
}
