//! Walking along the steps: what generated code does before and behind each call.

use super::call::Tried;
use super::core::{Common, Core};
use super::fate::Fate;
use super::gate::Gate;
use super::spans::{End, Traced};
use super::straight::{Stop, Straight, Way};
use crate::emitter::Telling;
use crate::outcome::SkipReason;
use crate::report::OutcomeKind;

/// One walk along the steps.
#[derive(Clone, Copy)]
pub struct Walk<'a>(Along<'a>);

#[derive(Clone, Copy)]
enum Along<'a> {
    /// All steps.
    All(&'a Way),
    /// All steps, while somebody wants to know of each.
    Watched(&'a Common),
    /// The only step that counts.
    One(u32),
}

impl<M: Send + Sync + 'static> Core<M> {
    /// Walks along all steps.
    pub fn all(&self) -> Walk<'_> {
        let common = &self.common;
        Walk(match common.is_watched() {
            true => Along::Watched(common),
            false => Along::All(&common.way),
        })
    }
}

impl Walk<'static> {
    /// Walks to one step.
    pub fn to(step: u32) -> Self {
        Self(Along::One(step))
    }
}

impl<'a> Walk<'a> {
    /// Whether one of these steps counts: from the one to before the other.
    #[inline]
    pub fn enters(self, from: u32, to: u32) -> bool {
        match self.0 {
            Along::All(_) | Along::Watched(_) => true,
            Along::One(only) => (from..to).contains(&only),
        }
    }

    /// Comes to a step; whether it counts.
    #[inline]
    pub fn comes_to(self, step: u32) -> bool {
        match self.0 {
            Along::All(way) => {
                way.come(step);
                true
            }
            Along::One(only) => only == step,
            Along::Watched(core) => {
                core.come(step);
                true
            }
        }
    }

    /// The way, if it is all steps that count.
    fn way(self) -> Option<&'a Way> {
        match self.0 {
            Along::All(way) => Some(way),
            Along::Watched(core) => Some(&core.way),
            Along::One(_) => None,
        }
    }

    /// Comes to a step that has a condition. On the way to a single step it has been asked.
    ///
    /// # Errors
    ///
    /// The condition is false.
    #[inline]
    pub fn comes_to_if<E, G: Into<Gate>>(
        self,
        step: u32,
        condition: impl FnOnce() -> G,
    ) -> Result<bool, Stop<E>> {
        if let Some(way) = self.way() {
            way.come(step);
            if let Some(reason) = way.ask(condition).into().refusal() {
                return Err(Stop::Refused(reason));
            }
        }
        Ok(self.comes_to(step))
    }

    /// Comes to a step that lies in an arm; `None` if it does not count, and otherwise whether its arm is taken.
    ///
    /// # Errors
    ///
    /// Its guard is false.
    #[inline]
    pub fn comes_to_arm<E>(
        self,
        step: u32,
        gate: impl FnOnce() -> Gate,
    ) -> Result<Option<bool>, Stop<E>> {
        let Some(way) = self.way() else {
            return Ok(self.comes_to(step).then_some(true));
        };
        way.come(step);
        match way.ask(gate).refusal() {
            None => Ok(Some(self.comes_to(step))),
            Some(SkipReason::NotTaken) => {
                way.pass_over(step);
                self.passed_over(step);
                Ok(Some(false))
            }
            Some(reason) => Err(Stop::Refused(reason)),
        }
    }

    /// The arm of a step is not taken.
    fn passed_over(self, step: u32) {
        if let Along::Watched(core) = self.0
            && let Some(emission) = core.emission()
        {
            let (outcome, reason) = Fate::NOT_TAKEN.told(None);
            emission.ended(step, (outcome, reason, Vec::new()));
        }
    }

    /// Comes to a step that needs a value which is not there if an arm is not taken.
    ///
    /// # Errors
    ///
    /// It is not there, and the straight way ends here.
    #[inline]
    pub fn needs<E>(self, step: u32, is_there: impl FnOnce() -> bool) -> Result<(), Stop<E>> {
        match self.way() {
            Some(way) if !is_there() => {
                way.come(step);
                Err(Stop::Ahead)
            }
            _ => Ok(()),
        }
    }

    /// Comes to a step that runs elsewhere, or shares a limit.
    ///
    /// # Errors
    ///
    /// The straight way ends here.
    #[inline]
    pub fn leaves<E>(self, step: u32) -> Result<bool, Stop<E>> {
        match self.way() {
            Some(way) => {
                way.come(step);
                Err(Stop::Ahead)
            }
            None => Ok(self.comes_to(step)),
        }
    }

    /// Ends the step.
    ///
    /// # Errors
    ///
    /// It was the only one that counts, or did not end well, or had to wait.
    #[inline]
    pub fn end<E>(self, tried: Tried<E>) -> Straight<E> {
        if !matches!(tried, Tried::Ok) {
            return Err(Stop::Tried(tried));
        }
        // there is nothing in it, which the compiler does not see: it would drop it behind each step
        std::mem::forget(tried);
        match self.passes() {
            true => Ok(()),
            false => Err(Stop::Tried(Tried::Ok)),
        }
    }

    /// Passes a step that has ended well, if there is another one to go to.
    #[inline]
    fn passes(self) -> bool {
        match self.0 {
            Along::All(way) => way.goes_on(),
            Along::Watched(_) | Along::One(_) => self.passes_one(),
        }
    }

    /// The same where that is not all there is to do.
    #[inline(never)]
    fn passes_one(self) -> bool {
        match self.0 {
            Along::Watched(core) => core.pass(),
            Along::All(_) | Along::One(_) => false,
        }
    }
}

impl Common {
    /// The straight way comes to a step.
    #[inline(never)]
    fn come(&self, step: u32) {
        self.way.come(step);
        if let Some(telling) = self.telling() {
            telling.come(step);
            if let Some(emission) = &telling.emission {
                emission.started(step);
            }
        }
        if let Some(traced) = Traced::step(self, step, 1) {
            self.way.enter(traced);
        }
    }

    /// The step that the straight way is at has ended well; false if that was the end of the way.
    fn pass(&self) -> bool {
        if !self.way.goes_on() {
            return false;
        }
        let telling = self.telling();
        telling.into_iter().for_each(Telling::leave);
        if let Some(mut traced) = self.leave() {
            traced.attempt_ended(&End::Ok);
            self.ended(self.way.step(), traced, &End::Ok);
        }
        if let Some(emission) = telling.and_then(|telling| telling.emission.as_ref()) {
            let step = self.way.step();
            emission.finished(step, None, None);
            emission.ended(step, (OutcomeKind::Ok, None, Vec::new()));
        }
        self.way.note();
        true
    }

    /// Leaves the spans of the step that the straight way is at, if anybody listens: the step has ended, or the
    /// straight way has.
    #[inline]
    pub(crate) fn leave(&self) -> Option<Traced> {
        self.span.as_ref()?;
        self.way.leave()
    }

    /// A step has ended that has spans.
    #[inline]
    pub(super) fn ended(&self, step: u32, traced: Traced, end: &End) {
        let span = traced.ended(end);
        if let Some(links) = &self.links {
            links.ended(self.plan, step, span);
        }
    }
}
