//! Each step is a tokio task, spawned by the last of its parents to end.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::shape::{Shape, sum};
use crate::work::Work;

/// What does not change from run to run.
pub struct Graph<W> {
    work: W,
    parents: &'static [&'static [usize]],
    children: Vec<Vec<usize>>,
}

impl<W: Work> Graph<W> {
    /// The graph of a topology.
    pub fn new<S: Shape>(work: W) -> Arc<Self> {
        let mut children = vec![Vec::new(); S::PARENTS.len()];
        for (step, parents) in S::PARENTS.iter().enumerate() {
            for &parent in *parents {
                children[parent].push(step);
            }
        }
        Arc::new(Self {
            work,
            parents: S::PARENTS,
            children,
        })
    }
}

struct Run<W> {
    graph: Arc<Graph<W>>,
    input: u64,
    values: Vec<AtomicU64>,
    /// For each step, how many of its parents have not ended.
    waits: Vec<AtomicU32>,
    /// How many steps have not ended.
    left: AtomicU32,
    done: Mutex<Option<oneshot::Sender<()>>>,
}

/// A run of all steps; the value of the last one.
pub async fn by_readiness<W: Work>(graph: Arc<Graph<W>>, input: u64) -> u64 {
    let (done, ended) = oneshot::channel();
    let steps = graph.parents.len();
    let run = Arc::new(Run {
        input,
        values: (0..steps).map(|_| AtomicU64::new(0)).collect(),
        waits: graph
            .parents
            .iter()
            .map(|parents| AtomicU32::new(parents.len() as u32))
            .collect(),
        left: AtomicU32::new(steps as u32),
        done: Mutex::new(Some(done)),
        graph,
    });
    for step in (0..steps).filter(|&step| run.graph.parents[step].is_empty()) {
        spawn(&run, step);
    }
    ended.await.expect("the last step tells it");
    run.values[steps - 1].load(Ordering::Relaxed)
}

fn spawn<W: Work>(run: &Arc<Run<W>>, step: usize) {
    let run = Arc::clone(run);
    tokio::spawn(async move {
        let value = run.graph.work.work(run.sum(step)).await;
        run.values[step].store(value, Ordering::Relaxed);
        for &child in &run.graph.children[step] {
            if run.waits[child].fetch_sub(1, Ordering::AcqRel) == 1 {
                spawn(&run, child);
            }
        }
        if run.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            run.end();
        }
    });
}

impl<W> Run<W> {
    fn sum(&self, step: usize) -> u64 {
        match self.graph.parents[step] {
            [] => self.input,
            parents => sum(parents
                .iter()
                .map(|&parent| self.values[parent].load(Ordering::Relaxed))),
        }
    }

    fn end(&self) {
        let done = self
            .done
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let _ = done.expect("there is one last step").send(());
    }
}
