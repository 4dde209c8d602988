//! Walking along the steps: what generated code does before and behind each call.

use super::call::Tried;
use super::core::{Common, Core};
use super::fate::Fate;
use super::gate::Gate;
use super::spans::{End, Traced};
use super::straight::{Stop, Straight, Way};
use crate::emitter::{Emission, Telling};
use crate::outcome::SkipReason;
use crate::report::OutcomeKind;

/// One walk along the steps. Each call that waits holds it, so it is small: what it walks along it is told each time.
#[derive(Clone, Copy)]
pub struct Walk(u32);

/// All steps.
const ALL: u32 = u32::MAX;
/// All steps, while somebody wants to know of each.
const WATCHED: u32 = u32::MAX - 1;

impl<M: Send + Sync + 'static> Core<M> {
    /// Walks along all steps.
    pub fn all(&self) -> Walk {
        Walk(match self.common.is_watched() {
            true => WATCHED,
            false => ALL,
        })
    }
}

impl Walk {
    /// Walks to one step, the only one that counts.
    pub fn to(step: u32) -> Self {
        Self(step)
    }

    /// Whether one of these steps counts: from the one to before the other.
    #[inline]
    pub fn enters(self, from: u32, to: u32) -> bool {
        match self.0 {
            ALL | WATCHED => true,
            only => (from..to).contains(&only),
        }
    }

    /// Comes to a step; whether it counts.
    #[inline]
    pub fn comes_to<M>(self, core: &Core<M>, step: u32) -> bool {
        match self.0 {
            ALL => core.common.way.come(step),
            WATCHED => core.common.come(step),
            only => return only == step,
        }
        true
    }

    /// The way, if it is all steps that count.
    fn way<M>(self, core: &Core<M>) -> Option<&Way> {
        match self.0 {
            ALL | WATCHED => Some(&core.common.way),
            _ => None,
        }
    }

    /// Comes to a step that has a condition. On the way to a single step it has been asked.
    ///
    /// # Errors
    ///
    /// The condition is false.
    #[inline]
    pub fn comes_to_if<M, E, G: Into<Gate>>(
        self,
        core: &Core<M>,
        step: u32,
        condition: impl FnOnce() -> G,
    ) -> Result<bool, Stop<E>> {
        if let Some(way) = self.way(core) {
            way.come(step);
            if let Some(reason) = way.ask(condition).into().refusal() {
                return Err(Stop::Refused(reason));
            }
        }
        Ok(self.comes_to(core, step))
    }

    /// Comes to a step that lies in an arm; `None` if it does not count, and otherwise whether its arm is taken.
    ///
    /// # Errors
    ///
    /// Its guard is false.
    #[inline]
    pub fn comes_to_arm<M, E>(
        self,
        core: &Core<M>,
        step: u32,
        gate: impl FnOnce() -> Gate,
    ) -> Result<Option<bool>, Stop<E>> {
        let Some(way) = self.way(core) else {
            return Ok(self.comes_to(core, step).then_some(true));
        };
        way.come(step);
        match way.ask(gate).refusal() {
            None => Ok(Some(self.comes_to(core, step))),
            Some(SkipReason::NotTaken) => {
                way.pass_over(step);
                self.passed_over(&core.common, step);
                Ok(Some(false))
            }
            Some(reason) => Err(Stop::Refused(reason)),
        }
    }

    /// The arm of a step is not taken.
    fn passed_over(self, core: &Common, step: u32) {
        if self.0 == WATCHED
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
    pub fn needs<M, E>(
        self,
        core: &Core<M>,
        step: u32,
        is_there: impl FnOnce() -> bool,
    ) -> Result<(), Stop<E>> {
        match self.way(core) {
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
    pub fn leaves<M, E>(self, core: &Core<M>, step: u32) -> Result<bool, Stop<E>> {
        match self.way(core) {
            Some(way) => {
                way.come(step);
                Err(Stop::Ahead)
            }
            None => Ok(self.comes_to(core, step)),
        }
    }

    /// Ends the step.
    ///
    /// # Errors
    ///
    /// It was the only one that counts, or did not end well, or had to wait.
    #[inline]
    pub fn end<M, E>(self, core: &Core<M>, tried: Tried<E>) -> Straight<E> {
        if matches!(tried, Tried::Ok) && self.passes(&core.common) {
            // there is nothing in it to be dropped, which would be a call for each step
            std::mem::forget(tried);
            return Ok(());
        }
        Err(Stop::Tried(tried))
    }

    /// Passes a step that has ended well, if there is another one to go to.
    #[inline]
    fn passes(self, core: &Common) -> bool {
        match self.0 {
            ALL => core.way.goes_on(),
            WATCHED => core.pass(),
            _ => false,
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
        if self.span.is_some() {
            self.enter(step);
        }
    }

    /// The step that the straight way is at has ended well; false if that was the end of the way.
    #[inline(never)]
    fn pass(&self) -> bool {
        if !self.way.goes_on() {
            return false;
        }
        let telling = self.telling();
        telling.into_iter().for_each(Telling::leave);
        if self.span.is_some() {
            self.ended_well();
        }
        if let Some(emission) = telling.and_then(|telling| telling.emission.as_ref()) {
            has_ended_well(emission, self.way.step());
        }
        self.way.note();
        true
    }

    /// Enters the spans of the step that the straight way comes to, if anybody listens.
    #[inline(never)]
    fn enter(&self, step: u32) {
        if let Some(traced) = Traced::step(self, step, 1) {
            self.way.enter(traced);
        }
    }

    /// Leaves them, since the step has ended well.
    #[inline(never)]
    fn ended_well(&self) {
        if let Some(mut traced) = self.leave() {
            traced.attempt_ended(&End::Ok);
            self.ended(self.way.step(), traced, &End::Ok);
        }
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

/// Tells emitters of a step that it has ended well.
#[inline(never)]
fn has_ended_well(emission: &Emission, step: u32) {
    emission.finished(step, None, None);
    emission.ended(step, (OutcomeKind::Ok, None, Vec::new()));
}
