//! The steps one after the other, in functions of bounded size.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::Emit;
use super::tokens::{TokenStream, quote};
use crate::plan::{Arg, Executor, Need, Step, StepId, ValueId};

/// How many steps, or functions of steps, stand in one function. For one with twice as many awaits the
/// compiler takes four times as long.
pub(super) const PART: usize = 16;

impl Emit<'_> {
    /// The function that goes the straight way, and in a large pipeline those that go a part of it.
    pub(super) fn straight(&self) -> TokenStream {
        let (frees, run) = (self.frees(), self.names.run());
        let steps = self.plan.steps.iter().enumerate();
        let mut lines: Vec<_> = steps
            .map(|(id, step)| self.straight_step(StepId(id), step, &frees[id]))
            .collect();
        let mut functions = TokenStream::new();
        let mut size = 1;
        while lines.len() > PART {
            let parts = lines.chunks_mut(PART).enumerate().map(|(number, lines)| {
                let name = part_name(size * PART, number);
                functions.put(&self.straight_part(&name, lines));
                let (from, to) = (number * size * PART, (number + 1) * size * PART);
                let (from, to) = (
                    Literal::usize_unsuffixed(from),
                    Literal::usize_unsuffixed(to),
                );
                quote! {
                    if walk.enters(#from, #to) {
                        #name(#run, walk, cx).await?;
                    }
                }
            });
            lines = parts.collect();
            size *= PART;
        }
        let whole = self.straight_part(&format_ident!("straight"), &mut lines);
        quote! {
            /// The steps one after the other, for as long as each ends well and at once; or one of them.
            #whole
            #functions
        }
    }

    /// The functions in which the steps stand, sixteen in each.
    pub(super) fn parts(&self) -> Vec<Ident> {
        match self.plan.steps.len() {
            0..=PART => vec![format_ident!("straight")],
            steps => (0..steps.div_ceil(PART))
                .map(|part| part_name(PART, part))
                .collect(),
        }
    }

    /// A function of so many steps, which take their lines along. An `async fn` would hold its parameters twice, in
    /// each call that waits.
    fn straight_part(&self, name: &Ident, lines: &mut [TokenStream]) -> TokenStream {
        let lines = lines.iter_mut().map(std::mem::take);
        let codegen = &self.codegen;
        let (run, steps) = (self.names.own("Run"), self.names.own("Steps"));
        let (error, ok) = (self.error(), self.names.known("Ok"));
        let variable = self.names.run();
        let (context, future) = (self.names.own("Context"), self.names.known("Future"));
        let texts = self.plan.steps.iter().any(|step| step.show);
        let texts = texts.then(|| self.texts());
        // with its type named here, rustc says nothing of what follows from one that will not do
        let checked = self.checked_parameter();
        let checked = checked.map(|_| quote!(let #variable: &#run<S> = #variable;));
        quote! {
            fn #name<'a, S: #steps + 'static>(
                #variable: &'a #run<S>,
                walk: #codegen::Walk,
                cx: &'a #context,
            ) -> impl #future<Output = #codegen::Straight<#error>> + 'a {
                #checked
                async move {
                    #texts
                    #(#lines)*
                    #ok(())
                }
            }
        }
    }

    fn straight_step(&self, id: StepId, step: &Step, frees: &[ValueId]) -> TokenStream {
        let (place, run) = (self.place(step.line), self.names.run());
        let number = Literal::usize_unsuffixed(id.0);
        let tried = self.call(id, step);
        let show = self.show(id, step);
        let slots = frees.iter().map(|value| self.names.slot(self.plan, *value));
        let needs = self.uncertain(step);
        let needs =
            needs.map(|slot| quote!(walk.needs(&#run.core, #number, || #run.#slot.is_there())?;));
        if let (true, false, Some(arm)) = (
            self.may_be_inline(step),
            step.arms.is_empty(),
            self.gate(step),
        ) {
            let (some, slot) = (
                self.names.known("Some"),
                self.names.step_slot(self.plan, id),
            );
            return quote! {
                #(#needs)*
                #place
                if let #some(taken) = walk.comes_to_arm(&#run.core, #number, || #run.#arm())? {
                    if taken {
                        #tried
                        #show
                        walk.end(&#run.core, tried)?;
                    } else {
                        #run.#slot.not_taken();
                    }
                    #(#run.#slots.free();)*
                }
            };
        }
        let comes = match self.gate(step) {
            _ if !self.may_be_inline(step) => quote!(walk.leaves(&#run.core, #number)?),
            Some(gate) => quote!(walk.comes_to_if(&#run.core, #number, || #run.#gate())?),
            None => quote!(walk.comes_to(&#run.core, #number)),
        };
        quote! {
            #(#needs)*
            #place
            if #comes {
                #tried
                #show
                walk.end(&#run.core, tried)?;
                #(#run.#slots.free();)*
            }
        }
    }

    /// Tells what the step gives as text, if it is to.
    fn show(&self, id: StepId, step: &Step) -> Option<TokenStream> {
        let run = self.names.run();
        let slot = self.names.step_slot(self.plan, step.merge.unwrap_or(id));
        let number = Literal::usize_unsuffixed(id.0);
        let told = self.told(&quote!(value));
        step.show
            .then(|| quote!(#run.#slot.show(cx, #number, &tried, |value| #told);))
    }

    /// The text of a value, and how large it is, where there is such a thing.
    pub(super) fn told(&self, value: &TokenStream) -> TokenStream {
        let codegen = &self.codegen;
        quote!((#codegen::Probe(#value).text(), #codegen::measured(#value).size()))
    }

    /// What finds the text of a value, where there is one.
    pub(super) fn texts(&self) -> TokenStream {
        let codegen = &self.codegen;
        quote! {
            #[allow(unused_imports)]
            use #codegen::{HasText as _, NoText as _};
        }
    }

    /// The slots of values that a step needs and that are not there if some arm is not taken, in which the step
    /// itself does not lie.
    fn uncertain(&self, step: &Step) -> impl Iterator<Item = &Ident> {
        let needed = step
            .parents
            .iter()
            .filter(|parent| parent.need == Need::Value);
        let uncertain = needed.filter(|parent| {
            let arms = &self.plan.steps[parent.step.0].arms;
            !step.arms.starts_with(arms)
        });
        uncertain.map(|parent| self.names.step_slot(self.plan, parent.step))
    }

    /// Whether a value is taken out of its slot in every run that makes it.
    fn is_surely_moved(&self, value: ValueId) -> bool {
        let takes = |step: &Step| {
            let mut args = step.all_args();
            !step.arms.is_empty() && args.any(|arg| moves(arg, value))
        };
        self.plan.value(value).moved && !self.plan.steps.iter().any(takes)
    }

    /// Whether the step's attempts run in the run's own task, unless the run says otherwise, and have no limit to
    /// wait for.
    fn may_be_inline(&self, step: &Step) -> bool {
        match step.executor {
            // its elements have places and limits of their own
            _ if step.is_map() => true,
            _ if step.limit.is_some() => false,
            // where its steps run is that run's own affair
            _ if step.is_run() => true,
            Some(ref executor) => *executor == Executor::Inline,
            None => !step.blocking,
        }
    }

    /// The values that each step is the last to read, in this order, or that it makes for nobody. What is
    /// moved is gone by then, and what copies is nothing to drop.
    fn frees(&self) -> Vec<Vec<ValueId>> {
        let mut last = vec![None; self.plan.values.len()];
        for (id, step) in self.plan.steps.iter().enumerate() {
            for value in self.values_read(step).chain(step.output) {
                last[value.0] = Some(id);
            }
        }
        let mut frees = vec![Vec::new(); self.plan.steps.len()];
        let tail = self.plan.tail.map(|tail| tail.value);
        for (value, step) in last.into_iter().enumerate() {
            if let Some(step) = step
                && !self.is_surely_moved(ValueId(value))
                && !self.plan.values[value].copy
                && !self.plan.values[value].kept
                && tail != Some(ValueId(value))
            {
                frees[step].push(ValueId(value));
            }
        }
        frees
    }
}

/// The function of so many steps with this number.
fn part_name(size: usize, number: usize) -> Ident {
    match size {
        PART => format_ident!("part_{number}"),
        _ => format_ident!("part_{number}_of_{size}"),
    }
}

/// Whether an argument takes a value away.
fn moves(arg: &Arg, value: ValueId) -> bool {
    match arg {
        Arg::Move(moved) => *moved == value,
        Arg::Array(args) => args.iter().any(|arg| moves(arg, value)),
        _ => false,
    }
}
