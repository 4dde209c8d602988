//! What follows a step: a method of the user's, or what the description says.

use quote::format_ident;

use super::super::tokens::{TokenStream, quote};
use super::{EmitWorkflow, output_type};
use crate::emit::over::Replaced;
use crate::plan::StepId;
use crate::workflow::plan::{If, Next, Payload, What};

impl EmitWorkflow<'_> {
    /// The method of the trait that decides what follows a step, unless the description does.
    pub(super) fn decision_method(&self, id: StepId) -> Option<TokenStream> {
        let decision = self.decision(id)?;
        let (step, declared) = (self.step_name(id), &decision.declared);
        let doc = Self::docs(&match self.has_queue(id) {
            true => format!("Decides what follows `{step}`. An error ends the run."),
            false => format!("Takes note of how `{step}` ended. An error ends the run."),
        });
        Some(quote!(#doc #declared;))
    }

    /// That method, as a stub may replace it.
    pub(super) fn decision(&self, id: StepId) -> Option<Replaced> {
        let Next::Any(_) = &self.work(id).next else {
            return None;
        };
        let (emit, state, error) = (&self.emit, &self.plan.state, self.emit.error());
        let (context, outcome) = (emit.names.own("Context"), emit.names.known("Outcome"));
        let result = emit.names.known("Result");
        let (send, sync) = (emit.names.known("Send"), emit.names.known("Sync"));
        let output = output_type(self.work(id));
        let mut params = vec![
            (format_ident!("cx"), quote!(&#context)),
            (format_ident!("state"), quote!(&mut #state)),
        ];
        let payload = self.work(id).payload.as_ref();
        params.extend(payload.map(|Payload { name, ty }| (name.clone(), quote!(#ty))));
        params.push((format_ident!("outcome"), quote!(#outcome<#output, #error>)));
        if self.has_queue(id) {
            let queue = emit.names.own(&self.queue_name(id));
            params.push((format_ident!("queue"), quote!(&mut #queue)));
        }
        let (names, types): (Vec<_>, Vec<_>) = params.into_iter().unzip();
        let (name, returned) = (self.decision_name(id), quote!(#result<(), #error>));
        Some(Replaced {
            closure: quote!(Fn(#(#types),*) -> #returned + #send + #sync),
            declared: quote!(fn #name(&self, #(#names: #types),*) -> #returned),
            seen: names.clone(),
            given: names,
            is_async: false,
            name,
        })
    }

    /// What is done when a step has ended: `done` has its payload and its outcome.
    pub(super) fn decided(&self, id: StepId) -> TokenStream {
        match &self.work(id).next {
            Next::Any(_) => self.decided_by_code(id),
            Next::To(next, line) => {
                let (codegen, beside) = (&self.emit.codegen, self.emit.beside(*line));
                let (value, output) = match self.work(*next).payload {
                    Some(_) => (quote!(let output =), Some(quote!(output))),
                    None => (quote!(), None),
                };
                let queued = self.queued(*next, output);
                let ok = self.emit.names.known("Ok");
                quote!({
                    #value #codegen::value(done.outcome)?;
                    #beside
                    queue.put(#queued);
                    #ok(())
                })
            }
            Next::If(next) => self.decided_if(id, next),
        }
    }

    fn decided_by_code(&self, id: StepId) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let name = self.decision_name(id);
        let payload = self
            .work(id)
            .payload
            .as_ref()
            .map(|_| quote!(done.payload,));
        let call = |queue: Option<TokenStream>| {
            let args = quote!(self.core.first(), state, #payload done.outcome, #queue);
            emit.on_steps(&quote!(&*self.steps), &name, &args)
        };
        if !self.has_queue(id) {
            let call = call(None);
            return quote!(#call.map_err(#codegen::Undecided::Decision));
        }
        let after = emit.names.own(&self.queue_name(id));
        let call = call(Some(quote!(&mut after)));
        quote!({
            let mut after = #after(::std::mem::take(queue));
            let decided = #call;
            *queue = after.0;
            decided.map_err(#codegen::Undecided::Decision)
        })
    }

    fn decided_if(&self, id: StepId, next: &If) -> TokenStream {
        let codegen = &self.emit.codegen;
        let holds = format_ident!("if_{}", self.step_name(id));
        let seen = next.sees.iter().map(|sees| {
            let value = match sees.what {
                What::State => quote!(state),
                What::Payload => quote!(done.payload),
                What::Output => quote!(output),
            };
            match (sees.copy, sees.what) {
                (true, What::State) => quote!(*#value),
                (true, _) => value,
                (false, What::State) => value,
                (false, _) => quote!(&#value),
            }
        });
        let moves =
            |step: &Option<StepId>| step.is_some_and(|step| self.work(step).payload.is_some());
        let needs_output = moves(&next.yes)
            || moves(&next.no)
            || next.sees.iter().any(|sees| sees.what == What::Output);
        let output = match needs_output {
            true => quote!(let output =),
            false => quote!(),
        };
        let put = |step: &Option<StepId>| {
            step.map(|step| {
                let output = self.work(step).payload.as_ref().map(|_| quote!(output));
                let queued = self.queued(step, output);
                let beside = self.emit.beside(next.line);
                quote!(#beside queue.put(#queued);)
            })
        };
        let (yes, no) = (put(&next.yes), put(&next.no));
        let seen = quote!(#(#seen),*);
        let choice = match (yes, no) {
            (Some(yes), None) => quote!(if Self::#holds(#seen) { #yes }),
            (None, no) => quote!(if !Self::#holds(#seen) { #no }),
            (Some(yes), Some(no)) => quote!(if Self::#holds(#seen) { #yes } else { #no }),
        };
        let ok = self.emit.names.known("Ok");
        quote!({
            #output #codegen::value(done.outcome)?;
            #choice
            #ok(())
        })
    }

    /// The conditions.
    pub(super) fn conditions(&self) -> Option<TokenStream> {
        let (run, steps) = (self.emit.names.own("Run"), self.emit.names.own("Steps"));
        let conditions = self.ids().filter_map(|id| match &self.work(id).next {
            Next::If(next) => Some(self.condition(id, next)),
            Next::Any(_) | Next::To(..) => None,
        });
        let conditions: TokenStream = conditions.collect();
        (!conditions.is_empty()).then(|| quote!(impl<S: #steps + 'static> #run<S> { #conditions }))
    }

    fn condition(&self, id: StepId, next: &If) -> TokenStream {
        let holds = format_ident!("if_{}", self.step_name(id));
        let (beside, expr) = (self.emit.beside(next.line), &next.expr);
        let seen = next.sees.iter().map(|sees| {
            let (name, ty) = (&sees.name, &sees.ty);
            match sees.copy {
                true => quote!(#name: #ty),
                false => quote!(#name: &#ty),
            }
        });
        quote! {
            fn #holds(#(#seen),*) -> bool {
                #beside
                #expr
            }
        }
    }
}
