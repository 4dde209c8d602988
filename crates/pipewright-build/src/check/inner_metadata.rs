use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::text::of_type;
use crate::tree::{Callee, Metadata, Pipeline};
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0042",
    title: "metadata that a pipeline inside this one needs",
    docs: "A run must be given the metadata that its pipeline declares without a default. A pipeline that \
        another one runs has it from there, so that one has to declare it too. Metadata with a default may \
        be declared by both, and is then handed on as well; what nobody declares is handed on anyway.",
    check: Check::Validate(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    let tree = wiring.tree;
    for step in &tree.steps {
        let (Callee::Pipeline(path), Some(inner)) =
            (&step.call, wiring.all.run_by(wiring.tree, step))
        else {
            continue;
        };
        let required = inner.metadata.iter().filter(|one| one.default.is_none());
        let is_declared = |one: &&Metadata| {
            let mut own = tree.metadata.iter();
            own.any(|own| own.name.value == one.name.value)
        };
        for missing in required.filter(|one| !is_declared(one)) {
            findings.push(report(tree, inner, missing, path.span));
        }
    }
}

fn report(
    tree: &Pipeline,
    inner: &Pipeline,
    missing: &Metadata,
    span: crate::span::Span,
) -> Diagnostic {
    let (name, ty) = (&missing.name.value, of_type(&missing.ty.value));
    let title = format!(
        "`{}` needs the metadata `{name}`, which `{}` does not declare",
        inner.name.value, tree.name.value
    );
    let declared = match tree.form {
        Form::Toml => format!("`[metadata]` with `{name} = \"{ty}\"`"),
        Form::Rust => format!("`#[pipeline(metadata({name}: {ty}))]`"),
    };
    Diagnostic::error(&RULE, span, title)
        .label("its run would be without it")
        .and(missing.name.span, "declared here, without a default")
        .help(format!("declare it here too: {declared}"))
        .help("or give it a default there")
}
