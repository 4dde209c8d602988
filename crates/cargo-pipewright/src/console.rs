//! Printing: what a command was asked for goes to stdout, everything about it to stderr.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use pipewright_build::Diagnostics;
use serde::Serialize;

use crate::failure::Failure;

pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
pub(crate) const HELP: Style = AnsiColor::BrightCyan.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();

/// The width of text that is to be read.
const READABLE: usize = 80;

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

/// How a command prints what it was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// How to print what was asked for.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct As {
    /// How to print it: text or json [default: text]
    #[arg(long, value_enum, default_value_t, hide_default_value = true)]
    #[arg(hide_possible_values = true)]
    pub(crate) format: Format,
}

/// How many columns there are: as the terminal says, or else `COLUMNS`.
fn columns() -> Option<usize> {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(told)
}

/// How wide text is that is to be read: no wider than the terminal.
pub(crate) fn text_width() -> usize {
    columns().map_or(READABLE, |columns| columns.clamp(20, READABLE))
}

/// Prints data as JSON, for other programs.
pub(crate) fn print_json(data: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(data).map_err(Failure::no_json)?;
    print(&(json + "\n"))
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

/// Says what is worth to be known; further lines stand indented beneath the first.
pub(crate) fn note(text: impl Display) {
    let text = text.to_string().replace('\n', "\n    ");
    say(format_args!("{HELP}note{HELP:#}: {text}"));
}

/// The report as the terminal has room for it; where it is printed, its colours show only if they can be seen.
pub(crate) fn report(diagnostics: &Diagnostics) -> String {
    match columns() {
        Some(columns) => diagnostics.render_coloured_within(columns),
        None => diagnostics.render_coloured(),
    }
}
