use super::suggest::nearest;
use super::{Check, Rule};
use crate::diagnostic::{Diagnostic, Findings};
use crate::front::Fragment;
use crate::span::Spanned;
use crate::tree::Callee;
use crate::wiring::Wiring;

pub(crate) static RULE: Rule = Rule {
    code: "PW0040",
    title: "a pipeline that there is not",
    docs: "A step runs another pipeline by its path: `order_processing`, or `billing::invoice` for the pipeline \
        `invoice` of the folder `billing`. It is looked for in the folder of the pipeline that runs it, and then in \
        those above, up to the folder of all pipelines.",
    check: Check::Resolve(check),
};

fn check(wiring: &Wiring<'_>, findings: &mut Findings) {
    for step in &wiring.tree.steps {
        if let Callee::Pipeline(path) = &step.call
            && wiring.all.find(&wiring.tree.folders, &path.value).is_none()
        {
            findings.push(report(wiring, path));
        }
    }
}

fn report(wiring: &Wiring<'_>, path: &Spanned<Vec<String>>) -> Diagnostic {
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
