//! Which failures fail the run, and what a run without output says.

use pipewright::{FailureReason, Outcome};

use crate::pipelines::{Handling, TailMaybe, TailOk, TailPlain};
use crate::script::{Fault, Script, decline, fail, give, panics, told};

type Read<'a> = &'a Outcome<u32, Fault>;

crate::scripted! { handling:
    a() -> u32;
    a_ok(Option<&u32>) -> ();
    b() -> u32;
    b_ok(Option<&u32>) -> ();
    b_outcome(Read<'_>) -> ();
    c() -> u32;
    c_outcome(Read<'_>) -> ();
    d() -> u32;
    d_ok(Option<&u32>) -> ();
    d_plain(&u32) -> ();
    e() -> Option<u32>;
    e_maybe(Option<&u32>) -> ();
    f() -> u32;
    f_guard() -> ();
    g() -> u32;
    h() -> u32;
    h_plain(&u32) -> ();
    i() -> u32;
    i_ok(Option<&u32>) -> ();
    i_guard() -> ();
    j() -> u32;
    j_ok(Option<&u32>) -> ();
    j_guard() -> ();
}

crate::scripted! { tail_ok: origin() -> u32; make(&u32) -> u32; }
crate::scripted! { tail_maybe: origin() -> u32; make(&u32) -> u32; }
crate::scripted! { tail_plain: origin() -> u32; make(&u32) -> Option<u32>; }

/// Whether the run gets over the failure of this step.
async fn is_handled(step: &'static str) -> bool {
    for act in [fail("no"), panics("no")] {
        let script = Script::new().on(step, [act]);
        if let Err(error) = Handling::new(script).run().await {
            assert_eq!(error.step(), Some(step));
            assert_eq!(error.failures().len(), 1);
            return false;
        }
    }
    true
}

#[tokio::test(start_paused = true)]
async fn an_error_is_handled_when_all_readers_take_it_and_one_by_ok() {
    assert!(is_handled("a").await, "by `.ok()`");
    assert!(is_handled("b").await, "by `.ok()` and `.outcome()`");
    assert!(is_handled("f").await, "by `.ok()` in a guard");
    assert!(
        is_handled("i").await,
        "by `.ok()`, and `.outcome()` in a guard"
    );
}

#[tokio::test(start_paused = true)]
async fn an_optional_step_may_fail() {
    assert!(is_handled("h").await);
}

#[tokio::test(start_paused = true)]
async fn any_other_error_is_not_handled() {
    assert!(!is_handled("c").await, "`.outcome()` alone observes");
    assert!(!is_handled("d").await, "a plain reader too");
    assert!(!is_handled("e").await, "by `.maybe()`");
    assert!(!is_handled("g").await, "nobody reads it");
    assert!(!is_handled("j").await, "a guard reads it plainly");
}

#[tokio::test(start_paused = true)]
async fn the_reader_of_an_outcome_runs_although_the_run_fails() {
    let script = Script::new().on("c", [fail("no").after(1)]);
    Handling::new(script.clone()).run().await.unwrap_err();
    assert_eq!(script.starts("c_outcome"), [1.0]);
}

#[tokio::test(start_paused = true)]
async fn a_reader_of_an_optional_failure_is_skipped_like_any_other() {
    let script = Script::new().on("h", [fail("no")]);
    let run = Handling::new(script.clone()).run().with_report().await;
    assert!(run.output.is_ok());
    assert_eq!(told(&run.outputs.h), "err: no");
    assert_eq!(
        told(&run.outputs.h_plain),
        "skipped: a step that it needs failed: `h`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_error_names_the_earliest_failure_and_gives_all() {
    let script = Script::new()
        .on("c", [fail("third").after(3)])
        .on("g", [fail("first").after(1)])
        .on("e", [panics("second").after(2)])
        .on("a", [fail("handled")]);
    let error = Handling::new(script).run().await.unwrap_err();
    assert_eq!(error.pipeline(), "behaviour::handling");
    assert_eq!(error.step(), Some("g"));
    assert_eq!(error.downcast_ref::<Fault>(), Some(&Fault("first")));
    assert_eq!(error.downcast_ref::<std::io::Error>().map(|_| ()), None);
    assert!(std::error::Error::source(&error).is_none());
    let failures: Vec<_> = error
        .failures()
        .iter()
        .map(|failure| (failure.step(), failure.reason(), failure.to_string()))
        .collect();
    assert_eq!(
        failures,
        [
            ("g", FailureReason::Failed, "failed: first".to_owned()),
            ("e", FailureReason::Panicked, "panicked: second".to_owned()),
            ("c", FailureReason::Failed, "failed: third".to_owned()),
        ]
    );
    assert_eq!(
        error.failures()[2].downcast_ref::<Fault>(),
        Some(&Fault("third"))
    );
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::handling`: step `g` failed: first (and 2 more steps failed)"
    );
    assert!(error.missing_output().is_none() && error.deadline().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_tail_by_ok_makes_the_output_an_option() {
    let run = async |go, script: Script| TailOk::new(script).run(go).await;
    assert_eq!(run(true, Script::new()).await.unwrap(), Some(1));
    assert_eq!(run(false, Script::new()).await.unwrap(), None);
    assert_eq!(
        run(true, Script::new().on("make", [fail("no")]))
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        run(true, Script::new().on("origin", [fail("no")]))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test(start_paused = true)]
async fn a_tail_by_maybe_is_none_only_where_no_failure_is_the_cause() {
    let run = async |go, script: Script| TailMaybe::new(script).run(go).await;
    assert_eq!(run(true, Script::new()).await.unwrap(), Some(1));
    assert_eq!(run(false, Script::new()).await.unwrap(), None);
    let failed = run(true, Script::new().on("make", [fail("no")])).await;
    assert_eq!(
        failed.unwrap_err().to_string(),
        "pipeline `behaviour::tail_maybe`: step `make` failed: no"
    );
    let no_output = run(true, Script::new().on("origin", [fail("no")])).await;
    assert_eq!(
        no_output.unwrap_err().to_string(),
        "pipeline `behaviour::tail_maybe`: no output, because `make` was skipped: \
         a step that it needs failed: `origin`"
    );
}

async fn no_output(go: bool, script: Script) -> String {
    let run = TailPlain::new(script).run(go).with_report().await;
    let error = run.output.unwrap_err();
    assert_eq!(error.step(), Some("make"));
    assert_eq!(error.missing_output().unwrap().step(), "make");
    assert!(error.failures().is_empty());
    error.to_string()
}

#[tokio::test(start_paused = true)]
async fn a_run_without_output_says_which_step_made_none_and_why() {
    let guard = no_output(false, Script::new()).await;
    assert_eq!(
        guard,
        "pipeline `behaviour::tail_plain`: no output, because `make` was skipped: its condition was false"
    );
    let declined = no_output(true, Script::new().on("make", [decline()])).await;
    assert_eq!(
        declined,
        "pipeline `behaviour::tail_plain`: no output, because `make` was skipped: it declined"
    );
    let failed = no_output(true, Script::new().on("make", [fail("no")])).await;
    assert_eq!(
        failed,
        "pipeline `behaviour::tail_plain`: no output, because `make` failed"
    );
    let parent = no_output(true, Script::new().on("origin", [fail("no")])).await;
    assert_eq!(
        parent,
        "pipeline `behaviour::tail_plain`: no output, because `make` was skipped: \
         a step that it needs failed: `origin`"
    );
    let output = TailPlain::new(Script::new().on("make", [give(5)]))
        .run(true)
        .await;
    assert_eq!(output.unwrap(), 5);
}
