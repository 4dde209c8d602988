use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::span::{FileId, Span};

pub(crate) static RULE: Rule = Rule {
    code: "PW0021",
    title: "a file or folder that cannot be read",
    docs: "The folder that is given to `pipewright_build::compile` is looked for beside `Cargo.toml`, and every \
        `.toml` file below it is a pipeline, every `.rs` file holds some, in UTF-8. YAML files are refused, since they are most often meant to be pipelines.",
    check: Check::Reading,
};

/// `valid` is the readable beginning of the file.
pub(crate) fn not_utf8(file: FileId, valid: usize) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        Span::new(file, valid..valid),
        "this file is not UTF-8",
    )
    .label("what follows is not readable text")
    .help("save it as UTF-8; editors call this the file's encoding")
}

/// `steps.yaml`
pub(crate) fn yaml(file: FileId, stem: &str) -> Diagnostic {
    Diagnostic::error(
        &RULE,
        Span::new(file, 0..0),
        "a pipeline is not described in YAML",
    )
    .label("only `.toml` and `.rs` files describe pipelines")
    .help(format!(
        "describe it in `{stem}.toml`; if it is something else, move it out of this folder"
    ))
}

/// `meant` is a folder that is there, and called almost so.
pub(crate) fn no_folder(
    file: FileId,
    folder: &str,
    meant: Option<&str>,
    error: &std::io::Error,
) -> Diagnostic {
    let span = Span::new(file, 0..0);
    if error.kind() != std::io::ErrorKind::NotFound {
        let title = format!("the folder `{folder}` cannot be read");
        return Diagnostic::error(&RULE, span, title).label(error.to_string());
    }
    Diagnostic::error(
        &RULE,
        span,
        format!("there is no folder `{folder}` beside `Cargo.toml`"),
    )
    .help(match meant {
        Some(meant) => format!(
            "there is `{meant}`: write `pipewright_build::compile(\"{meant}\")` in build.rs"
        ),
        None => format!(
            "make the folder `{folder}`, or give `pipewright_build::compile` the one that is there"
        ),
    })
}
