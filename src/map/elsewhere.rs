//! A call for an element that an executor runs.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::element::{Element, Trouble};
use super::left::{Call, Left};
use super::record::Log;
use super::{Each, Job};
use crate::abort::{AbortFlag, Aborted};
use crate::context::Context;
use crate::outcome::StepError;
use crate::run::{Elsewhere, Tried, caught, no_clock};
use crate::slot::Slot;

/// An element on its way to an executor.
pub(super) enum Sent<T> {
    /// The call has it for itself.
    Owned(T),
    /// Other calls will have it too.
    Shared(Arc<T>),
    /// In a value that is borrowed, where the call finds it.
    At(usize),
}

/// Calls back what nobody waits for any longer.
struct CallBack(Arc<AbortFlag>);

impl Drop for CallBack {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Lets the executor make a call.
pub(super) async fn call<const STEP: u32, R: Each<STEP>>(
    job: &Job<'_>,
    run: &R,
    element: Sent<R::Element>,
    log: &Log<'_>,
) -> Result<Option<R::Output>, Trouble<R::Error>> {
    let plan = job.plan();
    if plan.timeout.is_some() && Handle::try_current().is_err() {
        return Err(Trouble::Lost(no_clock()));
    }
    let own = run.own().expect("a run that maps knows where it is");
    let (told, mut there) = oneshot::channel();
    let back = CallBack(Arc::default());
    let slot = Arc::new(Slot::empty());
    let left = job.left.as_ref().map(Left::leave);
    let call = sent(
        left,
        own,
        element,
        log.attempts(),
        Arc::clone(&back.0),
        Arc::clone(&slot),
    );
    let (context, span) = (job.common.context.clone(), log.span().cloned());
    let work = Elsewhere::new(call, told, context, Arc::clone(&back.0), span);
    if let Err(message) = caught(|| job.place.execute(plan.blocking, work)) {
        return Err(Trouble::Lost(StepError::Panicked(message)));
    }
    let told = match plan.timeout {
        None => there.await,
        Some(limit) => match timeout(limit, &mut there).await {
            Ok(told) => told,
            Err(_) => match back.0.abort() {
                Aborted::Late => there.await,
                // what it borrows has to be let go first, unless nobody can make it
                Aborted::Busy if !plan.blocking || log.attempts() < plan.attempts() => {
                    drop(there.await);
                    return Err(Trouble::TimedOut(limit));
                }
                Aborted::Busy | Aborted::Idle => return Err(Trouble::TimedOut(limit)),
            },
        },
    };
    match told {
        Ok(Ok(Tried::Ok)) => Ok(Some(slot.take())),
        Ok(Ok(Tried::Declined)) => Ok(None),
        Ok(Ok(Tried::Failed(error))) => Err(Trouble::Returned(error)),
        Ok(Err(message)) => Err(Trouble::Lost(StepError::Panicked(message))),
        // its executor has dropped it
        Ok(Ok(Tried::Dropped | Tried::Empty | Tried::Element { .. } | Tried::Ended(_)))
        | Err(_) => Err(Trouble::Lost(StepError::Cancelled)),
    }
}

/// The call, which leaves its value in the slot.
fn sent<const STEP: u32, R: Each<STEP>>(
    left: Option<Call>,
    run: Arc<R>,
    element: Sent<R::Element>,
    attempt: u32,
    flag: Arc<AbortFlag>,
    slot: Arc<Slot<R::Output, R::Error>>,
) -> crate::run::Sent<R::Error> {
    Box::pin(async move {
        // goes last, with all that is borrowed gone
        let _left = left;
        let cx = Context::new(run.core().common.context.clone(), attempt, Some(flag));
        let given = match element {
            Sent::Owned(element) => run.each(&cx, Element::Moved(element)).await,
            Sent::Shared(element) => run.each(&cx, Element::Lent(&element)).await,
            Sent::At(index) => run.each_at(&cx, index).await,
        };
        slot.keep_any(&cx, given)
    })
}
