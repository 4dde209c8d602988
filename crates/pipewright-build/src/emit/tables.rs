//! The static plan of a pipeline.

use std::collections::BTreeSet;

use proc_macro2::Literal;

use super::tokens::{ToTokens, TokenStream, quote};
use super::{Emit, format};
use crate::plan::{
    Arg, Executor, GuardKind, Jitter, Need, OnMissing, Parent, Retry, Step, StepId, ValueId,
};

impl Emit<'_> {
    pub(super) fn plan_table(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (plan, graph) = (self.names.own("PLAN"), self.names.own("GRAPH"));
        let (whole, way) = (&self.whole().plan.told, self.way());
        let name = format!("{whole}{way}");
        let definition = format!("{}{way}", format::DEFINITION);
        let reads: Vec<_> = self
            .plan
            .steps
            .iter()
            .map(|step| self.reads(step))
            .collect();
        let readers = self
            .readers(&reads)
            .into_iter()
            .map(Literal::usize_unsuffixed);
        let children = self.children();
        let steps = self.plan.steps.iter().zip(&reads).zip(&children);
        let steps = steps.map(|((step, reads), children)| self.step_table(step, reads, children));
        let fail_fast = self.plan.fail_fast;
        let deadline = self.optional(self.plan.deadline.map(|limit| self.duration(limit)));
        let executor = self.optional(self.plan.executor.as_ref().map(|place| self.choice(place)));
        let leaves = self.plan.steps.iter().any(may_leave);
        quote! {
            static #plan: #codegen::Plan = #codegen::Plan {
                name: #name,
                definition: #definition,
                graph: &#graph,
                steps: &[#(#steps),*],
                readers: &[#(#readers),*],
                fail_fast: #fail_fast,
                deadline: #deadline,
                executor: #executor,
                leaves: #leaves,
            };
        }
    }

    fn step_table(&self, step: &Step, reads: &BTreeSet<usize>, children: &[usize]) -> TokenStream {
        let codegen = &self.codegen;
        let name = step.name.to_string();
        let parents = step.parents.iter().map(|parent| self.parent(parent));
        let parents = filled("parents", parents.collect());
        let children = children.iter().map(|child| self.number(StepId(*child)));
        let children = filled("children", children.collect());
        let reads = reads
            .iter()
            .map(|slot| Literal::usize_unsuffixed(*slot).to_token_stream());
        let reads = filled("reads", reads.collect());
        let calls = match step.is_map() {
            true => self.map_table(step),
            false => self.calls_table(step),
        };
        let undo = step.undo.as_ref().map(|undo| self.undo_table(undo));
        let flags = [
            (step.is_run() && !step.is_map(), quote!(.inner())),
            (step.is_gated(), quote!(.guarded())),
            (step.blocking && !step.is_map(), quote!(.blocking())),
            (step.optional, quote!(.optional())),
            (step.handled && !step.optional, quote!(.handled())),
            (
                step.on_missing == OnMissing::Fail,
                quote!(.fails_on_missing()),
            ),
        ];
        let flags = flags
            .into_iter()
            .filter_map(|(set, flag)| set.then_some(flag));
        quote! {
            #codegen::StepPlan::new(#name)
                #parents #children #reads #calls #(#flags)* #undo
        }
    }

    /// How a step, or an element of a map, is called.
    pub(super) fn calls_table(&self, step: &Step) -> TokenStream {
        let retry = step.retry.as_ref().map(|retry| {
            let retry = self.retry(retry);
            quote!(.retry(#retry))
        });
        let timeout = step.timeout.map(|limit| {
            let limit = self.duration(limit);
            quote!(.timeout(#limit))
        });
        let deadline = step.deadline.map(|limit| {
            let limit = self.duration(limit);
            quote!(.deadline(#limit))
        });
        let executor = step.executor.as_ref().map(|place| {
            let place = self.choice(place);
            quote!(.executor(#place))
        });
        let shared = step.limit.map(Literal::usize_unsuffixed);
        let shared = shared.map(|limit| quote!(.limit(#limit)));
        quote!(#retry #timeout #deadline #executor #shared)
    }

    fn number(&self, step: StepId) -> TokenStream {
        let (steps, variant) = (self.names.own("Step"), self.names.variant(step));
        quote!(#steps::#variant as u32)
    }

    fn parent(&self, parent: &Parent) -> TokenStream {
        let codegen = &self.codegen;
        let step = self.number(parent.step);
        match parent.need {
            Need::Value => quote!(#codegen::Parent::value(#step)),
            Need::Maybe => quote!(#codegen::Parent::maybe(#step)),
            Need::Ok | Need::Outcome => quote!(#codegen::Parent::end(#step)),
            Need::Order => quote!(#codegen::Parent::order(#step)),
            Need::After => quote!(#codegen::Parent::no_failure(#step)),
            Need::Arm => quote!(#codegen::Parent::arm(#step)),
        }
    }

    /// The steps that wait for each step.
    fn children(&self) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); self.plan.steps.len()];
        for (id, step) in self.plan.steps.iter().enumerate() {
            for parent in &step.parents {
                let children = &mut children[parent.step.0];
                if children.last() != Some(&id) {
                    children.push(id);
                }
            }
        }
        children
    }

    /// The slots that a step reads.
    fn reads(&self, step: &Step) -> BTreeSet<usize> {
        let slot = |value| self.plan.slot_of(value);
        self.values_read(step).map(slot).collect()
    }

    /// The values that a step reads, itself or in its guard.
    pub(super) fn values_read(&self, step: &Step) -> impl Iterator<Item = ValueId> {
        let args = step.all_args().flat_map(Arg::values);
        let guard = match step.guard.as_ref().map(|guard| &guard.kind) {
            Some(GuardKind::Predicate(_, args)) => args.iter().flat_map(Arg::values).collect(),
            Some(GuardKind::Expression(_, reads)) => reads.iter().map(|read| read.value).collect(),
            None => Vec::new(),
        };
        let decisions = self.decisions(step).into_iter();
        let decisions = decisions.flat_map(|branch| &self.plan.branches[branch].reads);
        let all = args.chain(guard).chain(decisions.map(|read| read.value));
        all.filter(|value| self.plan.has_slot(*value))
    }

    /// How many readers each slot has; the run itself is one of its output.
    fn readers(&self, reads: &[BTreeSet<usize>]) -> Vec<usize> {
        let mut readers = vec![0; self.names.slots().len()];
        for slot in reads.iter().flatten() {
            readers[*slot] += 1;
        }
        if let Some(tail) = self.plan.tail {
            readers[self.plan.slot_of(tail.value)] += 1;
        }
        readers
    }

    pub(super) fn retry(&self, retry: &Retry) -> TokenStream {
        let codegen = &self.codegen;
        let (attempts, delay) = (
            Literal::u32_unsuffixed(retry.attempts),
            self.duration(retry.delay),
        );
        // `lower` fills defaults in; the table says only what differs from them
        let factor = (retry.factor != 2.0).then(|| {
            let factor = retry.factor;
            quote!(.factor(#factor))
        });
        let max_delay = retry.max_delay.map(|max| {
            let max = self.duration(max);
            quote!(.max_delay(#max))
        });
        let jitter = match retry.jitter {
            Jitter::Part(0.1) => None,
            Jitter::Part(part) => Some(quote!(.jitter(#codegen::Jitter::Part(#part)))),
            Jitter::Full => Some(quote!(.jitter(#codegen::Jitter::Full))),
        };
        quote!(#codegen::Retry::new(#attempts, #delay) #factor #max_delay #jitter)
    }

    fn choice(&self, executor: &Executor) -> TokenStream {
        let codegen = &self.codegen;
        match executor {
            Executor::Inline => quote!(#codegen::Choice::Inline),
            Executor::Spawn => quote!(#codegen::Choice::Spawn),
            Executor::Blocking => quote!(#codegen::Choice::Blocking),
            Executor::Named(name) => {
                let place = self.bound().iter().position(|bound| bound == name);
                let place = Literal::usize_unsuffixed(place.unwrap_or_default());
                quote!(#codegen::Choice::Bound(#place))
            }
        }
    }

    pub(super) fn duration(&self, duration: std::time::Duration) -> TokenStream {
        let name = self.names.known("Duration");
        let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
        match nanos {
            0 => {
                let seconds = Literal::u64_unsuffixed(seconds);
                quote!(#name::from_secs(#seconds))
            }
            _ if nanos.is_multiple_of(1_000_000) => {
                let millis = Literal::u128_unsuffixed(duration.as_millis());
                quote!(#name::from_millis(#millis))
            }
            _ => {
                let (seconds, nanos) = (
                    Literal::u64_unsuffixed(seconds),
                    Literal::u32_unsuffixed(nanos),
                );
                quote!(#name::new(#seconds, #nanos))
            }
        }
    }

    pub(super) fn optional(&self, value: Option<TokenStream>) -> TokenStream {
        let (some, none) = (self.names.known("Some"), self.names.known("None"));
        value.map_or(none, |value| quote!(#some(#value)))
    }
}

/// A setter of a list, where there is something in it.
fn filled(setter: &str, items: Vec<TokenStream>) -> Option<TokenStream> {
    let setter = quote::format_ident!("{setter}");
    let any = !items.is_empty();
    any.then(|| quote!(.#setter(&[#(#items),*])))
}

/// Whether something of a step may run elsewhere than in the run's own task, whatever the run is told.
fn may_leave(step: &Step) -> bool {
    step.executor.is_some() || step.blocking || step.is_map()
}
