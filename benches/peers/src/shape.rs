//! The topologies, as the build script has written them.

mod generated;

pub use generated::{graphs, independent, many, standard};

use pipewright::{Emitters, Report, RunError};

use crate::by_hand::Calls;
use crate::work::Work;

/// A topology: its pipeline, and the same by hand.
pub trait Shape: Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
    /// The parents of each step, which stand before it. A step without parents reads the input.
    const PARENTS: &'static [&'static [usize]];
    /// Its pipeline, over some work.
    type Pipeline<W: Work>: Pipeline<W>;

    /// By hand: each step awaited, one after the other.
    fn awaits<C: Calls>(
        calls: &C,
        start: u64,
    ) -> impl Future<Output = Result<u64, C::Error>> + Send;

    /// By hand: layer by layer, the steps of a layer in `try_join!`.
    fn joined<C: Calls>(
        calls: &C,
        start: u64,
    ) -> impl Future<Output = Result<u64, C::Error>> + Send;
}

/// A generated pipeline.
pub trait Pipeline<W>: Clone + Send + Sync + 'static {
    /// The pipeline whose steps do this work.
    fn with(work: W) -> Self;
    /// A run, and no more.
    fn bare(&self, input: u64) -> impl Future<Output = Result<u64, RunError>> + Send;
    /// A run of which each step is a tokio task.
    fn spawned(&self, input: u64) -> impl Future<Output = Result<u64, RunError>> + Send;
    /// A run with emitters.
    fn emitted(
        &self,
        input: u64,
        emitters: Emitters,
    ) -> impl Future<Output = Result<u64, RunError>> + Send;
    /// A run with a report.
    fn reported(&self, input: u64) -> impl Future<Output = (Result<u64, RunError>, Report)> + Send;
}

/// Implements the steps of all pipelines.
pub struct Steps<W>(pub W);

/// Does something with each of some topologies.
pub trait Visitor {
    /// Does it with one.
    fn visit<S: Shape>(&mut self);
}

/// The value of each step.
pub fn values<S: Shape>(input: u64) -> Vec<u64> {
    let mut values = Vec::with_capacity(S::PARENTS.len());
    for parents in S::PARENTS {
        let sum = match parents {
            [] => input,
            _ => sum(parents.iter().map(|&parent| values[parent])),
        };
        values.push(sum.wrapping_add(1));
    }
    values
}

/// The sum of many inputs.
pub fn sum(inputs: impl IntoIterator<Item = u64>) -> u64 {
    inputs.into_iter().fold(0, u64::wrapping_add)
}
