use insta::assert_snapshot;

use crate::{run, stdout, unread};

#[test]
fn of_the_program() {
    let help = stdout("", &["--help"]);
    assert_snapshot!(help, @"
    Make, check and draw pipelines, without a compiler

    Usage: cargo pipewright [OPTIONS] <COMMAND>

    Commands:
      new      Make a crate with a pipeline, its steps, a program and a test
      check    Check pipelines, and print all mistakes
      stub     Print the `impl` of a pipeline's steps, to be filled in
      graph    Draw a pipeline
      expand   Print the Rust code that is generated from a pipeline
      explain  Tell more about a mistake, by its code
      help     Print this message or the help of the given subcommand(s)

    Options:
          --color <WHEN>  When to print in colour: auto, always or never [default: auto]
      -h, --help          Print help
      -V, --version       Print version

    Pipelines are looked for in the nearest folder `pipelines`: the one beside `Cargo.toml`, here or in
    a folder above. `--dir` names another one.

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_eq!(stdout("", &["-h"]), help);
    assert_eq!(stdout("", &["help"]), help);
    assert_eq!(stdout("", &["pipewright", "--help"]), help);
}

#[test]
fn without_a_command_on_stderr() {
    let help = stdout("", &["--help"]);
    let expected = format!("exit code 2\n--- stderr\n{help}");
    assert_eq!(run("", &[]), expected);
    assert_eq!(run("", &["pipewright"]), expected);
}

#[test]
fn of_each_command() {
    assert_snapshot!(stdout("", &["new", "--help"]), @"
    Make a crate with a pipeline, its steps, a program and a test

    Usage: cargo pipewright new [OPTIONS] <NAME>

    Arguments:
      <NAME>  The folder to make, which names the crate

    Options:
          --path <DIR>    Depend on the checkout of pipewright in DIR; needed until it is published
          --color <WHEN>  When to print in colour: auto, always or never [default: auto]
      -h, --help          Print help

    The crate is made by `cargo new`, so in a workspace it becomes a member. Nothing is overwritten.
    pipewright is not published yet: until it is, `--path` has to say where a checkout of it is.

    Examples:
      cargo pipewright new hello --path pipewright
      cargo pipewright new crates/hello --path ../pipewright

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["check", "--help"]), @"
    Check pipelines, and print all mistakes

    Usage: cargo pipewright check [OPTIONS] [FILE]...

    Arguments:
      [FILE]...  Files to check, or folders [default: the nearest folder `pipelines`, or all members']

    Options:
          --dir <DIR>        The folder of pipelines to check
          --watch            Check again whenever a file changes, until Ctrl-C
          --deny-warnings    Exit with 1 for warnings too
          --format <FORMAT>  How to print mistakes: text, or json for editors [default: text]
          --color <WHEN>     When to print in colour: auto, always or never [default: auto]
      -h, --help             Print help

    Examples:
      cargo pipewright check                         # every pipeline of this crate, or workspace
      cargo pipewright check pipelines/billing       # those in a folder
      cargo pipewright check pipelines/refund.toml   # one file
      cargo pipewright check --watch                 # now, and whenever a file changes

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["stub", "--help"]), @"
    Print the `impl` of a pipeline's steps, to be filled in

    Usage: cargo pipewright stub [OPTIONS] <NAME|FILE>

    Arguments:
      <NAME|FILE>  The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file

    Options:
          --dir <DIR>         The folder to look in [default: the nearest folder `pipelines`]
          --for <TYPE>        The type that implements the steps [default: a new one]
          --missing[=<PATH>]  Only what the `impl` in PATH lacks [default: the crate's `src`]
          --color <WHEN>      When to print in colour: auto, always or never [default: auto]
      -h, --help              Print help

    Examples:
      cargo pipewright stub order_processing               # with a new type
      cargo pipewright stub order_processing --for Shop    # for a type that you have
      cargo pipewright stub order_processing --missing     # what `src` does not have yet
      cargo pipewright stub order_processing --missing=src/shop.rs

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["graph", "--help"]), @"
    Draw a pipeline

    Usage: cargo pipewright graph [OPTIONS] <NAME|FILE>

    Arguments:
      <NAME|FILE>
              The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file

    Options:
          --dir <DIR>
              The folder to look in [default: the nearest folder `pipelines`]

          --format <FORMAT>
              Its form [default: text]

              Possible values:
              - text:    A tree for the terminal: beneath each step those that wait for it
              - mermaid: A Mermaid flowchart with every value, wire and condition
              - plain:   A Mermaid graph of nothing but steps and arrows, sorted: good to compare
              - svg:     A drawing in SVG, which needs no viewer but a browser
              - dot:     The same for Graphviz
              - json:    The graph as data

          --direction <DIRECTION>
              Which way a picture goes [default: top-down]

              Possible values:
              - top-down:   From above to below
              - left-right: From left to right

      -o, --output <FILE>
              Write it to a file instead of printing it

          --color <WHEN>
              When to print in colour: auto, always or never [default: auto]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      cargo pipewright graph order_processing
      cargo pipewright graph billing/refund --format svg --output refund.svg
      cargo pipewright graph nightly_export --format mermaid --direction left-right

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["expand", "--help"]), @"
    Print the Rust code that is generated from a pipeline

    Usage: cargo pipewright expand [OPTIONS] <NAME|FILE>

    Arguments:
      <NAME|FILE>  The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file

    Options:
          --dir <DIR>     The folder to look in [default: the nearest folder `pipelines`]
          --color <WHEN>  When to print in colour: auto, always or never [default: auto]
      -h, --help          Print help

    Examples:
      cargo pipewright expand order_processing
      cargo pipewright expand pipelines/billing/refund.toml | less

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["explain", "--help"]), @"
    Tell more about a mistake, by its code

    Usage: cargo pipewright explain [OPTIONS] [CODE]

    Arguments:
      [CODE]  The code, such as PW0008 [default: list all codes]

    Options:
          --list          List all codes
          --color <WHEN>  When to print in colour: auto, always or never [default: auto]
      -h, --help          Print help

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or what it names cannot be found, read or written
    ");
}

#[test]
fn lines_fit_a_terminal() {
    for command in ["new", "check", "stub", "graph", "expand", "explain"] {
        for flag in ["-h", "--help"] {
            for line in stdout("", &[command, flag]).lines() {
                assert!(line.chars().count() <= 100, "{command} {flag}: {line}");
            }
        }
    }
}

#[test]
fn version() {
    let version = concat!("cargo-pipewright ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(stdout("", &["--version"]), version);
}

#[test]
fn no_such_command() {
    assert_snapshot!(run("", &["chek"]), @"
    exit code 2
    --- stderr
    error: unrecognized subcommand 'chek'

      tip: a similar subcommand exists: 'check'

    Usage: cargo pipewright [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(run("", &["--dir", "pipelines"]), @"
    exit code 2
    --- stderr
    error: unexpected argument '--dir' found

    Usage: cargo pipewright [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    assert_eq!(unread("", &["--help"]), "exit code 0\n");
}
