use super::names::{Unfit, mended, unfit};
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

pub(crate) static RULE: Rule = Rule {
    code: "PW0020",
    title: "a file or folder whose name cannot name a pipeline",
    docs: "A TOML pipeline is named by its file, and a folder becomes a module, so both have to be names in \
        Rust: letters, digits and `_`, not beginning with a digit, no keyword.",
    check: Check::Reading,
};

pub(crate) fn check(stem: &str, folders: &[String], span: Span) -> Option<Diagnostic> {
    if stem == "pipelines" && folders.is_empty() {
        let title = "the file name `pipelines.toml` cannot name a pipeline";
        let error =
            Diagnostic::error(&RULE, span, title).label("the list of all pipelines is called so");
        return Some(error.help("rename the file after what this pipeline does"));
    }
    let bad = folders.iter().find(|folder| unfit(folder).is_some());
    let (what, name, then) = match bad {
        Some(folder) => ("folder", folder.as_str(), ""),
        None if unfit(stem).is_some() => ("file", stem, ".toml"),
        None => return None,
    };
    let title = format!(
        "the {what} name `{name}{then}` cannot name a {}",
        if then.is_empty() {
            "module"
        } else {
            "pipeline"
        }
    );
    let reason = match unfit(name) {
        Some(Unfit::Keyword | Unfit::Taken) => "this word is taken in Rust",
        _ => "a name has letters, digits and `_`, and does not begin with a digit",
    };
    let error = Diagnostic::error(&RULE, span, title).label(reason);
    Some(error.help(format!("rename the {what}: `{}{then}`", mended(name))))
}
