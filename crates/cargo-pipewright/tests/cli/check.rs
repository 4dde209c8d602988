use std::fs;

use insta::assert_snapshot;
use pipewright_build::{File, Folder, compile_files};

use crate::{command, fixture, output, run, told, unread};

/// The report that the build script of the crate `broken` would give.
fn report() -> String {
    let folder = Folder::read(&fixture("broken/pipelines"), "pipelines").unwrap();
    compile_files(&folder.files).diagnostics.render()
}

#[test]
fn a_sound_crate() {
    let expected = "exit code 0\n--- stderr\nno mistakes in 3 pipelines\n";
    assert_eq!(run("shop", &["check"]), expected);
    assert_eq!(run("shop/src", &["check"]), expected);
    assert_eq!(run("shop/pipelines/billing", &["check"]), expected);
    assert_eq!(run("shop", &["check", "--dir", "pipelines"]), expected);
    assert_eq!(run("shop", &["check", "--dir", "."]), expected);
    assert_eq!(run("loose", &["check", "--dir", "../shop"]), expected);
    assert_eq!(run("shop", &["pipewright", "check"]), expected);
}

#[test]
fn all_mistakes_of_all_files() {
    let output = output("broken", &["check"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!("{}\n", report())
    );
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"3 errors in 3 of 4 files; `cargo pipewright explain PW0011` tells more");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn one_file() {
    assert_snapshot!(run("broken", &["check", "pipelines/misspelt.toml"]), @r#"
    exit code 1
    --- stdout
    error[PW0008]: nothing produces the output `recipt`
     --> pipelines/misspelt.toml:2:11
      |
    2 | output = "recipt"
      |           ^^^^^^ neither an input nor produced by a step
    ...
    6 | output = "receipt: Receipt"
      |           ------- nobody reads this
      |
    help: did you mean `receipt`?
      |
    2 | output = "receipt"
      |              +
    help: or is it misspelt where it is produced?
      |
    6 - output = "receipt: Receipt"
    6 + output = "recipt: Receipt"
      |

    --- stderr
    1 error in 1 file; `cargo pipewright explain PW0008` tells more
    "#);
}

#[test]
fn a_folder_in_the_folder() {
    let expected = "exit code 0\n--- stderr\nno mistakes in 1 pipeline\n";
    for folder in [
        "pipelines/billing",
        "pipelines/billing/",
        "./pipelines/../pipelines/billing",
    ] {
        assert_eq!(run("shop", &["check", folder]), expected);
    }
    assert_eq!(run("shop/pipelines/billing", &["check", "."]), expected);
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let expected = "exit code 0\n--- stderr\nno mistakes in 3 pipelines\n";
    let twice = ["check", "pipelines", "pipelines/billing/refund.toml"];
    assert_eq!(run("shop", &twice), expected);
    let hello = ["check", "hello.toml", "./hello.toml"];
    assert_eq!(
        run("loose", &hello),
        "exit code 0\n--- stderr\nno mistakes in 1 pipeline\n"
    );
}

#[test]
fn pipelines_of_different_crates_do_not_collide() {
    let both = ["check", "shop", "broken/pipelines/misspelt.toml", "loose"];
    let output = output("", &both);
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"1 error in 1 of 5 files; `cargo pipewright explain PW0008` tells more");
    let alike = [
        "check",
        "shop/pipelines/order_processing.toml",
        "alike/pipelines/order_processing.toml",
    ];
    assert_eq!(
        run("", &alike),
        "exit code 0\n--- stderr\nno mistakes in 2 pipelines\n"
    );
}

#[test]
fn paths_lead_there_from_here() {
    let path = fixture("broken/pipelines/misspelt.toml");
    let shown = "../../broken/pipelines/misspelt.toml";
    let file = File::new(shown, fs::read(path).unwrap());
    let report = compile_files(&[file]).diagnostics.render();
    let output = output("shop/src", &["check", shown]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        format!("{report}\n")
    );
}

#[test]
fn nothing_to_check() {
    assert_snapshot!(run("empty", &["check"]), @"
    exit code 0
    --- stderr
    no pipelines to check
    ");
}

#[test]
fn colours_are_for_those_who_see_them() {
    let escape = "\u{1b}[";
    let coloured = |command: &mut std::process::Command| {
        told(&command.output().expect("the program runs")).contains(escape)
    };
    let broken = fixture("broken");
    let check = |arguments: &[&str]| command(&broken, arguments);
    assert!(!coloured(&mut check(&["check"])));
    assert!(coloured(&mut check(&["check", "--color", "always"])));
    assert!(coloured(&mut check(&["--color=always", "check"])));
    assert!(coloured(
        check(&["check"]).env("CARGO_TERM_COLOR", "always")
    ));
    assert!(!coloured(
        check(&["check", "--color", "never"]).env("CARGO_TERM_COLOR", "always")
    ));
    assert!(coloured(check(&["check"]).env("CLICOLOR_FORCE", "1")));
    let forced = |command: &mut std::process::Command| coloured(command.env("CLICOLOR_FORCE", "1"));
    assert!(!forced(check(&["check"]).env("NO_COLOR", "1")));
    assert!(!forced(&mut check(&["check", "--color", "never"])));
    assert!(forced(&mut check(&["explain", "timeout"])));
    assert!(forced(&mut check(&["--help"])));
}

#[test]
fn in_colour_it_says_the_same() {
    let output = output("broken", &["check", "--color", "always"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let plain = anstream::adapter::strip_str(&text).to_string();
    assert_eq!(plain, format!("{}\n", report()));
}

#[test]
fn a_closed_pipe_is_no_error() {
    assert_snapshot!(unread("broken", &["check"]), @"
    exit code 1
    --- stderr
    3 errors in 3 of 4 files; `cargo pipewright explain PW0011` tells more
    ");
}

#[test]
fn what_is_not_there() {
    assert_snapshot!(run("shop", &["check", "pipelines/refund.toml"]), @"
    exit code 2
    --- stderr
    error: there is no file or folder `pipelines/refund.toml`

    help: did you mean `pipelines/billing/refund.toml`?
    ");
    assert_snapshot!(run("shop", &["check", "order_procesing"]), @"
    exit code 2
    --- stderr
    error: there is no file or folder `order_procesing`

    help: did you mean `pipelines/order_processing.toml`?
    ");
    assert_snapshot!(run("shop", &["check", "invoices.toml"]), @"
    exit code 2
    --- stderr
    error: there is no file or folder `invoices.toml`
    ");
    assert_snapshot!(run("shop", &["check", "--dir", "flows"]), @"
    exit code 2
    --- stderr
    error: there is no folder `flows`
    ");
    assert_snapshot!(run("loose", &["check", "--dir", "hello.toml"]), @"
    exit code 2
    --- stderr
    error: `hello.toml` is a file, not a folder
    ");
    assert_snapshot!(run("loose", &["check", "hello.json"]), @"
    exit code 2
    --- stderr
    error: `hello.json` is not a pipeline file

    help: their names end in `.toml` or `.rs`
    ");
    assert_snapshot!(run("no_pipelines", &["check", "."]), @"
    exit code 2
    --- stderr
    error: the crate `.` has no folder `pipelines`
    ");
}

#[test]
fn outside_of_any_crate() {
    let folder = std::env::temp_dir().join("pipewright-outside-of-any-crate");
    fs::create_dir_all(&folder).unwrap();
    let output = command(&folder, &["check"]).output().unwrap();
    assert_snapshot!(told(&output), @"
    exit code 2
    --- stderr
    error: there is no folder `pipelines` beside a `Cargo.toml`, neither here nor in a folder above

    help: go to the crate whose pipelines you mean
    help: or name the folder: `--dir DIR`
    ");
}

#[test]
fn wrong_usage() {
    assert_snapshot!(run("shop", &["check", "--dir", "pipelines", "pipelines"]), @"
    exit code 2
    --- stderr
    error: the argument '--dir <DIR>' cannot be used with '[FILE]...'

    Usage: cargo pipewright check --dir <DIR> [FILE]...

    For more information, try '--help'.
    ");
    assert_snapshot!(run("shop", &["check", "--colour", "always"]), @"
    exit code 2
    --- stderr
    error: unexpected argument '--colour' found

      tip: a similar argument exists: '--color'

    Usage: cargo pipewright check --color <WHEN> [FILE]...

    For more information, try '--help'.
    ");
    assert_snapshot!(run("shop", &["check", "--color", "sometimes"]), @"
    exit code 2
    --- stderr
    error: invalid value 'sometimes' for '--color <WHEN>'
      [possible values: auto, always, never]

    For more information, try '--help'.
    ");
}

#[test]
fn a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let members = "[workspace]\nmembers = [\"crates/*\", \"tool\"]\nexclude = [\"crates/old\"]\n";
    write("Cargo.toml", members);
    for member in ["crates/shop", "crates/bank", "crates/old", "tool"] {
        write(&format!("{member}/Cargo.toml"), "[package]\n");
    }
    write("crates/shop/pipelines/sell.toml", "[steps.sell]\n");
    write(
        "crates/bank/pipelines/pay.toml",
        "output = \"sum\"\n[steps.pay]\n",
    );
    write(
        "crates/old/pipelines/gone.toml",
        "output = \"sum\"\n[steps.pay]\n",
    );
    let check = |place: &str, arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        told(
            &command(&folder.path().join(place), &arguments)
                .output()
                .unwrap(),
        )
    };
    assert_snapshot!(check("", &[]), @r#"
    exit code 1
    --- stdout
    error[PW0008]: nothing produces the output `sum`
     --> crates/bank/pipelines/pay.toml:1:11
      |
    1 | output = "sum"
      |           ^^^ neither an input nor produced by a step
      |
      = help: the step that produces it has to say so: `output = "sum: Type"`

    --- stderr
    1 error in 1 of 2 files; `cargo pipewright explain PW0008` tells more
    "#);
    assert_snapshot!(check("crates/shop", &[]), @"
    exit code 0
    --- stderr
    no mistakes in 1 pipeline
    ");
    // of a member without pipelines, and of a folder that is none
    assert_snapshot!(check("tool", &[]), @"
    exit code 2
    --- stderr
    error: there is no folder `pipelines` beside a `Cargo.toml`, neither here nor in a folder above

    help: go to the crate whose pipelines you mean
    help: or name the folder: `--dir DIR`
    ");
    assert_snapshot!(check("crates", &[]), @r#"
    exit code 1
    --- stdout
    error[PW0008]: nothing produces the output `sum`
     --> bank/pipelines/pay.toml:1:11
      |
    1 | output = "sum"
      |           ^^^ neither an input nor produced by a step
      |
      = help: the step that produces it has to say so: `output = "sum: Type"`

    --- stderr
    1 error in 1 of 2 files; `cargo pipewright explain PW0008` tells more
    "#);
}

#[test]
fn warnings_can_be_denied() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "input = [\"x: u8\"]\n[steps.a]\n";
    fs::write(folder.path().join("odd.toml"), odd).unwrap();
    let check = |arguments: &[&str]| {
        let output = command(folder.path(), arguments).output().unwrap();
        output.status.code()
    };
    assert_eq!(check(&["check", "odd.toml"]), Some(0));
    assert_eq!(check(&["check", "odd.toml", "--deny-warnings"]), Some(1));
}
