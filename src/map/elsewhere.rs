//! A call for an element that an executor runs.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::Span;

use super::element::{Element, Trouble};
use super::left::{Call, Left};
use super::record::Log;
use super::{Each, Job};
use crate::abort::{AbortCell, AbortFlag, Aborted};
use crate::context::{Context, RunContext, enter};
use crate::outcome::StepError;
use crate::run::{Tried, caught, in_span, no_clock};
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
    log: &Log<'_>,
) -> Result<Option<R::Output>, Trouble<R::Error>> {
    let (plan, attempt) = (job.plan(), log.attempts());
    if plan.timeout.is_some() && Handle::try_current().is_err() {
        return Err(Trouble::Lost(no_clock()));
    }
    let own = run.own().expect("a run that maps knows where it is");
    let (told, mut there) = oneshot::channel();
    let back = CallBack::new(attempt);
    let slot = Arc::new(Slot::empty());
    let context = job.common.context.clone();
    let cx = Context::of_call(context.clone(), attempt, Arc::clone(&back.cell));
    let left = job.left.as_ref().map(Left::leave);
    let errand = Errand {
        call: Some(sent(own, element, cx, Arc::clone(&slot))),
        left,
        told: Some(told),
        current: Some(context),
        cell: Arc::clone(&back.cell),
        attempt,
        span: log.span().cloned(),
    };
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

/// Calls back what nobody waits for any longer.
struct CallBack {
    cell: Arc<AbortCell>,
    attempt: u32,
}

impl CallBack {
    fn new(attempt: u32) -> Self {
        let cell = Arc::<AbortCell>::default();
        AbortFlag::new(&cell, attempt).lower();
        Self { cell, attempt }
    }

    fn call(&self) -> Aborted {
        let mut aborted = AbortFlag::new(&self.cell, self.attempt).abort();
        if let Aborted::Busy(waker) = &mut aborted
            && let Some(waker) = waker.take()
        {
            waker.wake();
        }
        aborted
    }
}

impl Drop for CallBack {
    fn drop(&mut self) {
        let _ = self.call();
    }
}

/// A call as an executor has it. What it borrowed is let go before its end is told.
struct Errand<E> {
    call: Option<Made<E>>,
    left: Option<Call>,
    told: Option<oneshot::Sender<Result<Tried<E>, Arc<str>>>>,
    current: Option<RunContext>,
    cell: Arc<AbortCell>,
    attempt: u32,
    span: Option<Span>,
}

impl<E> Future for Errand<E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let flag = AbortFlag::new(&this.cell, this.attempt);
        let told = match &mut this.call {
            Some(call) if flag.begin() => {
                let poll = || in_span(this.span.as_ref(), || call.as_mut().poll(cx));
                match enter(&mut this.current, || caught(poll)) {
                    Ok(Poll::Pending) if flag.register(cx.waker()) => return Poll::Pending,
                    Ok(Poll::Pending) => None,
                    Ok(Poll::Ready(tried)) => Some(Ok(tried)),
                    Err(message) => Some(Err(message)),
                }
            }
            _ => None,
        };
        flag.end();
        let call = this.call.take();
        // the element ends as it does, whatever its future does when it is dropped
        let _ = caught(|| drop(call));
        this.left = None;
        this.span = None;
        if let (Some(told), Some(end)) = (this.told.take(), told) {
            // nobody may be waiting any longer
            let _ = told.send(end);
        }
        Poll::Ready(())
    }
}
