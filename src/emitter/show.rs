//! Values as text, where the description asks for that.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::context::Context;
use crate::report::{InputReport, StepReport};
use crate::run::Tried;
use crate::slot::Slot;

/// What has been shown in a run so far.
#[derive(Default)]
pub(crate) struct Shown {
    inputs: Vec<InputReport>,
    values: Mutex<BTreeMap<u32, String>>,
}

impl Shown {
    pub(super) fn new(inputs: Vec<InputReport>) -> Self {
        Self {
            inputs,
            values: Mutex::default(),
        }
    }

    pub(super) fn inputs(&self) -> Vec<InputReport> {
        self.inputs.clone()
    }

    /// What the step has given.
    pub(super) fn value(&self, step: u32) -> Option<String> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(&step).cloned()
    }

    fn show(&self, step: u32, value: String) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.insert(step, value);
    }

    /// Puts what steps have given where they are told.
    pub(super) fn enter(&self, steps: &mut [StepReport]) {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        for (step, value) in &*values {
            if let Some(step) = steps.get_mut(*step as usize) {
                step.value = Some(value.clone());
            }
        }
    }
}

impl<T, E> Slot<T, E> {
    /// Tells what an attempt has put here, if anybody wants to know. The step has not ended, so nobody takes it
    /// away.
    pub fn show<M>(
        &self,
        cx: &Context<M>,
        step: u32,
        tried: &Tried<E>,
        text: impl FnOnce(&T) -> Option<String>,
    ) {
        let shown = || cx.telling()?.shown.as_ref();
        if let (Tried::Ok, Some(shown)) = (tried, shown()) {
            let text = || text(&*self.option()?);
            if let Some(text) = text() {
                shown.show(step, text);
            }
        }
    }
}
