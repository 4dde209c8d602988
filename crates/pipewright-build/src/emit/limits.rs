//! The limits that steps share.

use proc_macro2::Literal;

use super::Emit;
use super::tokens::{TokenStream, quote};
use crate::plan::Limit;

impl Emit<'_> {
    /// The struct with a field for each limit.
    pub(super) fn limits(&self) -> Option<TokenStream> {
        if self.plan.limits.is_empty() {
            return None;
        }
        let limits = self.names.own("Limits");
        let (clone, default) = (self.names.known("Clone"), self.names.known("Default"));
        let doc = format!(" The limits that steps of `{}` share.", self.plan.name);
        let names: Vec<_> = self.plan.limits.iter().map(|limit| &limit.name).collect();
        let docs = self.plan.limits.iter().map(told);
        let values = self.plan.limits.iter().map(|limit| {
            let start = match limit.permits.map(Literal::u32_unsuffixed) {
                Some(permits) => quote!(::pipewright::Limit::permits(#permits)),
                None => quote!(::pipewright::Limit::unbounded()),
            };
            let rate = limit.per_second.map(Literal::u32_unsuffixed);
            let rate = rate.map(|rate| quote!(.per_second(#rate)));
            quote!(#start #rate)
        });
        Some(quote! {
            #[doc = #doc]
            ///
            /// All runs of a pipeline and of its clones have the same, and so do those of other pipelines that are
            /// built with a clone of one.
            #[derive(#clone, Debug)]
            pub struct #limits {
                #(
                    #[doc = #docs]
                    pub #names: ::pipewright::Limit,
                )*
            }

            impl #default for #limits {
                /// As described.
                fn default() -> Self {
                    Self { #(#names: #values,)* }
                }
            }
        })
    }
}

fn told(limit: &Limit) -> String {
    let permits = limit.permits.map(|permits| format!("{permits} at once"));
    let rate = limit.per_second.map(|rate| format!("{rate} a second"));
    let told: Vec<_> = permits.into_iter().chain(rate).collect();
    format!(
        " `{}`: {}, unless it is given another.",
        limit.name,
        told.join(", ")
    )
}
