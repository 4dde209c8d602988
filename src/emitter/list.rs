//! Emitters, as they are set on a pipeline or for a run.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use super::outlet::Outlet;
use super::still::Still;
use super::tally::Tally;
use super::{Delivery, Emitter, Event};

/// Those to whom runs tell what happens in them. Cheap to clone, and a clone is the same ones.
///
/// Made by `into()` of an [`Emitter`], of a [`Delivery`], or of several of one type; `emit_to` takes any of them as
/// they are. An emitter that has a thread has it for as long as there are clones of the list.
///
/// ```
/// use pipewright::emitters::Recorder;
/// use pipewright::{Emitters, Event};
///
/// let recorder = Recorder::new();
/// let all = Emitters::from(recorder.clone()).and(|event: &Event| println!("{event:?}"));
/// assert_eq!(all.len(), 2);
/// assert_eq!(all.clone().and(all).len(), 2);
/// assert!(Emitters::none().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct Emitters(Option<Arc<Vec<Arc<Outlet>>>>);

impl Emitters {
    /// Nobody. A run that is told so emits nothing, whatever its pipeline says.
    pub fn none() -> Self {
        Self::default()
    }

    /// These, and others. One that is in both is told once.
    #[must_use]
    pub fn and(mut self, others: impl Into<Self>) -> Self {
        let others = others.into();
        let all = match (&mut self.0, &others.0) {
            (Some(all), Some(_)) => Arc::make_mut(all),
            (None, _) => return others,
            (Some(_), None) => return self,
        };
        for outlet in others.outlets() {
            if !all.iter().any(|one| Arc::ptr_eq(one, outlet)) {
                all.push(Arc::clone(outlet));
            }
        }
        self
    }

    fn outlets(&self) -> impl Iterator<Item = &Arc<Outlet>> {
        self.0.iter().flat_map(|all| all.iter())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |all| all.len())
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until they have taken all that has been told so far, at most for as long as each has. Runs that are
    /// awaited to their end have done so; those whose futures were dropped have not.
    pub async fn flush(&self) {
        Lines::new(self).flush().await;
    }
}

impl fmt::Debug for Emitters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.outlets().map(|outlet| outlet.name());
        f.debug_list().entries(names).finish()
    }
}

impl From<Delivery> for Emitters {
    fn from(delivery: Delivery) -> Self {
        let outlet = Arc::new(Outlet::new(delivery));
        Self(Some(Arc::new(vec![outlet])))
    }
}

impl<E: Emitter> From<E> for Emitters {
    fn from(emitter: E) -> Self {
        Delivery::to(emitter).into()
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for Emitters {
    fn from(emitters: [T; N]) -> Self {
        emitters.into_iter().collect()
    }
}

impl<T: Into<Self>> From<Vec<T>> for Emitters {
    fn from(emitters: Vec<T>) -> Self {
        emitters.into_iter().collect()
    }
}

impl<T: Into<Self>> FromIterator<T> for Emitters {
    fn from_iter<I: IntoIterator<Item = T>>(emitters: I) -> Self {
        emitters.into_iter().fold(Self::none(), Self::and)
    }
}

/// The ways from a run, and from the runs inside it, to its emitters, and what has become of its events there.
#[derive(Clone)]
pub(crate) struct Lines(Arc<[(Arc<Outlet>, Arc<Tally>)]>);

impl Lines {
    pub(crate) fn new(emitters: &Emitters) -> Self {
        let line = |outlet: &Arc<Outlet>| (Arc::clone(outlet), Arc::default());
        Self(emitters.outlets().map(line).collect())
    }

    /// Hands an event to all of them.
    pub(super) fn put(&self, event: Event) {
        let event = Arc::new(event);
        for (outlet, tally) in &*self.0 {
            outlet.put(&event, tally);
        }
    }

    /// Waits until all has been taken, at most for as long as each emitter has. The time is that of the system:
    /// a clock that a test has paused stands still meanwhile.
    pub(crate) async fn flush(&self) {
        let lines = self.0.iter();
        let late = lines.filter_map(|(outlet, tally)| Some((outlet, tally, outlet.end(tally)?)));
        let late: Vec<_> = late.collect();
        if late.is_empty() {
            return;
        }
        let (_still, since) = (Still::stand(), Instant::now());
        for (outlet, tally, taken) in late {
            outlet.wait(tally, taken, since).await;
        }
    }

    /// What has been lost, in words.
    pub(crate) fn warnings(&self) -> impl Iterator<Item = String> {
        let lines = self.0.iter();
        lines.filter_map(|(outlet, tally)| tally.warning(outlet.name()))
    }
}
