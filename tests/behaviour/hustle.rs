//! Runs whose steps end on two threads at once, well or not, beside the same run in one task: what a user sees is
//! the same.

use std::future::IntoFuture;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Barrier};

use pipewright::{Outcome, RunError, RunFuture, Spawn};
use tokio::runtime::{Builder, Runtime};

use crate::large::Nothing;
use crate::pipelines::{
    HustleLayers, HustleMixed, HustlePairs, HustleRoots, HustleWide, hustle_layers, hustle_mixed,
    hustle_pairs, hustle_roots, hustle_wide,
};
use crate::script::{Fault, secs};

impl hustle_layers::Steps for Nothing {}
impl hustle_mixed::Steps for Nothing {}
impl hustle_pairs::Steps for Nothing {}
impl hustle_roots::Steps for Nothing {}
impl hustle_wide::Steps for Nothing {}

/// What steps do, made up from a seed.
pub struct Plan {
    seed: u64,
    /// One of so many calls ends badly.
    odds: u64,
    /// How often each step was called.
    calls: [AtomicU32; 64],
    /// How many values there are.
    values: AtomicI64,
    /// Where these steps meet, each with as many others as it takes, while they keep their threads.
    meets: Option<(Range<u32>, Barrier)>,
}

/// A value that is counted for as long as it is there.
pub struct Made {
    number: u64,
    plan: Arc<Plan>,
}

impl Drop for Made {
    fn drop(&mut self) {
        self.plan.values.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Plan {
    fn new(seed: u64, odds: u64) -> Arc<Self> {
        Arc::new(Self {
            seed,
            odds,
            calls: [const { AtomicU32::new(0) }; 64],
            values: AtomicI64::new(0),
            meets: None,
        })
    }

    /// Steps of which these meet.
    fn meeting(steps: Range<u32>, count: usize) -> Arc<Self> {
        let meets = Some((steps, Barrier::new(count)));
        let plan = Arc::into_inner(Self::new(0, u64::MAX)).unwrap();
        Arc::new(Self { meets, ..plan })
    }

    pub fn opens(&self, step: u32) -> bool {
        !self.random(step, 99).bool()
    }

    fn random(&self, step: u32, call: u32) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed << 32 ^ u64::from(step << 8 | call))
    }
}

async fn make(plan: &Arc<Plan>, step: u32, inputs: &[u64]) -> Result<Made, Fault> {
    let call = plan.calls[step as usize].fetch_add(1, Ordering::SeqCst);
    if let Some((steps, barrier)) = &plan.meets
        && steps.contains(&step)
    {
        tokio::task::block_in_place(|| barrier.wait());
    }
    let mut random = plan.random(step, call);
    for _ in 0..random.u32(..8).saturating_sub(5) {
        tokio::task::yield_now().await;
    }
    (0..random.u32(..2_000)).for_each(|_| std::hint::spin_loop());
    match random.u64(..plan.odds) {
        0 if random.bool() => resume_unwind(Box::new("boom")),
        0 => Err(Fault("no")),
        _ => {
            plan.values.fetch_add(1, Ordering::SeqCst);
            let number = inputs
                .iter()
                .fold(1, |sum, input| sum * 3 % 1_000_003 + input);
            let plan = Arc::clone(plan);
            Ok(Made { number, plan })
        }
    }
}

pub async fn none(plan: &Arc<Plan>, step: u32) -> Result<Made, Fault> {
    make(plan, step, &[]).await
}

pub async fn one(plan: &Arc<Plan>, step: u32, a: &Made) -> Result<Made, Fault> {
    make(plan, step, &[a.number]).await
}

pub async fn two(plan: &Arc<Plan>, step: u32, a: &Made, b: &Made) -> Result<Made, Fault> {
    make(plan, step, &[a.number, b.number]).await
}

pub async fn three(
    plan: &Arc<Plan>,
    step: u32,
    a: &Made,
    b: &Made,
    c: &Made,
) -> Result<Made, Fault> {
    make(plan, step, &[a.number, b.number, c.number]).await
}

pub async fn after(plan: &Arc<Plan>, step: u32, a: &Outcome<Made, Fault>) -> Result<Made, Fault> {
    let number = a.ok().map_or(5, |a| a.number);
    make(plan, step, &[number]).await
}

fn workers(threads: usize) -> Runtime {
    let mut runtime = Builder::new_multi_thread();
    runtime
        .worker_threads(threads)
        .enable_time()
        .build()
        .unwrap()
}

