use super::{Check, Rule};
use crate::diagnostic::Diagnostic;
use crate::front::Keys;
use crate::tree::Name;

pub(crate) static RULE: Rule = Rule {
    code: "PW0003",
    title: "something that this version does not have yet",
    docs: "The language of pipelines knows this, but the installed version of pipewright does not \
        implement it yet. Take it out, or use a newer version.",
    check: Check::Reading,
};

pub(crate) fn report(key: &Name, keys: &Keys) -> Diagnostic {
    let version = env!("CARGO_PKG_VERSION");
    let title = format!("pipewright {version} does not have `{}` yet", key.value);
    Diagnostic::error(&RULE, key.span, title)
        .label(format!("not yet a key of {}", keys.of))
        .help("take it out, or use a version of pipewright that has it")
}
