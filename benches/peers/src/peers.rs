//! The other engines, each as its documentation shows it, on the tokio runtime that is there.
//!
//! | engine | what it cannot do here |
//! |---|---|
//! | operese-dagx, dagx | a step with more than 8 inputs, so not the fan; a graph is used up by a run, so making it is a part of the run |
//! | async_dag | the same; and its future cannot move to a worker |
//! | dag-flow | nothing; the graph is made once |
//! | dagrs | nothing; the graph is made for each run |
//! | sayiir | anything but chains and forks that are joined again, so neither the layers nor steps without an end; the workflow is made once |

#[cfg(feature = "peers")]
mod async_dag;
#[cfg(feature = "peers")]
mod dag_flow;
#[cfg(feature = "peers")]
mod dagrs;
#[cfg(feature = "peers")]
mod dagx;
#[cfg(feature = "peers")]
mod operese_dagx;
#[cfg(feature = "peers")]
mod sayiir;

use crate::rows::Row;
use crate::shape::Shape;
use crate::work::Work;

/// A row for each engine that can do the topology.
#[cfg(feature = "peers")]
pub fn rows<S: Shape, W: Work>(work: &W) -> Vec<Row> {
    let rows = [
        operese_dagx::row::<S, W>(work),
        dagx::row::<S, W>(work),
        async_dag::row::<S, W>(work),
        dag_flow::row::<S, W>(work),
        dagrs::row::<S, W>(work),
        sayiir::row::<S, W>(work),
    ];
    rows.into_iter().flatten().collect()
}

/// None without the feature `peers`.
#[cfg(not(feature = "peers"))]
pub fn rows<S: Shape, W: Work>(_work: &W) -> Vec<Row> {
    Vec::new()
}

/// Whether each step has at most two inputs, for engines that want them in the type of the step.
#[cfg(feature = "peers")]
fn is_narrow<S: Shape>() -> bool {
    S::PARENTS.iter().all(|parents| parents.len() <= 2)
}
