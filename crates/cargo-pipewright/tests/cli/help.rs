use insta::assert_snapshot;

use crate::{command, fixture, run, stdout, unread};

#[test]
fn of_the_program() {
    let help = stdout("", &["--help"]);
    assert_snapshot!(help, @"
    Make, check and draw pipelines, without a compiler

    Usage: cargo pipewright [OPTIONS] <COMMAND>

    Commands:
      new          Make a crate with a pipeline, its steps, a program and a test
      check        Check pipelines, and print all mistakes
      stub         Print the `impl` of a pipeline's steps, to be filled in
      graph        Draw a pipeline
      plan         Tell what a run of a pipeline would do, and in which order
      show         Make a page of the report of a run, or of its events
      expand       Print the Rust code that is generated from a pipeline
      explain      Tell more about a mistake, by its code, or about a key of pipelines in TOML form
      schema       Print the JSON Schema of pipelines in TOML form, for editors
      completions  Print what a shell needs to complete commands and options
      help         Print this message or the help of the given subcommand(s)

    Options:
          --color <WHEN>  When to print in colour: auto, always or never [default: auto]
      -h, --help          Print help
      -V, --version       Print version

    Pipelines are looked for in the nearest folder `pipelines`: the one beside `Cargo.toml`, here or in
    a folder above; in a workspace without one, in those of all members. `--dir` names another one.

    `--format json` prints what was asked for as data, to stdout. Whatever goes wrong is told on stderr,
    as text.

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or a file cannot be found, read or written
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
          --path <DIR>       Depend on the checkout of pipewright in DIR; needed until it is published
          --format <FORMAT>  How to print it: text or json [default: text]
          --color <WHEN>     When to print in colour: auto, always or never [default: auto]
      -h, --help             Print help

    The crate is made by `cargo new`, so in a workspace it becomes a member. Nothing is overwritten.
    pipewright is not published yet: until it is, `--path` has to say where a checkout of it is.

    Examples:
      cargo pipewright new hello --path pipewright
      cargo pipewright new crates/hello --path ../pipewright

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or a file cannot be found, read or written
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
      2  the command line is wrong, or a file cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["stub", "--help"]), @"
    Print the `impl` of a pipeline's steps, to be filled in

    Usage: cargo pipewright stub [OPTIONS] [NAME|FILE]

    Arguments:
      [NAME|FILE]  The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file
                   [default: the only one]

    Options:
          --dir <DIR>         The folder to look in [default: the nearest folder `pipelines`, or all
                              members']
          --for <TYPE>        The type that implements the steps [default: a new one]
          --missing[=<PATH>]  Only what the `impl` in PATH lacks [default: the crate's `src`]
          --format <FORMAT>   How to print it: text or json [default: text]
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
      2  the command line is wrong, or a file cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["graph", "--help"]), @"
    Draw a pipeline

    Usage: cargo pipewright graph [OPTIONS] [NAME|FILE]

    Arguments:
      [NAME|FILE]
              The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file
              [default: the only one]

    Options:
          --dir <DIR>
              The folder to look in [default: the nearest folder `pipelines`, or all members']

          --format <FORMAT>
              What to draw

              Possible values:
              - text:    The default: a tree, beneath each step those that wait for it
              - mermaid: A Mermaid flowchart with every value, wire and condition
              - plain:   A Mermaid graph of nothing but steps and arrows, sorted: good to compare
              - svg:     A drawing in SVG, which needs no viewer but a browser
              - dot:     The same for Graphviz
              - json:    The graph as data

          --direction <WAY>
              Which way a picture goes

              Possible values:
              - top-down:   The default: from above to below
              - left-right: From left to right

          --fold
              Draw steps that are alike as one (SVG, DOT, Mermaid)

          --whole
              Draw each step, even if viewers refuse so many (Mermaid)

      -o, --output <FILE>
              Write it to a file instead of printing it; what is there is replaced

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
      2  the command line is wrong, or a file cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["show", "--help"]), @r#"
    Make a page of the report of a run, or of its events

    Usage: cargo pipewright show [OPTIONS] <FILE>

    Arguments:
      <FILE>
              The report, as JSON, or events, one a line

    Options:
          --run <ID>
              Which run of several, by the beginning or the end of its id [default: the one that began
              last]

          --dir <DIR>
              Where the pipelines of events are [default: the nearest folder `pipelines`]

          --format <FORMAT>
              What to make of it [default: html]

              Possible values:
              - html:  One HTML file: the picture, the timeline, and all about each step
              - trace: A trace in Chrome's format, which Perfetto opens

      -o, --output <FILE>
              Where to write it; what is there is replaced [default: beside FILE]

          --open
              Open it with the program that the system has for such files

          --color <WHEN>
              When to print in colour: auto, always or never [default: auto]

      -h, --help
              Print help (see a summary with '-h')

    A program writes the report of a run with `std::fs::write("run.json", run.report.json())`, and the
    events of runs, while they go on, with `emit_to(Log::to(file).json())`.

    Examples:
      cargo pipewright show run.json --open
      cargo pipewright show run.json --output reports/latest.html
      cargo pipewright show events.jsonl                # how far a program got that crashed
      cargo pipewright show run.json --format trace     # for https://ui.perfetto.dev

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or a file cannot be found, read or written
    "#);
    assert_snapshot!(stdout("", &["expand", "--help"]), @"
    Print the Rust code that is generated from a pipeline

    Usage: cargo pipewright expand [OPTIONS] [NAME|FILE]

    Arguments:
      [NAME|FILE]  The pipeline: its name (`refund`, `billing/refund`, `billing::refund`) or its file
                   [default: the only one]

    Options:
          --dir <DIR>        The folder to look in [default: the nearest folder `pipelines`, or all
                             members']
          --format <FORMAT>  How to print it: text or json [default: text]
          --color <WHEN>     When to print in colour: auto, always or never [default: auto]
      -h, --help             Print help

    Examples:
      cargo pipewright expand order_processing
      cargo pipewright expand pipelines/billing/refund.toml | less

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or a file cannot be found, read or written
    ");
    assert_snapshot!(stdout("", &["explain", "--help"]), @"
    Tell more about a mistake, by its code, or about a key of pipelines in TOML form

    Usage: cargo pipewright explain [OPTIONS] [CODE|KEY]

    Arguments:
      [CODE|KEY]  The code, such as PW0008, or the key [default: list all codes]

    Options:
          --list             List all codes
          --format <FORMAT>  How to print it: text or json [default: text]
          --color <WHEN>     When to print in colour: auto, always or never [default: auto]
      -h, --help             Print help

    Examples:
      cargo pipewright explain PW0011     # a mistake; `11` is enough
      cargo pipewright explain timeout    # a key
      cargo pipewright explain --format json > codes.json

    Exit codes:
      0  all is well
      1  a pipeline has mistakes
      2  the command line is wrong, or a file cannot be found, read or written
    ");
}

#[test]
fn lines_fit_a_terminal() {
    let commands = [
        "new",
        "check",
        "stub",
        "graph",
        "plan",
        "show",
        "expand",
        "explain",
        "schema",
        "completions",
    ];
    for command in commands {
        for flag in ["-h", "--help"] {
            for line in stdout("", &[command, flag]).lines() {
                assert!(line.chars().count() <= 100, "{command} {flag}: {line}");
            }
        }
        for part in ["Usage:", "Examples:", "Exit codes:"] {
            let help = stdout("", &[command, "--help"]);
            assert!(help.contains(part), "{command}: {part}");
        }
    }
}

#[test]
fn text_is_as_wide_as_the_terminal() {
    for arguments in [
        ["explain", "PW0011"],
        ["explain", "input"],
        ["plan", "--help"],
    ] {
        for columns in ["40", "60"] {
            let mut command = command(&fixture(""), &arguments);
            let output = command.env("COLUMNS", columns).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let most: usize = columns.parse().unwrap();
            // examples stay as they are
            let text = text.lines().filter(|line| !line.starts_with([' ', 'U']));
            let longest = text.map(|line| line.chars().count()).max().unwrap();
            assert!(
                (most / 2..=most).contains(&longest),
                "{arguments:?}: {longest} of {columns}"
            );
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

      tip: some similar subcommands exist: 'schema', 'check'

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
