//! Runs whose steps end on two threads at once, well or not, beside the same run in one task: what a user sees is
//! the same.

use std::future::IntoFuture;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use pipewright::{Outcome, RunError, Spawn};
use tokio::runtime::{Builder, Runtime};

use crate::large::Nothing;
use crate::pipelines::{
    HustleLayers, HustleMixed, HustleRoots, HustleWide, hustle_layers, hustle_mixed, hustle_roots,
    hustle_wide,
};
use crate::script::{Fault, secs};

impl hustle_layers::Steps for Nothing {}
impl hustle_mixed::Steps for Nothing {}
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
        })
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
            let number = inputs.iter().fold(1, |sum, input| sum * 3 % 1_000_003 + input);
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

pub async fn after(
    plan: &Arc<Plan>,
    step: u32,
    a: &Outcome<Made, Fault>,
) -> Result<Made, Fault> {
    let number = a.ok().map_or(5, |a| a.number);
    make(plan, step, &[number]).await
}

fn workers(threads: usize) -> Runtime {
    let mut runtime = Builder::new_multi_thread();
    runtime.worker_threads(threads).enable_time().build().unwrap()
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
    assert_eq!(plan.values.load(Ordering::SeqCst), 0, "all values are dropped");
    assert_eq!(Arc::strong_count(plan), 1, "a run that has ended holds nothing");
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
                        let run = tokio::time::timeout(secs(60), run);
                        let run = match in_task {
                            true => runtime.block_on(async { tokio::spawn(run).await.unwrap() }),
                            false => runtime.block_on(async { run.await }),
                        };
                        assert_eq!(seen(run.expect("it ends"), &plan), inline, "seed {seed}");
                    }
                }
            })*
        }
    };
}

#[test]
fn tasks_lead_to_the_same_as_one_task() {
    compare!(0..60_u64; HustleLayers HustleMixed HustleRoots HustleWide);
}

#[test]
fn a_run_that_is_dropped_or_cut_short_on_the_way_leaves_nothing_behind() {
    let runtime = workers(2);
    for seed in 0..300_u64 {
        let plan = Plan::new(seed, [60, u64::MAX][seed as usize % 2]);
        let run = HustleLayers::new(Nothing).run(Arc::clone(&plan)).executor(Spawn);
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
                    let _ = tokio::time::timeout(secs(0), &mut run).await;
                    spin();
                    run.cancel();
                    let _ = tokio::time::timeout(secs(60), run).await.expect("it ends");
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
