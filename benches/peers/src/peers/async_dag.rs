//! async_dag: steps run side by side in the caller's task, which cannot move to another thread.

use async_dag::Graph;
use send_wrapper::SendWrapper;

use super::is_narrow;
use crate::rows::{INPUT, Row};
use crate::shape::Shape;
use crate::work::Work;

pub(super) fn row<S: Shape, W: Work>(work: &W) -> Option<Row> {
    let own = work.clone();
    let run = move || SendWrapper::new(run::<S, W>(own.clone()));
    is_narrow::<S>().then(|| crate::rows::row::<S, W, _>("async_dag", work, run).staying())
}

async fn run<S: Shape, W: Work>(work: W) -> u64 {
    let mut graph = Graph::new();
    let mut steps = Vec::with_capacity(S::PARENTS.len());
    for parents in S::PARENTS {
        let work = work.clone();
        let step = match parents.len() {
            0 => graph.add_task(move || async move { work.work(INPUT).await }),
            1 => graph.add_task(move |a: u64| async move { work.work(a).await }),
            _ => graph
                .add_task(move |a: u64, b: u64| async move { work.work(a.wrapping_add(b)).await }),
        };
        for (input, &parent) in (0..).zip(*parents) {
            graph.update_dependency(steps[parent], step, input).unwrap();
        }
        steps.push(step);
    }
    graph.run().await;
    graph.get_value(steps[steps.len() - 1]).unwrap()
}
