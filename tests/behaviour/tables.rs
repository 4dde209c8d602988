//! Runs of thousands of steps, of which generated code would take too long to compile with each change of a test: the
//! tables are made here, and go to the runtime as generated ones do. `cargo xtask test` has rustc compile the eight
//! chains once; `crates/pipewright-build/tests/scale.rs` generates the code of ten thousand steps.

use std::sync::Arc;

use pipewright::codegen::{
    AnySlot, Boxed, Core, Graph, NoOutput, Parent, Plan, RunFuture, Runs, Settings, Slot, Step,
    StepPlan, Straight, Walk, boxed,
};
use pipewright::{Context, OutcomeKind, Report, RunError, Spawn};

/// A pipeline that adds numbers.
struct Sums {
    plan: &'static Plan,
    /// Which steps each of them reads.
    parents: Vec<&'static [u32]>,
    /// What a step begins with that reads none; it declines if there is nothing.
    start: fn(u32) -> Option<u64>,
}

/// One run of it.
struct Run {
    core: Core,
    sums: Arc<Sums>,
    slots: Vec<Slot<u64, String>>,
}

impl Sums {
    /// Each step reads those before it that `parents` names.
    fn new(
        steps: u32,
        start: fn(u32) -> Option<u64>,
        parents: impl Fn(u32) -> Vec<u32>,
    ) -> Arc<Self> {
        let parents: Vec<&[u32]> = (0..steps).map(|step| leak(parents(step))).collect();
        let mut children = vec![Vec::new(); parents.len()];
        for (step, parents) in (0..).zip(&parents) {
            parents
                .iter()
                .for_each(|parent| children[*parent as usize].push(step));
        }
        let mut readers: Vec<u32> = children.iter().map(|all| all.len() as u32).collect();
        *readers.last_mut().unwrap() = 1;
        let plan = |(step, children): (usize, Vec<u32>)| {
            let needs = parents[step].iter().map(|parent| Parent::value(*parent));
            StepPlan::new(leak_text(format!("s{step}")))
                .parents(leak(needs.collect()))
                .children(leak(children))
                .reads(parents[step])
        };
        let graph = Graph {
            steps: (0..steps).map(|_| Step::default()).collect(),
            ..Graph::default()
        };
        let plan = Plan {
            name: "sums",
            definition: "",
            graph: Box::leak(Box::new(graph)),
            steps: leak(children.into_iter().enumerate().map(plan).collect()),
            readers: leak(readers),
            fail_fast: false,
            deadline: None,
            executor: None,
            leaves: false,
        };
        Arc::new(Self {
            plan: Box::leak(Box::new(plan)),
            parents,
            start,
        })
    }

    async fn run(
        self: Arc<Self>,
        spawned: bool,
        record: bool,
    ) -> (Result<u64, RunError>, Option<Report>) {
        let mut settings = Settings::default();
        if spawned {
            settings.executor(Spawn.into());
        }
        let core = Core::new(self.plan, settings, record);
        let run = |core| Run {
            core,
            slots: self.parents.iter().map(|_| Slot::empty()).collect(),
            sums: self,
        };
        match record {
            true => {
                let run = RunFuture::reported((core, run), |_| ()).await;
                (run.output, Some(run.report))
            }
            false => (RunFuture::new((core, run)).await, None),
        }
    }
}

fn leak<T>(all: Vec<T>) -> &'static [T] {
    all.leak()
}

fn leak_text(text: String) -> &'static str {
    text.leak()
}

impl Run {
    /// One more than what it reads, or the sum of several.
    fn add(&self, step: u32) -> Option<u64> {
        match self.sums.parents[step as usize] {
            [] => (self.sums.start)(step).map(|start| start + 1),
            [one] => Some(self.slots[*one as usize].take() + 1),
            all => Some(all.iter().map(|one| self.slots[*one as usize].take()).sum()),
        }
    }
}

async fn straight(run: &Run, walk: Walk, cx: &Context) -> Straight<String> {
    for step in 0..run.slots.len() as u32 {
        if walk.comes_to(&run.core, step) {
            let given = run.add(step);
            walk.end(&run.core, run.slots[step as usize].keep_option(cx, given))?;
        }
    }
    Ok(())
}

impl Runs for Run {
    type Error = String;
    type Metadata = ();
    type Gives = u64;

    fn core(&self) -> &Core {
        &self.core
    }

    fn as_error(_: &String) -> Option<&(dyn std::error::Error + 'static)> {
        None
    }

    fn straight(&self) -> impl Future<Output = Straight<String>> + Send {
        straight(self, self.core.all(), self.core.first())
    }

    fn output(&self) -> Result<u64, NoOutput> {
        self.slots[self.slots.len() - 1].output(&"last")
    }

    fn slot(&self, slot: u32) -> &dyn AnySlot<String> {
        &self.slots[slot as usize]
    }

    fn call<'a>(&'a self, step: u32, cx: &'a Context) -> Boxed<'a, String> {
        boxed(straight(self, Walk::to(step), cx))
    }
}

/// Runs it in each way, in a thread of which the stack would not do for anything nested.
fn in_each_way(sums: &Arc<Sums>, check: fn(Result<u64, RunError>, Option<Report>)) {
    for (spawned, record) in [(false, false), (false, true), (true, false), (true, true)] {
        let run = Arc::clone(sums).run(spawned, record);
        let thread = std::thread::Builder::new().stack_size(256 * 1024);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let thread = thread.spawn(move || runtime.block_on(run)).unwrap();
        let (output, report) = thread.join().unwrap();
        check(output, report);
    }
}

#[test]
fn eight_chains_of_five_hundred_steps_join() {
    const CHAINS: u32 = 8;
    let start = |step: u32| Some(u64::from(step) * 1_000);
    let sums = Sums::new(CHAINS * 500 + 1, start, |step| match step {
        0..CHAINS => vec![],
        4_000 => (4_000 - CHAINS..4_000).collect(),
        step => vec![step - CHAINS],
    });
    in_each_way(&sums, |output, report| {
        assert_eq!(output.unwrap(), 32_000);
        let ran = report.map(|report| report.with_outcome(OutcomeKind::Ok).count());
        assert!(ran.is_none_or(|ran| ran == 4_001));
    });
}

#[test]
fn ten_thousand_steps_are_skipped_from_the_first() {
    let sums = Sums::new(
        10_000,
        |_| None,
        |step| step.checked_sub(1).into_iter().collect(),
    );
    in_each_way(&sums, |output, report| {
        let error = output.unwrap_err();
        let skip = error.missing_output().and_then(|none| none.skip());
        assert_eq!(skip.unwrap().caused_by(), Some("s0"));
        let Some(report) = report else { return };
        assert_eq!(report.with_outcome(OutcomeKind::Skipped).count(), 10_000);
        assert_eq!(report.step("s9999").unwrap().caused_by, ["s0"]);
    });
}