fn run_on<T: Send + 'static>(runtime: &Runtime, in_task: bool, run: RunFuture<T>) -> T {
    let run = async { tokio::time::timeout(secs(60), run).await.expect("it ends") };
    runtime.block_on(async {
        match in_task {
            true => tokio::spawn(run).await.unwrap(),
            false => run.await,
        }
    })
}

/// What a user sees of a run: its output or its failures, in any order; and how often each step was called.
fn seen(result: Result<Option<Made>, RunError>, plan: &Arc<Plan>) -> (Vec<String>, Vec<u32>) {
    let mut told = match result {
        Ok(made) => vec![format!("{:?}", made.map(|made| made.number))],
        Err(error) => {
            let failures = error.failures().iter();
            failures.map(|failure| format!("{failure:?}")).collect()
        }
    };
    told.sort();
    assert_eq!(
        plan.values.load(Ordering::SeqCst),
        0,
        "all values are dropped"
    );
    assert_eq!(
        Arc::strong_count(plan),
        1,
        "a run that has ended holds nothing"
    );
    let calls = plan.calls.iter().map(|calls| calls.load(Ordering::SeqCst));
    (told, calls.collect())
}

macro_rules! compare {
    ($seeds:expr; $($pipeline:ident)*) => {
        let runtimes = [workers(1), workers(2), workers(3)];
        let one_thread = Builder::new_current_thread().enable_time().build().unwrap();
        for seed in $seeds {
            let odds = [8, 40, u64::MAX][seed as usize % 3];
            $({
                let pipeline = $pipeline::new(Nothing);
                let plan = Plan::new(seed, odds);
                let inline = one_thread.block_on(pipeline.run(Arc::clone(&plan)).into_future());
                let inline = seen(inline, &plan);
                for runtime in runtimes.iter().chain([&one_thread]) {
                    for in_task in [false, true] {
                        let plan = Plan::new(seed, odds);
                        let run = pipeline.run(Arc::clone(&plan)).executor(Spawn).into_future();
                        let run = run_on(runtime, in_task, run);
                        assert_eq!(seen(run, &plan), inline, "seed {seed}");
                    }
                }
            })*
        }
    };
}

#[test]
fn tasks_lead_to_the_same_as_one_task() {
    compare!(0..60_u64; HustleLayers HustleMixed HustlePairs HustleRoots HustleWide);
}

#[test]
fn no_step_waits_behind_one_that_keeps_its_thread() {
    let runtime = workers(2);
    let in_threads = |run: RunFuture<Result<Option<Made>, RunError>>| {
        assert!(run_on(&runtime, true, run).unwrap().is_some());
    };
    for _ in 0..20 {
        let plan = Plan::meeting(1..3, 2);
        in_threads(
            HustlePairs::new(Nothing)
                .run(plan)
                .executor(Spawn)
                .into_future(),
        );
        // more of them than there are workers
        let plan = Plan::meeting(1..25, 12);
        in_threads(
            HustleWide::new(Nothing)
                .run(plan)
                .executor(Spawn)
                .into_future(),
        );
        let plan = Plan::meeting(0..24, 12);
        in_threads(
            HustleRoots::new(Nothing)
                .run(plan)
                .executor(Spawn)
                .into_future(),
        );
    }
}

#[test]
fn a_run_that_is_dropped_or_cut_short_on_the_way_leaves_nothing_behind() {
    let runtime = workers(2);
    for seed in 0..300_u64 {
        let plan = Plan::new(seed, [60, u64::MAX][seed as usize % 2]);
        let run = HustleLayers::new(Nothing)
            .run(Arc::clone(&plan))
            .executor(Spawn);
        let spin = move || (0..seed * 40).for_each(|_| std::hint::spin_loop());
        runtime.block_on(async {
            match seed % 3 {
                0 => {
                    let run = tokio::spawn(run.into_future());
                    spin();
                    run.abort();
                    let _ = run.await;
                }
                1 => {
                    let mut run = run.into_future();
                    if tokio::time::timeout(secs(0), &mut run).await.is_err() {
                        spin();
                        run.cancel();
                        let _ = tokio::time::timeout(secs(60), run).await.expect("it ends");
                    }
                }
                _ => {
                    let run = run.deadline(secs(0)).into_future();
                    let _ = tokio::time::timeout(secs(60), run).await.expect("it ends");
                }
            }
            let all_gone = async {
                while Arc::strong_count(&plan) > 1 {
                    tokio::task::yield_now().await;
                }
            };
            let gone = tokio::time::timeout(secs(60), all_gone);
            gone.await.expect("its tasks are dropped");
        });
        assert_eq!(plan.values.load(Ordering::SeqCst), 0);
    }
}
