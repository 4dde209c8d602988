use insta::assert_snapshot;
use pipewright_build::rules;

use crate::{run, stdout, unread};

#[test]
fn one_code() {
    let text = stdout("", &["explain", "PW0011"]);
    assert_snapshot!(text, @"
    PW0011: a value that is moved twice

    A wire `x` moves its value: the step owns it from then on, and nobody else can
    have it. The output of the pipeline takes its value too. All but one of the
    readers have to borrow (`&x`) or clone (`x.clone()`); a step that moves a value
    runs after those that borrow it. Primitive numbers, `bool` and `char` are copied
    and can be read by name as often as you like.
    ");
    for code in ["pw0011", "0011", "11"] {
        assert_eq!(stdout("", &["explain", code]), text);
    }
}

#[test]
fn each_code() {
    for rule in rules() {
        let text = stdout("", &["explain", rule.code]);
        let title = format!("{}: {}\n\n", rule.code, rule.title);
        let docs = text.strip_prefix(&title).expect(rule.code);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(docs), words(rule.docs));
    }
}

#[test]
fn all_codes() {
    let lines = rules()
        .iter()
        .map(|rule| format!("{}  {}\n", rule.code, rule.title));
    let lines = lines.collect::<String>();
    assert_eq!(stdout("", &["explain"]), lines);
    assert_eq!(stdout("", &["explain", "--list"]), lines);
}

#[test]
fn no_such_code() {
    assert_snapshot!(run("", &["explain", "PW9999"]), @"
    exit code 2
    --- stderr
    error: there is no code `PW9999`

    help: `cargo pipewright explain --list` lists them all
    ");
    assert_snapshot!(run("", &["explain", "E0308"]), @"
    exit code 2
    --- stderr
    error: there is no code `E0308`

    help: `cargo pipewright explain --list` lists them all
    ");
    assert_snapshot!(run("", &["explain", "PW0029"]), @"
    exit code 2
    --- stderr
    error: there is no code `PW0029`

    help: did you mean `PW0009`?
    help: `cargo pipewright explain --list` lists them all
    ");
}

#[test]
fn wrong_usage() {
    assert_snapshot!(run("", &["explain", "PW0001", "PW0002"]), @"
    exit code 2
    --- stderr
    error: unexpected argument 'PW0002' found

    Usage: cargo pipewright explain [OPTIONS] [CODE|KEY]

    For more information, try '--help'.
    ");
}

#[test]
fn a_closed_pipe_is_no_error() {
    assert_eq!(unread("", &["explain"]), "exit code 0\n");
}

#[test]
fn a_key() {
    assert_snapshot!(stdout("", &["explain", "retry"]), @r#"
    `retry` of an entry, a step, an arm, a step of a workflow

    How often the step is called if it fails, and how long it waits in between.

        retry = { attempts = 3, delay = "100ms" }

    Its keys: attempts, delay, factor, max_delay, jitter, when, after.

    `retry` of `undo`

    How often the undo is tried if it fails, and how long it waits in between.

        retry = { attempts = 5, delay = "1s" }

    Its keys: attempts, delay, factor, max_delay, jitter.
    "#);
    for key in ["steps", "arms", "per_second", "entry", "next"] {
        assert!(stdout("", &["explain", key]).starts_with(&format!("`{key}` of ")));
    }
}

#[test]
fn no_such_key() {
    assert_snapshot!(run("", &["explain", "retires"]), @"
    exit code 2
    --- stderr
    error: there is no key `retires`, and no code

    help: did you mean `requires`?
    ");
    let told = run("", &["explain", "nonsense"]);
    assert!(
        told.contains("help: the keys are: after, arms, attempts"),
        "{told}"
    );
}
