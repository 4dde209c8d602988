//! The steps one after the other.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::Emit;
use crate::plan::{Executor, Step, StepId, ValueId};

/// How many steps, or functions of steps, stand in one function. For one with twice as many awaits the
/// compiler takes four times as long.
const PART: usize = 16;

impl Emit<'_> {
    /// The function that goes the straight way; in a large pipeline, those that go a part of it.
    pub(super) fn straight(&self) -> TokenStream {
        let frees = self.frees();
        let steps = self.plan.steps.iter().enumerate();
        let lines: Vec<_> = steps
            .map(|(id, step)| self.straight_step(StepId(id), step, &frees[id]))
            .collect();
        let mut functions = Vec::new();
        let mut parts = lines;
        let mut level = 0;
        while parts.len() > PART {
            let upper = parts.chunks(PART).enumerate().map(|(number, lines)| {
                let name = match level {
                    0 => format_ident!("part_{number}"),
                    _ => format_ident!("part_{level}_{number}"),
                };
                functions.push(self.straight_part(&name, level, lines));
                quote!(#name(run).await?;)
            });
            parts = upper.collect();
            level += 1;
        }
        let doc = " The steps one after the other, for as long as each ends well and at once.";
        let whole = self.straight_part(&format_ident!("straight"), level, &parts);
        quote!(#[doc = #doc] #whole #(#functions)*)
    }

    fn straight_part(&self, name: &Ident, level: usize, lines: &[TokenStream]) -> TokenStream {
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let (error, ok) = (self.error(), self.names.known("Ok"));
        let core = (level == 0).then(|| quote!(let (core, cx) = (&run.core, run.core.first());));
        quote! {
            async fn #name<S: #steps + 'static>(run: &#run<S>) -> #codegen::Straight<#error> {
                #core
                #(#lines)*
                #ok(())
            }
        }
    }

    fn straight_step(&self, id: StepId, step: &Step, frees: &[ValueId]) -> TokenStream {
        let call = self.names.call(step);
        let number = Literal::usize_unsuffixed(id.0);
        let begin = match &step.guard {
            _ if !self.may_be_inline(step) => return quote!(core.leave(#number)?;),
            Some(_) => {
                let when = self.names.when(step);
                quote!(core.begin_if(#number, || run.#when())?;)
            }
            None => quote!(core.begin(#number);),
        };
        let slots = frees.iter().map(|value| self.names.slot(self.plan, *value));
        quote! {
            #begin
            core.end(run.#call(cx).await)?;
            #(run.#slots.free();)*
        }
    }

    /// Whether the step's attempts run in the run's own task, unless the run says otherwise.
    fn may_be_inline(&self, step: &Step) -> bool {
        match step.executor {
            Some(ref executor) => *executor == Executor::Inline,
            None => !step.blocking,
        }
    }

    /// The values that each step is the last to read, in this order. What is moved is gone by then.
    fn frees(&self) -> Vec<Vec<ValueId>> {
        let mut last = vec![None; self.plan.values.len()];
        for (id, step) in self.plan.steps.iter().enumerate() {
            for value in self.values_read(step) {
                last[value.0] = Some(id);
            }
        }
        let mut frees = vec![Vec::new(); self.plan.steps.len()];
        let tail = self.plan.tail.map(|tail| tail.value);
        for (value, step) in last.into_iter().enumerate() {
            if let Some(step) = step
                && !self.plan.values[value].moved
                && tail != Some(ValueId(value))
            {
                frees[step].push(ValueId(value));
            }
        }
        frees
    }
}
