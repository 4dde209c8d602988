//! Where steps run.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{self, Poll, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Handle;

/// Runs work that a pipeline hands it: implement it to run steps on a pool of your own.
///
/// Choose one for a run with `.executor(…)`, for a pipeline when it is built, or for a single step
/// by a name in its description. An executor that drops work without running it cancels the step.
///
/// ```
/// use pipewright::{Executor, Work};
///
/// /// A thread for each step.
/// struct Threads;
///
/// impl Executor for Threads {
///     fn execute(&self, work: Work) {
///         std::thread::spawn(move || work.run());
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an executor",
    label = "steps cannot run here",
    note = "use `pipewright::Inline`, `Spawn` or `Blocking`, or implement `pipewright::Executor` for `{Self}`"
)]
pub trait Executor: Send + Sync + 'static {
    /// Takes the work, and sees to it that it is polled, or run, to its end. It must not block.
    fn execute(&self, work: Work);
}

/// One attempt of a step, on its way to an executor: a future to be polled to its end, or to be
/// [run](Work::run) on a thread that may block.
#[must_use = "a step whose work is dropped ends as cancelled"]
pub struct Work {
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
    blocking: bool,
}

impl Work {
    pub(crate) fn new(blocking: bool, future: impl Future<Output = ()> + Send + 'static) -> Self {
        Self {
            future: Box::pin(future),
            blocking,
        }
    }

    /// Whether the step is synchronous: polling it blocks until it is done.
    pub fn is_blocking(&self) -> bool {
        self.blocking
    }

    /// Runs the work to its end on this thread.
    ///
    /// A synchronous step simply runs here. An asynchronous one is polled here, parking the thread
    /// while it waits; its timers and sockets stay with the tokio runtime of the run.
    pub fn run(self) {
        let woken = Arc::new(Woken::new());
        let waker = Waker::from(Arc::clone(&woken));
        let mut cx = task::Context::from_waker(&waker);
        let mut work = self;
        while Pin::new(&mut work).poll(&mut cx).is_pending() {
            woken.wait();
        }
    }
}

/// Wakes a thread. A thread's own token is not enough: what the step calls, a channel for instance, may
/// park too and take it.
struct Woken {
    thread: Thread,
    woken: AtomicBool,
}

impl Woken {
    fn new() -> Self {
        Self {
            thread: thread::current(),
            woken: AtomicBool::new(false),
        }
    }

    /// Parks its thread until it is woken, if it has not been since it last was.
    fn wait(&self) {
        while !self.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

impl task::Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

impl Future for Work {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<()> {
        self.future.as_mut().poll(cx)
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("blocking", &self.blocking)
            .finish_non_exhaustive()
    }
}

/// Steps run in the caller's task, side by side on one thread; synchronous ones move to a thread that
/// may block. The default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inline;

/// Steps run in tokio tasks, side by side; synchronous ones move to a thread that may block. A task goes from step to
/// step: it goes on with one that follows from its own, while others take the rest. Whichever step is ready, any
/// thread that has nothing to do can begin it. On a runtime with one thread a task goes on with all that follow,
/// until one has to wait. Needs a tokio runtime around the run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spawn;

/// Each step has a thread of tokio's blocking pool. Needs a tokio runtime around the run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Blocking;

/// The place where steps run: [`Inline`], [`Spawn`], [`Blocking`], or an [`Executor`] of one's own.
///
/// Made by `into()`; `.executor(…)` takes any of them as they are.
///
/// ```
/// use pipewright::{Inline, Place, Spawn};
///
/// let on_workers = true;
/// let place: Place = if on_workers { Spawn.into() } else { Inline.into() };
/// # let _ = place;
/// ```
#[derive(Clone, Default)]
pub struct Place(pub(crate) Kind);

impl Place {
    /// As [`Inline`], for a whole run: by the schedule from its first step on, so that tests can compare the
    /// two ways of a run.
    #[doc(hidden)]
    pub fn scheduled() -> Self {
        Self(Kind::Scheduled)
    }
}

#[derive(Clone, Default)]
pub(crate) enum Kind {
    #[default]
    Inline,
    Scheduled,
    Spawn,
    Blocking,
    Other(Arc<dyn Executor>),
}

impl Kind {
    /// Where a synchronous step goes when this place was not chosen for that very step.
    pub(crate) fn for_blocking(self) -> Self {
        match self {
            Self::Inline | Self::Spawn => Self::Blocking,
            other => other,
        }
    }

    /// Hands over work; what runs in the caller's task is none.
    pub(crate) fn execute(&self, blocking: bool, work: impl Future<Output = ()> + Send + 'static) {
        match self {
            Self::Inline | Self::Scheduled => {}
            Self::Spawn => drop(tokio::spawn(work)),
            Self::Blocking => {
                let work = Work::new(blocking, work);
                drop(tokio::task::spawn_blocking(move || work.run()));
            }
            Self::Other(executor) => executor.execute(with_runtime(Work::new(blocking, work))),
        }
    }
}

/// Lets work that is polled outside the run's tokio runtime use its timers and sockets.
fn with_runtime(work: Work) -> Work {
    let Ok(handle) = Handle::try_current() else {
        return work;
    };
    let Work {
        mut future,
        blocking,
    } = work;
    Work::new(
        blocking,
        std::future::poll_fn(move |cx| {
            let _runtime = handle.enter();
            future.as_mut().poll(cx)
        }),
    )
}

impl From<Inline> for Place {
    fn from(_: Inline) -> Self {
        Self(Kind::Inline)
    }
}

impl From<Spawn> for Place {
    fn from(_: Spawn) -> Self {
        Self(Kind::Spawn)
    }
}

impl From<Blocking> for Place {
    fn from(_: Blocking) -> Self {
        Self(Kind::Blocking)
    }
}

impl<E: Executor> From<E> for Place {
    fn from(executor: E) -> Self {
        Self(Kind::Other(Arc::new(executor)))
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Inline | Kind::Scheduled => "Inline",
            Kind::Spawn => "Spawn",
            Kind::Blocking => "Blocking",
            Kind::Other(_) => "Executor",
        })
    }
}
