//! Values as text, where the description asks for that.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::context::Context;
use crate::report::{InputReport, StepReports};
use crate::run::Tried;
use crate::size::Size;
use crate::slot::Slot;

/// What has been shown in a run so far.
#[derive(Default)]
pub(crate) struct Values {
    inputs: Vec<InputReport>,
    values: Mutex<HashMap<u32, Value>>,
}

/// A value as text, and how large it is, if that is known.
type Value = (String, Option<Size>);

impl Values {
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
    pub(super) fn value(&self, step: u32) -> Option<Value> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(&step).cloned()
    }

    fn show(&self, step: u32, value: Value) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.insert(step, value);
    }

    /// Puts what steps have given where they are told.
    pub(super) fn enter(&self, steps: &mut StepReports) {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        if values.is_empty() {
            // whoever does not look at the steps need not have them made
            return;
        }
        for (number, step) in (0..).zip(steps) {
            if let Some((value, size)) = values.get(&number) {
                step.value = Some(value.clone());
                step.size = *size;
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
        told: impl FnOnce(&T) -> (Option<String>, Option<Size>),
    ) {
        let shown = || cx.telling()?.shown.as_ref();
        if let (Tried::Ok, Some(shown)) = (tried, shown()) {
            let told = self.option().map(|value| told(&*value));
            if let Some((Some(text), size)) = told {
                shown.show(step, (text, size));
            }
        }
    }
}
