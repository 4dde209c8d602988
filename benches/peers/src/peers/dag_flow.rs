//! dag-flow: each step awaits the shared futures of its parents. The graph is made once.

use std::collections::HashMap;
use std::sync::Arc;

use dag_flow::context::Context;
use dag_flow::engine::Engine;
use dag_flow::task::{Input, Task};

use crate::rows::{INPUT, Row};
use crate::shape::Shape;
use crate::work::Work;

struct Step<W> {
    work: W,
    step: usize,
    parents: &'static [usize],
}

impl<W: Work> Task<usize, u64> for Step<W> {
    fn id(&self) -> usize {
        self.step
    }

    fn dependencies(&self) -> Vec<usize> {
        self.parents.to_vec()
    }

    async fn run(&self, inputs: HashMap<usize, Input<'_, u64>>) -> Option<u64> {
        let mut sum = if self.parents.is_empty() { INPUT } else { 0 };
        for parent in self.parents {
            sum = inputs[parent].clone().await?.wrapping_add(sum);
        }
        Some(self.work.work(sum).await)
    }
}

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let builder = Engine::builder();
    for (step, parents) in S::PARENTS.iter().enumerate() {
        builder.add_task(Step {
            work: work.clone(),
            step,
            parents,
        });
    }
    let engine = Arc::new(builder.build().ok()?);
    let run = move || {
        let engine = Arc::clone(&engine);
        async move {
            let values = Context::new();
            engine.run(values.clone()).await;
            values.get(&(S::PARENTS.len() - 1)).unwrap().await.unwrap()
        }
    };
    Some(crate::rows::row::<S, W, _>("dag-flow", work, run))
}
