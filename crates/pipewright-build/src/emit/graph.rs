//! The static graph of a pipeline.

use pipewright_graph::{Source, Step, Target, Value, Wire, WireKind};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Emit;

impl Emit<'_> {
    pub(super) fn graph_table(&self) -> TokenStream {
        let codegen = &self.codegen;
        let own = self.names.own("GRAPH");
        let table = self.names.known("table");
        let name = &*self.graph.name;
        let inputs = self
            .graph
            .inputs
            .iter()
            .map(|input| self.graph_value(input));
        let steps = self.graph.steps.iter().map(|step| self.graph_step(step));
        let wires = self.graph.wires.iter().map(|wire| self.graph_wire(wire));
        let output = self
            .graph
            .output
            .as_ref()
            .map(|output| self.graph_value(output));
        let output = self.optional(output);
        let doc = format!(" The wiring of `{name}`, to be drawn.");
        quote! {
            #[doc = #doc]
            pub static #own: #codegen::Graph = {
                const INPUTS: &[#codegen::Value] = &[#(#inputs),*];
                const STEPS: &[#codegen::Step] = &[#(#steps),*];
                const WIRES: &[#codegen::Wire] = &[#(#wires),*];
                #table::graph(#name, INPUTS, STEPS, WIRES, #output)
            };
        }
    }

    fn graph_step(&self, step: &Step) -> TokenStream {
        let (table, name) = (self.names.known("table"), &*step.name);
        let output = self.optional(step.output.as_ref().map(|output| self.graph_value(output)));
        let guard = self.optional(step.guard.as_deref().map(|guard| quote!(#guard)));
        let code = quote!(#table::step(#name, #output, #guard));
        match step.handled {
            true => quote!(#table::handled(#code)),
            false => code,
        }
    }

    fn graph_value(&self, value: &Value) -> TokenStream {
        let (table, name, ty) = (self.names.known("table"), &*value.name, &*value.ty);
        quote!(#table::value(#name, #ty))
    }

    fn graph_wire(&self, wire: &Wire) -> TokenStream {
        let codegen = &self.codegen;
        let table = self.names.known("table");
        let from = match wire.from {
            Source::Input(input) => {
                let input = Literal::u32_unsuffixed(input);
                quote!(#table::input(#input))
            }
            Source::Step(step) => {
                let step = Literal::u32_unsuffixed(step.0);
                quote!(#table::from(#step))
            }
        };
        let to = match wire.to {
            Target::Step(step) => {
                let step = Literal::u32_unsuffixed(step.0);
                quote!(#table::to(#step))
            }
            Target::Output => quote!(#codegen::Target::Output),
        };
        let ty = &*wire.ty;
        match wire.kind {
            WireKind::Data => quote!(#table::data(#from, #to, #ty)),
            WireKind::Guard => quote!(#table::guard(#from, #to, #ty)),
            WireKind::After => quote!(#table::after(#from, #to)),
            WireKind::Order => quote!(#table::order(#from, #to)),
            WireKind::Next => quote!(#table::next(#from, #to, #ty)),
        }
    }
}
