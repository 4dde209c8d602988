//! dagx: steps are spawned, chains run in place.
//!
//! Steps are made by `task_fn`, which is hidden: the macro that one would use takes no generic types.

use dagx::{DagRunner, TaskHandle, task_fn};

use super::is_narrow;
use crate::rows::{INPUT, Row};
use crate::shape::Shape;
use crate::work::Work;

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let own = work.clone();
    let run = move || run::<S, W>(own.clone());
    is_narrow::<S>().then(|| crate::rows::row::<S, W, _>("dagx", work, run))
}

async fn run<S: Shape, W: Work>(work: W) -> u64 {
    let dag = DagRunner::new();
    let mut steps: Vec<TaskHandle<u64>> = Vec::with_capacity(S::PARENTS.len());
    for parents in S::PARENTS {
        let work = work.clone();
        let call = move |sum: u64| {
            let work = work.clone();
            async move { work.work(sum).await }
        };
        steps.push(match **parents {
            [] => dag.add_task(task_fn(move |(): ()| call(INPUT))).into(),
            [a] => dag.add_task(task_fn(call)).depends_on(&steps[a]),
            [a, b] => dag
                .add_task(task_fn(move |(a, b): (u64, u64)| call(a.wrapping_add(b))))
                .depends_on((&steps[a], &steps[b])),
            _ => unreachable!("the topology is narrow"),
        });
    }
    dag.run(|step| drop(tokio::spawn(step))).await.unwrap();
    dag.get(steps[steps.len() - 1]).unwrap()
}
