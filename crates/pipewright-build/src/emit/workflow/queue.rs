//! What decisions put further steps into: a type for each, with a method for each step that may follow.

use super::super::tokens::{TokenStream, quote};
use super::EmitWorkflow;
use crate::emit::debug;
use crate::plan::StepId;
use crate::workflow::plan::{Next, Payload};

impl EmitWorkflow<'_> {
    /// The names of these types.
    pub(super) fn queue_names(&self) -> Vec<String> {
        let with_queue = self.ids().filter(|id| self.has_queue(*id));
        with_queue.map(|id| self.queue_name(id)).collect()
    }

    /// Whether code decides what follows a step, and anything can.
    pub(super) fn has_queue(&self, id: StepId) -> bool {
        matches!(&self.work(id).next, Next::Any(next) if !next.is_empty())
    }

    pub(super) fn queues(&self) -> TokenStream {
        let with_queue = self.ids().filter(|id| self.has_queue(*id));
        with_queue.map(|id| self.queue(id)).collect()
    }

    fn queue(&self, id: StepId) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let queue = emit.names.own(&self.queue_name(id));
        let queued = emit.names.own("Queued");
        let duration = emit.names.known("Duration");
        let doc = format!(
            " The queue, as `{}` has it: it puts further steps there.",
            self.decision_name(id)
        );
        let puts = self.work(id).next.steps().into_iter();
        let puts = puts.map(|next| self.put(next));
        let debug = debug(None, &quote!(#queue), &self.queue_name(id));
        quote! {
            #[doc = #doc]
            ///
            /// A step goes to the tail, and at once, unless `head()` or `delay(time)` stand before it.
            pub struct #queue(#codegen::Queue<#queued>);

            #debug

            impl #queue {
                /// The step that is put next goes before all that waits.
                #[must_use = "say which step"]
                pub fn head(&mut self) -> &mut Self {
                    self.0.head();
                    self
                }

                /// The step that is put next goes after all that waits.
                #[must_use = "say which step"]
                pub fn tail(&mut self) -> &mut Self {
                    self.0.tail();
                    self
                }

                /// The step that is put next goes to its place after this time.
                #[must_use = "say which step"]
                pub fn delay(&mut self, time: #duration) -> &mut Self {
                    self.0.delay(time);
                    self
                }

                #(#puts)*
            }
        }
    }

    /// The method that puts one step.
    fn put(&self, next: StepId) -> TokenStream {
        let name = self.step_name(next);
        let doc = format!(" Puts `{name}` there.");
        let (parameter, payload) = match &self.work(next).payload {
            Some(Payload { name, ty }) => (Some(quote!(#name: #ty)), Some(quote!(#name))),
            None => (None, None),
        };
        let queued = self.queued(next, payload);
        quote! {
            #[doc = #doc]
            pub fn #name(&mut self, #parameter) {
                self.0.put(#queued);
            }
        }
    }
}
