//! A panic is its step's failure, wherever it happens.

use pipewright::{Context, FailureReason, Run, Spawn};

use crate::pipelines::Panics;
use crate::pipelines::panics::{Outputs, Steps};
use crate::script::{Fault, told};

pub fn guard() -> bool {
    panic!("in the guard")
}

pub fn refuses(_: &Fault) -> bool {
    panic!("in the condition of a retry")
}

struct Panicking;

impl Steps for Panicking {
    async fn retried(&self, cx: &Context) -> Result<(), Fault> {
        let attempt = cx.attempt();
        panic!("in attempt {attempt}")
    }

    #[allow(clippy::manual_async_fn, reason = "it panics before there is a future")]
    fn before_its_future<'a>(
        &'a self,
        _: &'a Context,
    ) -> impl Future<Output = Result<(), Fault>> + Send + 'a {
        if self.holds_not() {
            panic!("before its future");
        }
        async { Ok(()) }
    }

    async fn in_guard(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }

    fn holds(&self) -> bool {
        panic!("in the predicate")
    }

    async fn in_predicate(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }

    async fn in_condition(&self, _: &Context) -> Result<(), Fault> {
        Err(Fault("no"))
    }

    fn on_a_thread(&self, _: &Context) -> Result<(), Fault> {
        std::panic::panic_any(7)
    }

    async fn on_a_worker(&self, _: &Context) -> Result<(), Fault> {
        tokio::task::yield_now().await;
        panic!("on a worker")
    }

    async fn independent(&self, _: &Context) -> Result<(), Fault> {
        tokio::task::yield_now().await;
        Ok(())
    }
}

impl Panicking {
    fn holds_not(&self) -> bool {
        true
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_its_steps_failure_and_no_more() {
    no_more(Panics::new(Panicking).run().with_report().await);
    let tasks = Panics::new(Panicking).run().executor(Spawn);
    no_more(tasks.with_report().await);
}

fn no_more(run: Run<(), Outputs>) {
    let outputs = &run.outputs;
    assert_eq!(told(&outputs.retried), "err: panicked: in attempt 1");
    assert_eq!(
        told(&outputs.before_its_future),
        "err: panicked: before its future"
    );
    assert_eq!(told(&outputs.in_guard), "err: panicked: in the guard");
    assert_eq!(
        told(&outputs.in_predicate),
        "err: panicked: in the predicate"
    );
    assert_eq!(
        told(&outputs.in_condition),
        "err: panicked: in the condition of a retry"
    );
    assert_eq!(
        told(&outputs.on_a_thread),
        "err: panicked: with something that is not text"
    );
    assert_eq!(told(&outputs.on_a_worker), "err: panicked: on a worker");
    assert_eq!(told(&outputs.independent), "ok");
    let error = run.output.unwrap_err();
    assert_eq!(error.failures().len(), 7);
    let reasons = error.failures().iter().map(|failure| failure.reason());
    assert!(
        reasons
            .into_iter()
            .all(|reason| reason == FailureReason::Panicked)
    );
}

#[tokio::test(start_paused = true)]
async fn a_guard_that_panics_is_not_an_attempt() {
    let run = Panics::new(Panicking).run().with_report().await;
    assert!(run.report.step("in_guard").unwrap().attempts.is_empty());
    assert_eq!(
        run.report.step("retried").unwrap().attempts.len(),
        1,
        "it is never tried again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_panic_leaves_its_turn_to_the_next() {
    let run = Panics::new(Panicking).run().max_parallel(1).with_report();
    assert_eq!(told(&run.await.outputs.independent), "ok");
}
