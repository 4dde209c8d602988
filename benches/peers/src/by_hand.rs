//! Code that one would write by hand, where it does not depend on the topology.

mod readiness;
mod same_work;
mod spans;

pub use readiness::{Graph, by_readiness};
pub use same_work::SameWork;
pub use spans::Spans;

use std::convert::Infallible;

use crate::shape::sum;
use crate::work::Work;

/// How code by hand calls a step.
pub trait Calls: Send + Sync {
    /// What a step may fail with.
    type Error: Send;

    /// A step with one input.
    fn one(&self, step: usize, a: &u64) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// A step with two inputs.
    fn two(
        &self,
        step: usize,
        a: &u64,
        b: &u64,
    ) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// A step with more inputs.
    fn many<const N: usize>(
        &self,
        step: usize,
        inputs: [u64; N],
    ) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}

/// The call, and no more.
pub struct Plain<W>(pub W);

impl<W: Work> Calls for Plain<W> {
    type Error = Infallible;

    async fn one(&self, _step: usize, a: &u64) -> Result<u64, Infallible> {
        Ok(self.0.work(*a).await)
    }

    async fn two(&self, _step: usize, a: &u64, b: &u64) -> Result<u64, Infallible> {
        Ok(self.0.work(a.wrapping_add(*b)).await)
    }

    async fn many<const N: usize>(
        &self,
        _step: usize,
        inputs: [u64; N],
    ) -> Result<u64, Infallible> {
        Ok(self.0.work(sum(inputs)).await)
    }
}
