//! `cargo pipewright explain`

use clap::Args;
use pipewright_build::{Rule, rules};

use crate::cli::EXIT_CODES;
use crate::console::{self, STRONG};
use crate::failure::Failure;
use crate::suggest;

const WIDTH: usize = 80;

/// Tell more about a mistake, by its code
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Explain {
    /// The code, such as PW0008 [default: list all codes]
    #[arg(value_name = "CODE")]
    code: Option<String>,

    /// List all codes
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<(), Failure> {
        match &self.code {
            _ if self.list => list(),
            None => list(),
            Some(code) => match rules().iter().find(|rule| is_called(rule, code)) {
                Some(rule) => explain(rule),
                None => Err(unknown(code)),
            },
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

fn list() -> Result<(), Failure> {
    let lines = rules()
        .iter()
        .map(|rule| format!("{STRONG}{}{STRONG:#}  {}\n", rule.code, rule.title));
    console::print_styled(&lines.collect::<String>())
}

fn explain(rule: &Rule) -> Result<(), Failure> {
    let title = format!("{STRONG}{}: {}{STRONG:#}\n", rule.code, rule.title);
    let paragraphs = rule.docs.split('\n').map(|paragraph| match paragraph {
        "" => "\n".to_owned(),
        _ => wrapped(paragraph),
    });
    console::print_styled(&format!("{title}\n{}", paragraphs.collect::<String>()))
}

fn unknown(code: &str) -> Failure {
    let failure = Failure::wrong(format!("there is no code `{code}`"));
    let digits = |code: &str| number(code).map(|number| format!("{number:04}"));
    let codes: Vec<_> = rules().iter().map(|rule| rule.code).collect();
    let meant = digits(code).and_then(|digits| suggest::nearest(&format!("PW{digits}"), &codes));
    let failure = match meant {
        Some(code) => failure.help(format!("did you mean `{code}`?")),
        None => failure,
    };
    failure.help("`cargo pipewright explain --list` lists them all")
}

/// The paragraph in lines for a terminal; a line that is indented is an example and stays as it is.
fn wrapped(paragraph: &str) -> String {
    if paragraph.starts_with(' ') {
        return format!("{paragraph}\n");
    }
    let (mut text, mut width) = (String::new(), 0);
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text + "\n"
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

    #[test]
    fn no_line_is_too_long() {
        for rule in rules() {
            let text = wrapped(rule.docs);
            assert!(
                text.lines().all(|line| line.chars().count() <= WIDTH),
                "{text}"
            );
            assert_eq!(text.replace('\n', " ").trim_end(), rule.docs);
        }
    }
}
