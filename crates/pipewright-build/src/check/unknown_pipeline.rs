use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::form::Form;
use crate::front::Fragment;
use crate::pipelines::Known;
use crate::span::{Span, Spanned};
use crate::tree::Callee;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0040",
    title: "a pipeline that there is not",
    docs: "A step runs another pipeline by its path: `order_processing`, or `billing::invoice` for the pipeline \
        `invoice` of the folder `billing`. It is looked for in the folder of the pipeline that runs it, and then in \
        those above, up to the folder of all pipelines. A run of one with several entries begins with one of them, \
        which stands behind its name: `user_update::api_request`.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        if let Callee::Pipeline(path) = &step.call
            && wiring.all.find(&wiring.tree.folders, &path.value).is_none()
        {
            findings.push(report(wiring, path));
        }
        if let Callee::Path(path) = &step.call
            && let Some(name) = pipeline_at(wiring, &path.value)
        {
            findings.push(called(&name, path.span, wiring.tree.form));
        }
    }
}

/// The name of the pipeline to which the path of a function leads. Of what begins a path generated code knows only what
/// is imported.
fn pipeline_at(wiring: &Wiring<'_>, path: &syn::Path) -> Option<String> {
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let is_imported = wiring.imports.may_have(names.first()?);
    if path.leading_colon.is_some() || names.len() == 1 || is_imported {
        return None;
    }
    let found = wiring.all.find(&wiring.tree.folders, &names);
    found.map(|_| names.join("::"))
}

/// A pipeline that is called as if it were a function.
fn called(name: &str, span: Span, form: Form) -> Diagnostic {
    let title = format!("`{name}` is a pipeline, not a function");
    let error = Diagnostic::error(&RULE, span, title).label("no function is called so");
    match form {
        Form::Toml => error.help(format!(
            "run it, in the place of `call`: `pipeline = \"{name}\"`"
        )),
        Form::Rust => error.edit("run it", span.until(span.start), "pipeline::"),
    }
}

fn report(wiring: &Wiring<'_>, path: &Spanned<Vec<String>>) -> Diagnostic {
    if let Some(report) = no_entry(wiring, path) {
        return report;
    }
    let name = path.value.join("::");
    let error = Diagnostic::error(
        &RULE,
        path.span,
        format!("there is no pipeline called `{name}`"),
    );
    let mut paths = wiring.all.paths(&wiring.tree.folders);
    let last = path.value.last().map_or("", String::as_str);
    let is_it = |path: &&str| path.rsplit("::").next() == Some(last);
    // the name without its folders, or with wrong ones
    let meant = paths
        .find(is_it)
        .or_else(|| nearest(&name, wiring.all.paths(&wiring.tree.folders)));
    match meant {
        Some(meant) => {
            error
                .label("unknown")
                .edit(format!("did you mean `{meant}`?"), path.span, meant)
        }
        None => {
            let file = path.value.join("/");
            let error = error.label("no pipeline is called so");
            error.help(format!(
                "describe it: `{file}.toml` beside the others, or `fn {last}(…)` in Rust form"
            ))
        }
    }
}

/// A path that leads into a pipeline: there it would have to be an entry.
fn no_entry(wiring: &Wiring<'_>, path: &Spanned<Vec<String>>) -> Option<Diagnostic> {
    let (name, outer) = path.value.split_last()?;
    let found = wiring.all.find(&wiring.tree.folders, outer)?;
    let Known::Tree(tree) = found.known else {
        return None;
    };
    let pipeline = &tree.name.value;
    let error = Diagnostic::error(
        &RULE,
        path.span,
        format!("`{pipeline}` has no entry called `{name}`"),
    );
    let entries = tree.entries.iter().map(|entry| entry.name.value.as_str());
    let outer = outer.join("::");
    Some(
        match nearest(name, entries)
            .or_else(|| tree.entries.first().map(|entry| entry.name.value.as_str()))
        {
            Some(near) => {
                let meant = format!("{outer}::{near}");
                let error = error
                    .label("unknown")
                    .and(tree.name.span, "it is described here");
                error.edit(format!("did you mean `{near}`?"), path.span, meant)
            }
            None => error
                .label(format!("`{pipeline}` is a pipeline without entries"))
                .edit("run it by its name", path.span, outer),
        },
    )
}

/// A path that is written as that of a file: `billing/invoice`, `invoice.toml`.
pub(crate) fn file(fragment: &Fragment) -> Option<Diagnostic> {
    let text = fragment.text.trim();
    let stem = [".toml", ".rs"]
        .iter()
        .find_map(|end| text.strip_suffix(end));
    let meant = stem
        .unwrap_or(text)
        .trim_start_matches("./")
        .replace('/', "::");
    (meant != text).then(|| {
        Diagnostic::error(
            &RULE,
            fragment.span(),
            "a pipeline is named by its path, not by its file",
        )
        .label("folders are modules, as in `billing::invoice`")
        .edit(format!("write `{meant}`"), fragment.span(), meant)
    })
}
