//! The state of a run.

use super::super::tokens::{TokenStream, quote};
use super::EmitFlow;

impl EmitFlow<'_> {
    pub(super) fn run_struct(&self) -> TokenStream {
        let (emit, codegen) = (&self.emit, &self.emit.codegen);
        let (run, steps) = (emit.names.own("Run"), emit.names.own("Steps"));
        let (arc, option) = (emit.names.known("Arc"), emit.names.known("Option"));
        let (parameter, error) = (emit.checked_parameter(), emit.error());
        let calls = self.calls_trait();
        quote! {
            struct #run<S #parameter> {
                core: #codegen::FlowCore,
                steps: #arc<S>,
            }

            impl<S: #steps + 'static> #codegen::Flows for #run<S> {
                type Error = #error;

                fn core(&self) -> &#codegen::FlowCore {
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
