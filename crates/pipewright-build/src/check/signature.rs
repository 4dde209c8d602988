use std::collections::HashMap;

use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::lower::methods::{Signature, Use, uses};
use crate::plan::{MethodKind, ParamType, Returns};
use crate::text::of_type;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0016",
    title: "one method that is called in different ways",
    docs: "Steps that call the same method of the trait share one declaration, so they have to agree in the \
        types and number of their inputs, in the type of their output, and in `blocking`, `infallible` and \
        `skippable`. A guard's predicate is a method of its own.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    if wiring.tree.around.is_some() {
        // it is looked at with the pipeline around it, which has the methods
        return;
    }
    let uses = uses(wiring);
    let mut seen: HashMap<&str, &Use<'_>> = HashMap::new();
    for method in &uses {
        match seen.get(method.name.value.as_str()) {
            None => drop(seen.insert(&method.name.value, method)),
            Some(first) => report(first, method, wiring.tree.form)
                .into_iter()
                .for_each(|report| findings.push(report)),
        }
    }
}

fn report(first: &Use<'_>, second: &Use<'_>, form: Form) -> Option<Diagnostic> {
    let name = &second.name.value;
    let (before, here) = (text(name, &first.signature), text(name, &second.signature));
    if before == here {
        return None;
    }
    let title = format!("`{name}` is called in two different ways");
    let report = Diagnostic::error(&RULE, second.place, title)
        .label(format!("here as {here}"))
        .and(first.place, format!("first as {before}"))
        .help(format!(
            "make the calls alike, or give one of them a method of its own: {}",
            form.call_other(&format!("{name}_too"))
        ));
    Some(report)
}

fn text(name: &str, signature: &Signature) -> String {
    let params: Vec<String> = signature.params.iter().map(param).collect();
    let params = params.join(", ");
    match &signature.kind {
        MethodKind::Predicate => format!("the predicate `{name}({params}) -> bool`"),
        MethodKind::Step {
            blocking,
            returns,
            output,
        } => {
            let output = output.as_deref().map_or("()".to_owned(), of_type);
            let output = match returns {
                Returns::Fallible => format!("Result<{output}, _>"),
                Returns::Infallible => output,
                Returns::Skippable => format!("Result<Option<{output}>, _>"),
                Returns::InfallibleSkippable => format!("Option<{output}>"),
            };
            let kind = if *blocking { "fn" } else { "async fn" };
            format!("`{kind} {name}({params}) -> {output}`")
        }
    }
}

fn param(ty: &ParamType) -> String {
    match ty {
        ParamType::Owned(ty) => of_type(ty),
        ParamType::Borrowed(ty) => format!("&{}", of_type(ty)),
        ParamType::Optional(ty) => format!("Option<&{}>", of_type(ty)),
        ParamType::Outcome(ty) => format!("&Outcome<{}, _>", of_type(ty)),
        ParamType::Array(ty, count) => format!("[{}; {count}]", param(ty)),
    }
}
