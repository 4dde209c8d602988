//! Pools of others as executors.

use tokio::runtime::Handle;

use crate::executor::{Executor, Work};

/// Steps are tasks of that runtime; synchronous ones have a thread of its blocking pool.
///
/// ```no_run
/// # fn place(on: tokio::runtime::Handle) -> pipewright::Place {
/// on.into()
/// # }
/// ```
impl Executor for Handle {
    fn execute(&self, work: Work) {
        match work.is_blocking() {
            true => drop(self.spawn_blocking(move || work.run())),
            false => drop(self.spawn(work)),
        }
    }
}

/// Steps run on the pool's threads, synchronous and asynchronous ones. The pool stays its owner's: no run ever
/// shuts it down. An asynchronous step that waits keeps its thread.
///
/// ```
/// # pipewright::include_pipelines!("quickstart");
/// # struct Calculator;
/// # use quickstart::Context;
/// # impl quickstart::Steps for Calculator {
/// #     async fn double(&self, _cx: &Context, x: i64) -> i64 { 2 * x }
/// #     async fn add(&self, _cx: &Context, x: i64, d: i64) -> i64 { x + d }
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use std::sync::Arc;
///
/// let cores = Arc::new(rayon::ThreadPoolBuilder::new().build().unwrap());
/// let sum = Quickstart::new(Calculator).run(5).executor(cores).await;
/// assert_eq!(sum.unwrap(), 15);
/// # }
/// ```
#[cfg(feature = "rayon")]
impl Executor for std::sync::Arc<rayon::ThreadPool> {
    fn execute(&self, work: Work) {
        self.spawn(move || work.run());
    }
}
