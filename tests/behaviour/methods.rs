//! Steps may be called as methods of `Arc` and of all types are: those of the trait are meant.

use std::sync::Mutex;

use pipewright::{Outcome, OutcomeKind};

use crate::pipelines::methods::{self, Context};
use crate::pipelines::methods_flow::{self, BorrowNext, CloneNext, ToOwnedNext};
use crate::pipelines::methods_queue::{self, AfterClone, AfterInto};
use crate::pipelines::{Methods, MethodsFlow, MethodsQueue};
use crate::script::Fault;

#[derive(Default)]
pub struct Named {
    dropped: Mutex<Vec<u32>>,
}

impl methods::Steps for Named {
    async fn clone(&self, _: &Context, n: u32) -> Result<u32, Fault> {
        Ok(n + 1)
    }

    async fn drop(&self, _: &Context, cloned: u32) -> Result<(), Fault> {
        self.dropped.lock().unwrap().push(cloned);
        Ok(())
    }

    fn eq(&self, n: u32) -> bool {
        n != 7
    }

    async fn to_owned(&self, _: &Context, cloned: u32) -> Result<u32, Fault> {
        Ok(cloned)
    }

    fn borrow(&self, _: &Context, owned: u32) -> Result<u32, Fault> {
        Ok(owned)
    }

    async fn into(&self, _: &Context, lent: u32) -> Vec<u32> {
        vec![lent; 2]
    }

    async fn try_into(&self, _: &Context, one: u32) -> Result<u32, Fault> {
        Ok(one)
    }

    async fn deref(&self, _: &Context, one: u32) -> Result<u32, Fault> {
        Ok(one)
    }

    async fn as_ref(&self, _: &Context, found: u32) -> Result<u32, Fault> {
        Ok(found)
    }

    async fn add(&self, _: &Context, so_far: u32, one: u32) -> Result<u32, Fault> {
        Ok(so_far + one)
    }

    async fn as_mut(&self, _: &Context, sum: u32) -> Result<(), Fault> {
        match sum {
            20 => Err(Fault("twenty")),
            _ => Ok(()),
        }
    }
}

#[tokio::test]
async fn the_steps_own_methods_are_called() {
    let pipeline = Methods::new(Named::default());
    assert_eq!(pipeline.run(1).await.unwrap(), 4);
    let guarded = pipeline.run(7).with_report().await;
    let owned = guarded.report.step("to_owned").unwrap();
    assert_eq!(owned.outcome, OutcomeKind::Skipped);
}

#[tokio::test]
async fn the_one_that_undoes_is_the_steps_own() {
    let steps = std::sync::Arc::new(Named::default());
    let run = Methods::new(std::sync::Arc::clone(&steps)).run(9);
    assert!(run.await.is_err());
    assert_eq!(*steps.dropped.lock().unwrap(), [10]);
}

impl methods_queue::Steps for Named {
    async fn clone(&self, _: &Context, n: &u32) -> Result<u32, Fault> {
        Ok(n + 1)
    }

    fn after_clone(
        &self,
        _: &Context,
        _: &mut u32,
        _: u32,
        outcome: Outcome<u32, Fault>,
        queue: &mut AfterClone,
    ) -> Result<(), Fault> {
        queue.into(outcome.ok().copied().unwrap_or_default());
        Ok(())
    }

    async fn into(&self, _: &Context, n: &u32) -> u32 {
        2 * n
    }

    fn after_into(
        &self,
        _: &Context,
        state: &mut u32,
        _: u32,
        outcome: Outcome<u32, Fault>,
        queue: &mut AfterInto,
    ) -> Result<(), Fault> {
        *state = outcome.ok().copied().unwrap_or_default();
        queue.drop();
        Ok(())
    }

    fn drop(&self, _: &Context) -> Result<(), Fault> {
        Ok(())
    }

    fn after_drop(&self, _: &Context, state: &mut u32, _: Outcome<(), Fault>) -> Result<(), Fault> {
        *state += 1;
        Ok(())
    }
}

#[tokio::test]
async fn those_of_a_queue_are_too() {
    let state = MethodsQueue::new(Named::default()).run(4, 0).await;
    assert_eq!(state.unwrap(), 11);
}

impl methods_flow::Steps for Named {
    async fn to_owned(&self, _: &Context, next: ToOwnedNext<'_>, n: u32) -> Result<u32, Fault> {
        let n = next.clone(n).await;
        next.borrow(n)
    }

    async fn clone(&self, _: &Context, _: CloneNext<'_>, n: u32) -> u32 {
        n + 1
    }

    fn borrow(&self, _: &Context, _: BorrowNext<'_>, n: u32) -> Result<u32, Fault> {
        Ok(2 * n)
    }
}

#[tokio::test]
async fn those_of_a_flow_are_too() {
    let flow = MethodsFlow::new(Named::default());
    assert_eq!(flow.to_owned(4).await.unwrap(), 10);
}
