//! The `impl` of a workflow's steps: each one's method, and the one that decides what follows.

use crate::emit::stub::{Stub, Writer, signature, todo};
use crate::names::camel;
use crate::workflow::plan::{Next, Work, Workflow};

/// The stub of a workflow.
pub(crate) fn stub(plan: &Workflow, folders: &[String]) -> Stub {
    Stub::of(&plan.base, folders, |writer| {
        let mut methods = Vec::new();
        for (method, work) in plan.base.methods.iter().zip(&plan.steps) {
            let name = method.name.to_string();
            methods.push((name.clone(), writer.method(method)));
            if let Next::Any(next) = &work.next {
                let text = decision(writer, plan, &name, work, !next.is_empty());
                methods.push((format!("after_{name}"), text));
            }
        }
        methods
    })
}

fn decision(
    writer: &mut Writer<'_>,
    plan: &Workflow,
    step: &str,
    work: &Work,
    has_queue: bool,
) -> String {
    let mut params = vec!["&self".to_owned()];
    params.push(format!("cx: &{}", writer.context()));
    params.push(format!("state: &mut {}", writer.ty(&plan.state)));
    if let Some(payload) = &work.payload {
        params.push(format!("{}: {}", payload.name, writer.ty(&payload.ty)));
    }
    let output = work.output.as_ref();
    let output = output.map_or("()".to_owned(), |ty| writer.ty(ty));
    let (outcome, error) = (writer.runtime("Outcome"), writer.error());
    params.push(format!("outcome: {outcome}<{output}, {error}>"));
    if has_queue {
        let after = camel(&step.replace("r#", ""));
        params.push(format!("queue: &mut {}::After{after}", writer.module));
    }
    let returns = format!(" -> {}<(), {error}>", writer.std("Result"));
    todo(&signature(&format!("fn after_{step}"), &params, &returns))
}
