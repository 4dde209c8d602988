use super::names::{Unfit, mended, unfit};
use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::source::File;
use crate::span::Span;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0020",
    title: "a name that cannot name a pipeline",
    docs: "A TOML pipeline is named by its file, one in Rust form by its function, and a folder becomes a \
        module. So all of these have to be names in Rust: letters, digits and `_`, not beginning with a \
        digit, no keyword.",
    check: Check::Reading,
};

/// The name of a TOML file, and those of the folders above it.
pub(crate) fn of_file(file: &File, span: Span) -> Option<Diagnostic> {
    let stem = file.stem();
    if is_the_list(stem, file.folders()) {
        let title = "the file name `pipelines.toml` cannot name a pipeline";
        let error =
            Diagnostic::error(&RULE, span, title).label("the list of all pipelines is called so");
        return Some(error.help("rename the file after what this pipeline does"));
    }
    of_folders(file, span).or_else(|| {
        let unfit = unfit(stem)?;
        let title = format!("the file name `{stem}.toml` cannot name a pipeline");
        let error = Diagnostic::error(&RULE, span, title).label(reason(&unfit));
        Some(error.help(format!("rename the file: `{}.toml`", mended(stem))))
    })
}

/// The names of the folders above a file.
pub(crate) fn of_folders(file: &File, span: Span) -> Option<Diagnostic> {
    let bad = |name: &'_ String| Some((name.clone(), unfit(name)?));
    let (name, unfit) = file.folders().iter().find_map(bad)?;
    let title = format!("the folder name `{name}` cannot name a module");
    let error = Diagnostic::error(&RULE, span, title).label(reason(&unfit));
    Some(error.help(format!("rename the folder: `{}`", mended(&name))))
}

/// The name of a function.
pub(crate) fn of_function(name: &Name, folders: &[String]) -> Option<Diagnostic> {
    let text = &name.value;
    let title = format!("the function name `{text}` cannot name a pipeline");
    let error = Diagnostic::error(&RULE, name.span, title);
    if is_the_list(text, folders) {
        let error = error.label("the list of all pipelines is called so");
        return Some(error.help("name the function after what this pipeline does"));
    }
    let unfit = unfit(text)?;
    let mended = mended(text);
    Some(
        error
            .label(reason(&unfit))
            .edit(format!("call it `{mended}`"), name.span, mended),
    )
}

/// Generated code has a file of that name.
pub(super) fn is_the_list(name: &str, folders: &[String]) -> bool {
    name == "pipelines" && folders.is_empty()
}

fn reason(unfit: &Unfit) -> &'static str {
    match unfit {
        Unfit::Keyword | Unfit::Taken => "this word is taken in Rust",
        Unfit::NoIdentifier => {
            "a name has letters, digits and `_`, and does not begin with a digit"
        }
    }
}
