//! Where a run takes one of several ways: what decides, what an arm binds, where the arms meet.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal};

use super::Emit;
use super::tokens::{ToTokens, TokenStream, quote};
use crate::plan::{Arg, Arm, Branch, Call, ConstantArm, Decision, Step, StepId, Test, Way};
use crate::readings;

impl Emit<'_> {
    /// The branches whose decision a step asks for.
    pub(super) fn decisions(&self, step: &Step) -> BTreeSet<usize> {
        let constants = match &step.call {
            Call::Merge(constants) => constants.as_slice(),
            Call::Method(_) | Call::Path(..) | Call::Pipeline(..) | Call::Block(_) => &[],
        };
        let arms = constants.iter().flat_map(|constant| &constant.arms);
        let arms = step.arms.iter().chain(arms);
        arms.map(|arm| arm.branch).collect()
    }

    /// What tells which way a branch takes. It decides when it is first asked.
    pub(super) fn decision(&self, number: usize, branch: &Branch) -> TokenStream {
        let way = self.names.way(number);
        let reads = branch.reads.iter();
        let reads = reads.map(|read| self.guard_read(&quote!(self), read));
        let place = self.beside(branch.line);
        let decision = match self.is_taken_from(number) {
            true => {
                let (constant, read) = (self.way_constant(number), &branch.reads);
                let read = read.iter().map(|read| &read.variable);
                quote!(#constant(#(#read),*))
            }
            false => self.deciding(branch),
        };
        quote! {
            #[allow(unused_variables)]
            fn #way(&self) -> u32 {
                self.#way.way(|| {
                    #(#reads)*
                    #place
                    #decision
                })
            }
        }
    }

    /// The constants in which those branches decide from whose patterns steps take what these bind. Each such
    /// step matches the expression again; a mistake in it is one in `CHECKED`, and is not told again.
    pub(super) fn way_constants(&self) -> Vec<TokenStream> {
        let branches = self.plan.branches.iter().enumerate();
        let taken = branches.filter(|(number, _)| self.is_taken_from(*number));
        let constants = taken.map(|(number, branch)| {
            let (constant, place) = (self.way_constant(number), self.beside(branch.line));
            let types = branch.reads.iter().map(|read| self.read_type(read));
            let variables = branch.reads.iter().map(|read| &read.variable);
            let decision = self.deciding(branch);
            quote! {
                #[allow(unused_variables)]
                const #constant: fn(#(#types),*) -> u32 = |#(#variables),*| {
                    #place
                    #decision
                };
            }
        });
        constants.collect()
    }

    /// Asks whether they are right.
    pub(super) fn way_checks(&self) -> Vec<TokenStream> {
        let branches = 0..self.plan.branches.len();
        let taken = branches.filter(|number| self.is_taken_from(*number));
        let constants = taken.map(|number| self.way_constant(number));
        constants
            .map(|constant| quote!(let _ = #constant;))
            .collect()
    }

    fn way_constant(&self, number: usize) -> Ident {
        self.names
            .own(&self.names.way(number).to_string().to_uppercase())
    }

    /// Whether a step takes what one of the branch's patterns binds.
    fn is_taken_from(&self, number: usize) -> bool {
        self.plan.steps.iter().any(|step| {
            let names = self.taken_from_patterns(step);
            let mut arms = step.arms.iter().filter(|arm| arm.branch == number);
            arms.any(|arm| self.bound_by(*arm, &names).is_some())
        })
    }

    /// The expression and the pattern by which an arm is taken, if that binds one of these names.
    fn bound_by(&self, arm: Arm, names: &[&Ident]) -> Option<(&syn::Expr, &syn::Pat)> {
        let branch = &self.plan.branches[arm.branch];
        let (Decision::Match(on), Test::Pattern(pattern, _)) =
            (&branch.decision, &branch.ways[arm.way].test)
        else {
            return None;
        };
        let mut bound = BTreeSet::new();
        super::mentioned::collect(pattern, &mut bound);
        let is_bound = names.iter().any(|name| bound.contains(&name.to_string()));
        is_bound.then_some((on, pattern))
    }

    /// The expression that evaluates to the number of the way.
    fn deciding(&self, branch: &Branch) -> TokenStream {
        let ways = branch.ways.iter().enumerate();
        match &branch.decision {
            Decision::Match(on) => {
                let arms = ways.map(|(number, way)| {
                    let (place, arm) = (self.beside(way.line), match_arm(number, way));
                    quote!(#place #arm,)
                });
                quote!(match #on { #(#arms)* })
            }
            Decision::Entry => quote!(self.core.entry()),
            Decision::If => {
                let ways = ways.map(|(number, way)| {
                    let (place, number) =
                        (self.beside(way.line), Literal::usize_unsuffixed(number));
                    match &way.test {
                        Test::If(condition) => quote!(#place if #condition { return #number; }),
                        Test::Pattern(..) | Test::Else | Test::Entry => quote!(#number),
                    }
                });
                quote!(#(#ways)*)
            }
        }
    }

    /// What asks for a step's condition, if it has one: its guard, or whether its arms are taken.
    pub(super) fn gate(&self, step: &Step) -> Option<Ident> {
        match step.arms.is_empty() {
            true => {
                let guard = step.guard.as_ref().filter(|_| !step.is_map());
                guard.map(|_| self.names.when(step))
            }
            false => Some(self.names.arm(step)),
        }
    }

    /// Whether the arms of a step are taken, and its guard is true, where it has one.
    pub(super) fn in_arms(&self, step: &Step) -> Option<TokenStream> {
        if step.arms.is_empty() {
            return None;
        }
        let (codegen, name) = (&self.codegen, self.names.arm(step));
        let taken = self.takes(&quote!(self), &step.arms);
        let guard = step.guard.as_ref().filter(|_| !step.is_map());
        let guard = guard.map(|_| {
            let when = self.names.when(step);
            quote!(.and(|| self.#when()))
        });
        Some(quote! {
            fn #name(&self) -> #codegen::Gate {
                #codegen::Gate::arm(#taken) #guard
            }
        })
    }

    fn takes(&self, run: &TokenStream, arms: &[Arm]) -> TokenStream {
        let arms = arms.iter().map(|arm| {
            let (way, number) = (
                self.names.way(arm.branch),
                Literal::usize_unsuffixed(arm.way),
            );
            quote!(#run.#way() == #number)
        });
        quote!(#(#arms)&&*)
    }

    /// The names that the call of a step takes from the patterns of its arms.
    pub(super) fn taken_from_patterns<'s>(&self, step: &'s Step) -> Vec<&'s Ident> {
        let bound = step.args.iter().filter_map(|arg| match arg {
            Arg::Bound(name, _) => Some(name),
            _ => None,
        });
        bound.collect()
    }

    /// The statements that bind them.
    pub(super) fn bindings(&self, step: &Step) -> Vec<TokenStream> {
        let run = self.names.run().to_token_stream();
        let names = self.taken_from_patterns(step);
        let mut statements = Vec::new();
        for arm in &step.arms {
            let branch = &self.plan.branches[arm.branch];
            let Some((on, pattern)) = self.bound_by(*arm, &names) else {
                continue;
            };
            let is_variable = |name: &str| branch.reads.iter().any(|one| one.variable == name);
            let read = readings::find(&mut on.clone(), &is_variable).list;
            let reads = branch.reads.iter();
            let reads = reads.filter(|one| read.iter().any(|found| one.variable == found.name));
            statements.extend(reads.map(|read| self.guard_read(&run, read)));
            let place = self.beside(branch.ways[arm.way].line);
            let pattern = match pattern {
                syn::Pat::Or(_) => quote!((#pattern)),
                _ => quote!(#pattern),
            };
            statements.push(quote! {
                #place
                #[allow(unused_variables, irrefutable_let_patterns)]
                let #pattern = #on else {
                    unreachable!("this arm was taken")
                };
            });
        }
        statements
    }

    /// What becomes of a step in which arms meet.
    pub(super) fn merged(&self, id: StepId, constants: &[ConstantArm]) -> TokenStream {
        let run = self.names.run().to_token_stream();
        let slot = self.names.step_slot(self.plan, id);
        let constants = constants.iter().map(|constant| {
            let taken = self.takes(&run, &constant.arms);
            let (place, value) = (self.beside(constant.line), &constant.value);
            quote! {
                if #taken {
                    #place
                    #run.#slot.keep_value(cx, #value)
                } else
            }
        });
        let constants: Vec<_> = constants.collect();
        match constants.is_empty() {
            true => quote!(#run.#slot.merged()),
            false => quote!(#(#constants)* { #run.#slot.merged() }),
        }
    }
}

fn match_arm(number: usize, way: &Way) -> TokenStream {
    let number = Literal::usize_unsuffixed(number);
    match &way.test {
        Test::Pattern(pattern, guard) => {
            let guard = guard.as_ref().map(|guard| quote!(if #guard));
            quote!(#pattern #guard => #number)
        }
        Test::If(_) | Test::Else | Test::Entry => quote!(_ => #number),
    }
}
