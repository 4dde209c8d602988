//! Printing: what a command was asked for goes to stdout, everything about it to stderr.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use pipewright_build::Diagnostics;

use crate::failure::Failure;

pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const HELP: Style = AnsiColor::BrightCyan.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();

static CLOSED: AtomicBool = AtomicBool::new(false);

/// When to print in colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// Settles it for everything that is printed from here on; without an option, as cargo is told.
    pub(crate) fn choose(self) {
        let cargo = std::env::var("CARGO_TERM_COLOR").unwrap_or_default();
        let choice = match (self, cargo.as_str()) {
            (Self::Always, _) | (Self::Auto, "always") => ColorChoice::Always,
            (Self::Never, _) | (Self::Auto, "never") => ColorChoice::Never,
            (Self::Auto, _) => ColorChoice::Auto,
        };
        choice.write_global();
    }
}

/// Prints text as it is.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    printed(
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush()),
    )
}

/// Prints text whose styles show only where they can be seen.
pub(crate) fn print_styled(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    printed(
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush()),
    )
}

/// Whoever closes the pipe has read enough.
fn printed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        Err(error) => Err(Failure::wrong(format!("cannot print: {error}"))),
    }
}

/// Whether nobody reads any more what is printed.
pub(crate) fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Says something beside the result. Where nobody listens to that, there is nobody to tell.
pub(crate) fn say(text: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// The report for stdout.
pub(crate) fn report_out(diagnostics: &Diagnostics) -> String {
    report(diagnostics, AutoStream::choice(&io::stdout()))
}

/// The report for stderr.
pub(crate) fn report_err(diagnostics: &Diagnostics) -> String {
    report(diagnostics, AutoStream::choice(&io::stderr()))
}

fn report(diagnostics: &Diagnostics, choice: ColorChoice) -> String {
    match choice {
        ColorChoice::Never => diagnostics.render(),
        _ => diagnostics.render_coloured(),
    }
}
