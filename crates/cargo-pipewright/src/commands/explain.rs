//! `cargo pipewright explain`

use clap::Args;
use pipewright_build::{Rule, rules};
use serde::Serialize;

use crate::cli::EXIT_CODES;
use crate::console::{self, As, Format, STRONG};
use crate::failure::Failure;
use crate::keys;
use crate::suggest;
use crate::wrap::wrapped;

const EXAMPLES: &str = "\
Examples:
  cargo pipewright explain PW0011     # a mistake; `11` is enough
  cargo pipewright explain timeout    # a key
  cargo pipewright explain --format json > codes.json";

/// Tell more about a mistake, by its code, or about a key of pipelines in TOML form
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct Explain {
    /// The code, such as PW0008, or the key [default: list all codes]
    #[arg(value_name = "CODE|KEY")]
    what: Option<String>,

    /// List all codes
    #[arg(long, conflicts_with = "what")]
    list: bool,

    #[command(flatten)]
    print: As,
}

/// A rule, for other programs.
#[derive(Serialize)]
struct Explained {
    code: &'static str,
    title: &'static str,
    docs: &'static str,
}

impl Explained {
    fn new(rule: &Rule) -> Self {
        let &Rule {
            code, title, docs, ..
        } = rule;
        Self { code, title, docs }
    }
}

impl Explain {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        let Some(what) = &self.what else {
            return self.list();
        };
        let rule = rules().iter().find(|rule| is_called(rule, what));
        match (rule, keys::meanings(what).as_slice(), self.print.format) {
            (Some(rule), _, Format::Text) => explain(rule),
            (Some(rule), _, Format::Json) => console::print_json(&Explained::new(rule)),
            (None, [], _) => Err(unknown(what)),
            (None, meanings, Format::Text) => console::print_styled(&keys::told(what, meanings)),
            (None, meanings, Format::Json) => console::print_json(&meanings),
        }
    }

    fn list(&self) -> Result<(), Failure> {
        let rules = rules().iter();
        match self.print.format {
            Format::Text => {
                let lines =
                    rules.map(|rule| format!("{STRONG}{}{STRONG:#}  {}\n", rule.code, rule.title));
                console::print_styled(&lines.collect::<String>())
            }
            Format::Json => {
                console::print_json(&rules.map(|rule| Explained::new(rule)).collect::<Vec<_>>())
            }
        }
    }
}

/// `PW0008`, `pw0008`, `0008` and `8` are the same.
fn is_called(rule: &Rule, code: &str) -> bool {
    number(rule.code).is_some() && number(rule.code) == number(code)
}

fn number(code: &str) -> Option<u32> {
    let upper = code.to_ascii_uppercase();
    let digits = upper.strip_prefix("PW").unwrap_or(&upper);
    digits
        .chars()
        .all(|c| c.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

fn explain(rule: &Rule) -> Result<(), Failure> {
    let title = format!("{STRONG}{}: {}{STRONG:#}\n", rule.code, rule.title);
    let width = console::text_width();
    console::print_styled(&format!("{title}\n{}", wrapped(rule.docs, width)))
}

fn unknown(what: &str) -> Failure {
    if !what.chars().any(|char| char.is_ascii_digit()) {
        return unknown_key(what);
    }
    let failure = Failure::wrong(format!("there is no code `{what}`"));
    let digits = |code: &str| number(code).map(|number| format!("{number:04}"));
    let codes: Vec<_> = rules().iter().map(|rule| rule.code).collect();
    let meant = digits(what).and_then(|digits| suggest::nearest(&format!("PW{digits}"), &codes));
    let failure = match meant {
        Some(code) => failure.help(format!("did you mean `{code}`?")),
        None => failure,
    };
    failure.help("`cargo pipewright explain --list` lists them all")
}

fn unknown_key(what: &str) -> Failure {
    let failure = Failure::wrong(format!("there is no key `{what}`, and no code"));
    let names = keys::names();
    match suggest::nearest(what, &names) {
        Some(key) => failure.help(format!("did you mean `{key}`?")),
        None => failure.help(format!("the keys are: {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_may_be_short() {
        for code in ["PW0008", "pw0008", "0008", "8", "PW8"] {
            assert_eq!(number(code), Some(8), "{code}");
        }
        for code in ["", "PW", "E0008", "PW+8", "PW99999999999"] {
            assert_eq!(number(code), None, "{code}");
        }
    }
}
