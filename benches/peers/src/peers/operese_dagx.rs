//! operese-dagx: independent steps are spawned, layer by layer.

use operese_dagx::{DagRunner, Task, TaskInput};

use super::is_narrow;
use crate::rows::{INPUT, Row};
use crate::shape::Shape;
use crate::work::Work;

struct Step<W>(W);

impl<W: Work> Task<()> for Step<W> {
    type Output = u64;

    async fn run(self, _: TaskInput<'_, ()>) -> u64 {
        self.0.work(INPUT).await
    }
}

impl<W: Work> Task<(u64,)> for Step<W> {
    type Output = u64;

    async fn run(self, inputs: TaskInput<'_, (u64,)>) -> u64 {
        let (a, _) = inputs.next();
        self.0.work(*a).await
    }
}

impl<W: Work> Task<(u64, u64)> for Step<W> {
    type Output = u64;

    async fn run(self, inputs: TaskInput<'_, (u64, u64)>) -> u64 {
        let (a, inputs) = inputs.next();
        let (b, _) = inputs.next();
        self.0.work(a.wrapping_add(*b)).await
    }
}

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let own = work.clone();
    let run = move || run::<S, W>(own.clone());
    is_narrow::<S>().then(|| crate::rows::row::<S, W, _>("operese-dagx", work, run))
}

async fn run<S: Shape, W: Work>(work: W) -> u64 {
    let mut dag = DagRunner::new();
    let mut steps = Vec::with_capacity(S::PARENTS.len());
    for parents in S::PARENTS {
        let step = Step(work.clone());
        let handle = match **parents {
            [] => dag.add_task::<(), _>(step),
            [a] => dag.add_task::<(u64,), _>(step).depends_on(&steps[a]),
            [a, b] => dag
                .add_task::<(u64, u64), _>(step)
                .depends_on((&steps[a], &steps[b])),
            _ => unreachable!("the topology is narrow"),
        };
        steps.push(handle);
    }
    let spawner = |future| async { tokio::spawn(future).await.unwrap() };
    let mut outputs = dag.run(spawner).await.unwrap();
    outputs.get(steps.pop().unwrap())
}
