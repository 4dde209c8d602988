//! The `impl` of a flow's steps.

use super::handle_name;
use crate::emit::stub::{Stub, Writer};
use crate::flow::plan::Flow;
use crate::plan::{Method, Param, ParamType};

/// The stub of a flow.
pub(crate) fn stub(plan: &Flow, folders: &[String]) -> Stub {
    Stub::of(&plan.base, folders, |writer| {
        let methods = plan.base.methods.iter();
        methods
            .map(|method| {
                let with_handle = with_handle(writer, method);
                (method.name.to_string(), writer.method(&with_handle))
            })
            .collect()
    })
}

fn with_handle(writer: &Writer<'_>, method: &Method) -> Method {
    let handle = format!("{}::{}<'_>", writer.module, handle_name(&method.name));
    let handle = syn::parse_str(&handle).unwrap_or_else(|_| unreachable!("names are names"));
    let next = Param {
        name: quote::format_ident!("next"),
        ty: ParamType::Owned(handle),
    };
    Method {
        params: std::iter::once(next)
            .chain(method.params.iter().cloned())
            .collect(),
        ..method.clone()
    }
}
