//! The static graph of a pipeline.

use pipewright_graph::{Arm, Branch, Source, Step, Value, Wire, table};
use proc_macro2::{Ident, Literal};
use quote::format_ident;

use super::Emit;
use super::tokens::{TokenStream, quote};
use crate::plan::StepId;

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
        let steps = self.graph.steps.iter().enumerate();
        let steps = steps.map(|(id, step)| self.graph_step(StepId(id), step));
        let wires = self.graph.wires.iter();
        let wires = wires.map(|wire| self.graph_wire(wire));
        let output = self
            .graph
            .output
            .as_ref()
            .map(|output| self.graph_value(output));
        let output = self.optional(output);
        let branches = self.graph.branches.iter().enumerate();
        let ways: TokenStream = branches
            .clone()
            .map(|(id, branch)| self.ways(id, branch))
            .collect();
        let branches: Vec<_> = branches
            .map(|(id, branch)| self.graph_branch(id, branch))
            .collect();
        let (list, graph) = match branches.is_empty() {
            true => (
                None,
                quote!(#table::graph(#name, INPUTS, STEPS, WIRES, #output)),
            ),
            false => (
                Some(quote!(#ways const BRANCHES: &[#codegen::Branch] = &[#(#branches),*];)),
                quote!(#table::branching(#name, INPUTS, STEPS, WIRES, #output, BRANCHES)),
            ),
        };
        let doc = format!(" The wiring of `{name}`, to be drawn.");
        quote! {
            #[doc = #doc]
            pub static #own: #codegen::Graph = {
                const INPUTS: &[#codegen::Value] = &[#(#inputs),*];
                const STEPS: &[#codegen::Step] = &[#(#steps),*];
                const WIRES: &[#codegen::Wire] = &[#(#wires),*];
                #list
                #graph
            };
        }
    }

    fn graph_step(&self, id: StepId, step: &Step) -> TokenStream {
        let (table, name) = (self.names.known("table"), &*step.name);
        let output = self.optional(step.output.as_ref().map(|output| self.graph_value(output)));
        let guard = self.optional(step.guard.as_deref().map(|guard| quote!(#guard)));
        let code = match (step.runs.as_deref(), &step.each) {
            (Some(pipeline), None) => quote!(#table::runs(#name, #output, #guard, #pipeline)),
            (Some(pipeline), Some(each)) => {
                quote!(#table::runs_each(#name, #output, #guard, #pipeline, #each))
            }
            (None, Some(each)) => quote!(#table::each(#name, #output, #guard, #each)),
            (None, None) => quote!(#table::step(#name, #output, #guard)),
        };
        let code = match step.handled {
            true => quote!(#table::handled(#code)),
            false => code,
        };
        let code = match self.block_of(id) {
            Some(module) => {
                let graph = self.names.own("GRAPH");
                quote!(#table::through(#code, &#module::#graph))
            }
            None => code,
        };
        let code = match step.undo.as_deref() {
            Some(undo) => quote!(#table::undone(#code, #undo)),
            None => code,
        };
        let code = match step.family.as_deref() {
            Some(family) => quote!(#table::in_family(#code, #family)),
            None => code,
        };
        let code = match step.entry.as_deref() {
            Some(entry) => quote!(#table::entered(#code, #entry)),
            None => code,
        };
        match step.arm {
            Some(Arm { branch, way }) => {
                let (branch, way) = (literal(branch), literal(way));
                quote!(#table::in_way(#code, #branch, #way))
            }
            None => code,
        }
    }

    /// When the ways of a branch are taken.
    fn ways(&self, id: usize, branch: &Branch) -> TokenStream {
        let (table, codegen, name) = (self.names.known("table"), &self.codegen, ways_name(id));
        let ways = branch.ways.iter().map(|way| quote!(#table::way(#way)));
        quote!(const #name: &[#codegen::Text] = &[#(#ways),*];)
    }

    fn graph_branch(&self, id: usize, branch: &Branch) -> TokenStream {
        let (table, text) = (self.names.known("table"), &*branch.text);
        let ways = ways_name(id);
        let reads = branch.reads.iter().map(|read| self.graph_source(*read));
        let constants = branch.constants.iter().map(|(way, step)| {
            let (way, step) = (literal(*way), literal(step.0));
            quote!(#table::constant(#way, #step))
        });
        let code = quote!(#table::branch(#text, #ways, &[#(#reads),*], &[#(#constants),*]));
        match branch.arm {
            Some(Arm { branch, way }) => {
                let (branch, way) = (literal(branch), literal(way));
                quote!(#table::within(#code, #branch, #way))
            }
            None => code,
        }
    }

    fn graph_source(&self, source: Source) -> TokenStream {
        let table = self.names.known("table");
        let (make, number) = table::of_source(source);
        let (make, number) = (format_ident!("{make}"), literal(number));
        quote!(#table::#make(#number))
    }

    fn graph_value(&self, value: &Value) -> TokenStream {
        let (table, name, ty) = (self.names.known("table"), &*value.name, &*value.ty);
        quote!(#table::value(#name, #ty))
    }

    fn graph_wire(&self, wire: &Wire) -> TokenStream {
        let codegen = &self.codegen;
        let table = self.names.known("table");
        let from = self.graph_source(wire.from);
        let to = match wire.to.step() {
            Some(step) => {
                let step = literal(step.0);
                quote!(#table::to(#step))
            }
            None => quote!(#codegen::Target::Output),
        };
        let (make, is_typed) = table::of_wire(wire.kind);
        let make = format_ident!("{make}");
        let ty = is_typed.then_some(&*wire.ty).into_iter();
        quote!(#table::#make(#from, #to #(, #ty)*))
    }
}

fn ways_name(branch: usize) -> Ident {
    format_ident!("WAYS_{branch}")
}

fn literal(number: u32) -> Literal {
    Literal::u32_unsuffixed(number)
}
