//! Why a command ends with something else than 0.

use std::process::ExitCode;

use pipewright_build::Diagnostics;

use crate::console::{self, ERROR, HELP, STRONG};
use crate::summary::Summary;

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A pipeline has mistakes, which have been printed.
    Mistakes,
    /// The pipeline that was asked for has these mistakes.
    Broken(Diagnostics),
    /// What was asked for makes no sense, or does not exist.
    Wrong(Wrong),
}

/// What is wrong, and what could be done.
#[derive(Debug)]
pub(crate) struct Wrong {
    message: String,
    helps: Vec<String>,
}

impl Failure {
    pub(crate) fn wrong(message: impl Into<String>) -> Self {
        Self::Wrong(Wrong {
            message: message.into(),
            helps: Vec::new(),
        })
    }

    pub(crate) fn no_json(error: serde_json::Error) -> Self {
        Self::wrong(format!("cannot write JSON: {error}"))
    }

    /// The same with something that could be done; further lines stand indented beneath the first.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        if let Self::Wrong(wrong) = &mut self {
            wrong.helps.push(help.into());
        }
        self
    }

    /// What is wrong, in one sentence.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Mistakes | Self::Broken(_) => "a pipeline has mistakes",
            Self::Wrong(wrong) => &wrong.message,
        }
    }

    /// Prints it.
    pub(crate) fn tell(self) -> ExitCode {
        match self {
            Self::Mistakes => ExitCode::from(1),
            Self::Broken(diagnostics) => {
                let mut summary = Summary::default();
                summary.add(1, 0, &diagnostics);
                let report = console::report(&diagnostics);
                console::say(format_args!("{report}\n{}", summary.text()));
                ExitCode::from(1)
            }
            Self::Wrong(wrong) => {
                console::say(format_args!(
                    "{ERROR}error{ERROR:#}{STRONG}:{STRONG:#} {}",
                    wrong.message
                ));
                for (index, help) in wrong.helps.iter().enumerate() {
                    let gap = if index == 0 { "\n" } else { "" };
                    let help = help.replace('\n', "\n    ");
                    console::say(format_args!("{gap}{HELP}help{HELP:#}: {help}"));
                }
                ExitCode::from(2)
            }
        }
    }
}
