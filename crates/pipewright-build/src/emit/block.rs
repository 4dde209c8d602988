//! Blocks of steps, through which a map sends its elements: each a module within that of the pipeline, with a run
//! of its own, which holds on to the run around it.

use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::tokens::{TokenStream, quote};
use super::{Emit, each};
use crate::plan::{Call, Each, Origin, Plan, Step, StepId, ValueId};

impl<'a> Emit<'a> {
    /// A block, within what is around it.
    fn within(around: &'a Emit<'a>, id: StepId, plan: &'a Plan) -> Self {
        let whole = around.whole();
        let names = around.names.within(plan, whole.plan, &whole.names);
        Self {
            plan,
            graph: &around.graph.steps[id.0].block[0],
            codegen: names.own("codegen"),
            names,
            around: Some((around, id)),
        }
    }
}

impl Emit<'_> {
    /// The whole pipeline.
    pub(super) fn whole(&self) -> &Emit<'_> {
        match self.around {
            Some((around, _)) => around.whole(),
            None => self,
        }
    }

    /// The way from the whole pipeline to a block of it: `::users::orders`.
    pub(super) fn way(&self) -> String {
        match self.around {
            Some((around, _)) => format!("{}::{}", around.way(), self.plan.name),
            None => String::new(),
        }
    }

    /// The modules of all blocks.
    pub(super) fn blocks(&self) -> TokenStream {
        let steps = self.plan.steps.iter().enumerate();
        let modules = steps.filter_map(|(id, step)| match step.call {
            Call::Block(block) => {
                let block = Emit::within(self, StepId(id), &self.plan.blocks[block]);
                Some(block.block_module(&self.names.block(step), step))
            }
            _ => None,
        });
        modules.collect()
    }

    /// The module of the block that a step has.
    pub(super) fn block_of(&self, id: StepId) -> Option<Ident> {
        let step = self.plan.steps.get(id.0)?;
        matches!(step.call, Call::Block(_)).then(|| self.names.block(step))
    }

    fn block_module(&self, name: &Ident, step: &Step) -> TokenStream {
        let checked = self.checked();
        let items = [
            self.through(),
            self.step_numbers(),
            self.run_struct(),
            self.call_groups(),
            self.straight(),
            self.calls(),
            self.blocks(),
            self.plan_table(),
            self.graph_table(),
        ];
        // it has the imports of what is around it
        if let Some((around, _)) = self.around {
            around.names.use_too(&self.names);
        }
        let doc = format!(
            " The steps through which each element of `{}` goes.",
            step.name
        );
        quote! {
            #[doc = #doc]
            mod #name {
                #[allow(unused_imports)]
                use super::*;
                #checked
                #(#items)*
            }
        }
    }

    /// The numbers of the steps.
    fn step_numbers(&self) -> TokenStream {
        let step = self.names.own("Step");
        let variants = (0..self.plan.steps.len()).map(|id| self.names.variant(StepId(id)));
        quote!(enum #step { #(#variants),* })
    }

    /// The function that takes one element through.
    fn through(&self) -> TokenStream {
        let codegen = &self.codegen;
        let (steps, run, plan) = (
            self.names.own("Steps"),
            self.names.own("Run"),
            self.names.own("PLAN"),
        );
        let (context, result) = (self.names.own("Context"), self.names.known("Result"));
        let (around, index) = (self.names.around(), self.names.index());
        let number = Literal::usize_unsuffixed(self.around.map_or(0, |(_, id)| id.0));
        let (gives, error) = (self.run_output(), self.error());
        let elements: Vec<_> = self.plan.inputs().collect();
        let names = elements.iter().map(|element| &element.name);
        let types = elements.iter().map(|element| &element.ty);
        let slots = self.names.slots();
        let inputs = elements.iter().map(|element| {
            let name = &element.name;
            let maker = self.input_slot(element);
            quote!(#codegen::Slot::#maker(#name))
        });
        let nothing = quote!(false);
        let values = inputs.chain(self.outcome_slots(&nothing));
        let ways = (0..self.plan.branches.len()).map(|branch| self.names.way(branch));
        quote! {
            pub async fn through<S: #steps + 'static>(
                #around: &super::#run<S>,
                #index: usize,
                cx: &#context,
                #(#names: #types,)*
            ) -> #result<#gives, #codegen::Missing<#error>> {
                #codegen::through(#run {
                    around: #codegen::own(#around),
                    index: #index,
                    core: #around.core.block(&#plan, #number, #index, cx),
                    steps: #around.steps.clone(),
                    #(#slots: #values,)*
                    #(#ways: #codegen::Decision::default(),)*
                }).await
            }
        }
    }

    /// What a map does with one element, where that goes through a block.
    pub(super) fn each_through(&self, step: &Step, each: &Each) -> TokenStream {
        let codegen = &self.codegen;
        let (context, index) = (self.names.own("Context"), self.names.index());
        let (result, error) = (self.names.known("Result"), self.error());
        let element = self.plan.value(each.elements[0]);
        let (name, ty, gives) = (&element.name, &element.ty, &each.gives);
        let (parameter, given) = match (each::is_lent(each), element.copy) {
            // the block finds it by its place
            (true, _) => (format_ident!("_{name}"), None),
            (false, true) => (name.clone(), Some(quote!(*#name.get()))),
            (false, false) => (name.clone(), Some(quote!(#name.take()))),
        };
        let module = self.names.block(step);
        quote! {
            async fn each_run(
                &self,
                cx: &#context,
                #index: usize,
                #parameter: #codegen::Element<'_, #ty>,
            ) -> #result<#gives, #codegen::Missing<#error>> {
                #module::through(self, #index, cx, #given).await
            }
        }
    }

    /// The fields by which a block's run finds what is around it.
    pub(super) fn around_fields(&self) -> Option<TokenStream> {
        let (arc, run) = (self.names.known("Arc"), self.names.own("Run"));
        self.plan
            .is_block
            .then(|| quote!(around: #arc<super::#run<S>>, index: usize,))
    }

    /// Where a value lies, seen from this run.
    pub(super) fn place_of(&self, run: &TokenStream, value: ValueId) -> TokenStream {
        let (run, owner, value) = self.owner(run, value);
        let slot = owner.names.slot(owner.plan, value);
        quote!(#run.#slot)
    }

    /// The run to which a value belongs, this one or one around it, and what the value is there.
    fn owner(&self, run: &TokenStream, value: ValueId) -> (TokenStream, &Emit<'_>, ValueId) {
        match (self.plan.value(value).origin, self.around) {
            (Origin::Around, Some((around, _))) => {
                let outer = around.plan.named(&self.plan.value(value).name);
                around.owner(&quote!(#run.around), outer)
            }
            _ => (run.clone(), self, value),
        }
    }

    /// The statements that find an element which belongs to a run around this block, by its place.
    pub(super) fn lent(&self, run: &TokenStream, value: ValueId) -> Option<Vec<TokenStream>> {
        let (run, owner, value) = self.owner(run, value);
        let element = owner.plan.value(value);
        let (around, step) = owner.around.filter(|_| element.origin == Origin::Lent)?;
        let each = around.plan.steps[step.0].each.as_ref()?;
        let (source, around_run) = (each::value(&each.source), quote!(#run.around));
        let (mut statements, of) = match around.lent(&around_run, source) {
            Some(statements) => {
                let name = &around.plan.value(source).name;
                (statements, quote!(#name))
            }
            None => {
                let holder = format_ident!("lent_{}", element.name);
                let slot = around.place_of(&around_run, source);
                (vec![quote!(let #holder = #slot.get();)], quote!(&*#holder))
            }
        };
        let of = match each.oks {
            true => quote!((#of).oks()),
            false => of,
        };
        let (codegen, name, ty) = (&self.codegen, &element.name, &element.ty);
        statements.push(quote!(let #name = #codegen::lent_at::<#ty, _>(#of, #run.index);));
        Some(statements)
    }
}

impl Plan {
    /// Whether it is a block that reads something of what is around it.
    pub(super) fn borrows(&self) -> bool {
        let mut values = self.values.iter();
        values.any(|value| matches!(value.origin, Origin::Around | Origin::Lent))
    }

    /// The value of that name that steps can read.
    fn named(&self, name: &Ident) -> ValueId {
        let is_it = |value: &crate::plan::Value| {
            value.name == *name && !matches!(value.origin, Origin::Element { .. })
        };
        let place = self.values.iter().position(is_it);
        ValueId(place.unwrap_or_else(|| unreachable!("`{name}` is there")))
    }
}
