//! A call for an element that an executor runs.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use super::element::{Element, Trouble};
use super::left::Left;
use super::record::Course;
use super::{Each, Job};
use crate::abort::{Aborted, CallBack};
use crate::context::Context;
use crate::errand::Errand;
use crate::outcome::StepError;
use crate::run::{Tried, caught, no_clock, own, timed};
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

/// Lets the executor make a call.
pub(super) async fn call<const STEP: u32, R: Each<STEP>>(
    job: &Job<'_>,
    run: &R,
    element: Sent<R::Element>,
    course: &Course<'_, R::Error>,
) -> Result<Option<R::Output>, Trouble<R::Error>> {
    let (plan, attempt) = (job.plan(), course.attempts());
    if plan.timeout.is_some() && timed(|| sleep(Duration::ZERO)).is_none() {
        return Err(Trouble::Lost(no_clock()));
    }
    let run = own(run);
    let (told, mut there) = oneshot::channel();
    let back = CallBack::new(attempt);
    let slot = Arc::new(Slot::empty());
    let context = job.common.context.clone();
    let cx = Context::of_call(context.clone(), course.spot(), Arc::clone(&back.cell));
    let left = job.left.as_ref().map(Left::leave);
    let errand = Errand::new(
        sent(run, element, cx, Arc::clone(&slot)),
        left,
        told,
        context,
        Arc::clone(&back.cell),
        course.spot(),
        course.span().cloned(),
    );
    if let Err(message) = caught(|| job.place.execute(plan.blocking, errand)) {
        return Err(Trouble::Lost(StepError::Panicked(message)));
    }
    let told = match plan.timeout {
        None => there.await,
        Some(limit) => match timeout(limit, &mut there).await {
            Ok(told) => told,
            Err(_) => match back.call() {
                Aborted::Late => there.await,
                // what it borrows has to be let go first, unless nobody can make it
                Aborted::Busy(_) if !plan.blocking || attempt < plan.attempts() => {
                    drop(there.await);
                    return Err(Trouble::timed_out(limit));
                }
                Aborted::Busy(_) | Aborted::Idle => return Err(Trouble::timed_out(limit)),
            },
        },
    };
    match told {
        Ok(Ok(Tried::Ok)) => Ok(Some(slot.take())),
        Ok(Ok(Tried::Declined)) => Ok(None),
        Ok(Ok(Tried::Failed(error))) => Err(Trouble::returned(error)),
        Ok(Err(message)) => Err(Trouble::Lost(StepError::Panicked(message))),
        // its executor has dropped it
        Ok(Ok(_)) | Err(_) => Err(Trouble::Lost(StepError::Cancelled)),
    }
}

/// A call without its type, which leaves its value in a slot.
type Made<E> = Pin<Box<dyn Future<Output = Tried<E>> + Send>>;

fn sent<const STEP: u32, R: Each<STEP>>(
    run: Arc<R>,
    element: Sent<R::Element>,
    cx: Context<R::Metadata>,
    slot: Arc<Slot<R::Output, R::Error>>,
) -> Made<R::Error> {
    Box::pin(async move {
        let given = match element {
            Sent::Owned(element) => run.each(&cx, Element::Moved(element)).await,
            Sent::Shared(element) => run.each(&cx, Element::Lent(&element)).await,
            Sent::At(index) => run.each_at(&cx, index).await,
        };
        slot.keep_any(&cx, given)
    })
}
