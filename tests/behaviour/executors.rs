//! Where steps run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, ThreadId};

use pipewright::{Blocking, Context, Executor, FailureReason, Inline, Spawn, Work};

use crate::pipelines::{Diamond, Placed, Places, placed, places};
use crate::script::{Fault, Script, give, told};

/// A thread that does all that it is given, one after the other.
#[derive(Clone)]
pub struct Pool(mpsc::Sender<Work>);

impl Pool {
    pub fn new() -> Self {
        let (give, take) = mpsc::channel::<Work>();
        let pool = thread::Builder::new().name("pool".into());
        pool.spawn(move || take.into_iter().for_each(Work::run))
            .unwrap();
        Self(give)
    }
}

impl Executor for Pool {
    fn execute(&self, work: Work) {
        self.0.send(work).unwrap();
    }
}

/// Drops all work.
struct Drops;

impl Executor for Drops {
    fn execute(&self, work: Work) {
        drop(work);
    }
}

/// Panics.
struct Refuses;

impl Executor for Refuses {
    fn execute(&self, _: Work) {
        panic!("no room")
    }
}

/// Runs work where it is handed over.
pub struct OnTheSpot;

impl Executor for OnTheSpot {
    fn execute(&self, work: Work) {
        work.run();
    }
}

/// Steps that note where they run.
struct Where {
    home: ThreadId,
    places: Mutex<BTreeMap<&'static str, &'static str>>,
}

impl Where {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            home: thread::current().id(),
            places: Mutex::default(),
        })
    }

    fn note(&self, step: &'static str) -> Result<(), Fault> {
        let thread = thread::current();
        let place = match thread.name() {
            Some("pool") => "pool",
            _ if thread.id() != self.home => "thread",
            _ if tokio::task::try_id().is_some() => "task",
            _ => "caller",
        };
        self.places.lock().unwrap().insert(step, place);
        Ok(())
    }

    fn told<const N: usize>(&self, steps: [&str; N]) -> [&'static str; N] {
        let places = self.places.lock().unwrap();
        steps.map(|step| places[step])
    }
}

macro_rules! noting {
    ($pipeline:ident: $($step:ident)* / $($sync:ident)*) => {
        impl $pipeline::Steps for Where {
            $(async fn $step(&self, _: &Context) -> Result<(), Fault> {
                tokio::task::yield_now().await;
                self.note(stringify!($step))
            })*
            $(fn $sync(&self, _: &Context) -> Result<(), Fault> {
                self.note(stringify!($sync))
            })*
        }
    };
}

noting! { places: plain inline spawned threaded pooled / sync sync_inline sync_pooled }
noting! { placed: plain inline / sync }

const FREE: [&str; 2] = ["plain", "sync"];
const BOUND: [&str; 6] = [
    "inline",
    "spawned",
    "threaded",
    "pooled",
    "sync_inline",
    "sync_pooled",
];

fn pipeline(steps: Arc<Where>) -> Places<Where> {
    Places::builder().steps(steps).pool(Pool::new()).build()
}

#[tokio::test]
async fn steps_run_in_the_callers_task_and_synchronous_ones_on_a_thread() {
    let steps = Where::new();
    pipeline(steps.clone()).run().await.unwrap();
    assert_eq!(steps.told(FREE), ["caller", "thread"]);
    assert_eq!(
        steps.told(BOUND),
        ["caller", "task", "thread", "pool", "caller", "pool"]
    );
}

#[tokio::test]
async fn a_run_says_where_those_run_that_do_not_say_it_themselves() {
    let steps = Where::new();
    let pipeline = pipeline(steps.clone());
    let bound = ["caller", "task", "thread", "pool", "caller", "pool"];
    pipeline.run().executor(Spawn).await.unwrap();
    assert_eq!(steps.told(FREE), ["task", "thread"]);
    assert_eq!(steps.told(BOUND), bound);
    pipeline.run().executor(Blocking).await.unwrap();
    assert_eq!(steps.told(FREE), ["thread", "thread"]);
    assert_eq!(steps.told(BOUND), bound);
    pipeline.run().executor(Pool::new()).await.unwrap();
    assert_eq!(steps.told(FREE), ["pool", "pool"]);
    assert_eq!(steps.told(BOUND), bound);
    pipeline.run().executor(Inline).await.unwrap();
    assert_eq!(steps.told(FREE), ["caller", "thread"]);
}

#[tokio::test]
async fn a_run_over_a_pipeline_over_its_description() {
    let steps = Where::new();
    let described = Placed::<Where>::new(steps.clone());
    described.run().await.unwrap();
    assert_eq!(
        steps.told(["plain", "inline", "sync"]),
        ["task", "caller", "thread"]
    );

    let built = Placed::<Where>::builder()
        .steps(steps.clone())
        .executor(Pool::new())
        .build();
    built.run().await.unwrap();
    assert_eq!(
        steps.told(["plain", "inline", "sync"]),
        ["pool", "caller", "pool"]
    );
    built.run().executor(Inline).await.unwrap();
    assert_eq!(
        steps.told(["plain", "inline", "sync"]),
        ["caller", "caller", "thread"]
    );
}

