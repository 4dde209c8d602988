//! The state of a run.

use super::super::tokens::{TokenStream, quote};
use super::EmitFlow;

impl EmitFlow<'_> {
    /// The parameter of what all runs have, where metadata is declared.
    pub(super) fn of_metadata(&self) -> Option<TokenStream> {
        let metadata = self.emit.metadata();
        (!self.plan.base.metadata.is_empty()).then(|| quote!(<#metadata>))
    }

    pub(super) fn run_struct(&self) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (run, steps) = (emit.names.own("Run"), emit.names.own("Steps"));
        let (arc, option) = (emit.names.known("Arc"), emit.names.known("Option"));
        let (parameter, error) = (emit.checked_parameter(), emit.error());
        let (metadata, of) = (emit.metadata(), self.of_metadata());
        let calls = self.calls_trait();
        quote! {
            struct #run<S #parameter> {
                core: #codegen::FlowCore #of,
                steps: #arc<S>,
            }

            impl<S: #steps + 'static> #codegen::Flows for #run<S> {
                type Error = #error;
                type Metadata = #metadata;

                fn core(&self) -> &#codegen::FlowCore #of {
                    &self.core
                }

                fn as_error(error: &#error) -> #option<&(dyn ::core::error::Error + 'static)> {
                    #[allow(unused_imports)]
                    use #codegen::{AsError as _, IsError as _, NoError as _};
                    #codegen::Seen(error).standard()
                }
            }

            #calls
        }
    }
}
