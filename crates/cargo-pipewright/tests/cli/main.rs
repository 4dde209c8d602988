//! Each command as it is typed: everything that it prints, and its exit code.

mod check;
mod check_json;
mod check_watch;
mod completions;
mod events;
mod expand;
mod explain;
mod graph;
mod guide;
mod help;
mod json;
mod new;
mod picture;
mod plan;
mod schema;
mod show;
mod stub;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder below `tests/fixtures`.
fn fixture(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(folder)
}

/// `cargo-pipewright`, typed in a folder, as if no variable said anything about colours and widths.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pipewright"));
    command.args(arguments).current_dir(folder);
    for variable in [
        "CARGO_TERM_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "NO_COLOR",
        "COLUMNS",
    ] {
        command.env_remove(variable);
    }
    command
}

fn output(folder: &str, arguments: &[&str]) -> Output {
    let output = command(&fixture(folder), arguments).output();
    output.expect("the program runs")
}

/// All that can be seen of a command.
fn told(output: &Output) -> String {
    let code = output.status.code().expect("an exit code");
    let mut text = format!("exit code {code}\n");
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            text.push_str(&format!("--- {name}\n{}", String::from_utf8_lossy(bytes)));
        }
    }
    text
}

/// What is seen of a command that is typed in a fixture.
fn run(folder: &str, arguments: &[&str]) -> String {
    told(&output(folder, arguments))
}

/// The stdout of a command that does what it is asked for and says nothing else.
fn stdout(folder: &str, arguments: &[&str]) -> String {
    let output = output(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(output.stderr.is_empty(), "{}", told(&output));
    String::from_utf8(output.stdout).expect("text")
}

/// What is seen of a command whose stdout nobody reads any more.
fn unread(folder: &str, arguments: &[&str]) -> String {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let child = command(&fixture(folder), arguments)
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn();
    let output = child.and_then(std::process::Child::wait_with_output);
    told(&output.expect("the program runs"))
}