#[tokio::test]
async fn work_that_is_dropped_is_cancelled() {
    let script = Script::new();
    let run = Diamond::new(script.clone())
        .run()
        .executor(Drops)
        .with_report();
    let run = run.await;
    assert_eq!(told(&run.outputs.left), "err: it was cancelled");
    assert_eq!(
        told(&run.outputs.join),
        "skipped: a step that it needs failed: `left`"
    );
    let error = run.output.unwrap_err();
    assert_eq!(error.failures()[0].reason(), FailureReason::Cancelled);
    assert_eq!(
        error.to_string(),
        "pipeline `behaviour::diamond`: step `left` failed: it was cancelled (and 1 more step failed)"
    );
    assert_eq!(script.calls("left"), 0);
}

#[tokio::test(start_paused = true)]
async fn an_executor_that_panics_fails_the_step_and_leaves_its_turn_to_the_next() {
    let run = Diamond::new(Script::new())
        .run()
        .executor(Refuses)
        .max_parallel(1);
    let run = run.with_report();
    let run = tokio::time::timeout(crate::script::secs(60), run)
        .await
        .expect("it ends");
    assert_eq!(told(&run.outputs.left), "err: panicked: no room");
    assert_eq!(told(&run.outputs.right), "err: panicked: no room");
    assert_eq!(
        crate::script::attempt_errors(&run.report, "right"),
        ["panicked: no room"]
    );
}

#[tokio::test]
async fn an_executor_may_run_its_work_at_once() {
    let run = Diamond::new(Script::new()).run().executor(OnTheSpot);
    assert_eq!(run.await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn timers_work_on_an_executor_of_ones_own() {
    let script = Script::new().on("left", [give(3).after(1)]);
    Diamond::new(script.clone())
        .run()
        .executor(Pool::new())
        .await
        .unwrap();
    assert_eq!(script.ends("left"), [1.0]);
}

/// Keeps all work, and runs none.
struct Keeps(Mutex<Vec<Work>>);

impl Executor for Keeps {
    fn execute(&self, work: Work) {
        self.0.lock().unwrap().push(work);
    }
}

#[tokio::test(start_paused = true)]
async fn limits_hold_for_work_that_its_executor_does_not_come_to() {
    use crate::pipelines::Retrying;
    let script = Script::new();
    let keeps = Keeps(Mutex::default());
    let run = Retrying::new(script.clone()).run().executor(keeps);
    let run = run.deadline(crate::script::secs(60)).with_report().await;
    assert_eq!(told(&run.outputs.timed), "err: timed out after 2s");
    let timed = run.report.step("timed").unwrap();
    assert_eq!(
        crate::script::seconds(timed.elapsed()),
        9.0,
        "three times 2 s, and 1 s and 2 s between"
    );
    assert_eq!(told(&run.outputs.limited), "err: its deadline passed");
    assert_eq!(
        script.time(),
        60.0,
        "the others have no limit but the run's"
    );
    assert_eq!(script.order(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_run_with_its_report_ends_although_an_executor_never_comes_to_its_work() {
    let script = Script::new();
    let left = Diamond::new(script.clone())
        .run()
        .executor(First(Mutex::default()));
    let run = left.deadline(crate::script::secs(1)).with_report();
    let run = tokio::time::timeout(crate::script::secs(60), run)
        .await
        .expect("it ends");
    assert_eq!(told(&run.outputs.left), "ok");
    assert_eq!(told(&run.outputs.after_left), "err: its deadline passed");
    assert_eq!(script.time(), 1.0);
}

/// Runs one piece of work, and keeps all others.
struct First(Mutex<Vec<Work>>);

impl Executor for First {
    fn execute(&self, work: Work) {
        let mut kept = self.0.lock().unwrap();
        kept.push(work);
        if let [first] = &mut kept[..] {
            let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
            let _ = std::pin::Pin::new(first).poll(&mut cx);
        }
    }
}

#[tokio::test]
async fn on_another_runtime() {
    let other = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("pool")
        .build()
        .unwrap();
    let steps = Where::new();
    let run = Places::builder()
        .steps(steps.clone())
        .pool(other.handle().clone())
        .build()
        .run();
    run.await.unwrap();
    assert_eq!(steps.told(["pooled", "sync_pooled"]), ["pool"; 2]);
    other.shutdown_background();
}

#[cfg(feature = "rayon")]
#[tokio::test]
async fn on_a_pool_of_rayon() {
    let cores = rayon::ThreadPoolBuilder::new().num_threads(2);
    let cores = cores.thread_name(|_| "pool".to_owned()).build().unwrap();
    let cores = Arc::new(cores);
    let steps = Where::new();
    let pipeline = Places::builder()
        .steps(steps.clone())
        .pool(Arc::clone(&cores))
        .build();
    pipeline.run().await.unwrap();
    assert_eq!(steps.told(["pooled", "sync_pooled"]), ["pool"; 2]);
    assert_eq!(cores.install(|| 7), 7, "the pool is there after the run");
}
