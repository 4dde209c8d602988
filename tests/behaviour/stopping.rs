//! Dropping the future of a run.

use std::future::IntoFuture;
use std::sync::{Arc, Mutex};

use pipewright::{Blocking, Context, Executor, Spawn, Work};
use tokio::sync::mpsc;

use crate::executors::Pool;
use crate::pipelines::{Diamond, Mover, diamond, mover};
use crate::script::{Fault, Script, Still, give, never, secs};
use crate::values::Token;

#[tokio::test(start_paused = true)]
async fn stops_its_steps_wherever_they_run() {
    let stopped = async |spawned: bool| {
        let script = Script::new()
            .on("left", [never()])
            .on("right", [give(1).after(5)]);
        let launch = Diamond::new(script.clone()).run();
        let launch = if spawned {
            launch.executor(Spawn)
        } else {
            launch
        };
        let run = tokio::time::timeout(secs(2), launch.into_future());
        assert!(run.await.is_err());
        tokio::time::sleep(secs(60)).await;
        assert_eq!(script.gone("left"), [2.0]);
        assert_eq!(script.gone("right"), [2.0]);
        assert_eq!(script.calls("after_right"), 0);
    };
    stopped(false).await;
    stopped(true).await;
}

#[tokio::test(start_paused = true)]
async fn stops_asynchronous_steps_on_threads() {
    let script = Script::new().on("left", [never()]);
    let _still = Still::new();
    let run = Diamond::new(script.clone()).run().executor(Blocking);
    let run = tokio::spawn(run.into_future());
    while script.calls("left") == 0 {
        tokio::task::yield_now().await;
    }
    run.abort();
    while script.gone("left").is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(script.ends("left").is_empty());
}

/// Keeps all work, and runs none.
#[derive(Clone, Default)]
struct Keeps(Arc<Mutex<Vec<Work>>>);

impl Executor for Keeps {
    fn execute(&self, work: Work) {
        self.0.lock().unwrap().push(work);
    }
}

#[tokio::test(start_paused = true)]
async fn work_that_an_executor_has_not_begun_is_never_begun() {
    let (script, keeps) = (Script::new(), Keeps::default());
    let run = Diamond::new(script.clone()).run().executor(keeps.clone());
    assert!(
        tokio::time::timeout(secs(1), run.into_future())
            .await
            .is_err()
    );
    let kept = std::mem::take(&mut *keeps.0.lock().unwrap());
    assert_eq!(kept.len(), 2, "`left` and `right`");
    for work in kept {
        work.run();
    }
    assert_eq!(script.order(), [""; 0]);
}

/// A step that spawns work.
struct Spawns {
    told: mpsc::UnboundedSender<&'static str>,
    hangs: bool,
}

impl diamond::Steps for Spawns {
    async fn left(&self, cx: &Context) -> Result<u32, Fault> {
        let told = self.told.clone();
        let work = cx.spawn(async move {
            let _dropped = Tells(told.clone(), "dropped");
            tokio::time::sleep(secs(5)).await;
            told.send("done").unwrap();
            7
        });
        match self.hangs {
            true => Ok(work.await.unwrap().unwrap_or(0)),
            false => Ok(1),
        }
    }

    async fn right(&self, _: &Context) -> Result<u32, Fault> {
        Ok(1)
    }

    async fn after_left(&self, _: &Context, left: &u32) -> Result<u32, Fault> {
        Ok(*left)
    }

    async fn after_right(&self, _: &Context, right: &u32) -> Result<u32, Fault> {
        Ok(*right)
    }

    async fn join(&self, _: &Context, left: &u32, right: &u32) -> Result<u32, Fault> {
        Ok(left + right)
    }
}

struct Tells(mpsc::UnboundedSender<&'static str>, &'static str);

impl Drop for Tells {
    fn drop(&mut self) {
        let _ = self.0.send(self.1);
    }
}

#[tokio::test(start_paused = true)]
async fn stops_what_its_steps_have_spawned() {
    let (told, mut hears) = mpsc::unbounded_channel();
    let run = Diamond::new(Spawns { told, hangs: true }).run();
    assert!(
        tokio::time::timeout(secs(2), run.into_future())
            .await
            .is_err()
    );
    assert_eq!(hears.recv().await, Some("dropped"), "not done");
    assert_eq!(hears.recv().await, None);
}

#[tokio::test(start_paused = true)]
async fn what_is_spawned_gives_its_value_and_outlives_a_run_that_ends_by_itself() {
    let (told, mut hears) = mpsc::unbounded_channel();
    let run = Diamond::new(Spawns { told, hangs: true }).run();
    assert_eq!(run.await.unwrap(), 8);
    assert_eq!(hears.recv().await, Some("done"));

    let (told, mut hears) = mpsc::unbounded_channel();
    let run = Diamond::new(Spawns { told, hangs: false }).run();
    assert_eq!(run.await.unwrap(), 2);
    assert_eq!(hears.recv().await, Some("done"), "after the run's end");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_never_polled_starts_nothing_when_it_is_dropped() {
    let script = Script::new();
    drop(Diamond::new(script.clone()).run().into_future());
    drop(Diamond::new(script.clone()).run().with_report());
    assert_eq!(script.order(), [""; 0]);
}

/// A step that a busy thread works at when its time is up.
struct Busy {
    begun: mpsc::UnboundedSender<()>,
    end: Mutex<std::sync::mpsc::Receiver<()>>,
    told: mpsc::UnboundedSender<&'static str>,
}

impl mover::Steps for Busy {
    async fn borrow(&self, _: &Context, _: &Token) -> Result<(), Fault> {
        self.begun.send(()).unwrap();
        // synchronous, so that it cannot be dropped here
        self.end.lock().unwrap().recv().unwrap();
        let _dropped = Tells(self.told.clone(), "dropped");
        std::future::pending().await
    }

    async fn take(&self, _: &Context, token: Token) -> Result<Token, Fault> {
        self.told.send("taken").unwrap();
        Ok(token)
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_can_be_dropped_while_it_waits_for_an_attempt_that_ran_out_of_time() {
    let (begun, mut begins) = mpsc::unbounded_channel();
    let (end, ends) = std::sync::mpsc::channel();
    let (told, mut hears) = mpsc::unbounded_channel();
    let still = Still::new();
    let steps = Busy {
        begun,
        end: Mutex::new(ends),
        told,
    };
    let pipeline = Mover::builder().steps(steps).pool(Pool::new()).build();
    let run = tokio::spawn(pipeline.run(Token::default()).into_future());
    drop(pipeline);
    begins.recv().await.unwrap();
    still.pass(2).await;
    assert!(!run.is_finished());
    run.abort();
    assert!(run.await.err().unwrap().is_cancelled());
    end.send(()).unwrap();
    assert_eq!(hears.recv().await, Some("dropped"));
    assert_eq!(
        hears.recv().await,
        None,
        "nothing was taken, and all is let go"
    );
}
